use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ONE_STOP, PageView, RelatedView, SlipKind};
use crate::{Contract, Field, Shape};

/// The applicant's own dossier with its course.
pub struct GetDossier;

impl Contract for GetDossier {
    const NAME: &'static str = "casework.get-dossier/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The applicant's own dossier with its course.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::public("service", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::personal("about", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::personal("status_text", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::personal("organisation", ONE_STOP),
        Field::personal("submitted_at", ONE_STOP),
        Field::personal("clock", ONE_STOP),
        Field::personal("timeline", ONE_STOP),
        Field::sensitive("pages", ONE_STOP),
        Field::personal("supplement", ONE_STOP),
        Field::personal("refusal", ONE_STOP),
        Field::public("can_withdraw", ONE_STOP),
        Field::public("can_apply_again", ONE_STOP),
        Field::personal("has_result", ONE_STOP),
        Field::public("related", ONE_STOP),
        Field::personal("intake_due_at", ONE_STOP),
        Field::personal("slips", ONE_STOP),
        Field::public("bundle_id", ONE_STOP),
        Field::public("leg_id", ONE_STOP),
        Field::personal("papers", ONE_STOP),
    ];

    type Request = GetDossierRequest;
    type Response = DossierView;
}

/// Names the dossier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDossierRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
}

/// A dossier as its applicant sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DossierView {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Name of the service in addresses.
    pub service: Option<String>,
    /// Title of the service.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Legal status, 1–10.
    pub status: Option<u8>,
    /// The status in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub status_text: Option<Text>,
    /// Grows by one with every step.
    pub version: Option<i64>,
    /// Who handles it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// The clock.
    pub clock: Option<ClockView>,
    /// What happened, the latest first.
    pub timeline: Option<Vec<TimelineEntry>>,
    /// What was declared.
    pub pages: Option<Vec<PageView>>,
    /// The supplement request that waits for an answer.
    pub supplement: Option<SupplementView>,
    /// Why it was not accepted or refused, in writing.
    pub refusal: Option<String>,
    /// It can be withdrawn.
    pub can_withdraw: Option<bool>,
    /// What the service calls another application from the same start, for example for a twin.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub can_apply_again: Option<Text>,
    /// A signed result is there.
    pub has_result: Option<bool>,
    /// Other procedures that come next.
    pub related: Option<Vec<RelatedView>>,
    /// When it must have been checked for acceptance, UTC microseconds; absent once it was.
    pub intake_due_at: Option<i64>,
    /// The slips that there are: see [`super::GetSlip`].
    pub slips: Option<Vec<SlipKind>>,
    /// The interlinked application that it is a leg of.
    pub bundle_id: Option<String>,
    /// The leg of it.
    pub leg_id: Option<String>,
    /// Papers of the document store that it uses.
    pub papers: Option<Vec<AttachedView>>,
}

/// A paper of the document store that a dossier uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AttachedView {
    /// JSON Pointer of the field that names it.
    pub pointer: Option<String>,
    /// Label of the field.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub label: Option<Text>,
    /// The paper.
    pub paper_id: Option<String>,
    /// How people know it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// SHA-256 of the file when it was attached, in hexadecimal.
    pub sha256: Option<String>,
}

/// The clock of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockView {
    /// Hạn trả kết quả, UTC microseconds; absent while the clock stands.
    pub due_at: Option<i64>,
    /// Whole working days left; negative when late.
    pub working_days_left: Option<i64>,
    /// The clock stands because something is awaited from the applicant.
    pub paused: Option<bool>,
    /// The appointment was moved once with an apology.
    pub extended: Option<bool>,
}

/// A step in the course of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TimelineEntry {
    /// Moment, UTC microseconds.
    pub at: Option<i64>,
    /// Kind of step, for example `submitted`, `received`, `approved`.
    pub kind: Option<String>,
    /// The step in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub text: Option<Text>,
    /// Who acted, by name.
    pub actor: Option<String>,
    /// For which organisation; absent for the applicant.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// What was said with it.
    pub note: Option<String>,
}

/// A supplement request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplementView {
    /// What is missing.
    pub items: Option<Vec<String>>,
    /// Why.
    pub reason: Option<String>,
    /// Sections that may be changed.
    pub sections: Option<Vec<String>>,
    /// Moment of the request, UTC microseconds.
    pub asked_at: Option<i64>,
}

/// A check of the content that came up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Flag {
    /// Id of the check.
    pub id: Option<String>,
    /// `flag`, `refuse` or `redirect`.
    pub effect: Option<String>,
    /// What it says.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub message: Option<Text>,
    /// `official`, `third-party` or `unconfirmed`.
    pub confidence: Option<String>,
    /// JSON Pointer of the field that it is about.
    pub pointer: Option<String>,
}
