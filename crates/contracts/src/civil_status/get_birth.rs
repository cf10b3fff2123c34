use dean06_kernel::{OrgId, PersonId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookEntry, CIVIL_STATUS, ChildOfBirth, DeclarantOfBirth, ParentOfBirth};
use crate::{Contract, Field, Shape};

/// The birth entry of a person.
pub struct GetBirth;

impl Contract for GetBirth {
    const NAME: &'static str = "civil-status.get-birth/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The birth entry of a person.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", CIVIL_STATUS),
        Field::personal("personal_number", CIVIL_STATUS),
        Field::personal("child", CIVIL_STATUS),
        Field::personal("mother", CIVIL_STATUS),
        Field::personal("father", CIVIL_STATUS),
        Field::personal("declarant", CIVIL_STATUS),
        Field::personal("book", CIVIL_STATUS),
        Field::personal("org_id", CIVIL_STATUS),
        Field::personal("registered_on", CIVIL_STATUS),
    ];

    type Request = GetBirthRequest;
    type Response = BirthRecord;
}

/// Names the person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetBirthRequest {
    /// Whose birth.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
}

/// A birth as it stands in the book.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BirthRecord {
    /// The child.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Số định danh cá nhân given at registration.
    pub personal_number: Option<String>,
    /// The child as entered.
    pub child: Option<ChildOfBirth>,
    /// Mẹ.
    pub mother: Option<ParentOfBirth>,
    /// Cha.
    pub father: Option<ParentOfBirth>,
    /// Người đi khai sinh.
    pub declarant: Option<DeclarantOfBirth>,
    /// Số, quyển số.
    pub book: Option<BookEntry>,
    /// The registering body.
    #[schemars(with = "Option<String>")]
    pub org_id: Option<OrgId>,
    /// Day of registration.
    #[schemars(with = "Option<String>")]
    pub registered_on: Option<Date>,
}
