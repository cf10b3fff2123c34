use std::collections::BTreeMap;

use dean06_kernel::{PersonId, Text};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// The papers of a person: one's own, or those of a child for its registered parents.
pub struct ListPapers;

impl Contract for ListPapers {
    const NAME: &'static str = "documents.list-papers/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str =
        "The papers of a person: one's own, or those of a child for its registered parents.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", STORE),
        Field::public("next_cursor", STORE),
    ];

    type Request = ListPapersRequest;
    type Response = ListPapersResponse;
}

/// Whose papers, and the page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListPapersRequest {
    /// Whose papers; the caller's own when absent.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Only papers of this kind, for example `birth-certificate`.
    #[schemars(length(max = 64))]
    pub kind: Option<String>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of papers, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListPapersResponse {
    /// The papers.
    pub rows: Option<Vec<PaperRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// How a paper came into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperSource {
    /// An agency issued and signed it here.
    Issued,
    /// Its owner put it in.
    Uploaded,
}

/// Whether a paper is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperState {
    /// In force.
    Valid,
    /// Its last day is over.
    Expired,
    /// Taken back by who issued it.
    Revoked,
    /// Taken back, and another paper stands in its place.
    Replaced,
}

/// A paper in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaperRow {
    /// The paper.
    pub paper_id: Option<String>,
    /// Whose paper it is.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Kind, for example `birth-certificate`.
    pub kind: Option<String>,
    /// Title as printed, or as its owner named it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Number on the paper.
    pub number: Option<String>,
    /// Issuing body; absent for what its owner put in.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub issuer: Option<Text>,
    /// Moment of issue or of upload, UTC microseconds.
    pub issued_at: Option<i64>,
    /// Last day in force; absent for a paper without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// How it came into the store.
    pub source: Option<PaperSource>,
    /// Whether it is in force.
    pub state: Option<PaperState>,
    /// The file can be had; an issued paper is listed only when its file is there.
    pub has_file: Option<bool>,
    /// The code by which anybody can verify it; absent for what its owner put in.
    pub code: Option<String>,
}
