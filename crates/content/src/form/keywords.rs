//! Our keywords beside those of JSON Schema. Documented in `content/keywords.md`.

use dean06_kernel::Text;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Widget;
use crate::rule::Rule;

/// All our keywords of one schema. An unknown one, a wrong rule or a missing translation fails.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keywords {
    #[serde(rename = "x-page")]
    pub page: Option<PageHead>,
    #[serde(rename = "x-label")]
    pub label: Option<Text>,
    #[serde(rename = "x-hint")]
    pub hint: Option<Text>,
    #[serde(rename = "x-error")]
    pub error: Option<Text>,
    #[serde(rename = "x-source")]
    pub source: Option<String>,
    #[serde(rename = "x-editable")]
    pub editable: Option<Editable>,
    #[serde(rename = "x-show-if")]
    pub show_if: Option<Rule>,
    #[serde(rename = "x-code-list")]
    pub code_list: Option<String>,
    #[serde(rename = "x-widget")]
    pub widget: Option<Widget>,
    #[serde(rename = "x-default")]
    pub default: Option<Rule>,
    #[serde(rename = "x-paper-kind")]
    pub paper_kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageHead {
    pub id: String,
    pub title: Text,
    pub hint: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Editable {
    pub reason: Text,
}

impl Keywords {
    pub fn of(schema: &Map<String, Value>) -> Result<Self, serde_json::Error> {
        let own: Map<String, Value> = schema
            .iter()
            .filter(|(name, _)| name.starts_with("x-"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Self::deserialize(Value::Object(own))
    }

    /// The first keyword that has no meaning where nobody fills in a form: in a notice.
    pub fn only_for_forms(&self) -> Option<&'static str> {
        [
            ("x-page", self.page.is_some()),
            ("x-source", self.source.is_some()),
            ("x-editable", self.editable.is_some()),
            ("x-show-if", self.show_if.is_some()),
            ("x-default", self.default.is_some()),
            ("x-widget", self.widget.is_some()),
            ("x-paper-kind", self.paper_kind.is_some()),
        ]
        .into_iter()
        .find_map(|(name, used)| used.then_some(name))
    }

    /// The first keyword that has no meaning on a section or group.
    pub fn only_for_fields(&self) -> Option<&'static str> {
        [
            ("x-error", self.error.is_some()),
            ("x-source", self.source.is_some()),
            ("x-editable", self.editable.is_some()),
            ("x-code-list", self.code_list.is_some()),
            ("x-widget", self.widget.is_some()),
            ("x-default", self.default.is_some()),
            ("x-paper-kind", self.paper_kind.is_some()),
        ]
        .into_iter()
        .find_map(|(name, used)| used.then_some(name))
    }
}
