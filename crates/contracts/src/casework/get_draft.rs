use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Flag, ONE_STOP, PageView, RelatedView};
use crate::{Contract, Field, Shape};

/// An application that is not submitted yet, filled from the registers.
pub struct GetDraft;

impl Contract for GetDraft {
    const NAME: &'static str = "casework.get-draft/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str =
        "An application that is not submitted yet, filled from the registers.";
    const FIELDS: &'static [Field] = &[
        Field::public("draft_id", ONE_STOP),
        Field::public("service", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::sensitive("pages", ONE_STOP),
        Field::personal("notices", ONE_STOP),
        Field::public("related", ONE_STOP),
        Field::personal("ready", ONE_STOP),
        Field::personal("organisation", ONE_STOP),
        Field::public("saved_at", ONE_STOP),
        Field::public("dossier_id", ONE_STOP),
        Field::public("bundle_id", ONE_STOP),
        Field::public("leg_id", ONE_STOP),
        Field::public("sealed", ONE_STOP),
        Field::public("kept_until", ONE_STOP),
    ];

    type Request = GetDraftRequest;
    type Response = DraftView;
}

/// Names the draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDraftRequest {
    /// The draft.
    #[schemars(length(equal = 36))]
    pub draft_id: String,
    /// Only this page, by its section, with its fields; all of them when absent.
    #[serde(default)]
    #[schemars(length(max = 80))]
    pub section: Option<String>,
}

/// A draft as its owner sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftView {
    /// The draft.
    pub draft_id: Option<String>,
    /// Name of the service in addresses.
    pub service: Option<String>,
    /// Title of the service.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Grows by one with every save.
    pub version: Option<i64>,
    /// The pages that apply now, in order.
    pub pages: Option<Vec<PageView>>,
    /// What the applicant should know: checks that came up.
    pub notices: Option<Vec<Flag>>,
    /// Other procedures that fit better or come next.
    pub related: Option<Vec<RelatedView>>,
    /// Every page is complete and nothing speaks against submitting.
    pub ready: Option<bool>,
    /// Name of the organisation that will handle it, as soon as it is known.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Moment of the last save, UTC microseconds.
    pub saved_at: Option<i64>,
    /// Present once the draft was submitted.
    pub dossier_id: Option<String>,
    /// The interlinked application that it is a leg of: it is submitted with the whole.
    pub bundle_id: Option<String>,
    /// The leg of it.
    pub leg_id: Option<String>,
    /// It was submitted with the whole and waits for its dossier; nothing can be changed any more.
    pub sealed: Option<bool>,
    /// The last day on which it is kept if it is not saved again; absent if it is kept for ever.
    #[schemars(with = "Option<String>")]
    pub kept_until: Option<Date>,
}
