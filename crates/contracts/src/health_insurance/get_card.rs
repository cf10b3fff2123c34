use dean06_kernel::{PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::HEALTH_INSURANCE;
use crate::{Contract, Field, Shape};

/// The latest health card of a person.
pub struct GetCard;

impl Contract for GetCard {
    const NAME: &'static str = "health-insurance.get-card/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The latest health card of a person.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", HEALTH_INSURANCE),
        Field::personal("card_number", HEALTH_INSURANCE),
        Field::personal("group_code", HEALTH_INSURANCE),
        Field::personal("personal_number", HEALTH_INSURANCE),
        Field::personal("name", HEALTH_INSURANCE),
        Field::personal("birth_date", HEALTH_INSURANCE),
        Field::personal("sex", HEALTH_INSURANCE),
        Field::personal("valid_from", HEALTH_INSURANCE),
        Field::personal("valid_to", HEALTH_INSURANCE),
        Field::personal("initial_facility", HEALTH_INSURANCE),
        Field::personal("in_force", HEALTH_INSURANCE),
        Field::personal("ended_on", HEALTH_INSURANCE),
        Field::personal("end_reason", HEALTH_INSURANCE),
    ];

    type Request = GetCardRequest;
    type Response = HealthCard;
}

/// Names the person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCardRequest {
    /// The insured. Of somebody who never had a card, nothing is found.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
}

/// Thẻ bảo hiểm y tế.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HealthCard {
    /// The insured.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Mã thẻ.
    pub card_number: Option<String>,
    /// Mã đối tượng.
    pub group_code: Option<String>,
    /// Personal number at the time of issue.
    pub personal_number: Option<String>,
    /// Full name at the time of issue.
    pub name: Option<String>,
    /// Birth date.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Sex.
    #[schemars(with = "Option<String>")]
    pub sex: Option<Sex>,
    /// First day.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Last day that the card names; absent for a card without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// Code of the facility of first contact.
    pub initial_facility: Option<String>,
    /// Whether the card is good today.
    pub in_force: Option<bool>,
    /// First day on which it was no longer good, when it was ended before its last day.
    #[schemars(with = "Option<String>")]
    pub ended_on: Option<Date>,
    /// Why it was ended: `death`, or as the decision says.
    pub end_reason: Option<String>,
}
