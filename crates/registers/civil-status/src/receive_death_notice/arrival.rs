use dean06_contracts::civil_status::ReceiveDeathNoticeResponse;
use dean06_kernel::{OrgId, PersonId};
use dean06_store::{OutboxEvent, Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::json;
use uuid::Uuid;

use crate::{
    CivilStatus,
    notice::{Arrived, DeathDocument, Differs, KnownDeathNotice, SignedNotice, death_notice},
};

/// The event that tells that a death notice has arrived: of a person whom the register knows, given
/// to a relative whom it knows too. Its key is the relative; its body holds `notice_id`,
/// `deceased_person_id`, `relative_person_id` and `received_at` (UTC microseconds).
pub const DEATH_NOTICE_RECEIVED: &str = "civil-status.death-notice-received/1";

/// The event that tells that a hospital has corrected a death notice. Its key is the relative who
/// knew of it; its body holds `notice_id`, `deceased_person_id` and `relative_person_id` (nothing
/// for whom the register does not know), `revision`, `registered`, and, when the death is registered
/// already, `org_id`: the body whose registrar must look. The entry in the book stays as it is.
pub const DEATH_NOTICE_CORRECTED: &str = "civil-status.death-notice-corrected/1";

/// What was answered when this very revision was taken.
pub(super) async fn taken(
    database: &impl Sql,
    document: &DeathDocument,
    digest: &str,
) -> Result<Option<ReceiveDeathNoticeResponse>, DbErr> {
    let Some(notice_id) = document.revision(digest).taken(database).await? else {
        return Ok(None);
    };
    let known = death_notice(database, &notice_id).await?;
    let deceased = known.and_then(|known| known.deceased);
    Ok(Some(response(notice_id, deceased, document.revision)))
}

fn response(
    notice_id: String,
    deceased: Option<PersonId>,
    revision: u32,
) -> ReceiveDeathNoticeResponse {
    ReceiveDeathNoticeResponse {
        notice_id: Some(notice_id),
        person_id: deceased,
        revision: Some(revision),
    }
}

/// A notice with everything that must be made before the write.
pub(super) struct Arrival {
    facility: OrgId,
    signed: SignedNotice,
    document: DeathDocument,
    deceased: Option<PersonId>,
    relative: Option<PersonId>,
    /// Key of the notice if it is new.
    minted: String,
    events: [Uuid; 2],
    now: i64,
}

impl Arrival {
    pub fn new(
        room: &CivilStatus,
        facility: OrgId,
        signed: SignedNotice,
        document: DeathDocument,
        deceased: Option<PersonId>,
        relative: Option<PersonId>,
    ) -> Self {
        Self {
            facility,
            signed,
            document,
            deceased,
            relative,
            minted: room.sources.uuid().to_string(),
            events: [room.sources.uuid(), room.sources.uuid()],
            now: room.sources.now_micros(),
        }
    }

    pub async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<ReceiveDeathNoticeResponse, WriteError<Differs>> {
        let revision = self.document.revision(&self.signed.digest);
        let (notice_id, arrived) = revision
            .keep(tx, &self.minted, &self.signed, self.now)
            .await?;
        match arrived {
            Arrived::First => self.enter(tx, &notice_id).await?,
            Arrived::Correction => self.correct(tx, &notice_id).await?,
            Arrived::Again => {}
        }
        let known = death_notice(tx, &notice_id).await?;
        let deceased = known.and_then(|known| known.deceased);
        Ok(response(notice_id, deceased, self.document.revision))
    }

    async fn enter(&self, tx: &Tx<'_>, notice_id: &str) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO death_notice (notice_id, facility, notice_number, revision, document,
               deceased_person_id, relative_person_id, received_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                notice_id.into(),
                self.facility.to_string().into(),
                self.document.notice_number.clone().into(),
                self.document.revision.into(),
                self.signed.content.clone().into(),
                key(self.deceased).into(),
                key(self.relative).into(),
                self.now.into(),
            ],
        )
        .await?;
        if let Some(deceased) = self.deceased {
            attach(tx, deceased, notice_id).await?;
        }
        self.tell_relative(tx, notice_id).await
    }

    async fn correct(&self, tx: &Tx<'_>, notice_id: &str) -> Result<(), DbErr> {
        // The row is taken before it is read: a registration that is under way has come first.
        tx.run(
            "UPDATE death_notice SET revision = ?, document = ?, corrected_at = ?
             WHERE notice_id = ?",
            [
                self.document.revision.into(),
                self.signed.content.clone().into(),
                self.now.into(),
                notice_id.into(),
            ],
        )
        .await?;
        let before = death_notice(tx, notice_id).await?;
        let before = before.ok_or_else(|| DbErr::RecordNotFound("death_notice".to_owned()))?;
        tx.run(
            "UPDATE death_notice SET deceased_person_id = ?, relative_person_id = ?
             WHERE notice_id = ?",
            [
                key(self.deceased).into(),
                key(self.relative).into(),
                notice_id.into(),
            ],
        )
        .await?;
        if before.deceased != self.deceased {
            if let Some(wrong) = before.deceased {
                detach(tx, wrong, notice_id).await?;
            }
            if let Some(right) = self.deceased {
                attach(tx, right, notice_id).await?;
            }
        }
        self.tell_correction(tx, &before).await
    }

    /// Lets the relative's application begin, when it is clear who died and who the relative is.
    async fn tell_relative(&self, tx: &Tx<'_>, notice_id: &str) -> Result<(), DbErr> {
        let (Some(deceased), Some(relative)) = (self.deceased, self.relative) else {
            return Ok(());
        };
        tx.emit(OutboxEvent {
            id: self.events[0],
            topic: DEATH_NOTICE_RECEIVED.to_owned(),
            key: relative.to_string(),
            body: json!({
                "notice_id": notice_id,
                "deceased_person_id": deceased,
                "relative_person_id": relative,
                "received_at": self.now,
            }),
        })
        .await
    }

    /// Who knew of the notice learns that it was corrected, and so does the registrar who has entered
    /// the death from it. Who learns of it only now is told that it arrived.
    async fn tell_correction(&self, tx: &Tx<'_>, before: &KnownDeathNotice) -> Result<(), DbErr> {
        let knew = before.deceased.and(before.relative);
        let registered = before.registered_by.is_some();
        if !registered && self.deceased.is_some() && knew != self.relative {
            self.tell_relative(tx, &before.id).await?;
        }
        if knew.is_none() && !registered {
            return Ok(());
        }
        let told = before.relative.or(self.relative);
        tx.emit(OutboxEvent {
            id: self.events[1],
            topic: DEATH_NOTICE_CORRECTED.to_owned(),
            key: told.map_or_else(|| before.id.clone(), |relative| relative.to_string()),
            body: json!({
                "notice_id": before.id,
                "deceased_person_id": self.deceased.or(before.deceased),
                "relative_person_id": told,
                "revision": self.document.revision,
                "registered": registered,
                "org_id": before.registered_by,
            }),
        })
        .await
    }
}

fn key(person: Option<PersonId>) -> Option<String> {
    person.map(|person| person.to_string())
}

async fn attach(tx: &Tx<'_>, deceased: PersonId, notice_id: &str) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO death_notice_of_deceased (person_id, notice_id) VALUES (?, ?)
         ON CONFLICT (person_id, notice_id) DO NOTHING",
        [deceased.to_string().into(), notice_id.into()],
    )
    .await?;
    Ok(())
}

async fn detach(tx: &Tx<'_>, deceased: PersonId, notice_id: &str) -> Result<(), DbErr> {
    tx.run(
        "DELETE FROM death_notice_of_deceased WHERE person_id = ? AND notice_id = ?",
        [deceased.to_string().into(), notice_id.into()],
    )
    .await?;
    Ok(())
}
