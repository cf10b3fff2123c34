use dean06_kernel::{OrgId, PersonId};
use dean06_store::{Sql, Tx};
use sea_orm::{DbErr, QueryResult};
use serde_json::Value;

/// The most notices of one mother that are looked at.
const NOTICES_OF_MOTHER: i64 = 50;

/// A birth notice as it stands after its last correction.
pub(crate) struct KnownNotice {
    pub id: String,
    pub number: String,
    pub child: PersonId,
    /// Nobody when the register does not know her.
    pub mother: Option<PersonId>,
    /// What the hospital signed last.
    pub document: Value,
    /// The body that registered the birth.
    pub registered_by: Option<String>,
}

/// The notice from which a child has its key.
pub(crate) async fn notice_of_child(
    database: &impl Sql,
    child: PersonId,
) -> Result<Option<KnownNotice>, DbErr> {
    let row = database
        .row(
            "SELECT notice_id FROM birth_notice_of_child WHERE child_person_id = ?",
            [child.to_string().into()],
        )
        .await?;
    match row {
        Some(row) => notice(database, &row.try_get::<String>("", "notice_id")?).await,
        None => Ok(None),
    }
}

/// The one notice of a mother that fits, when there is exactly one.
pub(crate) async fn notice_of_mother(
    database: &impl Sql,
    mother: PersonId,
    fits: impl Fn(&KnownNotice) -> bool + Send,
) -> Result<Option<KnownNotice>, DbErr> {
    let rows = database
        .rows(
            "SELECT notice_id FROM birth_notice_of_mother WHERE mother_id = ?
             ORDER BY notice_id DESC LIMIT ?",
            [mother.to_string().into(), NOTICES_OF_MOTHER.into()],
        )
        .await?;
    let mut found = None;
    for row in rows {
        let id: String = row.try_get("", "notice_id")?;
        let fitting = notice(database, &id).await?.filter(|known| fits(known));
        if let Some(fitting) = fitting
            && found.replace(fitting).is_some()
        {
            return Ok(None);
        }
    }
    Ok(found)
}

async fn notice(database: &impl Sql, id: &str) -> Result<Option<KnownNotice>, DbErr> {
    let row = database
        .row(
            "SELECT notice_id, notice_number, child_person_id, mother_person_id, document,
               registered_by
             FROM birth_notice WHERE notice_id = ?",
            [id.into()],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &QueryResult) -> Result<KnownNotice, DbErr> {
    Ok(KnownNotice {
        id: row.try_get("", "notice_id")?,
        number: row.try_get("", "notice_number")?,
        child: person(&row.try_get::<String>("", "child_person_id")?)?,
        mother: row
            .try_get::<Option<String>>("", "mother_person_id")?
            .map(|text| person(&text))
            .transpose()?,
        document: row.try_get("", "document")?,
        registered_by: row.try_get("", "registered_by")?,
    })
}

/// A person's key as a column holds it.
pub(crate) fn person(text: &str) -> Result<PersonId, DbErr> {
    text.parse()
        .map_err(|_| DbErr::Type("a person id".to_owned()))
}

/// The birth is registered: nothing more is registered from the notice of this child.
pub(crate) async fn mark_registered(
    tx: &Tx<'_>,
    child: PersonId,
    org: &OrgId,
    now: i64,
) -> Result<(), DbErr> {
    if let Some(notice) = notice_of_child(tx, child).await? {
        tx.run(
            "UPDATE birth_notice SET registered_at = ?, registered_by = ? WHERE notice_id = ?",
            [now.into(), org.to_string().into(), notice.id.into()],
        )
        .await?;
    }
    Ok(())
}
