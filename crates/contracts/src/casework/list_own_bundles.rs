use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// My interlinked applications, submitted or not.
pub struct ListOwnBundles;

impl Contract for ListOwnBundles {
    const NAME: &'static str = "casework.list-own-bundles/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "My interlinked applications.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListOwnBundlesRequest;
    type Response = ListOwnBundlesResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListOwnBundlesRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of applications, the latest first. Those that were thrown away are not among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListOwnBundlesResponse {
    /// The applications.
    pub rows: Option<Vec<OwnBundleRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// An interlinked application in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OwnBundleRow {
    /// The application.
    pub bundle_id: Option<String>,
    /// Number of the whole, once it is submitted.
    pub number: Option<String>,
    /// Title of the procedure.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Where it stands.
    pub state: Option<BundleState>,
    /// The same in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub state_text: Option<Text>,
    /// An organisation told us of the occasion, and the application was begun for the applicant.
    pub prepared: Option<bool>,
    /// Moment by which the whole is due, UTC microseconds.
    pub due_at: Option<i64>,
    /// Legs that have come to an end.
    pub legs_done: Option<u32>,
    /// Legs that are wanted.
    pub legs_total: Option<u32>,
    /// Moment of the beginning, UTC microseconds.
    pub started_at: Option<i64>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
}
