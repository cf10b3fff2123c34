use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Shape};

/// Gives a person an identity card (cấp thẻ căn cước). Its number is the personal number; a second
/// card beside one in force is refused.
pub struct IssueIdentityCard;

impl Contract for IssueIdentityCard {
    const NAME: &'static str = "population.issue-identity-card/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Gives a person an identity card.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", REGISTER),
        Field::personal("number", REGISTER),
        Field::personal("kind", REGISTER),
        Field::personal("issued_by", REGISTER),
        Field::personal("issued_on", REGISTER),
        Field::personal("expires_on", REGISTER),
    ];

    type Request = IssueIdentityCardRequest;
    type Response = IssueIdentityCardResponse;
}

/// The card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueIdentityCardRequest {
    /// Whose card.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Code of the list `identity-card-kinds`.
    #[schemars(length(min = 1, max = 40))]
    pub kind: String,
    /// Name of the issuing body.
    #[schemars(length(min = 1, max = 254))]
    pub issued_by: String,
    /// Day of issue, not in the future.
    #[schemars(with = "String")]
    pub issued_on: Date,
    /// Last day of validity; absent for a card without an end.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub expires_on: Option<Date>,
}

/// The card as recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IssueIdentityCardResponse {
    /// Whose card.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Number on the card.
    pub number: Option<String>,
    /// Code of the list `identity-card-kinds`.
    pub kind: Option<String>,
    /// Name of the issuing body.
    pub issued_by: Option<String>,
    /// Day of issue.
    #[schemars(with = "Option<String>")]
    pub issued_on: Option<Date>,
    /// Last day of validity.
    #[schemars(with = "Option<String>")]
    pub expires_on: Option<Date>,
}
