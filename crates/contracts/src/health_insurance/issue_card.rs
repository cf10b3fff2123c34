use dean06_kernel::{PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::HEALTH_INSURANCE;
use crate::{Contract, Field, Shape};

/// Gives a person a health card (cấp thẻ bảo hiểm y tế).
///
/// The same key always returns the same card. A second card beside one in force is refused.
pub struct IssueCard;

impl Contract for IssueCard {
    const NAME: &'static str = "health-insurance.issue-card/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Gives a person a health card.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", HEALTH_INSURANCE),
        Field::personal("card_number", HEALTH_INSURANCE),
        Field::personal("valid_from", HEALTH_INSURANCE),
        Field::personal("valid_to", HEALTH_INSURANCE),
        Field::personal("initial_facility", HEALTH_INSURANCE),
    ];

    type Request = IssueCardRequest;
    type Response = IssueCardResponse;
}

/// Who is insured, in which group, from when on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueCardRequest {
    /// The insured.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Số định danh cá nhân.
    #[schemars(length(equal = 12))]
    pub personal_number: String,
    /// Full name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Birth date.
    #[schemars(with = "String")]
    pub birth_date: PartialDate,
    /// Sex.
    #[schemars(with = "String")]
    pub sex: Sex,
    /// Mã đối tượng: a group of `content/registers/health-insurance.toml`, for example of children
    /// under six.
    #[schemars(length(min = 1, max = 8))]
    pub group_code: String,
    /// Code of the facility of first contact (nơi đăng ký khám chữa bệnh ban đầu), when one is
    /// chosen.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub facility_code: Option<String>,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day; absent for a card without an end.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// The dossier that led here.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub dossier_number: Option<String>,
}

/// The card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IssueCardResponse {
    /// The insured.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Mã thẻ.
    pub card_number: Option<String>,
    /// First day.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Last day; absent for a card without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// Code of the facility of first contact.
    pub initial_facility: Option<String>,
}
