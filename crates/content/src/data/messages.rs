use std::collections::BTreeMap;

use dean06_kernel::Text;
use serde::Deserialize;

use crate::reader::Reader;

const FILE: &str = "form-messages.toml";

/// What a person reads when a value cannot be accepted and the form says nothing of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Messages {
    by_keyword: BTreeMap<String, Text>,
}

impl Messages {
    /// The message for a keyword with its blanks filled in; falls back to `other`.
    pub fn get(&self, on: &str, label: &Text, limit: Option<&str>) -> Text {
        let pattern = self
            .by_keyword
            .get(on)
            .or_else(|| self.by_keyword.get("other"))
            .cloned()
            .unwrap_or_default();
        let fill = |pattern: &str, label: &str| {
            pattern
                .replace("{label}", &first_letter(label, small))
                .replace("{Label}", &first_letter(label, capital))
                .replace("{limit}", limit.unwrap_or_default())
        };
        Text::new(fill(&pattern.vi, &label.vi), fill(&pattern.en, &label.en))
    }
}

/// Small, unless the second letter is a capital too: an abbreviation stays as it is.
fn small(first: char, second: Option<char>) -> String {
    if second.is_some_and(char::is_uppercase) {
        first.to_string()
    } else {
        first.to_lowercase().to_string()
    }
}

fn capital(first: char, _second: Option<char>) -> String {
    first.to_uppercase().to_string()
}

fn first_letter(label: &str, change: impl Fn(char, Option<char>) -> String) -> String {
    let mut rest = label.chars();
    let Some(first) = rest.next() else {
        return String::new();
    };
    change(first, rest.clone().next()) + rest.as_str()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    message: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    on: String,
    text: Text,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> Messages {
    let mut by_keyword = BTreeMap::new();
    let rows = reader.required_toml::<File>(FILE).map(|f| f.message);
    for row in rows.unwrap_or_default() {
        if by_keyword.insert(row.on.clone(), row.text).is_some() {
            reader.note(FILE, row.on, "the message occurs twice");
        }
    }
    if !by_keyword.contains_key("other") {
        reader.note(FILE, "other", "the message for everything else is missing");
    }
    Messages { by_keyword }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fit_into_sentences() {
        let messages = Messages {
            by_keyword: [(
                "other".to_owned(),
                Text::new("Nhập {label}. {Label}: {limit}", "{label}"),
            )]
            .into(),
        };
        let label = Text::new("Địa chỉ thường trú", "CCCD number");
        let message = messages.get("required", &label, Some("3"));
        assert_eq!(message.vi, "Nhập địa chỉ thường trú. Địa chỉ thường trú: 3");
        assert_eq!(message.en, "CCCD number");
        assert_eq!(messages.get("x", &Text::default(), None).vi, "Nhập . : ");
    }
}
