//! Allowances at a death: the funeral allowance (mai táng phí) and the survivor benefit (tử tuất).

mod get_grants;
mod grant;

pub use get_grants::{AllowanceGrant, GetGrants, GetGrantsRequest, GetGrantsResponse};
pub use grant::{Beneficiary, Grant, GrantRequest, GrantResponse};

/// The decree that joins them to the registration of a death.
const DEATH_BUNDLE: &str = "death-bundle-decree";
