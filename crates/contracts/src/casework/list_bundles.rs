use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The interlinked procedures on offer today.
pub struct ListBundles;

impl Contract for ListBundles {
    const NAME: &'static str = "casework.list-bundles/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "The interlinked procedures on offer.";
    const FIELDS: &'static [Field] = &[
        Field::public("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListBundlesRequest;
    type Response = ListBundlesResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListBundlesRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of interlinked procedures, by title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListBundlesResponse {
    /// The procedures.
    pub rows: Option<Vec<BundleRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// An interlinked procedure in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BundleRow {
    /// Name in addresses; it changes with the law.
    pub slug: Option<String>,
    /// What stays when the law changes: one bundle of a family is in force on a day.
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
}

/// A leg as the catalogue shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LegOfBundle {
    /// Its name in the bundle.
    pub id: Option<String>,
    /// The service, by its name in addresses.
    pub service: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What kind of organisation handles it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// The applicant chooses whether it is wanted.
    pub optional: Option<bool>,
    /// Titles of the legs that come before it.
    #[schemars(with = "Option<Vec<BTreeMap<String, String>>>")]
    pub after: Option<Vec<Text>>,
    /// Its time limit, in words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub limit: Option<Text>,
}
