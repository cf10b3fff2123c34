use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// The links that the caller made, with who opened them.
pub struct ListShares;

impl Contract for ListShares {
    const NAME: &'static str = "documents.list-shares/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "The links that the caller made, with when they were opened.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", STORE),
        Field::public("next_cursor", STORE),
    ];

    type Request = ListSharesRequest;
    type Response = ListSharesResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListSharesRequest {
    /// Only links to this paper.
    #[schemars(length(equal = 36))]
    pub paper_id: Option<String>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of links, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListSharesResponse {
    /// The links.
    pub rows: Option<Vec<ShareRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// Whether a link still opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShareState {
    /// It opens.
    Open,
    /// Its time is over.
    Expired,
    /// Its owner ended it, or the paper is gone.
    Ended,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ShareRow {
    /// The share.
    pub share_id: Option<String>,
    /// The paper that it shows.
    pub paper_id: Option<String>,
    /// Title of the paper.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// When it was made, UTC microseconds.
    pub shared_at: Option<i64>,
    /// Until when it opens, UTC microseconds.
    pub until: Option<i64>,
    /// Whether it still opens.
    pub state: Option<ShareState>,
    /// How often it was opened.
    pub opened: Option<u32>,
    /// The latest openings, at most 20, the latest first.
    pub openings: Option<Vec<OpeningView>>,
}

/// What kind of program opened a link. Nothing else is kept of who opened it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClientKind {
    /// A browser on a telephone or tablet.
    MobileBrowser,
    /// A browser on another computer.
    DesktopBrowser,
    /// A program, through the API.
    Program,
    /// It did not say.
    #[default]
    Unknown,
}

/// One opening of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OpeningView {
    /// Moment, UTC microseconds.
    pub at: Option<i64>,
    /// With what.
    pub client: Option<ClientKind>,
    /// The file was fetched too, not only looked up.
    pub with_file: Option<bool>,
}
