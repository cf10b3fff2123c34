use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Shape};

/// Takes a hospital's electronic death notice (giấy báo tử), or its correction.
///
/// A notice is known by its facility and its number. The same notice always gets the same answer,
/// whatever the key; one whose revision is one higher corrects it; anything else under that number
/// is refused. So is a new notice of somebody whose death is registered.
pub struct ReceiveDeathNotice;

impl Contract for ReceiveDeathNotice {
    const NAME: &'static str = "civil-status.receive-death-notice/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Takes a hospital's signed death notice, or its correction.";
    const FIELDS: &'static [Field] = &[
        Field::public("notice_id", CIVIL_STATUS),
        Field::personal("person_id", CIVIL_STATUS),
        Field::public("revision", CIVIL_STATUS),
    ];

    type Request = ReceiveDeathNoticeRequest;
    type Response = ReceiveDeathNoticeResponse;
}

/// The notice as the hospital signed it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveDeathNoticeRequest {
    /// Compact JWS over the JSON of the notice: `alg` ES256, `typ` `death-notice+jws`, `kid` the
    /// hospital's key. What the JSON holds, `content/notices/death-notice.json` says. Fields of it
    /// that are not right are named as if the notice stood here as an object:
    /// `/notice/deceased/name`.
    #[schemars(length(min = 1, max = 65536))]
    pub notice: String,
}

/// What became of the notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReceiveDeathNoticeResponse {
    /// Key of the notice, the same for all of its revisions.
    pub notice_id: Option<String>,
    /// Who died, when the population register holds the person of the notice.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The revision that was taken.
    pub revision: Option<u32>,
}
