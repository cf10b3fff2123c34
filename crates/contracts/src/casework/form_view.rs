use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A page of a form: one question or one decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageView {
    /// Name of the section in the form's data.
    pub section: String,
    /// Title.
    #[schemars(with = "BTreeMap<String, String>")]
    pub title: Text,
    /// What helps to answer.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub hint: Option<Text>,
    /// All answers on this page are there and right.
    pub complete: bool,
    /// The fields that apply now, in order.
    pub fields: Vec<FieldView>,
}

/// How a field is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Widget {
    /// One line.
    Text,
    /// Several lines.
    Textarea,
    /// A date.
    Date,
    /// One of a few.
    Radio,
    /// One of many.
    Select,
    /// A commune of the day.
    Commune,
    /// A personal number.
    PersonalNumber,
    /// A whole number.
    Number,
    /// Yes or nothing.
    Checkbox,
    /// A paper of the document store; the value is its id.
    Paper,
}

/// A field of a form with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldView {
    /// JSON Pointer in the form's data, for example `/child/name`.
    pub pointer: String,
    /// Label.
    #[schemars(with = "BTreeMap<String, String>")]
    pub label: Text,
    /// What helps to answer.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub hint: Option<Text>,
    /// How it is answered.
    pub widget: Widget,
    /// The choices of a radio or select.
    #[serde(default)]
    pub options: Vec<OptionView>,
    /// Must be answered.
    pub required: bool,
    /// The largest number of characters.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// Kind of the paper that is chosen from the document store.
    #[serde(default)]
    pub paper_kind: Option<String>,
    /// The value as stored.
    #[serde(default)]
    pub value: Value,
    /// The value as people read it.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub display: Option<Text>,
    /// Where a filled value comes from.
    #[serde(default)]
    pub source: Option<SourceView>,
    /// May be typed; a value from a register is not, unless the form says why.
    pub editable: bool,
    /// What is wrong with the value and how to mend it.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub error: Option<Text>,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OptionView {
    /// The value that is stored.
    pub value: String,
    /// What people read.
    #[schemars(with = "BTreeMap<String, String>")]
    pub label: Text,
}

/// The register that a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceView {
    /// The data service that was asked.
    pub service: String,
    /// Name of the register.
    #[schemars(with = "BTreeMap<String, String>")]
    pub title: Text,
}
