use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An address or a place of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// ISO 3166 alpha-2 code of the country; Viet Nam when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(equal = 2))]
    pub country: Option<String>,
    /// Code of the commune, ward or special zone that was valid at the time of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 8))]
    pub commune: Option<String>,
    /// House number, street, hamlet; a facility's name for a birth; at most 300 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 300))]
    pub line: Option<String>,
    /// The whole place as a sentence would name it, written by the owner of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 500))]
    pub text: Option<String>,
}
