use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The public keys of every signature on results, former keys included: what was signed with them
/// stays verifiable.
pub struct PublicKeys;

impl Contract for PublicKeys {
    const NAME: &'static str = "casework.public-keys/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The public keys of every signature on results.";
    const FIELDS: &'static [Field] = &[Field::public("keys", ONE_STOP)];

    type Request = PublicKeysRequest;
    type Response = PublicKeysResponse;
}

/// Nothing: all keys are told.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PublicKeysRequest {}

/// A JWK set (RFC 7517).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PublicKeysResponse {
    /// The keys as JWK.
    pub keys: Option<Vec<Value>>,
}
