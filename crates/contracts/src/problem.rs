use dean06_kernel::Text;
use serde::{Deserialize, Serialize};

/// One field that is not right, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FieldProblem {
    /// JSON Pointer to the field in what was sent, for example `/child/name`.
    pub pointer: String,
    /// How to mend it, for people.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub text: Text,
}

/// Problem Details (RFC 9457) as every API of this program answers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Problem {
    /// `urn:dean06:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// HTTP status.
    pub status: u16,
    /// Short English title, the same for every problem of this kind.
    pub title: String,
    /// What happened and what to do next, in Vietnamese and English.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub detail: Text,
    /// Fields to mend, when the request itself was wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

impl Problem {
    /// A problem of the given kind.
    pub fn new(status: u16, code: &str, title: &str, detail: Text) -> Self {
        Self {
            kind: format!("urn:dean06:problem:{code}"),
            status,
            title: title.to_owned(),
            detail,
            errors: Vec::new(),
        }
    }

    /// The last part of [`Problem::kind`].
    pub fn code(&self) -> &str {
        self.kind.rsplit(':').next().unwrap_or_default()
    }
}
