use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Contract, Field, Shape};

const BASIS: &str = "personal-data-law";

/// The proof that one use of a person's data stands in the ledger, to be checked by anybody without
/// asking (C2SP tlog-proof). A conflict `proof-not-yet` until the ledger was signed over it, which
/// takes seconds.
pub struct ProveAccess;

impl Contract for ProveAccess {
    const NAME: &'static str = "ledger.prove-access/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The proof that one use of a person's data stands in the ledger.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[Field::personal("proof", BASIS)];

    type Request = ProveAccessRequest;
    type Response = AccessProof;
}

/// Names the person and the use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveAccessRequest {
    /// Whose data was used.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Position of the use in the ledger.
    pub index: u64,
}

/// A proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AccessProof {
    /// The file `.tlog-proof`.
    pub proof: Option<String>,
}
