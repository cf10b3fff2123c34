use dean06_kernel::{PartialDate, PersonId, Sex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Shape};

/// Finds persons by name, with or without diacritics.
pub struct SearchPersons;

impl Contract for SearchPersons {
    const NAME: &'static str = "population.search-persons/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "Persons whose name, birth year and commune fit.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", REGISTER),
        Field::public("next_cursor", REGISTER),
    ];

    type Request = SearchPersonsRequest;
    type Response = SearchPersonsResponse;
}

/// What is known of the person who is looked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SearchPersonsRequest {
    /// Full name, or its beginning of at least two words; diacritics do not matter.
    #[schemars(length(min = 2, max = 100))]
    pub name: String,
    /// Year of birth.
    #[schemars(range(min = 1850, max = 2200))]
    pub birth_year: Option<i16>,
    /// Commune of permanent residence.
    #[schemars(length(max = 8))]
    pub commune: Option<String>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of persons, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SearchPersonsResponse {
    /// The persons.
    pub rows: Option<Vec<PersonRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// As much of a person as it takes to tell one from another.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PersonRow {
    /// The register's key of the person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Full name.
    pub name: Option<String>,
    /// Birth date.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Sex.
    #[schemars(with = "Option<String>")]
    pub sex: Option<Sex>,
    /// Personal number.
    pub personal_number: Option<String>,
    /// Commune of permanent residence.
    pub commune: Option<String>,
}
