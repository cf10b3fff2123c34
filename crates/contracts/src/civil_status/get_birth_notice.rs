use dean06_kernel::{PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Shape};

/// A birth notice as it stands after its last correction.
pub struct GetBirthNotice;

impl Contract for GetBirthNotice {
    const NAME: &'static str = "civil-status.get-birth-notice/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "A birth notice of a mother.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::public("notice_id", CIVIL_STATUS),
        Field::personal("notice_number", CIVIL_STATUS),
        Field::public("revision", CIVIL_STATUS),
        Field::personal("child_person_id", CIVIL_STATUS),
        Field::personal("child_sex", CIVIL_STATUS),
        Field::personal("birth_date", CIVIL_STATUS),
        Field::personal("birth_time", CIVIL_STATUS),
        Field::personal("birth_order", CIVIL_STATUS),
        Field::personal("count", CIVIL_STATUS),
        Field::personal("facility_name", CIVIL_STATUS),
        Field::personal("commune", CIVIL_STATUS),
        Field::personal("place_line", CIVIL_STATUS),
        Field::personal("registered", CIVIL_STATUS),
        Field::personal("mother_name", CIVIL_STATUS),
    ];

    type Request = GetBirthNoticeRequest;
    type Response = BirthNotice;
}

/// Names the mother and, if wanted, the notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetBirthNoticeRequest {
    /// The mother. A notice of another mother is not found.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The notice. Without it, the one that is not registered yet; when there is none or more than
    /// one, as with twins, nothing is found.
    #[serde(default)]
    #[schemars(length(max = 36))]
    pub notice_id: Option<String>,
}

/// Giấy chứng sinh: what the hospital states about a birth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BirthNotice {
    /// Key of the notice, the same for all of its revisions.
    pub notice_id: Option<String>,
    /// The number that the hospital gave it.
    pub notice_number: Option<String>,
    /// From 1; each correction adds one.
    pub revision: Option<u32>,
    /// The child.
    #[schemars(with = "Option<String>")]
    pub child_person_id: Option<PersonId>,
    /// Giới tính.
    #[schemars(with = "Option<String>")]
    pub child_sex: Option<Sex>,
    /// Ngày sinh.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<Date>,
    /// Time of birth, `HH:MM`.
    pub birth_time: Option<String>,
    /// Place in a multiple birth, from 1; absent for a single birth.
    pub birth_order: Option<u8>,
    /// How many children were born.
    pub count: Option<u8>,
    /// Name of the facility where the child was born.
    pub facility_name: Option<String>,
    /// Code of the commune in which it lies.
    pub commune: Option<String>,
    /// Its address within the commune.
    pub place_line: Option<String>,
    /// The birth is registered from this notice.
    pub registered: Option<bool>,
    /// The mother's name as the hospital wrote it.
    pub mother_name: Option<String>,
}
