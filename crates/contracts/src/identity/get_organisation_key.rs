use dean06_kernel::OrgId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Contract, Field, Shape};

const BASIS: &str = "e-identity-decree";

/// The key by which what an organisation signed can be checked.
pub struct GetOrganisationKey;

impl Contract for GetOrganisationKey {
    const NAME: &'static str = "identity.get-organisation-key/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "A public key of an organisation, and since when it holds.";
    const FIELDS: &'static [Field] = &[
        Field::public("org_id", BASIS),
        Field::public("public_key", BASIS),
        Field::public("valid_from", BASIS),
        Field::public("revoked_at", BASIS),
    ];

    type Request = GetOrganisationKeyRequest;
    type Response = OrganisationKey;
}

/// Names the key.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrganisationKeyRequest {
    /// The `kid` of what was signed.
    #[schemars(length(min = 1, max = 100))]
    pub key_id: String,
}

/// A key and when it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrganisationKey {
    /// Whose key it is.
    #[schemars(with = "Option<String>")]
    pub org_id: Option<OrgId>,
    /// The key itself.
    pub public_key: Option<OrganisationJwk>,
    /// From when on it holds, UTC microseconds.
    pub valid_from: Option<i64>,
    /// From when on it holds no more, UTC microseconds.
    pub revoked_at: Option<i64>,
}

/// A public key on the curve P-256 as a JSON Web Key (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationJwk {
    /// `EC`.
    pub kty: String,
    /// `P-256`.
    pub crv: String,
    /// The first coordinate, base64url of 32 bytes.
    pub x: String,
    /// The second coordinate, base64url of 32 bytes.
    pub y: String,
}
