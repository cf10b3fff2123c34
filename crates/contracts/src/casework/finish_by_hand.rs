use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer records that the effect of a decision was done by hand, because the register did not
/// answer: the message to the register is taken back and the result is signed.
pub struct FinishByHand;

impl Contract for FinishByHand {
    const NAME: &'static str = "casework.finish-by-hand/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer records that a decision was carried out by hand.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = FinishByHandRequest;
    type Response = DossierState;
}

/// Which dossier, and what was done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishByHandRequest {
    /// The dossier, decided in favour and waiting for the register.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that the register answered meanwhile.
    pub version: i64,
    /// What the register calls the entry, for example a card number; at most 100 characters.
    #[schemars(length(min = 1, max = 100))]
    pub reference: String,
    /// How and why it was done by hand, for colleagues; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub note: String,
}
