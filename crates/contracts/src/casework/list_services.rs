use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The public services on offer.
pub struct ListServices;

impl Contract for ListServices {
    const NAME: &'static str = "casework.list-services/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "The public services on offer.";
    const FIELDS: &'static [Field] = &[
        Field::public("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListServicesRequest;
    type Response = ListServicesResponse;
}

/// What is looked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListServicesRequest {
    /// Words of the title or summary; diacritics do not matter.
    #[schemars(length(max = 100))]
    pub text: Option<String>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of services, by title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListServicesResponse {
    /// The services.
    pub rows: Option<Vec<ServiceRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A service in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ServiceRow {
    /// Name in addresses.
    pub slug: Option<String>,
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
}
