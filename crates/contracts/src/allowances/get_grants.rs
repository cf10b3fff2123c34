use dean06_kernel::{OrgId, PersonId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Beneficiary, DEATH_BUNDLE};
use crate::{Contract, Field, Shape};

/// The allowances that were granted for somebody who died.
pub struct GetGrants;

impl Contract for GetGrants {
    const NAME: &'static str = "allowances.get-grants/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The allowances that were granted for somebody who died.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[Field::personal("grants", DEATH_BUNDLE)];

    type Request = GetGrantsRequest;
    type Response = GetGrantsResponse;
}

/// Names the person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetGrantsRequest {
    /// Who died.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
}

/// Every grant for that person: at most one of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GetGrantsResponse {
    /// The grants, by kind; empty when there is none.
    pub grants: Option<Vec<AllowanceGrant>>,
}

/// One grant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AllowanceGrant {
    /// Key of the grant.
    pub grant_id: Option<String>,
    /// Code of the list `allowance-kinds`.
    pub kind: Option<String>,
    /// Who receives it.
    pub beneficiary: Option<Beneficiary>,
    /// How much, in đồng.
    pub amount: Option<i64>,
    /// The body that granted it.
    #[schemars(with = "Option<String>")]
    pub org_id: Option<OrgId>,
    /// The dossier that led here.
    pub dossier_number: Option<String>,
    /// Day of the decision.
    #[schemars(with = "Option<String>")]
    pub decided_on: Option<Date>,
}
