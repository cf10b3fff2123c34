use std::collections::BTreeMap;

use dean06_contracts::civil_status::{ChildOfBirth, DeclarantOfBirth, ParentOfBirth};
use dean06_kernel::{OrgId, PersonId, search_key};
use dean06_store::WriteError;
use jiff::civil::Date;
use sea_orm::Value;
use serde_json::json;

use crate::{
    CivilStatus, books::reach_number, insert_rows::insert_rows, register_birth::parent_key,
};

/// A birth that was registered elsewhere.
#[derive(Clone, Debug)]
pub struct ImportedBirth {
    /// The child.
    pub person: PersonId,
    /// Số định danh cá nhân.
    pub personal_number: Option<String>,
    /// The body that keeps the book now.
    pub org_id: OrgId,
    /// The child as entered.
    pub child: ChildOfBirth,
    /// Mẹ, where stated.
    pub mother: Option<ParentOfBirth>,
    /// Cha, where stated.
    pub father: Option<ParentOfBirth>,
    /// Day of registration.
    pub registered_on: Date,
    /// Position in the book of that year.
    pub book_number: u32,
}

impl CivilStatus {
    /// Takes over births that were registered elsewhere; one that is there already is left as it
    /// is. All of them or none. New entries of the same books go on after theirs.
    pub async fn import_births(&self, births: &[ImportedBirth]) -> Result<(), WriteError> {
        let now = self.sources.now_micros();
        let mut entries = Vec::with_capacity(births.len());
        let mut reservations = Vec::with_capacity(births.len() * 2);
        let mut books: BTreeMap<(String, String), i64> = BTreeMap::new();
        for birth in births {
            let book = self.books.births(birth.registered_on.year());
            let number = i64::from(birth.book_number);
            entries.push(entry(birth, &book, now));
            reservations.extend(reservations_of(birth));
            let last = books.entry((birth.org_id.to_string(), book)).or_default();
            *last = number.max(*last);
        }
        let (entries, reservations, books) = (&entries, &reservations, &books);
        self.store
            .write(|tx| {
                Box::pin(async move {
                    let into = "civil_birth (person_id, command_key, org_id, child, mother, father,
                        declarant, registrar, registered_on, personal_number, book, book_number,
                        recorded_at)";
                    insert_rows(tx, into, entries).await?;
                    let into = "civil_birth_of_parent (parent_id, birth_date, name_key, person_id,
                        command_key)";
                    insert_rows(tx, into, reservations).await?;
                    for ((org, book), number) in books {
                        reach_number(tx, org, book, *number).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

fn entry(birth: &ImportedBirth, book: &str, now: i64) -> [Value; 13] {
    [
        birth.person.to_string().into(),
        key(birth).into(),
        birth.org_id.to_string().into(),
        json!(birth.child).into(),
        birth.mother.as_ref().map(|mother| json!(mother)).into(),
        birth.father.as_ref().map(|father| json!(father)).into(),
        json!(DeclarantOfBirth::default()).into(),
        "".into(),
        birth.registered_on.to_string().into(),
        birth.personal_number.clone().into(),
        book.into(),
        i64::from(birth.book_number).into(),
        now.into(),
    ]
}

fn reservations_of(birth: &ImportedBirth) -> impl Iterator<Item = [Value; 5]> {
    [&birth.mother, &birth.father]
        .into_iter()
        .flatten()
        .map(|parent| {
            [
                parent_key(parent).into(),
                birth.child.birth_date.to_string().into(),
                search_key(&birth.child.name).into(),
                birth.person.to_string().into(),
                key(birth).into(),
            ]
        })
}

fn key(birth: &ImportedBirth) -> String {
    format!("import:{}", birth.person)
}
