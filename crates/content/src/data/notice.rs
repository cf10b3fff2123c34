use std::collections::BTreeMap;

use dean06_kernel::{Confidence, Text};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::form::{self, FieldError, Form, Tools};
use crate::limits;
use crate::reader::Reader;

const FOLDER: &str = "notices/";
pub(crate) const INDEX: &str = "notices/index.toml";

/// What a notice must hold: a message that an organisation signs and sends, such as a hospital's
/// birth notice (giấy chứng sinh).
pub struct NoticeSchema {
    /// Name, and of its file.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Where it is written what stands in it.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
    form: Form,
}

impl NoticeSchema {
    /// The JSON Schema as written.
    pub fn schema(&self) -> &Value {
        self.form.schema()
    }

    /// Everything that is wrong with a notice, in the order of its fields, one error for each. `on`
    /// is the day on which codes and communes must be valid. A notice that exceeds one of the
    /// [limits] of what comes from outside is not looked into: its one error has the pointer of the
    /// whole and the keyword `limit`.
    pub fn validate(&self, notice: &Value, on: Date) -> Vec<FieldError> {
        match limits::check(notice) {
            Ok(()) => self.form.validate(notice, on),
            Err(_) => vec![self.form.error_of_whole("limit")],
        }
    }
}

impl std::fmt::Debug for NoticeSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("NoticeSchema").field(&self.id).finish()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    #[serde(default)]
    notice: Vec<Head>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: Text,
    source: String,
    confidence: Confidence,
}

/// Reads `notices/index.toml` and the schema of each from `notices/<id>.json`.
pub(crate) fn load(reader: &mut Reader<'_>, tools: &Tools) -> BTreeMap<String, NoticeSchema> {
    let heads = reader.toml::<Index>(INDEX).map(|index| index.notice);
    let mut notices = BTreeMap::new();
    for head in heads.unwrap_or_default() {
        let path = format!("{FOLDER}{}.json", head.id);
        let schema = serde_json::from_slice::<Value>(reader.required(&path));
        let Some(schema) = reader.take(&path, "", schema) else {
            continue;
        };
        let form = match form::parse_notice(schema, tools.clone()) {
            Ok(form) => form,
            Err(problems) => {
                for (pointer, message) in problems {
                    reader.note(&path, pointer, message);
                }
                continue;
            }
        };
        let notice = NoticeSchema {
            id: head.id.clone(),
            title: head.title,
            source: head.source,
            confidence: head.confidence,
            form,
        };
        if notices.insert(head.id.clone(), notice).is_some() {
            reader.note(INDEX, head.id, "the notice occurs twice");
        }
    }
    let stray: Vec<&str> = reader
        .paths()
        .filter(|path| {
            let name = path
                .strip_prefix(FOLDER)
                .and_then(|name| name.strip_suffix(".json"));
            name.is_some_and(|name| !notices.contains_key(name))
        })
        .collect();
    for path in stray {
        reader.note(
            path,
            "",
            "the notice does not stand in index.toml, or is wrong",
        );
    }
    notices
}
