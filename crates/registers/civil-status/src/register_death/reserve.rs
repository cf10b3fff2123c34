use dean06_contracts::{
    Contract,
    civil_status::{RegisterDeath, RegisterDeathRequest, RegisterDeathResponse},
};
use dean06_store::{Sql, Tx, WriteError};
use serde_json::json;

use super::RegisterDeathError;
use crate::{
    CivilStatus,
    notice::{death_notice, hold_death_notice, release_death_notice},
};

/// What came of the wish to enter a death.
pub(super) enum Reservation {
    /// The entry was made under this key before.
    Done(Box<RegisterDeathResponse>),
    /// The death is held under this key.
    Held,
}

/// Holds the death of a person, and its notice when there is one: under no other key is it entered.
pub(super) async fn reserve(
    room: &CivilStatus,
    key: &str,
    request: &RegisterDeathRequest,
) -> Result<Reservation, RegisterDeathError> {
    if room.content.organisation(&request.org_id).is_none() {
        return Err(RegisterDeathError::UnknownBody);
    }
    let now = room.sources.now_micros();
    let written = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(done) = tx.recall(RegisterDeath::NAME, key).await? {
                    let response = serde_json::from_value(done).map_err(|e| {
                        WriteError::Refused(RegisterDeathError::Write(e.to_string()))
                    })?;
                    return Ok(Reservation::Done(Box::new(response)));
                }
                hold(tx, key, request, now).await?;
                hold_notice(tx, request).await?;
                Ok(Reservation::Held)
            })
        })
        .await;
    Ok(written?)
}

/// Writes the death down, without a number. It may stand there already: under this key from before a
/// crash, under another from another registration.
async fn hold(
    tx: &Tx<'_>,
    key: &str,
    request: &RegisterDeathRequest,
    now: i64,
) -> Result<(), WriteError<RegisterDeathError>> {
    let person = request.deceased.person_id.to_string();
    let new = tx
        .run(
            "INSERT INTO civil_death (person_id, command_key, org_id, deceased, died_on, died_at,
               place, cause, declarant, notice_id, dossier_number, registrar, registered_on,
               recorded_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id) DO NOTHING",
            [
                person.clone().into(),
                key.into(),
                request.org_id.to_string().into(),
                json!(request.deceased).into(),
                request.died_on.to_string().into(),
                request.died_at.clone().into(),
                request.place.as_ref().map(|place| json!(place)).into(),
                request.cause.clone().into(),
                json!(request.declarant).into(),
                request.notice_id.clone().into(),
                request.dossier_number.clone().into(),
                request.registrar.clone().into(),
                request.registered_on.to_string().into(),
                now.into(),
            ],
        )
        .await?;
    if new == 1 {
        return Ok(());
    }
    let row = tx
        .row(
            "SELECT command_key FROM civil_death WHERE person_id = ?",
            [person.into()],
        )
        .await?;
    let holder: Option<String> = row.map(|row| row.try_get("", "command_key")).transpose()?;
    if holder.as_deref() == Some(key) {
        Ok(())
    } else {
        Err(WriteError::Refused(RegisterDeathError::AlreadyRegistered))
    }
}

async fn hold_notice(
    tx: &Tx<'_>,
    request: &RegisterDeathRequest,
) -> Result<(), WriteError<RegisterDeathError>> {
    let Some(id) = &request.notice_id else {
        return Ok(());
    };
    let person = request.deceased.person_id;
    let Some(known) = death_notice(tx, id).await? else {
        return Err(WriteError::Refused(RegisterDeathError::NoSuchNotice));
    };
    if known.deceased.is_some_and(|deceased| deceased != person) {
        return Err(WriteError::Refused(RegisterDeathError::AnotherPerson));
    }
    if hold_death_notice(tx, id, person).await? {
        Ok(())
    } else {
        Err(WriteError::Refused(RegisterDeathError::AlreadyRegistered))
    }
}

/// Gives a reservation up after the death was refused.
pub(super) async fn release(
    room: &CivilStatus,
    key: &str,
    request: &RegisterDeathRequest,
) -> Result<(), RegisterDeathError> {
    let person = request.deceased.person_id;
    let written = room
        .store
        .write(|tx| {
            Box::pin(async move {
                tx.run(
                    "DELETE FROM civil_death WHERE person_id = ? AND command_key = ?
                     AND book_number IS NULL",
                    [person.to_string().into(), key.into()],
                )
                .await?;
                if let Some(id) = &request.notice_id {
                    release_death_notice(tx, id, person).await?;
                }
                Ok(())
            })
        })
        .await;
    Ok(written?)
}
