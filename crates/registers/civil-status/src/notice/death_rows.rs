use dean06_kernel::{OrgId, PersonId};
use dean06_store::{Sql, Tx};
use sea_orm::{DbErr, QueryResult};
use serde_json::Value;

use super::person;

/// The most notices of one deceased that are looked at.
const NOTICES_OF_DECEASED: i64 = 50;

/// A death notice as it stands after its last correction.
pub(crate) struct KnownDeathNotice {
    pub id: String,
    /// Nobody when the register does not know the person.
    pub deceased: Option<PersonId>,
    /// Nobody when none was named, or the register does not know the person.
    pub relative: Option<PersonId>,
    /// What the hospital signed last.
    pub document: Value,
    /// The body that registered the death.
    pub registered_by: Option<String>,
}

/// The notice with this key.
pub(crate) async fn death_notice(
    database: &impl Sql,
    id: &str,
) -> Result<Option<KnownDeathNotice>, DbErr> {
    let row = database
        .row(
            "SELECT notice_id, deceased_person_id, relative_person_id, document, registered_by
             FROM death_notice WHERE notice_id = ?",
            [id.into()],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The one notice of a deceased that fits, when there is exactly one.
pub(crate) async fn notice_of_deceased(
    database: &impl Sql,
    deceased: PersonId,
    fits: impl Fn(&KnownDeathNotice) -> bool + Send,
) -> Result<Option<KnownDeathNotice>, DbErr> {
    let mut found = None;
    for id in notices_of_deceased(database, deceased).await? {
        let fitting = death_notice(database, &id)
            .await?
            .filter(|known| fits(known));
        if let Some(fitting) = fitting
            && found.replace(fitting).is_some()
        {
            return Ok(None);
        }
    }
    Ok(found)
}

async fn notices_of_deceased(
    database: &impl Sql,
    deceased: PersonId,
) -> Result<Vec<String>, DbErr> {
    let rows = database
        .rows(
            "SELECT notice_id FROM death_notice_of_deceased WHERE person_id = ?
             ORDER BY notice_id DESC LIMIT ?",
            [deceased.to_string().into(), NOTICES_OF_DECEASED.into()],
        )
        .await?;
    rows.iter()
        .map(|row| row.try_get("", "notice_id"))
        .collect()
}

/// Holds a notice for the entry of one person. False if another person's is made from it.
pub(crate) async fn hold_death_notice(
    tx: &Tx<'_>,
    id: &str,
    deceased: PersonId,
) -> Result<bool, DbErr> {
    let held = tx
        .run(
            "UPDATE death_notice SET held_for = ?
             WHERE notice_id = ? AND (held_for IS NULL OR held_for = ?)",
            [
                deceased.to_string().into(),
                id.into(),
                deceased.to_string().into(),
            ],
        )
        .await?;
    Ok(held == 1)
}

/// Gives up what [`hold_death_notice`] held.
pub(crate) async fn release_death_notice(
    tx: &Tx<'_>,
    id: &str,
    deceased: PersonId,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE death_notice SET held_for = NULL WHERE notice_id = ? AND held_for = ?",
        [id.into(), deceased.to_string().into()],
    )
    .await?;
    Ok(())
}

/// The death is registered: all notices of it are done with, the one that led there and any other of
/// the same person.
pub(crate) async fn mark_death_registered(
    tx: &Tx<'_>,
    deceased: PersonId,
    named: Option<&str>,
    org: &OrgId,
    now: i64,
) -> Result<(), DbErr> {
    let mut ids = notices_of_deceased(tx, deceased).await?;
    ids.extend(named.map(str::to_owned));
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        tx.run(
            "UPDATE death_notice SET registered_at = ?, registered_by = ? WHERE notice_id = ?",
            [now.into(), org.to_string().into(), id.into()],
        )
        .await?;
    }
    Ok(())
}

fn read(row: &QueryResult) -> Result<KnownDeathNotice, DbErr> {
    let someone = |column: &str| {
        let key: Option<String> = row.try_get("", column)?;
        key.as_deref().map(person).transpose()
    };
    Ok(KnownDeathNotice {
        id: row.try_get("", "notice_id")?,
        deceased: someone("deceased_person_id")?,
        relative: someone("relative_person_id")?,
        document: row.try_get("", "document")?,
        registered_by: row.try_get("", "registered_by")?,
    })
}
