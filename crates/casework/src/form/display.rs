//! Values as people read them.

use dean06_content::{Field, Widget};
use dean06_kernel::{Language, PartialDate, Text};
use jiff::civil::Date;
use serde_json::Value;

use super::Titles;
use crate::edition::Edition;

/// A value of a field as people read it; nothing where there is no value.
pub(super) fn display(
    edition: &Edition,
    field: &Field,
    value: &Value,
    on: Date,
    titles: &Titles,
) -> Option<Text> {
    let text = match value {
        Value::Null => return None,
        Value::Bool(true) => return Some(edition.words.values.yes.clone()),
        Value::Bool(false) => return Some(edition.words.values.no.clone()),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let Some(list) = &field.code_list {
        return Some(edition.label(list, &text));
    }
    let told = match field.widget {
        Widget::Commune => unit_name(edition, &text, on),
        Widget::Date => text
            .parse::<PartialDate>()
            .ok()
            .map(|date| Text::new(date.display(Language::Vi), date.display(Language::En))),
        Widget::Paper => titles.paper(&text).cloned(),
        _ => None,
    };
    Some(told.unwrap_or_else(|| Text::new(text.clone(), text)))
}

/// Registers also hold communes that are no more.
fn unit_name(edition: &Edition, code: &str, on: Date) -> Option<Text> {
    let content = &edition.content;
    let before = content.admin_units().switched_on().yesterday().ok();
    content
        .unit_name(code, on)
        .or_else(|| content.unit_name(code, before?))
}
