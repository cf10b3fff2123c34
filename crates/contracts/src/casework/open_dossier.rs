use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AttachedView, ClockView, Flag, ONE_STOP, RelatedView, ResultField, SupplementView,
    TimelineEntry,
};
use crate::{Contract, Field, Shape};

/// A dossier on the desk: declared beside registered.
pub struct OpenDossier;

impl Contract for OpenDossier {
    const NAME: &'static str = "casework.open-dossier/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "A dossier on the desk: declared beside registered.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::public("service", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::personal("about", ONE_STOP),
        Field::personal("applicant", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::personal("status_text", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::personal("submitted_at", ONE_STOP),
        Field::personal("clock", ONE_STOP),
        Field::sensitive("fields", ONE_STOP),
        Field::personal("flags", ONE_STOP),
        Field::public("unavailable", ONE_STOP),
        Field::personal("timeline", ONE_STOP),
        Field::personal("supplement", ONE_STOP),
        Field::personal("holder", ONE_STOP),
        Field::public("actions", ONE_STOP),
        Field::public("sections", ONE_STOP),
        Field::personal("has_result", ONE_STOP),
        Field::public("related", ONE_STOP),
        Field::public("content_digest", ONE_STOP),
        Field::public("bundle_id", ONE_STOP),
        Field::public("leg_id", ONE_STOP),
        Field::personal("appeal", ONE_STOP),
        Field::personal("papers", ONE_STOP),
        Field::sensitive("preview", ONE_STOP),
        Field::public("can_revoke", ONE_STOP),
    ];

    type Request = OpenDossierRequest;
    type Response = DeskDossier;
}

/// Names the dossier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDossierRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
}

/// A dossier as the officer sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeskDossier {
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
    /// Name of the applicant.
    pub applicant: Option<String>,
    /// Legal status, 1–10.
    pub status: Option<u8>,
    /// The status in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub status_text: Option<Text>,
    /// Grows by one with every step.
    pub version: Option<i64>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// The clock.
    pub clock: Option<ClockView>,
    /// What was declared beside what the registers say now.
    pub fields: Option<Vec<ComparedField>>,
    /// Checks that came up.
    pub flags: Option<Vec<Flag>>,
    /// Registers that did not answer.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub unavailable: Option<Text>,
    /// What happened, the latest first.
    pub timeline: Option<Vec<TimelineEntry>>,
    /// The supplement request that waits for an answer.
    pub supplement: Option<SupplementView>,
    /// Who has it.
    pub holder: Option<Holder>,
    /// What this officer may do now; the first one is the primary action.
    pub actions: Option<Vec<DeskAction>>,
    /// Section id → title, for a supplement request.
    pub sections: Option<Vec<super::OptionView>>,
    /// A signed result is there.
    pub has_result: Option<bool>,
    /// Other procedures that the case may need.
    pub related: Option<Vec<RelatedView>>,
    /// The version of the content that this dossier lives under.
    pub content_digest: Option<String>,
    /// The interlinked application that it is a leg of: see [`super::OpenChain`].
    pub bundle_id: Option<String>,
    /// The leg of it.
    pub leg_id: Option<String>,
    /// It is an appeal.
    pub appeal: Option<AppealView>,
    /// Papers of the document store that it uses.
    pub papers: Option<Vec<AttachedView>>,
    /// What the paper will show, as far as that can be told before the decision: of a leg also what
    /// the legs before it passed on.
    pub preview: Option<Vec<ResultField>>,
    /// This officer may revoke its result: see [`super::RevokeResult`].
    pub can_revoke: Option<bool>,
}

/// An appeal as the officer sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AppealView {
    /// The grounds, in the applicant's words.
    pub text: Option<String>,
    /// Which attempt it is: 2 for the first appeal.
    pub attempt: Option<u32>,
    /// The dossier that was refused.
    pub former_dossier_id: Option<String>,
    /// Its number.
    pub former_number: Option<String>,
    /// Why it was refused, in writing.
    pub former_reason: Option<String>,
}

/// A declared value beside the registered one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ComparedField {
    /// Section of the form.
    pub section: Option<String>,
    /// Title of the section.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub section_title: Option<Text>,
    /// JSON Pointer.
    pub pointer: Option<String>,
    /// Label.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub label: Option<Text>,
    /// As declared.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub declared: Option<Text>,
    /// As registered now.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub registered: Option<Text>,
    /// Name of the register.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub register: Option<Text>,
    /// The two differ.
    pub differs: Option<bool>,
}

/// Who works on a dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Holder {
    /// Name of the officer.
    pub name: Option<String>,
    /// Since when, UTC microseconds.
    pub since: Option<i64>,
    /// It is the officer who asks.
    pub me: Option<bool>,
}

/// A step that an officer can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeskAction {
    /// [`super::Receive`].
    Receive,
    /// [`super::DeclineIntake`].
    DeclineIntake,
    /// [`super::Approve`].
    Approve,
    /// [`super::RequestSupplement`].
    RequestSupplement,
    /// [`super::Refuse`].
    Refuse,
    /// [`super::BeginVerification`].
    Verify,
    /// [`super::Extend`].
    Extend,
    /// [`super::ReturnResult`].
    ReturnResult,
    /// [`super::TakeDossier`].
    Take,
}
