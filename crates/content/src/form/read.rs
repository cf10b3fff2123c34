//! What single keywords of a schema say.

use serde_json::Value;

use super::{FieldKind, FieldSource, Widget};

/// From this length on a text is given several lines.
const LONG_TEXT: u32 = 250;
/// Up to this many choices are shown at once.
const FEW_CHOICES: usize = 5;

/// The texts of a list.
pub(super) fn texts_of(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// Whether a schema names a property as required.
pub(super) fn is_required(schema: &Value, name: &str) -> bool {
    texts_of(schema.get("required")).any(|other| other == name)
}

/// What the value of a field is, `null` left aside.
pub(super) fn field_kind(schema: &Value) -> Option<FieldKind> {
    let mut kinds = match schema.get("type")? {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    kinds.retain(|kind| *kind != "null");
    match kinds[..] {
        ["string"] => Some(FieldKind::Text),
        ["integer"] => Some(FieldKind::Integer),
        ["boolean"] => Some(FieldKind::Boolean),
        _ => None,
    }
}

/// Reads `x-source`.
pub(super) fn field_source(text: &str) -> Option<FieldSource> {
    let mut parts = text.split('.').map(str::to_owned);
    let source = parts.next()?;
    let path: Vec<String> = parts.collect();
    let whole = !source.is_empty() && !path.is_empty() && path.iter().all(|part| !part.is_empty());
    whole.then_some(FieldSource { source, path })
}

/// How a field is answered when its schema does not say.
pub(super) fn default_widget(
    kind: FieldKind,
    format: Option<&str>,
    max_length: Option<u32>,
    choices: Option<usize>,
) -> Widget {
    match (kind, choices, format) {
        (_, Some(count), _) if count <= FEW_CHOICES => Widget::Radio,
        (_, Some(_), _) => Widget::Select,
        (FieldKind::Integer, ..) => Widget::Number,
        (FieldKind::Boolean, ..) => Widget::Checkbox,
        (_, _, Some("date" | "partial-date")) => Widget::Date,
        (_, _, Some("commune")) => Widget::Commune,
        (_, _, Some("personal-number")) => Widget::PersonalNumber,
        _ if max_length.is_some_and(|length| length >= LONG_TEXT) => Widget::Textarea,
        _ => Widget::Text,
    }
}
