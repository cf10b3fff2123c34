use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The applicant appeals the refusal of a leg: it gets a new dossier, and the former one stays
/// readable. Legs that were not possible without it wait for it again.
pub struct AppealLeg;

impl Contract for AppealLeg {
    const NAME: &'static str = "casework.appeal-leg/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant appeals the refusal of a leg.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::public("leg_id", ONE_STOP),
        Field::public("attempt", ONE_STOP),
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
    ];

    type Request = AppealLegRequest;
    type Response = AppealLegResponse;
}

/// Which leg, and what speaks for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealLegRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The refused leg.
    #[schemars(length(min = 1, max = 80))]
    pub leg_id: String,
    /// The grounds, as the officer will read them; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub text: String,
}

/// The new attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AppealLegResponse {
    /// The application.
    pub bundle_id: Option<String>,
    /// The leg.
    pub leg_id: Option<String>,
    /// Which attempt it is, from 1.
    pub attempt: Option<u32>,
    /// The new dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
}
