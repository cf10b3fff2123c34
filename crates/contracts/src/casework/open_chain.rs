use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleState, ClockView, LegState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The whole chain that a dossier is a leg of, for an officer who handles one of its dossiers. Of
/// the other legs it shows where they stand, at which organisation, by when and why; no more.
pub struct OpenChain;

impl Contract for OpenChain {
    const NAME: &'static str = "casework.open-chain/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The whole chain that a dossier is a leg of.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::personal("state_text", ONE_STOP),
        Field::personal("submitted_at", ONE_STOP),
        Field::personal("clock", ONE_STOP),
        Field::personal("legs", ONE_STOP),
    ];

    type Request = OpenChainRequest;
    type Response = ChainView;
}

/// Names a dossier of the officer's own organisation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenChainRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
}

/// A chain as officers see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChainView {
    /// The interlinked application.
    pub bundle_id: Option<String>,
    /// Number of the whole.
    pub number: Option<String>,
    /// Title of the procedure.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Where it stands.
    pub state: Option<BundleState>,
    /// The same in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub state_text: Option<Text>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// The clock of the whole.
    pub clock: Option<ClockView>,
    /// The legs in order.
    pub legs: Option<Vec<ChainLeg>>,
}

/// A leg as officers see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChainLeg {
    /// Its name in the bundle.
    pub leg_id: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
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
    /// Who handles it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// The clock of its dossier.
    pub clock: Option<ClockView>,
    /// It lies at the officer's own organisation and the officer has a duty in it.
    pub mine: Option<bool>,
    /// Its dossier; only of one's own legs.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ; only of one's own legs.
    pub dossier_number: Option<String>,
    /// Grows by one with every step of the dossier; only of one's own legs.
    pub version: Option<i64>,
    /// Which attempt it is: more than 1 after an appeal.
    pub attempt: Option<u32>,
    /// How often the machine has tried in vain to go on with it.
    pub tries: Option<u32>,
    /// Moment of the last try in vain, UTC microseconds.
    pub last_try_at: Option<i64>,
    /// What came back then.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub last_error: Option<Text>,
    /// A decision waits for a register for longer than the content allows.
    pub stuck: Option<bool>,
    /// See [`super::RetryLeg`].
    pub can_retry: Option<bool>,
    /// See [`super::FinishByHand`].
    pub can_finish_by_hand: Option<bool>,
}
