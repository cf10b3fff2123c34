use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClockOfService, LegOfBundle, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An interlinked procedure: which legs, who acts, how long, on which legal basis.
pub struct GetBundleInfo;

impl Contract for GetBundleInfo {
    const NAME: &'static str = "casework.get-bundle-info/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str =
        "An interlinked procedure: which legs, who acts, how long, on which legal basis.";
    const FIELDS: &'static [Field] = &[
        Field::public("slug", ONE_STOP),
        Field::public("family", ONE_STOP),
        Field::public("procedure_code", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::public("summary", ONE_STOP),
        Field::public("category", ONE_STOP),
        Field::public("legs", ONE_STOP),
        Field::public("clocks", ONE_STOP),
        Field::public("in_force", ONE_STOP),
        Field::public("source", ONE_STOP),
        Field::public("acts", ONE_STOP),
        Field::public("confidence", ONE_STOP),
        Field::public("valid_from", ONE_STOP),
        Field::public("valid_to", ONE_STOP),
    ];

    type Request = GetBundleInfoRequest;
    type Response = BundleInfo;
}

/// Names the procedure by exactly one of the two.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GetBundleInfoRequest {
    /// The one of this family that is in force today.
    #[schemars(length(min = 1, max = 80))]
    pub family: Option<String>,
    /// This one, in force or not.
    #[schemars(length(min = 1, max = 80))]
    pub slug: Option<String>,
}

/// An interlinked procedure as the catalogue shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BundleInfo {
    /// Name in addresses.
    pub slug: Option<String>,
    /// What stays when the law changes.
    pub family: Option<String>,
    /// Mã thủ tục hành chính.
    pub procedure_code: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What it is for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub summary: Option<Text>,
    /// Category id.
    pub category: Option<String>,
    /// Its legs, in order.
    pub legs: Option<Vec<LegOfBundle>>,
    /// Time limits of the whole.
    pub clocks: Option<Vec<ClockOfService>>,
    /// It is the one of its family that can be submitted today.
    pub in_force: Option<bool>,
    /// Where these rules stand.
    pub source: Option<String>,
    /// The acts that it stands in, as people are told.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub acts: Option<Text>,
    /// `official`, `third-party` or `unconfirmed`.
    pub confidence: Option<String>,
    /// First day of validity.
    pub valid_from: Option<String>,
    /// Last day of validity; absent while it is open.
    pub valid_to: Option<String>,
}
