use dean06_contracts::{
    Contract,
    civil_status::{
        ChildOfBirth, ParentOfBirth, RegisterBirth, RegisterBirthRequest, RegisterBirthResponse,
    },
};
use dean06_kernel::{PartialDate, PersonId, search_key};
use dean06_store::{Sql, Tx, WriteError};
use sea_orm::{DbErr, Value};
use serde_json::json;

use super::RegisterBirthError;
use crate::{
    CivilStatus,
    get_birth::json,
    notice::{KnownNotice, notice_of_child, notice_of_mother},
};

/// What came of the wish to enter a birth.
pub(super) enum Reservation {
    /// The entry was made under this key before.
    Done(Box<RegisterBirthResponse>),
    /// The birth is held for this child.
    Held(PersonId),
}

/// Holds the birth for one child: of its parents, and of its notice when it has one, no other is
/// entered.
pub(super) async fn reserve(
    room: &CivilStatus,
    key: &str,
    request: &RegisterBirthRequest,
) -> Result<Reservation, RegisterBirthError> {
    if room.content.organisation(&request.org_id).is_none() {
        return Err(RegisterBirthError::UnknownBody);
    }
    let wish = &Wish {
        key,
        request,
        parents: parent_keys(request),
        name_key: search_key(&request.child.name),
        birth_date: request.child.birth_date.to_string(),
        minted: room.sources.person_id(),
        now: room.sources.now_micros(),
    };
    if wish.parents.is_empty() {
        return Err(RegisterBirthError::NoParent);
    }
    let written = room.store.write(|tx| Box::pin(wish.write(tx))).await;
    Ok(written?)
}

/// A birth to be held, with everything that must be made before the write.
struct Wish<'a> {
    key: &'a str,
    request: &'a RegisterBirthRequest,
    parents: Vec<String>,
    name_key: String,
    birth_date: String,
    /// The child if it has no notice.
    minted: PersonId,
    now: i64,
}

impl Wish<'_> {
    async fn write(&self, tx: &Tx<'_>) -> Result<Reservation, WriteError<RegisterBirthError>> {
        if let Some(done) = tx.recall(RegisterBirth::NAME, self.key).await? {
            let response = serde_json::from_value(done)
                .map_err(|e| WriteError::Refused(RegisterBirthError::Write(e.to_string())))?;
            return Ok(Reservation::Done(Box::new(response)));
        }
        let notice = notice(tx, self.request).await?;
        let child = notice.map_or(self.minted, |notice| notice.child);
        for parent in &self.parents {
            let (person, holder_key) = self.hold(tx, parent, child).await?;
            if holder_key != self.key {
                return Err(already(person, self.request.child.name.clone()));
            }
            if person != child {
                return Ok(Reservation::Held(person));
            }
        }
        self.enter(tx, child).await?;
        Ok(Reservation::Held(child))
    }

    /// Holds the birth for a parent. Returns who has it: the child, and the key that it came under.
    async fn hold(
        &self,
        tx: &Tx<'_>,
        parent: &str,
        child: PersonId,
    ) -> Result<(PersonId, String), DbErr> {
        let values: [Value; 5] = [
            parent.into(),
            self.birth_date.clone().into(),
            self.name_key.clone().into(),
            child.to_string().into(),
            self.key.into(),
        ];
        tx.run(
            "INSERT INTO civil_birth_of_parent
               (parent_id, birth_date, name_key, person_id, command_key)
             VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            values,
        )
        .await?;
        let row = tx
            .row(
                "SELECT person_id, command_key FROM civil_birth_of_parent
                 WHERE parent_id = ? AND birth_date = ? AND name_key = ?",
                [
                    parent.into(),
                    self.birth_date.clone().into(),
                    self.name_key.clone().into(),
                ],
            )
            .await?
            .ok_or_else(|| DbErr::RecordNotFound("civil_birth_of_parent".to_owned()))?;
        let person: String = row.try_get("", "person_id")?;
        let person = person
            .parse()
            .map_err(|_| DbErr::Type("person_id".to_owned()))?;
        Ok((person, row.try_get("", "command_key")?))
    }

    /// Writes the birth down, without a number. A child that has its key from a notice may stand
    /// there already: under this key from before a crash, under another from another registration.
    async fn enter(
        &self,
        tx: &Tx<'_>,
        child: PersonId,
    ) -> Result<(), WriteError<RegisterBirthError>> {
        let request = self.request;
        let new = tx
            .run(
                "INSERT INTO civil_birth (person_id, command_key, org_id, child, mother, father,
                   declarant, dossier_number, registrar, registered_on, recorded_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id) DO NOTHING",
                [
                    child.to_string().into(),
                    self.key.into(),
                    request.org_id.to_string().into(),
                    json!(request.child).into(),
                    request.mother.as_ref().map(|m| json!(m)).into(),
                    request.father.as_ref().map(|f| json!(f)).into(),
                    json!(request.declarant).into(),
                    request.dossier_number.clone().into(),
                    request.registrar.clone().into(),
                    request.registered_on.to_string().into(),
                    self.now.into(),
                ],
            )
            .await?;
        if new == 1 {
            return Ok(());
        }
        let row = tx
            .row(
                "SELECT command_key, child FROM civil_birth WHERE person_id = ?",
                [child.to_string().into()],
            )
            .await?
            .ok_or_else(|| DbErr::RecordNotFound("civil_birth".to_owned()))?;
        if row.try_get::<String>("", "command_key")? == self.key {
            return Ok(());
        }
        let entered: Option<ChildOfBirth> = json(&row, "child")?;
        Err(already(
            child,
            entered.map(|child| child.name).unwrap_or_default(),
        ))
    }
}

