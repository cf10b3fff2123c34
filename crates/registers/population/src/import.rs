//! Many persons at once, from outside: the load of a new installation, synthetic or migrated.

use dean06_contracts::{
    Place,
    population::{LifeStatus, PersonRecord},
};
use dean06_kernel::{PersonId, PersonName, PersonalNumber};
use dean06_store::{Engine, Sql, Tx, WriteError};
use jiff::civil::Date;
use sea_orm::{DbErr, Value};
use serde_json::{Map, Value as Json};

use crate::{
    Population,
    current::{self, Current},
    fact_rows, field,
    record::into_fields,
    schema::OWNER,
};

/// What birth gives: it is stated from the first day of life.
const FROM_BIRTH: [&str; 8] = [
    "name",
    "sex",
    "birth_date",
    "birth_place",
    "birth_registration_place",
    "hometown",
    "ethnicity",
    "nationality",
];

/// The most values that one statement may have on either engine.
const MOST_VALUES: usize = 32_766;

/// A household with everybody in it.
#[derive(Clone, Debug)]
pub struct ImportedHousehold {
    /// The register's key of the household; new.
    pub household_id: String,
    /// Chủ hộ, one of the members.
    pub head: PersonId,
    /// Where the household lives.
    pub residence: Place,
    /// Everybody in it.
    pub members: Vec<ImportedPerson>,
    /// Persons who come along and belong to no household, such as dead parents of members.
    pub others: Vec<ImportedPerson>,
}

/// A person as another register hands them over.
#[derive(Clone, Debug)]
pub struct ImportedPerson {
    /// The person; new.
    pub person_id: PersonId,
    /// What is known. The relatives belong to it; what is derived (former numbers, the household,
    /// provenance, the words of places) is not looked at.
    pub record: PersonRecord,
    /// Code of the list `relations-to-head`; of a member of a household.
    pub relation_to_head: Option<String>,
    /// First day on which holds what birth gives, such as the name; not in the future.
    pub valid_from: Date,
    /// First day on which everything else holds, such as the residence; not in the future.
    pub state_from: Date,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A name that is none.
    #[error("the name of person {0} cannot be a name")]
    Name(PersonId),
    /// A personal number that is none.
    #[error("the personal number of person {0} is not one")]
    Number(PersonId),
    /// A person whose facts begin after today.
    #[error("the facts of person {0} begin in the future")]
    Future(PersonId),
    /// A household whose head is not one of its members.
    #[error("the head of household {0} is not a member")]
    Head(String),
    /// A record that cannot be written as JSON.
    #[error("the record of person {0} cannot be written")]
    Record(PersonId, #[source] serde_json::Error),
    /// A person, a household or a personal number is there already, or comes twice.
    #[error("a person, household or personal number is there already")]
    Duplicate,
    /// The database did not take it.
    #[error("the import was not written")]
    Write(#[source] WriteError),
}

impl Population {
    /// Enters households with their members, all or none, and tells how many persons there were.
    /// It must be done within the store's time limit for a write: some ten thousand persons.
    pub async fn import(&self, households: Vec<ImportedHousehold>) -> Result<u64, ImportError> {
        let mut load = Load::new(self);
        for household in households {
            load.household(household)?;
        }
        let persons = load.persons;
        let inserts = &load.into_inserts();
        let written = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    for insert in inserts {
                        insert.run(tx).await?;
                    }
                    Ok(())
                })
            })
            .await;
        match written {
            Ok(()) => Ok(persons),
            Err(error) if error.is_unique_violation() => Err(ImportError::Duplicate),
            Err(error) => Err(ImportError::Write(error)),
        }
    }
}

/// The rows of an import, by table.
struct Load<'r> {
    room: &'r Population,
    today: Date,
    recorded_at: i64,
    persons: u64,
    facts: Vec<Value>,
    /// By the search key of the name.
    current: Vec<(String, Current)>,
    numbers: Vec<(PersonalNumber, PersonId)>,
    households: Vec<Value>,
    members: Vec<Value>,
}

impl<'r> Load<'r> {
    fn new(room: &'r Population) -> Self {
        Self {
            room,
            today: room.sources.today(),
            recorded_at: room.sources.now_micros(),
            persons: 0,
            facts: Vec::new(),
            current: Vec::new(),
            numbers: Vec::new(),
            households: Vec::new(),
            members: Vec::new(),
        }
    }

    fn household(&mut self, household: ImportedHousehold) -> Result<(), ImportError> {
        let id = household.household_id;
        if !household
            .members
            .iter()
            .any(|member| member.person_id == household.head)
        {
            return Err(ImportError::Head(id));
        }
        let residence = Place {
            text: None,
            ..household.residence
        };
        let residence = serde_json::to_string(&residence)
            .map_err(|error| ImportError::Record(household.head, error))?;
        self.households.extend([
            id.clone().into(),
            household.head.to_string().into(),
            residence.into(),
        ]);
        for member in household.members {
            self.person(Some(&id), member)?;
        }
        for other in household.others {
            self.person(None, other)?;
        }
        Ok(())
    }

