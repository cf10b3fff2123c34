//! A dossier made of a draft: by the applicant who submits it, or by the engine when a leg begins.

use dean06_content::{Numbering, Organisation, Service};
use dean06_kernel::OrgCode;
use dean06_mediator::ServiceError;
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde_json::Value;

use super::open_draft::OpenDraft;
use crate::clocks::{self, INTAKE, TOTAL};
use crate::course::Status;
use crate::registers::Filled;
use crate::rows::{Dossier, Entry, Matters};

/// The kind of the first entry in the history.
pub(crate) const SUBMITTED: &str = "submitted";

/// No number can be made.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no number can be made: {0}")]
pub(crate) struct NoNumber(String);

/// The next number of an organisation and day.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    /// What is counted: `dossier`, `bundle`.
    counted: &'static str,
    numbering: Numbering,
    code: OrgCode,
    day: Date,
}

impl Numbers {
    /// Numbers of dossiers.
    pub fn of_dossiers(service: &Service, code: &OrgCode, day: Date) -> Self {
        Self::new("dossier", &service.number, code, day)
    }

    /// Numbers of what is `counted`.
    pub fn new(counted: &'static str, numbering: &Numbering, code: &OrgCode, day: Date) -> Self {
        Self {
            counted,
            numbering: numbering.clone(),
            code: code.clone(),
            day,
        }
    }

    /// Takes the next one. The counter is held until the end of the write: take it last.
    pub async fn next<E: From<NoNumber>>(&self, tx: &Tx<'_>) -> Result<String, WriteError<E>> {
        let template = &self.numbering.template;
        let wrong = |error: String| WriteError::Refused(E::from(NoNumber(error)));
        let counter = template
            .counter(&self.code, self.day)
            .map_err(|error| wrong(error.to_string()))?;
        let name = format!("casework/{}/{counter}", self.counted);
        let seq = tx.counter(&name).await?;
        let seq = u64::try_from(seq).map_err(|error| wrong(error.to_string()))?;
        template
            .number(&self.code, self.day, seq)
            .map(|number| number.to_string())
            .map_err(|error| wrong(error.to_string()))
    }
}

/// A dossier that only lacks its number.
#[derive(Clone, Debug)]
pub(crate) struct Making {
    /// As it will stand, but for its number.
    pub dossier: Dossier,
    /// The first entry in its history.
    pub entry: Entry,
    /// Where its number comes from.
    pub numbers: Numbers,
}

impl Making {
    /// The dossier that an organisation gets of a draft.
    pub fn of(
        open: &OpenDraft,
        service: &Service,
        filled: &Filled,
        organisation: &Organisation,
        flagged: bool,
    ) -> Result<Self, ServiceError> {
        let code = organisation
            .code_on(open.today)
            .ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
        let calendar = open.edition.content.calendar();
        let dossier = Dossier {
            party_id: open.draft.party_id.clone(),
            dossier_id: open.room.sources.uuid().to_string(),
            draft_id: open.draft.draft_id.clone(),
            number: String::new(),
            service: service.slug.clone(),
            org_id: organisation.id.clone(),
            content_digest: open.edition.content.digest().to_owned(),
            status: Status::Submitted,
            version: 1,
            submitted_at: open.now,
            intake_due_at: clocks::due(calendar, service.clock(INTAKE), open.now),
            due_at: clocks::due(calendar, service.clock(TOTAL), open.now),
            about: about(service, filled),
            applicant: open.applicant.clone(),
            declared: filled.shown.clone(),
            answers: filled.answers.clone(),
            matters: Matters {
                flagged,
                around: open.around.clone(),
                ..Matters::default()
            },
            bundle_id: open.draft.bundle_id.clone(),
            leg_id: open.draft.leg_id.clone(),
        };
        let entry = Entry {
            version: dossier.version,
            at: open.now,
            kind: SUBMITTED.to_owned(),
            actor: dossier.applicant.clone(),
            note: None,
            internal_note: None,
        };
        Ok(Self {
            numbers: Numbers::of_dossiers(service, code, open.today),
            dossier,
            entry,
        })
    }

    /// Stores the dossier with the next number of its organisation, which it returns.
    pub async fn write<E: From<NoNumber>>(&self, tx: &Tx<'_>) -> Result<String, WriteError<E>> {
        let number = self.numbers.next(tx).await?;
        let dossier = Dossier {
            number: number.clone(),
            ..self.dossier.clone()
        };
        let inserted: Result<(), DbErr> = dossier.insert(tx, &self.entry).await;
        inserted?;
        Ok(number)
    }
}

/// Whom or what the application is about: the first line of the paper it is for that can be told
/// before the decision. It is a help for the eye and never keeps anybody from applying.
pub(crate) fn about(service: &Service, filled: &Filled) -> Option<String> {
    let lines = service
        .result_fields(&filled.context)
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "it cannot be told what an application is about");
            Vec::new()
        });
    lines.into_iter().find_map(|line| match line.value {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    })
}
