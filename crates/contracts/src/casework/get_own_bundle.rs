use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleState, ClockView, LegState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// My interlinked application: a task list of its legs before it is submitted, their course after.
pub struct GetOwnBundle;

impl Contract for GetOwnBundle {
    const NAME: &'static str = "casework.get-own-bundle/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "My interlinked application with its legs.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::public("slug", ONE_STOP),
        Field::public("family", ONE_STOP),
        Field::public("procedure_code", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::public("summary", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("about", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::personal("state_text", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::personal("occasion_text", ONE_STOP),
        Field::personal("notices", ONE_STOP),
        Field::personal("started_at", ONE_STOP),
        Field::personal("submitted_at", ONE_STOP),
        Field::personal("finished_at", ONE_STOP),
        Field::personal("clock", ONE_STOP),
        Field::personal("legs", ONE_STOP),
        Field::personal("can_submit", ONE_STOP),
        Field::public("can_withdraw", ONE_STOP),
        Field::public("moves_to", ONE_STOP),
        Field::personal("obstacles", ONE_STOP),
    ];

    type Request = GetOwnBundleRequest;
    type Response = BundleView;
}

/// Names the application.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOwnBundleRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
}

/// An interlinked application as its applicant sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BundleView {
    /// The application.
    pub bundle_id: Option<String>,
    /// Name of the procedure in addresses.
    pub slug: Option<String>,
    /// What stays when the law changes.
    pub family: Option<String>,
    /// Mã thủ tục hành chính.
    pub procedure_code: Option<String>,
    /// Title of the procedure.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What it is for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub summary: Option<Text>,
    /// Number of the whole, once it is submitted.
    pub number: Option<String>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Where it stands.
    pub state: Option<BundleState>,
    /// The same in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub state_text: Option<Text>,
    /// Grows by one with every change of the application or of a leg's state.
    pub version: Option<i64>,
    /// Why it was begun for the applicant, when an organisation told us of the occasion.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub occasion_text: Option<Text>,
    /// What the applicant should know, for example that the occasion was corrected.
    #[schemars(with = "Option<Vec<BTreeMap<String, String>>>")]
    pub notices: Option<Vec<Text>>,
    /// Moment of the beginning, UTC microseconds.
    pub started_at: Option<i64>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// Moment at which the last leg came to its end, UTC microseconds.
    pub finished_at: Option<i64>,
    /// The clock of the whole.
    pub clock: Option<ClockView>,
    /// The legs that apply, in order.
    pub legs: Option<Vec<LegView>>,
    /// Every wanted leg is complete and nothing speaks against submitting.
    pub can_submit: Option<bool>,
    /// It can be withdrawn; before it is submitted, thrown away.
    pub can_withdraw: Option<bool>,
    /// Title of the procedure that is in force now instead of this one: see [`super::MoveBundle`].
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub moves_to: Option<Text>,
    /// What speaks against submitting.
    pub obstacles: Option<Vec<ObstacleView>>,
}

/// A leg as the applicant sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LegView {
    /// Its name in the bundle.
    pub leg_id: Option<String>,
    /// Name of the service in addresses.
    pub service: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What it is for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub summary: Option<Text>,
    /// Where it stands.
    pub state: Option<LegState>,
    /// The same in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub state_text: Option<Text>,
    /// Who acts next, or what is awaited and from whom, in a sentence.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub next: Option<Text>,
    /// Since when it stands there, UTC microseconds.
    pub since: Option<i64>,
    /// Why it ended without a result, or what it waits for, in writing.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub reason: Option<Text>,
    /// The applicant chooses whether it is wanted.
    pub optional: Option<bool>,
    /// It is wanted.
    pub chosen: Option<bool>,
    /// Its form.
    pub draft_id: Option<String>,
    /// Every page of its form is complete.
    pub draft_complete: Option<bool>,
    /// The version of its form, which [`super::SubmitBundle`] asks for.
    pub draft_version: Option<i64>,
    /// Its dossier, the latest when it was appealed.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub dossier_number: Option<String>,
    /// Dossiers of former attempts, the latest first; each stays readable.
    pub former_dossiers: Option<Vec<String>>,
    /// Legal status of the dossier, 1–10.
    pub status: Option<u8>,
    /// The status in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub status_text: Option<Text>,
    /// Who handles it, or will.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Its time limit in words; what counts is the clock once its dossier is there.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub limit: Option<Text>,
    /// The clock of its dossier.
    pub clock: Option<ClockView>,
    /// A supplement request waits for the applicant's answer.
    pub supplement_asked: Option<bool>,
    /// A signed result is there.
    pub has_result: Option<bool>,
    /// Titles of the legs that it waits for.
    #[schemars(with = "Option<Vec<BTreeMap<String, String>>>")]
    pub waits_for: Option<Vec<Text>>,
    /// Who must agree, and what became of it.
    pub agreement: Option<AgreementOfLeg>,
    /// The refusal can be appealed: see [`super::AppealLeg`].
    pub can_appeal: Option<bool>,
    /// It can be withdrawn by itself: see [`super::WithdrawLeg`].
    pub can_withdraw: Option<bool>,
}

/// An agreement as the applicant sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgreementOfLeg {
    /// Who was asked; absent when no register told the name.
    pub asked_name: Option<String>,
    /// Moment of the question, UTC microseconds.
    pub asked_at: Option<i64>,
    /// Moment by which an answer is awaited, UTC microseconds.
    pub due_at: Option<i64>,
    /// Moment of the answer, UTC microseconds.
    pub answered_at: Option<i64>,
    /// The answer.
    pub agreed: Option<bool>,
}

/// Something that speaks against submitting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ObstacleView {
    /// `leg-incomplete`, `check`, `no-organisation`, `nothing-chosen`, `dependency-not-chosen` or
    /// `bundle-changed`.
    pub kind: Option<String>,
    /// The leg it is about, if it is about one.
    pub leg_id: Option<String>,
    /// The page of the leg's form to go to.
    pub section: Option<String>,
    /// What is wrong and how to mend it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub text: Option<Text>,
}
