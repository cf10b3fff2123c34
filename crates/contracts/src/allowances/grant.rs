use dean06_kernel::{OrgId, PersonId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DEATH_BUNDLE;
use crate::{Contract, Field, Shape};

/// Grants an allowance for somebody who died.
///
/// The same key always returns the same grant. A second grant of one kind for one deceased person
/// is refused.
pub struct Grant;

impl Contract for Grant {
    const NAME: &'static str = "allowances.grant/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Grants an allowance for somebody who died.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("grant_id", DEATH_BUNDLE),
        Field::personal("person_id", DEATH_BUNDLE),
        Field::personal("kind", DEATH_BUNDLE),
        Field::personal("beneficiary", DEATH_BUNDLE),
        Field::personal("amount", DEATH_BUNDLE),
        Field::personal("decided_on", DEATH_BUNDLE),
    ];

    type Request = GrantRequest;
    type Response = GrantResponse;
}

/// What is granted, and to whom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRequest {
    /// Who died.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Code of the list `allowance-kinds`.
    #[schemars(length(min = 1, max = 40))]
    pub kind: String,
    /// Who receives it.
    pub beneficiary: Beneficiary,
    /// How much, in đồng; absent where the paying body works it out.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1_000_000_000_000_i64))]
    pub amount: Option<i64>,
    /// The body that grants it.
    #[schemars(with = "String", length(max = 64))]
    pub org_id: OrgId,
    /// The dossier that led here.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub dossier_number: Option<String>,
    /// Name of the officer who decided.
    #[schemars(length(min = 1, max = 100))]
    pub decided_by: String,
    /// Day of the decision, not in the future.
    #[schemars(with = "String")]
    pub decided_on: Date,
}

/// Người hưởng.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Beneficiary {
    /// The beneficiary's key when the beneficiary stands in the population register.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Full name.
    #[schemars(length(max = 100))]
    pub name: String,
    /// Personal number.
    #[schemars(length(max = 12))]
    pub personal_number: Option<String>,
    /// How the beneficiary stands to the deceased, in words.
    #[schemars(length(max = 100))]
    pub relation: Option<String>,
}

/// The grant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GrantResponse {
    /// Key of the grant.
    pub grant_id: Option<String>,
    /// Who died.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Code of the list `allowance-kinds`.
    pub kind: Option<String>,
    /// Who receives it.
    pub beneficiary: Option<Beneficiary>,
    /// How much, in đồng.
    pub amount: Option<i64>,
    /// Day of the decision.
    #[schemars(with = "Option<String>")]
    pub decided_on: Option<Date>,
}
