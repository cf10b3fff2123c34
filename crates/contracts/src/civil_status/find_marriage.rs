use dean06_kernel::{PartialDate, PersonId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookEntry, CIVIL_STATUS};
use crate::{Contract, Field, Place, Shape};

/// The marriage of a person that was in force on a day.
pub struct FindMarriage;

impl Contract for FindMarriage {
    const NAME: &'static str = "civil-status.find-marriage/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The marriage of a person in force on a day, if there is one.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("marriage_id", CIVIL_STATUS),
        Field::personal("spouse_id", CIVIL_STATUS),
        Field::personal("spouse_name", CIVIL_STATUS),
        Field::personal("married_on", CIVIL_STATUS),
        Field::personal("ended_on", CIVIL_STATUS),
        Field::personal("registration_place", CIVIL_STATUS),
        Field::personal("book", CIVIL_STATUS),
    ];

    type Request = FindMarriageRequest;
    type Response = Marriage;
}

/// Names the person and the day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindMarriageRequest {
    /// One of the spouses.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The day; today when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub on: Option<Date>,
}

/// A marriage; every field is absent when there was none on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Marriage {
    /// The register's key of the marriage.
    pub marriage_id: Option<String>,
    /// The other spouse's key, when the spouse stands in the population register.
    #[schemars(with = "Option<String>")]
    pub spouse_id: Option<PersonId>,
    /// The other spouse's name as registered.
    pub spouse_name: Option<String>,
    /// Day of registration, as far as it is known.
    #[schemars(with = "Option<String>")]
    pub married_on: Option<PartialDate>,
    /// Day on which it ended by divorce or death.
    #[schemars(with = "Option<String>")]
    pub ended_on: Option<Date>,
    /// Where it was registered.
    pub registration_place: Option<Place>,
    /// Số, quyển số.
    pub book: Option<BookEntry>,
}
