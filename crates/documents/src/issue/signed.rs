use dean06_contracts::casework::ResultSigned;
use dean06_contracts::documents::PaperReady;
use dean06_contracts::messages::MessageWanted;
use dean06_kernel::PersonId;
use dean06_store::{Event, HandlerError, NoRefusal, OutboxEvent, Sql, Tx, WriteError, crash};
use sea_orm::DbErr;
use serde::Serialize;

use super::lanes::INBOX;
use super::make::{NotMade, make};
use super::parked;
use crate::blobs::BlobError;
use crate::room::Documents;
use crate::rows::{Issue, Key, Paper, Revocation, Source};
use crate::uploads::file_name_for;

/// Why an event was not dealt with.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotDone {
    /// Something is down that every paper needs: all wait.
    #[error(transparent)]
    Down(NotMade),
    #[error(transparent)]
    Files(#[from] BlobError),
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    #[error("an event cannot be written")]
    Json(#[from] serde_json::Error),
}

impl From<DbErr> for NotDone {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// What is written of a result.
pub(super) struct Ready {
    paper: Paper,
    events: Vec<OutboxEvent>,
}

/// What came of a result.
pub(super) enum Outcome {
    /// Its paper can be written.
    Ready(Box<Ready>),
    /// Its paper is there already.
    There,
    /// No paper can be made of it as it is.
    Impossible(String),
}

/// Makes the paper of a result, once.
pub(super) async fn handle(room: &Documents, event: &Event) -> Result<(), HandlerError> {
    crash::point("documents.result.begun");
    match attempt(room, &event.body).await? {
        Outcome::There => Ok(()),
        Outcome::Ready(ready) => {
            let ready = &*ready;
            room.store
                .consume(INBOX, event, |tx| {
                    Box::pin(async move { Ok::<(), WriteError<NoRefusal>>(ready.write(tx).await?) })
                })
                .await?;
            crash::point("documents.paper.written");
            Ok(())
        }
        Outcome::Impossible(failure) => Ok(parked::park(room, event, failure).await?),
    }
}

/// Everything but the write.
pub(super) async fn attempt(
    room: &Documents,
    body: &serde_json::Value,
) -> Result<Outcome, NotDone> {
    let result: ResultSigned = match serde_json::from_value(body.clone()) {
        Ok(result) => result,
        Err(error) => return Ok(Outcome::Impossible(format!("it does not read: {error}"))),
    };
    let code = Key::Code(result.code.clone());
    if !code.places(room.store.read()).await?.is_empty() {
        return Ok(Outcome::There);
    }
    let file = match make(room, &result).await {
        Ok(file) => file,
        Err(error) if error.may_pass() => return Err(NotDone::Down(error)),
        Err(error) => return Ok(Outcome::Impossible(error.to_string())),
    };
    crash::point("documents.paper.signed");
    let size = u64::try_from(file.len()).unwrap_or(u64::MAX);
    let sha256 = room.blobs.put(file).await?;
    crash::point("documents.file.kept");
    let paper = paper(room, &result, sha256, size);
    let events = events(room, &result, &paper)?;
    Ok(Outcome::Ready(Box::new(Ready { paper, events })))
}

fn paper(room: &Documents, result: &ResultSigned, sha256: String, size: u64) -> Paper {
    Paper {
        person: result.person_id,
        paper_id: room.sources.uuid().to_string(),
        source: Source::Issued,
        kind: result.kind.clone(),
        title: result.title.clone(),
        issued_at: result.issued_at,
        valid_to: result.valid_to,
        issue: Some(Issue {
            party_id: result.party_id.clone(),
            dossier_id: result.dossier_id.clone(),
            org_id: result.org_id.clone(),
            number: result.number.clone(),
            issuer: result.issuer.clone(),
            signer: result.signer.name.clone(),
            code: result.code.clone(),
            jws: result.jws.clone(),
            fields: result.fields.clone(),
            subjects: result.subjects.clone(),
            content_digest: result.content_digest.clone(),
        }),
        added_by: None,
        file_name: file_name_for(&result.kind, &result.number, "pdf"),
        media_type: "application/pdf".to_owned(),
        size,
        sha256,
        revocation: None,
        reused: 0,
    }
}

/// Who hears of it: rooms, and the person who applied.
fn events(
    room: &Documents,
    result: &ResultSigned,
    paper: &Paper,
) -> Result<Vec<OutboxEvent>, serde_json::Error> {
    let ready = PaperReady {
        party_id: result.party_id.clone(),
        dossier_id: result.dossier_id.clone(),
        paper_id: paper.paper_id.clone(),
        person_id: paper.person,
    };
    let mut events = vec![event(room, PaperReady::TOPIC, &result.party_id, &ready)?];
    events.extend(message(room, &result.party_id, paper, "paper-ready")?);
    Ok(events)
}

/// Tells the applicant of a paper, if the applicant is a person.
pub(super) fn message(
    room: &Documents,
    party: &str,
    paper: &Paper,
    kind: &str,
) -> Result<Option<OutboxEvent>, serde_json::Error> {
    let Ok(person_id) = party.parse::<PersonId>() else {
        return Ok(None);
    };
    let wanted = MessageWanted {
        id: room.sources.uuid().to_string(),
        person_id,
        kind: kind.to_owned(),
        values: [("paper".to_owned(), paper.title.clone())].into(),
        link: format!("/papers/{}", paper.paper_id),
    };
    event(room, MessageWanted::TOPIC, party, &wanted).map(Some)
}

pub(super) fn event<T: Serialize>(
    room: &Documents,
    topic: &str,
    key: &str,
    body: &T,
) -> Result<OutboxEvent, serde_json::Error> {
    Ok(OutboxEvent {
        id: room.sources.uuid(),
        topic: topic.to_owned(),
        key: key.to_owned(),
        body: serde_json::to_value(body)?,
    })
}

impl Ready {
    /// The paper with all that leads to it, and the word of it.
    pub async fn write(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        let mut paper = self.paper.clone();
        if let Some(issue) = &paper.issue {
            paper.revocation = early(tx, &issue.code).await?;
        }
        paper.insert(tx).await?;
        for event in &self.events {
            tx.emit(event.clone()).await?;
        }
        metrics::counter!("dean06_documents_papers_total", "kind" => paper.kind.clone())
            .increment(1);
        Ok(())
    }
}

/// A revocation that came while the paper was parked.
async fn early(tx: &Tx<'_>, code: &str) -> Result<Option<Revocation>, DbErr> {
    let row = tx
        .row(
            "SELECT revoked_at, revoked_why, replaced_by FROM early_revocation WHERE code = ?",
            [code.into()],
        )
        .await?;
    row.map(|row| {
        Ok(Revocation {
            at: row.try_get("", "revoked_at")?,
            why: row.try_get("", "revoked_why")?,
            replaced_by: row.try_get("", "replaced_by")?,
        })
    })
    .transpose()
}
