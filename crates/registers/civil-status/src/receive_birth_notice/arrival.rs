use dean06_contracts::civil_status::ReceiveBirthNoticeResponse;
use dean06_kernel::{OrgId, PersonId};
use dean06_store::{OutboxEvent, Sql, Tx, WriteError};
use sea_orm::{DbErr, Value};
use serde_json::json;
use uuid::Uuid;

use crate::{
    CivilStatus,
    notice::{Arrived, BirthDocument, Differs, SignedNotice, person},
};

/// The event that tells that a birth notice of a known mother has arrived. Its key is the mother; its
/// body holds `notice_id`, `mother_person_id`, `child_person_id` and `received_at` (UTC
/// microseconds).
pub const BIRTH_NOTICE_RECEIVED: &str = "civil-status.birth-notice-received/1";

/// The event that tells that a hospital has corrected a birth notice. Its key is the mother who knew
/// of it; its body holds `notice_id`, `mother_person_id` (nothing if the register does not know her),
/// `child_person_id`, `revision`, `registered`, and, when the birth is registered already, `org_id`:
/// the body whose registrar must look. The entry in the book stays as it is.
pub const BIRTH_NOTICE_CORRECTED: &str = "civil-status.birth-notice-corrected/1";

/// What was answered when this very revision was taken.
pub(super) async fn taken(
    database: &impl Sql,
    document: &BirthDocument,
    digest: &str,
) -> Result<Option<ReceiveBirthNoticeResponse>, DbErr> {
    let Some(notice_id) = document.revision(digest).taken(database).await? else {
        return Ok(None);
    };
    let child = child_of(database, &notice_id).await?;
    Ok(Some(response(notice_id, child, document.revision)))
}

/// The child that has its key from a notice.
async fn child_of(database: &impl Sql, notice_id: &str) -> Result<PersonId, DbErr> {
    let row = database
        .row(
            "SELECT child_person_id FROM birth_notice WHERE notice_id = ?",
            [notice_id.into()],
        )
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("birth_notice".to_owned()))?;
    person(&row.try_get::<String>("", "child_person_id")?)
}

fn response(notice_id: String, child: PersonId, revision: u32) -> ReceiveBirthNoticeResponse {
    ReceiveBirthNoticeResponse {
        notice_id: Some(notice_id),
        child_person_id: Some(child),
        revision: Some(revision),
    }
}

/// A notice with everything that must be made before the write.
pub(super) struct Arrival {
    facility: OrgId,
    signed: SignedNotice,
    document: BirthDocument,
    mother: Option<PersonId>,
    /// Key of the notice if it is new.
    minted_notice: String,
    /// The child if the notice is new.
    minted_child: PersonId,
    events: [Uuid; 2],
    now: i64,
}

impl Arrival {
    pub fn new(
        room: &CivilStatus,
        facility: OrgId,
        signed: SignedNotice,
        document: BirthDocument,
        mother: Option<PersonId>,
    ) -> Self {
        Self {
            facility,
            signed,
            document,
            mother,
            minted_notice: room.sources.uuid().to_string(),
            minted_child: room.sources.person_id(),
            events: [room.sources.uuid(), room.sources.uuid()],
            now: room.sources.now_micros(),
        }
    }

    pub async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<ReceiveBirthNoticeResponse, WriteError<Differs>> {
        let revision = self.document.revision(&self.signed.digest);
        let (notice_id, arrived) = revision
            .keep(tx, &self.minted_notice, &self.signed, self.now)
            .await?;
        let child = match arrived {
            Arrived::First => {
                self.enter(tx, &notice_id).await?;
                self.minted_child
            }
            Arrived::Correction => self.correct(tx, &notice_id).await?,
            Arrived::Again => child_of(tx, &notice_id).await?,
        };
        Ok(response(notice_id, child, self.document.revision))
    }