fn already(person: PersonId, name: String) -> WriteError<RegisterBirthError> {
    WriteError::Refused(RegisterBirthError::AlreadyRegistered { person, name })
}

/// The notice from which the birth is registered: the one that gave the child its key; or, when an
/// application was made by hand, the mother's electronic one with the number that was typed, so that
/// nobody can register the child again from it.
async fn notice(
    tx: &Tx<'_>,
    request: &RegisterBirthRequest,
) -> Result<Option<KnownNotice>, WriteError<RegisterBirthError>> {
    let mother = request.mother.as_ref().and_then(|mother| mother.person_id);
    let Some(child) = request.child.person_id else {
        let number = request.child.birth_notice_number.as_deref();
        let (Some(number), Some(mother)) = (number, mother) else {
            return Ok(None);
        };
        let fits = |known: &KnownNotice| known.number == number && known.registered_by.is_none();
        return Ok(notice_of_mother(tx, mother, fits).await?);
    };
    let Some(known) = notice_of_child(tx, child).await? else {
        return Err(WriteError::Refused(RegisterBirthError::NoSuchNotice));
    };
    match (known.mother, mother) {
        (Some(known), Some(stated)) if known != stated => {
            Err(WriteError::Refused(RegisterBirthError::AnotherMother))
        }
        _ => Ok(Some(known)),
    }
}

/// Gives a reservation up after its child was refused.
pub(super) async fn release(room: &CivilStatus, key: &str) -> Result<(), RegisterBirthError> {
    room.store
        .write(|tx| {
            Box::pin(async move {
                for table in ["civil_birth_of_parent", "civil_birth"] {
                    let text = format!("DELETE FROM {table} WHERE command_key = ?");
                    tx.run(&text, [key.into()]).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

/// The parents by which a birth is told from another: their person ids, or their names and birth
/// dates when they stand in no register.
fn parent_keys(request: &RegisterBirthRequest) -> Vec<String> {
    [&request.mother, &request.father]
        .into_iter()
        .flatten()
        .map(parent_key)
        .collect()
}

/// The name of one parent in the reservations.
pub(crate) fn parent_key(parent: &ParentOfBirth) -> String {
    parent.person_id.map_or_else(
        || {
            let born = parent.birth_date.map(|date: PartialDate| date.to_string());
            format!("{}:{}", search_key(&parent.name), born.unwrap_or_default())
        },
        |person| person.to_string(),
    )
}
