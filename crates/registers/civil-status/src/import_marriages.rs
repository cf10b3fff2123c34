use dean06_contracts::Place;
use dean06_kernel::{PartialDate, PersonId};
use dean06_store::WriteError;
use jiff::civil::Date;
use sea_orm::Value;
use serde_json::json;

use crate::{CivilStatus, insert_rows::insert_rows};

/// Columns of a row.
const COLUMNS: usize = 10;

/// One of the spouses.
#[derive(Clone, Debug)]
pub struct ImportedSpouse {
    /// The person, when the person stands in the population register.
    pub person: Option<PersonId>,
    /// Full name.
    pub name: String,
}

/// A marriage that was registered elsewhere.
#[derive(Clone, Debug)]
pub struct ImportedMarriage {
    /// Key of the marriage.
    pub id: String,
    /// The spouses.
    pub spouses: [ImportedSpouse; 2],
    /// Day of registration, as far as it is known.
    pub married_on: PartialDate,
    /// Day on which it ended.
    pub ended_on: Option<Date>,
    /// Where it was registered.
    pub place: Option<Place>,
    /// Name of the book.
    pub book: Option<String>,
    /// Position in the book.
    pub book_number: Option<u32>,
}

impl CivilStatus {
    /// Takes over marriages that were registered elsewhere; one that is there already is left as it
    /// is. All of them or none.
    pub async fn import_marriages(&self, marriages: &[ImportedMarriage]) -> Result<(), WriteError> {
        let rows: Vec<[Value; COLUMNS]> = marriages.iter().flat_map(rows).collect();
        let rows = &rows;
        self.store
            .write(|tx| {
                Box::pin(async move {
                    let into = "civil_marriage_of_person (person_id, marriage_id, spouse_id,
                        spouse_name, married_on, married_from, ended_on, registration_place,
                        book, book_number)";
                    insert_rows(tx, into, rows).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// A row for each spouse who stands in the population register.
fn rows(marriage: &ImportedMarriage) -> Vec<[Value; COLUMNS]> {
    let [first, second] = &marriage.spouses;
    [(first, second), (second, first)]
        .into_iter()
        .filter_map(|(one, other)| {
            let person = one.person?;
            Some([
                person.to_string().into(),
                marriage.id.clone().into(),
                other.person.map(|person| person.to_string()).into(),
                other.name.clone().into(),
                marriage.married_on.to_string().into(),
                marriage.married_on.earliest().to_string().into(),
                marriage.ended_on.map(|day| day.to_string()).into(),
                marriage.place.as_ref().map(|place| json!(place)).into(),
                marriage.book.clone().into(),
                marriage.book_number.map(i64::from).into(),
            ])
        })
        .collect()
}
