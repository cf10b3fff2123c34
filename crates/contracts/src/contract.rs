use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// How a data service is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One question, one answer; changes nothing.
    Call,
    /// Changes something at its owner, once for each key that the caller brings.
    Command,
    /// A page of at most [`crate::PAGE_LIMIT`] rows, every row recorded.
    Search,
    /// Bulk transfer in chunks, one ledger entry for each; needs a legal basis for bulk use.
    Stream,
}

/// How much harm the knowledge of a field can do to the person whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// Says nothing about a person.
    Public,
    /// Basic personal data.
    Personal,
    /// Sensitive personal data.
    Sensitive,
}

/// One top-level field of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in the JSON answer.
    pub name: &'static str,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// Id of the legal basis (in `content/legal-bases.toml`) on which its owner keeps it.
    pub basis: &'static str,
}

impl Field {
    /// A field that says nothing about a person.
    pub const fn public(name: &'static str, basis: &'static str) -> Self {
        Self {
            name,
            sensitivity: Sensitivity::Public,
            basis,
        }
    }

    /// A field of basic personal data.
    pub const fn personal(name: &'static str, basis: &'static str) -> Self {
        Self {
            name,
            sensitivity: Sensitivity::Personal,
            basis,
        }
    }

    /// A field of sensitive personal data.
    pub const fn sensitive(name: &'static str, basis: &'static str) -> Self {
        Self {
            name,
            sensitivity: Sensitivity::Sensitive,
            basis,
        }
    }
}

/// The longest request of a data service that says nothing else, in bytes of JSON.
pub const REQUEST_LIMIT: usize = 256 * 1024;
/// The longest request of a data service that takes a file in base 64, in bytes of JSON.
pub const FILE_REQUEST_LIMIT: usize = 15 * 1024 * 1024;

/// A data service: the type is its name in Rust, [`Contract::NAME`] everywhere else.
pub trait Contract: 'static {
    /// `owner.verb-noun/version`, for example `population.get-person/1`.
    const NAME: &'static str;
    /// How it is used.
    const SHAPE: Shape;
    /// One English sentence for the catalogue.
    const SUMMARY: &'static str;
    /// Every top-level field of the answer.
    const FIELDS: &'static [Field];
    /// The field of the request that names the person it is about, when there is one: the policy
    /// uses it to tell "about myself" from "about somebody else".
    const SUBJECT: Option<&'static str> = None;
    /// The longest request over HTTP, in bytes of JSON.
    const REQUEST_LIMIT: usize = REQUEST_LIMIT;

    /// What goes in.
    type Request: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// What comes out.
    type Response: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
}

/// A [`Contract`] as data.
#[derive(Clone, Debug, Serialize)]
pub struct Descriptor {
    /// `owner.verb-noun/version`.
    pub name: &'static str,
    /// The room that answers.
    pub owner: &'static str,
    /// How it is used.
    pub shape: Shape,
    /// One English sentence.
    pub summary: &'static str,
    /// Every top-level field of the answer.
    pub fields: &'static [Field],
    /// Request field that names the person it is about.
    pub subject: Option<&'static str>,
    /// The longest request over HTTP, in bytes of JSON.
    pub request_limit: usize,
    /// JSON Schema 2020-12 of the request.
    pub request: Value,
    /// JSON Schema 2020-12 of the answer.
    pub response: Value,
}

impl Descriptor {
    /// Describes the contract `C`.
    pub fn of<C: Contract>() -> Self {
        Self {
            name: C::NAME,
            owner: C::NAME.split('.').next().unwrap_or_default(),
            shape: C::SHAPE,
            summary: C::SUMMARY,
            fields: C::FIELDS,
            subject: C::SUBJECT,
            request_limit: C::REQUEST_LIMIT,
            request: schema::<C::Request>(),
            response: schema::<C::Response>(),
        }
    }
}

/// The schema of `T` with everything in place, so that it can be moved into another document.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}