    fn person(
        &mut self,
        household_id: Option<&str>,
        imported: ImportedPerson,
    ) -> Result<(), ImportError> {
        let person = imported.person_id;
        let mut record = imported.record;
        if imported.valid_from.max(imported.state_from) > self.today {
            return Err(ImportError::Future(person));
        }
        let name = record.name.as_deref().unwrap_or_default();
        let name = PersonName::new(name).map_err(|_| ImportError::Name(person))?;
        record.name = Some(name.as_str().to_owned());
        record
            .relation_to_head
            .clone_from(&imported.relation_to_head);
        let current = Current {
            person_id: person,
            name: name.as_str().to_owned(),
            birth_date: record.birth_date,
            sex: record.sex,
            personal_number: record.personal_number.clone(),
            commune: record
                .permanent_residence
                .as_ref()
                .and_then(|place| place.commune.clone()),
            life_status: record.life_status.unwrap_or(LifeStatus::Alive),
            household_id: household_id.map(str::to_owned),
            next_change: None,
        };
        if let Some(number) = &current.personal_number {
            let number = number.parse().map_err(|_| ImportError::Number(person))?;
            self.numbers.push((number, person));
        }
        self.current.push((name.search_key(), current));
        let unwritable = |error| ImportError::Record(person, error);
        let mut fields = into_fields(record).map_err(unwritable)?;
        if let Some(household_id) = household_id {
            fields.insert(field::HOUSEHOLD_ID.to_owned(), household_id.into());
        }
        let from_birth: Map<String, Json> = FROM_BIRTH
            .into_iter()
            .filter_map(|name| fields.remove_entry(name))
            .collect();
        self.fact(person, imported.valid_from, &from_birth)?;
        self.fact(person, imported.state_from, &fields)?;
        if let Some(household_id) = household_id {
            self.members.extend([
                household_id.into(),
                person.to_string().into(),
                imported.relation_to_head.into(),
            ]);
        }
        self.persons += 1;
        Ok(())
    }

    fn fact(
        &mut self,
        person: PersonId,
        from: Date,
        fields: &Map<String, Json>,
    ) -> Result<(), ImportError> {
        if fields.is_empty() {
            return Ok(());
        }
        let fields =
            serde_json::to_string(fields).map_err(|error| ImportError::Record(person, error))?;
        self.facts.extend([
            person.to_string().into(),
            self.room.sources.uuid().to_string().into(),
            from.to_string().into(),
            self.recorded_at.into(),
            OWNER.into(),
            None::<String>.into(),
            None::<String>.into(),
            fields.into(),
        ]);
        Ok(())
    }

    fn into_inserts(self) -> Vec<Insert> {
        let engine = self.room.store.engine();
        let current_columns = format!("{}, person_id, version", current::STATED.join(", "));
        [
            ("population_fact", fact_rows::COLUMNS, self.facts),
            (
                "population_current",
                &current_columns,
                current_rows(self.current),
            ),
            (
                "population_number",
                "number, person_id",
                number_rows(self.numbers),
            ),
            (
                "population_household",
                "household_id, head_person_id, residence",
                self.households,
            ),
            (
                "population_household_member",
                "household_id, person_id, relation",
                self.members,
            ),
        ]
        .into_iter()
        .flat_map(|(table, columns, values)| Insert::all(engine, table, columns, values))
        .collect()
    }
}

/// In the order of the names, so that the index of names is written from its beginning to its end
/// and not all over: with a million persons that halves what goes to the disk.
fn current_rows(mut current: Vec<(String, Current)>) -> Vec<Value> {
    current.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let rows = current.into_iter().flat_map(|(name_key, current)| {
        let person = current.person_id.to_string();
        let rest = [person.into(), 1_i64.into()];
        current.values_with_key(name_key).into_iter().chain(rest)
    });
    rows.collect()
}

/// In the order of the numbers, for the same reason.
fn number_rows(mut numbers: Vec<(PersonalNumber, PersonId)>) -> Vec<Value> {
    numbers.sort_unstable();
    let rows = numbers
        .into_iter()
        .flat_map(|(number, person)| [number.to_string().into(), person.to_string().into()]);
    rows.collect()
}

/// One statement that adds many rows.
struct Insert {
    text: String,
    values: Vec<Value>,
}

impl Insert {
    /// As few statements as the number of values allows that one may have.
    fn all(engine: Engine, table: &str, columns: &str, mut values: Vec<Value>) -> Vec<Self> {
        let names: Vec<&str> = columns.split(", ").collect();
        // The columns that hold JSON come as text, which PostgreSQL does not take for JSON.
        let places: Vec<&str> = names
            .iter()
            .map(|name| match (engine, *name) {
                (Engine::Postgres, "fields" | "residence") => "CAST(? AS JSONB)",
                _ => "?",
            })
            .collect();
        let row = format!("({})", places.join(", "));
        let most = MOST_VALUES / names.len() * names.len();
        let mut inserts = Vec::new();
        while !values.is_empty() {
            let rest = values.split_off(most.min(values.len()));
            let rows = vec![row.as_str(); values.len() / names.len()].join(", ");
            inserts.push(Self {
                text: format!("INSERT INTO {table} ({columns}) VALUES {rows}"),
                values: std::mem::replace(&mut values, rest),
            });
        }
        inserts
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(&self.text, self.values.clone()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
