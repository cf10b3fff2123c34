use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// My dossiers.
pub struct ListDossiers;

impl Contract for ListDossiers {
    const NAME: &'static str = "casework.list-dossiers/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "My dossiers.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListDossiersRequest;
    type Response = ListDossiersResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListDossiersRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of dossiers, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListDossiersResponse {
    /// The dossiers.
    pub rows: Option<Vec<DossierRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A dossier in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DossierRow {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Title of the service.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Whom or what it is about, for example the child's name.
    pub about: Option<String>,
    /// Legal status, 1–10.
    pub status: Option<u8>,
    /// The status in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub status_text: Option<Text>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// Hạn trả kết quả, UTC microseconds.
    pub due_at: Option<i64>,
    /// The interlinked application that it is a leg of.
    pub bundle_id: Option<String>,
}
