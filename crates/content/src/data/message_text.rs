use std::collections::{BTreeMap, BTreeSet};

use dean06_kernel::{Confidence, Text};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::reader::Reader;

pub(crate) const FILE: &str = "messages.toml";

/// What citizens are told (thông báo), by kind.
#[derive(Debug, Clone, Default)]
pub struct MessageTexts {
    by_kind: BTreeMap<String, MessageText>,
    /// The blanks that texts may have: none of them takes personal data.
    blanks: BTreeMap<String, String>,
    origin: Option<(String, Confidence)>,
}

/// The words of one kind of message. A blank `{name}` is filled in when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageText {
    /// Its name, as `birth-notice-arrived`.
    pub kind: String,
    /// Title.
    pub title: Text,
    /// What the portal and an e-mail say.
    pub text: Text,
    /// What a short message says.
    pub sms: Text,
}

/// A message with its blanks filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledMessage {
    /// Title.
    pub title: Text,
    /// What the portal and an e-mail say.
    pub text: Text,
    /// What a short message says.
    pub sms: Text,
}

/// A message lacks a value for one of its blanks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the message {kind} needs a value for {{{blank}}}")]
pub struct MissingBlank {
    /// Kind of the message.
    pub kind: String,
    /// Name of the blank.
    pub blank: String,
}

impl MessageTexts {
    /// The words of a kind.
    pub fn get(&self, kind: &str) -> Option<&MessageText> {
        self.by_kind.get(kind)
    }

    /// All kinds, by name.
    pub fn iter(&self) -> impl Iterator<Item = &MessageText> {
        self.by_kind.values()
    }

    /// Where the words come from and how sure they are, if there are any.
    pub(crate) fn origin(&self) -> Option<(&str, Confidence)> {
        let (source, confidence) = self.origin.as_ref()?;
        Some((source, *confidence))
    }

    /// Whether a blank of this name may stand in a text.
    pub(crate) fn has_blank(&self, name: &str) -> bool {
        self.blanks.contains_key(name)
    }
}

impl MessageText {
    /// Fills the blanks from `values`: texts, whole numbers, or objects with `vi` and `en`.
    pub fn fill(&self, values: &Map<String, Value>) -> Result<FilledMessage, MissingBlank> {
        let fill = |text: &Text| self.filled(text, values);
        Ok(FilledMessage {
            title: fill(&self.title)?,
            text: fill(&self.text)?,
            sms: fill(&self.sms)?,
        })
    }

    /// The names of the blanks.
    pub fn blanks(&self) -> BTreeSet<&str> {
        [&self.title, &self.text, &self.sms]
            .into_iter()
            .flat_map(|text| [text.vi.as_str(), text.en.as_str()])
            .flat_map(|text| parts(text).filter_map(|(_, blank)| blank))
            .collect()
    }

    fn filled(&self, text: &Text, values: &Map<String, Value>) -> Result<Text, MissingBlank> {
        let fill = |pattern: &str, language: &str| {
            let mut filled = String::with_capacity(pattern.len());
            for (words, blank) in parts(pattern) {
                filled.push_str(words);
                let Some(blank) = blank else { continue };
                let value = values.get(blank).and_then(|value| word(value, language));
                filled.push_str(&value.ok_or_else(|| MissingBlank {
                    kind: self.kind.clone(),
                    blank: blank.to_owned(),
                })?);
            }
            Ok(filled)
        };
        Ok(Text::new(fill(&text.vi, "vi")?, fill(&text.en, "en")?))
    }
}

/// The words before each blank with the name of the blank; the last words have none. What a value
/// holds is never looked at again: a brace in it is a brace.
fn parts(pattern: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(pattern);
    std::iter::from_fn(move || {
        let pattern = rest?;
        let blank = pattern
            .split_once('{')
            .and_then(|(words, after)| Some((words, after.split_once('}')?)));
        let (part, after) = match blank {
            Some((words, (name, after))) => ((words, Some(name)), Some(after)),
            None => ((pattern, None), None),
        };
        rest = after;
        Some(part)
    })
}

fn word(value: &Value, language: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(texts) => texts.get(language)?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    confidence: Confidence,
    #[serde(default)]
    blanks: BTreeMap<String, String>,
    #[serde(default)]
    message: Vec<MessageText>,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> MessageTexts {
    let Some(file) = reader.toml::<File>(FILE) else {
        return MessageTexts::default();
    };
    let mut by_kind = BTreeMap::new();
    for message in file.message {
        if let Some(twice) = by_kind.insert(message.kind.clone(), message) {
            reader.note(FILE, twice.kind, "the message occurs twice");
        }
    }
    MessageTexts {
        by_kind,
        blanks: file.blanks,
        origin: Some((file.source, file.confidence)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn message(vi: &str) -> MessageText {
        MessageText {
            kind: "test".to_owned(),
            title: Text::new("Tin", "News"),
            text: Text::new(vi, "{n} of {title}"),
            sms: Text::new("Tin", "News"),
        }
    }

    fn values(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(values) => values,
            other => panic!("not an object: {other}"),
        }
    }

    #[test]
    fn blanks_are_filled_in_the_language() {
        let message = message("{title}: {n}/{n}");
        assert_eq!(message.blanks(), ["n", "title"].into());
        let filled = message
            .fill(&values(json!({
                "title": { "vi": "Khai sinh", "en": "Birth" }, "n": 2, "more": "x"
            })))
            .unwrap();
        assert_eq!(filled.text, Text::new("Khai sinh: 2/2", "2 of Birth"));
        assert_eq!(filled.title.vi, "Tin");
    }

    #[test]
    fn a_missing_value_is_told() {
        for given in [json!({ "n": 1 }), json!({ "n": 1, "title": { "vi": "x" } })] {
            let missing = message("{title}").fill(&values(given)).unwrap_err();
            assert_eq!(missing.blank, "title");
        }
    }

    #[test]
    fn a_value_is_not_a_pattern() {
        let filled = message("{n}").fill(&values(json!({ "n": "{title}", "title": "x" })));
        assert_eq!(filled.unwrap().text.vi, "{title}");
    }

    proptest! {
        #[test]
        fn any_text_is_parted_and_nothing_is_lost(text: String) {
            let again: String = parts(&text)
                .map(|(words, blank)| match blank {
                    Some(blank) => format!("{words}{{{blank}}}"),
                    None => words.to_owned(),
                })
                .collect();
            prop_assert_eq!(again, text);
        }
    }
}
