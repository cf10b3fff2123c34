use dean06_kernel::{OrgId, PersonId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookEntry, CIVIL_STATUS, Deceased, DeclarantOfDeath};
use crate::{Contract, Field, Place, Shape};

/// The death entry of a person.
pub struct GetDeath;

impl Contract for GetDeath {
    const NAME: &'static str = "civil-status.get-death/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The death entry of a person.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", CIVIL_STATUS),
        Field::personal("deceased", CIVIL_STATUS),
        Field::personal("died_on", CIVIL_STATUS),
        Field::personal("died_at", CIVIL_STATUS),
        Field::personal("place", CIVIL_STATUS),
        Field::sensitive("cause", CIVIL_STATUS),
        Field::personal("declarant", CIVIL_STATUS),
        Field::personal("book", CIVIL_STATUS),
        Field::personal("org_id", CIVIL_STATUS),
        Field::personal("registered_on", CIVIL_STATUS),
    ];

    type Request = GetDeathRequest;
    type Response = DeathRecord;
}

/// Names the person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDeathRequest {
    /// Who died.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
}

/// A death as it stands in the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeathRecord {
    /// Who died.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The deceased as entered.
    pub deceased: Option<Deceased>,
    /// Day of death.
    #[schemars(with = "Option<String>")]
    pub died_on: Option<Date>,
    /// Time of death, `HH:MM`.
    pub died_at: Option<String>,
    /// Nơi chết.
    pub place: Option<Place>,
    /// Nguyên nhân chết.
    pub cause: Option<String>,
    /// Người đi khai tử.
    pub declarant: Option<DeclarantOfDeath>,
    /// Số, quyển số.
    pub book: Option<BookEntry>,
    /// The registering body.
    #[schemars(with = "Option<String>")]
    pub org_id: Option<OrgId>,
    /// Day of registration.
    #[schemars(with = "Option<String>")]
    pub registered_on: Option<Date>,
}
