//! Forms: JSON Schema 2020-12 with the keywords of `content/keywords.md`.
//!
//! A form is an object of sections, one page each; a section is an object of fields, in which
//! objects group fields further. The order of properties is the order on screen.

mod formats;
mod keywords;
mod parse;
mod read;
mod stray;
mod validate;

use std::collections::BTreeMap;
use std::sync::Arc;

use dean06_kernel::{ProvinceCodes, Text};
use jiff::civil::Date;
use jsonschema::Validator;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::data::{CodeEntry, Messages, Reference};
use crate::rule::Rule;

pub(crate) use parse::{parse, parse_notice};
pub use validate::FieldError;

/// What forms need of the rest of the content.
#[derive(Clone)]
pub(crate) struct Tools {
    pub reference: Arc<Reference>,
    pub province_codes: Arc<ProvinceCodes>,
    pub messages: Arc<Messages>,
}

/// A form, ready to be shown and to check what is sent.
pub struct Form {
    schema: Value,
    pages: Vec<Page>,
    fields: Vec<Field>,
    by_pointer: BTreeMap<String, usize>,
    /// Pointers of the objects that must be there, outermost first: sections and groups.
    required_objects: Vec<String>,
    validator: Validator,
    tools: Tools,
}

/// One page: a section of the form.
#[derive(Debug)]
pub struct Page {
    /// Name in addresses.
    pub id: String,
    /// Name of the section in the form's data.
    pub section: String,
    /// Title.
    pub title: Text,
    /// What helps to answer.
    pub hint: Option<Text>,
    /// The rules that must all be true for the page to be shown.
    pub show_if: Vec<Arc<Rule>>,
    /// Positions of its fields in [`Form::fields`].
    fields: std::ops::Range<usize>,
}

/// One question.
#[derive(Debug)]
pub struct Field {
    /// JSON Pointer in the form's data, as `/child/name`.
    pub pointer: String,
    /// Its parts, as `["child", "name"]`.
    pub path: Vec<String>,
    /// Name of the section.
    pub section: String,
    /// Label.
    pub label: Text,
    /// Label of the innermost group of fields it stands in.
    pub group: Option<Text>,
    /// What helps to answer.
    pub hint: Option<Text>,
    /// How to mend a wrong value.
    pub error: Option<Text>,
    /// How it is answered.
    pub widget: Widget,
    /// What its value is.
    pub kind: FieldKind,
    /// Must be answered whenever it is shown, as far as the schema says so without a condition.
    pub required: bool,
    /// The largest number of characters.
    pub max_length: Option<u32>,
    /// Name of the format of a text.
    pub format: Option<String>,
    /// The register that knows the value.
    pub source: Option<FieldSource>,
    /// Why it may be typed although a register knows it.
    pub editable: Option<Text>,
    /// The rules that must all be true for the field to be shown; those of its page not included.
    pub show_if: Vec<Arc<Rule>>,
    /// The value it begins with.
    pub default: Option<Rule>,
    /// The code list whose codes are its values.
    pub code_list: Option<String>,
    /// The codes of the list that may be chosen here; all of them if empty.
    pub only: Vec<String>,
    /// Kind of the paper that is chosen from the document store; with [`Widget::Paper`] only.
    pub paper_kind: Option<String>,
}

/// Where a field is filled from: `x-source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSource {
    /// Id of the source that the service declares.
    pub source: String,
    /// The path in its answer.
    pub path: Vec<String>,
}

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
}

/// How a field is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Widget {
    /// One line.
    Text,
    /// Several lines.
    Textarea,
    /// A date, whole or partial.
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

impl Widget {
    /// Whether a value is chosen, not typed.
    pub fn is_choice(self) -> bool {
        matches!(
            self,
            Self::Radio | Self::Select | Self::Commune | Self::Checkbox | Self::Paper
        )
    }
}

impl Form {
    /// The JSON Schema as written.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The pages in order.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// All fields in order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields of a page in order.
    pub fn fields_of(&self, page: &Page) -> &[Field] {
        self.fields.get(page.fields.clone()).unwrap_or_default()
    }

    /// The field at a JSON Pointer.
    pub fn field(&self, pointer: &str) -> Option<&Field> {
        self.by_pointer
            .get(pointer)
            .and_then(|index| self.fields.get(*index))
    }

    /// What may be chosen in a field on a day, in the order of its code list; nothing for a field
    /// without one.
    pub fn options(&self, field: &Field, on: Date) -> impl Iterator<Item = &CodeEntry> {
        let lists = &self.tools.reference.code_lists;
        let list = field.code_list.as_ref().and_then(|id| lists.get(id));
        let only = field.only.clone();
        list.into_iter()
            .flat_map(move |list| list.on(on))
            .filter(move |entry| only.is_empty() || only.contains(&entry.code))
    }

    /// Whether `path` leads to a field, or to a section or group of fields.
    pub(crate) fn knows(&self, path: &[String]) -> bool {
        path.is_empty() || self.fields.iter().any(|field| field.path.starts_with(path))
    }

    /// The sections and groups that must be there, the outermost first, as pointers.
    pub(crate) fn required_objects(&self) -> &[String] {
        &self.required_objects
    }
}
