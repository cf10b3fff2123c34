use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Shape};

/// The death notice of a person as it stands after its last correction.
pub struct GetDeathNotice;

impl Contract for GetDeathNotice {
    const NAME: &'static str = "civil-status.get-death-notice/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The death notice of a person.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::public("notice_id", CIVIL_STATUS),
        Field::personal("notice_number", CIVIL_STATUS),
        Field::public("revision", CIVIL_STATUS),
        Field::personal("deceased_person_id", CIVIL_STATUS),
        Field::personal("deceased_name", CIVIL_STATUS),
        Field::personal("died_on", CIVIL_STATUS),
        Field::personal("died_at", CIVIL_STATUS),
        Field::sensitive("cause", CIVIL_STATUS),
        Field::personal("facility_name", CIVIL_STATUS),
        Field::personal("commune", CIVIL_STATUS),
        Field::personal("place_line", CIVIL_STATUS),
        Field::personal("relative_person_id", CIVIL_STATUS),
        Field::personal("registered", CIVIL_STATUS),
    ];

    type Request = GetDeathNoticeRequest;
    type Response = DeathNotice;
}

/// Names the deceased and, if wanted, the notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDeathNoticeRequest {
    /// Who died. A notice of somebody else is not found.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The notice. Without it, the one that is not registered yet, if there is one alone.
    #[serde(default)]
    #[schemars(length(max = 36))]
    pub notice_id: Option<String>,
}

/// Giấy báo tử: what the hospital states about a death.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeathNotice {
    /// Key of the notice, the same for all of its revisions.
    pub notice_id: Option<String>,
    /// The number that the hospital gave it.
    pub notice_number: Option<String>,
    /// From 1; each correction adds one.
    pub revision: Option<u32>,
    /// Who died.
    #[schemars(with = "Option<String>")]
    pub deceased_person_id: Option<PersonId>,
    /// The name as the hospital wrote it.
    pub deceased_name: Option<String>,
    /// Day of death.
    #[schemars(with = "Option<String>")]
    pub died_on: Option<Date>,
    /// Time of death, `HH:MM`.
    pub died_at: Option<String>,
    /// Nguyên nhân tử vong.
    pub cause: Option<String>,
    /// Name of the facility that issued the notice.
    pub facility_name: Option<String>,
    /// Code of the commune in which it lies.
    pub commune: Option<String>,
    /// Its address within the commune.
    pub place_line: Option<String>,
    /// The relative who was given the notice, when the population register holds that person.
    #[schemars(with = "Option<String>")]
    pub relative_person_id: Option<PersonId>,
    /// The death is registered from this notice.
    pub registered: Option<bool>,
}
