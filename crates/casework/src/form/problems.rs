//! What is wrong with a filled form.

use std::collections::BTreeMap;

use dean06_content::{Field, Form, Service};
use dean06_contracts::FieldProblem;
use dean06_kernel::{PartialDate, Text};
use dean06_mediator::ServiceError;
use jiff::civil::Date;
use serde_json::Value;

use super::text::has_hidden;
use super::typed::is_of_type;
use super::{Data, at};
use crate::edition::{Edition, MendWords};
use crate::registers::Filled;

/// Everything that is wrong with a filled form, in the order of its fields.
pub(crate) fn problems_of(
    edition: &Edition,
    service: &Service,
    filled: &Filled,
) -> Result<Vec<FieldProblem>, ServiceError> {
    let errors = service
        .validate(&filled.context)
        .map_err(ServiceError::internal)?;
    let mut found: BTreeMap<String, Text> = errors
        .into_iter()
        .map(|error| (error.pointer, error.message))
        .collect();
    let form = service.form();
    found.extend(mistyped(form, filled, &edition.words.mend));
    for field in form.fields() {
        if text_at(&filled.shown, field).is_some_and(has_hidden) {
            let mend = edition.words.mend.hidden_character.clone();
            found.entry(field.pointer.clone()).or_insert(mend);
        }
    }
    Ok(in_order(form, found))
}

/// What the form says to values of another type, which the rules did not get to see.
fn mistyped(form: &Form, filled: &Filled, words: &MendWords) -> Vec<(String, Text)> {
    let mistyped: Vec<&Field> = form
        .fields()
        .iter()
        .filter(|field| {
            at(&filled.shown, &field.path).is_some_and(|value| !is_of_type(field, value))
        })
        .collect();
    if mistyped.is_empty() {
        return Vec::new();
    }
    let today = filled.context.get("today").and_then(Value::as_str);
    let today = today
        .and_then(|day| day.parse::<PartialDate>().ok())
        .map_or(Date::MIN, PartialDate::earliest);
    let errors = form.validate(&Value::Object(filled.shown.clone()), today);
    let told = |field: &Field| {
        let error = errors.iter().find(|error| error.pointer == field.pointer);
        // A number may be whole and yet too large for any rule.
        let text = error.map_or(&words.not_a_value, |error| &error.message);
        (field.pointer.clone(), text.clone())
    };
    mistyped.into_iter().map(told).collect()
}

fn in_order(form: &Form, mut found: BTreeMap<String, Text>) -> Vec<FieldProblem> {
    let mut problems = Vec::with_capacity(found.len());
    for field in form.fields() {
        if let Some(text) = found.remove(&field.pointer) {
            let pointer = field.pointer.clone();
            problems.push(FieldProblem { pointer, text });
        }
    }
    let rest = found.into_iter();
    problems.extend(rest.map(|(pointer, text)| FieldProblem { pointer, text }));
    problems
}

fn text_at<'d>(data: &'d Data, field: &Field) -> Option<&'d str> {
    at(data, &field.path)?.as_str()
}

/// The section that a pointer leads into.
pub(crate) fn section_of(pointer: &str) -> &str {
    pointer
        .strip_prefix('/')
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
}
