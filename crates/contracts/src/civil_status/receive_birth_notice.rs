use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Shape};

/// Takes a hospital's electronic birth notice (giấy chứng sinh), or its correction.
///
/// A notice is known by its facility and its number. The same notice always gets the same answer,
/// whatever the key; one whose revision is one higher corrects it; anything else under that number
/// is refused.
pub struct ReceiveBirthNotice;

impl Contract for ReceiveBirthNotice {
    const NAME: &'static str = "civil-status.receive-birth-notice/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Takes a hospital's signed birth notice, or its correction.";
    const FIELDS: &'static [Field] = &[
        Field::public("notice_id", CIVIL_STATUS),
        Field::personal("child_person_id", CIVIL_STATUS),
        Field::public("revision", CIVIL_STATUS),
    ];

    type Request = ReceiveBirthNoticeRequest;
    type Response = ReceiveBirthNoticeResponse;
}

/// The notice as the hospital signed it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveBirthNoticeRequest {
    /// Compact JWS over the JSON of the notice: `alg` ES256, `typ` `birth-notice+jws`, `kid` the
    /// hospital's key. What the JSON holds, `content/notices/birth-notice.json` says. Fields of it
    /// that are not right are named as if the notice stood here as an object:
    /// `/notice/child/birth_date`.
    #[schemars(length(min = 1, max = 65536))]
    pub notice: String,
}

/// What became of the notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReceiveBirthNoticeResponse {
    /// Key of the notice, the same for all of its revisions.
    pub notice_id: Option<String>,
    /// The child, who has a key from the first receipt on.
    #[schemars(with = "Option<String>")]
    pub child_person_id: Option<PersonId>,
    /// The revision that was taken.
    pub revision: Option<u32>,
}
