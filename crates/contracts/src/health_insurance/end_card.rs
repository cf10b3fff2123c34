use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::HEALTH_INSURANCE;
use crate::{Contract, Field, Shape};

/// Ends a health card before its last day (thu hồi thẻ bảo hiểm y tế).
///
/// The card of somebody who died was ended by the death already; the command then tells which and
/// when, and changes nothing.
pub struct EndCard;

impl Contract for EndCard {
    const NAME: &'static str = "health-insurance.end-card/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Ends a health card before its last day.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", HEALTH_INSURANCE),
        Field::personal("card_number", HEALTH_INSURANCE),
        Field::personal("ended_on", HEALTH_INSURANCE),
        Field::personal("ended_by_death", HEALTH_INSURANCE),
    ];

    type Request = EndCardRequest;
    type Response = EndCardResponse;
}

/// Whose card ends, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndCardRequest {
    /// The insured.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Why, as the decision says; at most 500 characters.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
    /// First day on which the card is no longer good, not in the future.
    #[schemars(with = "String")]
    pub ended_on: Date,
}

/// The card that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EndCardResponse {
    /// The insured.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Mã thẻ.
    pub card_number: Option<String>,
    /// First day on which the card is no longer good; of the dead, the day of death.
    #[schemars(with = "Option<String>")]
    pub ended_on: Option<Date>,
    /// Death had ended it before.
    pub ended_by_death: Option<bool>,
}
