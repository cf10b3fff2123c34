use std::collections::BTreeMap;

use dean06_kernel::{Confidence, Text};
use jiff::civil::Date;
use serde::Deserialize;

use crate::reader::Reader;

const FOLDER: &str = "code-lists/";
const INDEX: &str = "code-lists/index.toml";

/// A list of codes with their meaning, such as ethnicities. The same code may mean different things
/// in different systems, so the system is part of it.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// Name in forms and rules, and of its file.
    pub id: String,
    /// What it lists.
    pub title: Text,
    /// The code system its codes belong to.
    pub system: String,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
    /// The entries in the order of the file.
    pub entries: Vec<CodeEntry>,
    by_code: BTreeMap<String, usize>,
}

/// One code.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Row")]
pub struct CodeEntry {
    /// The code that is stored.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// First day on which it may be given; open if nothing.
    pub valid_from: Option<Date>,
    /// Last day on which it may be given; open if nothing.
    pub valid_to: Option<Date>,
    /// How surely it is so.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    vi: String,
    en: String,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    confidence: Confidence,
}

impl From<Row> for CodeEntry {
    fn from(row: Row) -> Self {
        Self {
            code: row.code,
            label: Text::new(row.vi, row.en),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            confidence: row.confidence,
        }
    }
}

impl CodeEntry {
    /// Whether it may be given on `date`.
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|first| first <= date)
            && self.valid_to.is_none_or(|last| date <= last)
    }
}

impl CodeList {
    /// The entry with this code, also one that is no longer given.
    pub fn get(&self, code: &str) -> Option<&CodeEntry> {
        self.by_code
            .get(code)
            .and_then(|index| self.entries.get(*index))
    }

    /// The entries that may be given on `date`, in order.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &CodeEntry> {
        self.entries
            .iter()
            .filter(move |entry| entry.valid_on(date))
    }

    /// Whether a code may be given on `date`.
    pub fn accepts(&self, code: &str, date: Date) -> bool {
        self.get(code).is_some_and(|entry| entry.valid_on(date))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    #[serde(default)]
    list: Vec<Head>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: Text,
    system: String,
    source: String,
    confidence: Confidence,
}

/// Reads `code-lists/index.toml` and the rows of each list from `code-lists/<id>.csv`.
pub(crate) fn load(reader: &mut Reader<'_>) -> BTreeMap<String, CodeList> {
    let Some(index) = reader.toml::<Index>(INDEX) else {
        return BTreeMap::new();
    };
    let mut lists = BTreeMap::new();
    for head in index.list {
        let path = format!("{FOLDER}{}.csv", head.id);
        reader.required(&path);
        let entries: Vec<CodeEntry> = reader.csv(&path);
        let mut by_code = BTreeMap::new();
        for (position, entry) in entries.iter().enumerate() {
            if by_code.insert(entry.code.clone(), position).is_some() {
                reader.note(&path, &entry.code, "the code occurs twice");
            }
        }
        let list = CodeList {
            id: head.id.clone(),
            title: head.title,
            system: head.system,
            source: head.source,
            confidence: head.confidence,
            entries,
            by_code,
        };
        if lists.insert(head.id.clone(), list).is_some() {
            reader.note(INDEX, head.id, "the list occurs twice");
        }
    }
    let stray: Vec<&str> = reader
        .paths()
        .filter(|path| {
            let name = path
                .strip_prefix(FOLDER)
                .and_then(|name| name.strip_suffix(".csv"));
            name.is_some_and(|name| !lists.contains_key(name))
        })
        .collect();
    for path in stray {
        reader.note(path, "", "the list does not stand in index.toml");
    }
    lists
}
