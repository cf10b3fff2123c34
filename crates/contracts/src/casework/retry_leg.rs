use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LegState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer has the machine try now what it would try again later: the effect of a decision, or
/// the beginning of the legs that wait. Trying twice does nothing twice.
pub struct RetryLeg;

impl Contract for RetryLeg {
    const NAME: &'static str = "casework.retry-leg/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer has the machine try a waiting leg now.";
    const FIELDS: &'static [Field] = &[
        Field::public("leg_id", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("went_on", ONE_STOP),
    ];

    type Request = RetryLegRequest;
    type Response = RetryLegResponse;
}

/// Which leg.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryLegRequest {
    /// A dossier of the officer's own organisation: its effect is tried, or its chain.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// Another leg of the same chain that waits to begin; the dossier's own one when absent.
    #[serde(default)]
    #[schemars(length(min = 1, max = 80))]
    pub leg_id: Option<String>,
}

/// What the try came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RetryLegResponse {
    /// The leg; absent for a dossier that is no leg.
    pub leg_id: Option<String>,
    /// Where the leg stands now.
    pub state: Option<LegState>,
    /// Legal status of the officer's dossier, 1–10.
    pub status: Option<u8>,
    /// Version of the officer's dossier.
    pub version: Option<i64>,
    /// It went on, by this try or a moment before; if not, it is tried again by itself.
    pub went_on: Option<bool>,
}
