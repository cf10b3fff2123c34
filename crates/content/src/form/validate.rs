//! Checking what was sent.

use std::collections::BTreeMap;

use dean06_kernel::{AdminLevel, Text};
use jiff::civil::Date;
use jsonschema::error::{ValidationError, ValidationErrorKind as Kind};
use serde_json::{Map, Value};

use super::{Field, Form, Widget};

/// What is wrong with the value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON Pointer of the field, section or unknown member.
    pub pointer: String,
    /// The keyword of JSON Schema that it breaks, `format:` with a name, `code-list` or `unknown`.
    pub keyword: String,
    /// How to mend it.
    pub message: Text,
}

impl Form {
    /// Everything that is wrong with a filled form, in the order of its fields, one error for each.
    /// `on` is the day on which codes and communes must be valid.
    ///
    /// Conditions of display are not looked at: see [`crate::Service::validate`].
    pub fn validate(&self, value: &Value, on: Date) -> Vec<FieldError> {
        self.validate_except(value, on, &|_| false)
    }

    /// The same without errors at or below pointers that `skip` names.
    pub(crate) fn validate_except(
        &self,
        value: &Value,
        on: Date,
        skip: &dyn Fn(&str) -> bool,
    ) -> Vec<FieldError> {
        let mut value = value.clone();
        self.open_sections(&mut value, skip);
        let mut found: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
        let mut add = |pointer: String, keyword: String, limit: Option<String>| {
            if !skip(&pointer) {
                found.entry(pointer).or_insert((keyword, limit));
            }
        };
        for error in self.validator.iter_errors(&value) {
            report(&error, &mut add);
        }
        for field in &self.fields {
            if let Some(keyword) = self.refused_on(field, &value, on) {
                add(field.pointer.clone(), keyword, None);
            }
        }
        self.in_order(found)
    }

    /// Puts an empty object where a section or group that must be there is missing, so that its
    /// fields are told and not the section.
    fn open_sections(&self, value: &mut Value, skip: &dyn Fn(&str) -> bool) {
        for pointer in &self.required_objects {
            if skip(pointer) {
                continue;
            }
            let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
            let parent = value.pointer_mut(parent).and_then(Value::as_object_mut);
            if let Some(parent) = parent {
                let section = parent.entry(name).or_insert(Value::Null);
                if section.is_null() {
                    *section = Value::Object(Map::new());
                }
            }
        }
    }

    /// What no schema can say: codes and communes that are not given on a day.
    fn refused_on(&self, field: &Field, value: &Value, on: Date) -> Option<String> {
        let code = value.pointer(&field.pointer)?.as_str()?;
        if let Some(list) = &field.code_list {
            let list = self.tools.reference.code_lists.get(list)?;
            return (!list.accepts(code, on)).then(|| "code-list".to_owned());
        }
        if field.widget == Widget::Commune {
            let unit = self.tools.reference.units.get(code, on);
            let commune = unit.is_some_and(|unit| unit.level == AdminLevel::Commune);
            return (!commune).then(|| "format:commune".to_owned());
        }
        None
    }

    /// What is wrong with the value as a whole.
    pub(crate) fn error_of_whole(&self, keyword: &str) -> FieldError {
        self.error("", keyword.to_owned(), None)
    }

    fn in_order(&self, mut found: BTreeMap<String, (String, Option<String>)>) -> Vec<FieldError> {
        let mut errors = Vec::with_capacity(found.len());
        for field in &self.fields {
            if let Some((keyword, limit)) = found.remove(&field.pointer) {
                errors.push(self.error(&field.pointer, keyword, limit.as_deref()));
            }
        }
        let rest = found
            .into_iter()
            .map(|(pointer, (keyword, limit))| self.error(&pointer, keyword, limit.as_deref()));
        errors.extend(rest);
        errors
    }

    fn error(&self, pointer: &str, keyword: String, limit: Option<&str>) -> FieldError {
        let message = match self.field(pointer) {
            Some(Field {
                error: Some(error), ..
            }) => error.clone(),
            field => {
                let choice = field.is_some_and(|field| field.widget.is_choice());
                let empty = keyword == "required" || (keyword == "minLength" && limit == Some("1"));
                let on = match keyword.as_str() {
                    _ if empty && choice => "required-choice",
                    _ if empty => "required",
                    other => other,
                };
                let label = field.map(|field| &field.label).or_else(|| {
                    let section = pointer.strip_prefix('/')?;
                    let page = self.pages.iter().find(|page| page.section == section)?;
                    Some(&page.title)
                });
                let nameless = Text::default();
                self.tools
                    .messages
                    .get(on, label.unwrap_or(&nameless), limit)
            }
        };
        FieldError {
            pointer: pointer.to_owned(),
            keyword,
            message,
        }
    }
}

/// Tells each error at the field that a person has to change.
fn report(error: &ValidationError<'_>, add: &mut impl FnMut(String, String, Option<String>)) {
    let at = error.instance_path().to_string();
    let member = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    match error.kind() {
        Kind::Required {
            property: Value::String(name),
        } => add(member(name), "required".to_owned(), None),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                add(member(name), "unknown".to_owned(), None);
            }
        }
        Kind::Format { format } => add(at, format!("format:{format}"), None),
        Kind::MinLength { limit } | Kind::MaxLength { limit } => {
            let limit = Some(limit.to_string());
            add(at, error.kind().keyword().to_owned(), limit);
        }
        Kind::Minimum { limit } | Kind::Maximum { limit } => {
            let limit = Some(limit.to_string());
            add(at, error.kind().keyword().to_owned(), limit);
        }
        kind => add(at, kind.keyword().to_owned(), None),
    }
}