    async fn enter(&self, tx: &Tx<'_>, notice_id: &str) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO birth_notice (notice_id, facility, notice_number, revision, document,
               child_person_id, mother_person_id, received_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                notice_id.into(),
                self.facility.to_string().into(),
                self.document.notice_number.clone().into(),
                self.document.revision.into(),
                self.signed.content.clone().into(),
                self.minted_child.to_string().into(),
                self.mother.map(|mother| mother.to_string()).into(),
                self.now.into(),
            ],
        )
        .await?;
        tx.run(
            "INSERT INTO birth_notice_of_child (child_person_id, notice_id) VALUES (?, ?)",
            [self.minted_child.to_string().into(), notice_id.into()],
        )
        .await?;
        if let Some(mother) = self.mother {
            attach(tx, mother, notice_id).await?;
            self.tell_mother(tx, mother, notice_id, self.minted_child)
                .await?;
        }
        Ok(())
    }

    async fn correct(&self, tx: &Tx<'_>, notice_id: &str) -> Result<PersonId, DbErr> {
        let before = tx
            .row(
                "SELECT mother_person_id FROM birth_notice WHERE notice_id = ?",
                [notice_id.into()],
            )
            .await?
            .ok_or_else(|| DbErr::RecordNotFound("birth_notice".to_owned()))?;
        let before: Option<String> = before.try_get("", "mother_person_id")?;
        let before = before.as_deref().map(person).transpose()?;
        let row = tx
            .row(
                "UPDATE birth_notice SET revision = ?, document = ?, mother_person_id = ?,
                   corrected_at = ?
                 WHERE notice_id = ? RETURNING child_person_id, registered_by",
                [
                    self.document.revision.into(),
                    self.signed.content.clone().into(),
                    self.mother.map(|mother| mother.to_string()).into(),
                    self.now.into(),
                    notice_id.into(),
                ],
            )
            .await?
            .ok_or_else(|| DbErr::RecordNotFound("birth_notice".to_owned()))?;
        let child = person(&row.try_get::<String>("", "child_person_id")?)?;
        let registered_by: Option<String> = row.try_get("", "registered_by")?;
        let told = before.or(self.mother);
        if before != self.mother {
            if let Some(before) = before {
                detach(tx, before, notice_id).await?;
            }
            if let Some(mother) = self.mother {
                attach(tx, mother, notice_id).await?;
                if registered_by.is_none() {
                    self.tell_mother(tx, mother, notice_id, child).await?;
                }
            }
        }
        if before.is_some() || registered_by.is_some() {
            tx.emit(OutboxEvent {
                id: self.events[1],
                topic: BIRTH_NOTICE_CORRECTED.to_owned(),
                key: told.map_or_else(|| notice_id.to_owned(), |mother| mother.to_string()),
                body: json!({
                    "notice_id": notice_id,
                    "mother_person_id": told,
                    "child_person_id": child,
                    "revision": self.document.revision,
                    "registered": registered_by.is_some(),
                    "org_id": registered_by,
                }),
            })
            .await?;
        }
        Ok(child)
    }

    /// Lets the mother's application begin.
    async fn tell_mother(
        &self,
        tx: &Tx<'_>,
        mother: PersonId,
        notice_id: &str,
        child: PersonId,
    ) -> Result<(), DbErr> {
        tx.emit(OutboxEvent {
            id: self.events[0],
            topic: BIRTH_NOTICE_RECEIVED.to_owned(),
            key: mother.to_string(),
            body: json!({
                "notice_id": notice_id,
                "mother_person_id": mother,
                "child_person_id": child,
                "received_at": self.now,
            }),
        })
        .await
    }
}

async fn attach(tx: &Tx<'_>, mother: PersonId, notice_id: &str) -> Result<(), DbErr> {
    let values: [Value; 2] = [mother.to_string().into(), notice_id.into()];
    tx.run(
        "INSERT INTO birth_notice_of_mother (mother_id, notice_id) VALUES (?, ?)",
        values,
    )
    .await?;
    Ok(())
}

async fn detach(tx: &Tx<'_>, mother: PersonId, notice_id: &str) -> Result<(), DbErr> {
    let values: [Value; 2] = [mother.to_string().into(), notice_id.into()];
    tx.run(
        "DELETE FROM birth_notice_of_mother WHERE mother_id = ? AND notice_id = ?",
        values,
    )
    .await?;
    Ok(())
}
