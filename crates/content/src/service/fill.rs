//! The form of a service while it is filled in: what is shown, what registers know, what is wrong.

use std::sync::Arc;

use dean06_kernel::PartialDate;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Service, ServiceError};
use crate::Context;
use crate::form::{Field, FieldError, Page};
use crate::rule::Rule;

impl Service {
    /// Whether a page is shown. Needs `form`, `applicant`, `today` and the sources.
    pub fn page_shown(&self, page: &Page, context: &Context) -> Result<bool, ServiceError> {
        self.all_true(&page.show_if, &page.section, context)
    }

    /// Whether a field is shown on its page.
    pub fn field_shown(&self, field: &Field, context: &Context) -> Result<bool, ServiceError> {
        self.all_true(&field.show_if, &field.pointer, context)
    }

    /// What a register knows for the field. It is not to be asked for then, unless
    /// [`Field::editable`] says why.
    pub fn known<'c>(&self, field: &Field, context: &'c Context) -> Option<&'c Value> {
        let source = field.source.as_ref()?;
        let answer = context.get(&source.source)?;
        let known = source
            .path
            .iter()
            .try_fold(answer, |value, part| value.get(part))?;
        (!is_missing(known)).then_some(known)
    }

    /// Whether the field may be typed: no register knows it, or the form says why it may.
    pub fn editable(&self, field: &Field, context: &Context) -> bool {
        field.editable.is_some() || self.known(field, context).is_none()
    }

    /// The form as an applicant first sees it: [`Self::settle`], and then every field that is shown
    /// and still empty takes the value it begins with.
    pub fn prefill(&self, context: &Context) -> Result<Value, ServiceError> {
        self.fill(context, true)
    }

    /// The form as it may be stored: what is not shown is gone, what registers know and may not be
    /// typed is what the registers say, and empty texts are gone. Unknown members stay, for
    /// [`Self::validate`] to name.
    pub fn settle(&self, context: &Context) -> Result<Value, ServiceError> {
        self.fill(context, false)
    }

    /// Everything that is wrong with `form` in the context, which [`Self::settle`] has gone over:
    /// as [`crate::Form::validate`] on the day `today`, but for pages and fields that are not shown
    /// and for values that are what a register says.
    pub fn validate(&self, context: &Context) -> Result<Vec<FieldError>, ServiceError> {
        let hidden = self.hidden(context)?;
        let missing = Value::Null;
        let form = context.get("form").unwrap_or(&missing);
        let mut errors = self.form.validate_except(form, today(context), &|pointer| {
            hidden.iter().any(|hidden| is_below(pointer, hidden))
        });
        // What a register says is no mistake of the applicant, who could not mend it either.
        errors.retain(|error| {
            let field = self.form.field(&error.pointer);
            let known = field.and_then(|field| self.known(field, context));
            known.is_none() || known != form.pointer(&error.pointer)
        });
        Ok(errors)
    }

    /// What a second application from the same start begins with.
    pub fn copy_for_again(&self, form: &Value) -> Value {
        let mut copy = Value::Object(Map::new());
        let paths = self.apply_again.iter().flat_map(|again| &again.copy);
        for path in paths {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            let found = path.iter().try_fold(form, |value, part| value.get(part));
            if let Some(value) = found {
                set(&mut copy, &path, value.clone());
            }
        }
        copy
    }

    fn fill(&self, context: &Context, defaults: bool) -> Result<Value, ServiceError> {
        // Rules see the form as it is filled, so that a field may depend on those before it.
        let mut context = context.clone();
        if !context.get("form").is_some_and(Value::is_object) {
            context.insert("form".to_owned(), Value::Object(Map::new()));
        }
        for page in self.form.pages() {
            if !self.page_shown(page, &context)? {
                remove(form_of(&mut context), std::slice::from_ref(&page.section));
                continue;
            }
            for field in self.form.fields_of(page) {
                if !self.field_shown(field, &context)? {
                    remove(form_of(&mut context), &field.path);
                    continue;
                }
                if let Some(value) = self.value_to_set(field, &context, defaults)? {
                    set(form_of(&mut context), &field.path, value);
                } else if typed(field, &context).is_none() {
                    remove(form_of(&mut context), &field.path);
                }
            }
        }
        let mut form = context.remove("form").unwrap_or_default();
        drop_empty(&mut form);
        Ok(form)
    }

    /// What replaces the value of the field; nothing if it stays.
    fn value_to_set(
        &self,
        field: &Field,
        context: &Context,
        defaults: bool,
    ) -> Result<Option<Value>, ServiceError> {
        let typed = typed(field, context).is_some();
        if let Some(known) = self.known(field, context)
            && (field.editable.is_none() || !typed)
        {
            return Ok(Some(known.clone()));
        }
        match &field.default {
            Some(default) if defaults && !typed => {
                let value = default.eval_in(&self.engine, context);
                let value = self.told(&format!("form{}/x-default", field.pointer), value)?;
                Ok((!is_missing(&value)).then_some(value))
            }
            _ => Ok(None),
        }
    }

    /// Pointers of the pages and fields that are not shown.
    fn hidden(&self, context: &Context) -> Result<Vec<String>, ServiceError> {
        let mut hidden = Vec::new();
        for page in self.form.pages() {
            if !self.page_shown(page, context)? {
                hidden.push(format!("/{}", page.section));
                continue;
            }
            for field in self.form.fields_of(page) {
                if !self.field_shown(field, context)? {
                    hidden.push(field.pointer.clone());
                }
            }
        }
        // A group of which nothing is shown is not shown either.
        for group in self.form.required_objects() {
            let fields = self.form.fields().iter().map(|field| &field.pointer);
            let mut inside = fields.filter(|pointer| is_below(pointer, group)).peekable();
            if inside.peek().is_some() && inside.all(|pointer| hidden.contains(pointer)) {
                hidden.push(group.clone());
            }
        }
        Ok(hidden)
    }

    fn all_true(
        &self,
        rules: &[Arc<Rule>],
        place: &str,
        context: &Context,
    ) -> Result<bool, ServiceError> {
        for rule in rules {
            let shown = rule.truth(&self.engine, context);
            if !self.told(&format!("form {place} x-show-if"), shown)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The day in `today`; it must be there, as the state of the country on no day is the oldest one.
fn today(context: &Context) -> Date {
    context
        .get("today")
        .and_then(Value::as_str)
        .and_then(|text| text.parse::<PartialDate>().ok())
        .map_or(Date::MIN, PartialDate::earliest)
}

fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn typed<'c>(field: &Field, context: &'c Context) -> Option<&'c Value> {
    let value = context.get("form")?.pointer(&field.pointer)?;
    (!is_missing(value)).then_some(value)
}

fn is_below(pointer: &str, above: &str) -> bool {
    pointer
        .strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn form_of(context: &mut Context) -> &mut Value {
    context.entry("form").or_insert(Value::Null)
}

fn set(form: &mut Value, path: &[String], value: Value) {
    let Some((name, above)) = path.split_last() else {
        return;
    };
    let mut object = form;
    for part in above {
        // A section that is not an object is left for the validation to name.
        let Some(fields) = object.as_object_mut() else {
            return;
        };
        object = fields
            .entry(part.as_str())
            .or_insert_with(|| Value::Object(Map::new()));
    }
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.clone(), value);
    }
}

/// Removes sections and groups in which nothing is left.
fn drop_empty(form: &mut Value) {
    if let Some(fields) = form.as_object_mut() {
        fields.retain(|_, field| {
            drop_empty(field);
            !field.as_object().is_some_and(Map::is_empty)
        });
    }
}

/// Removes a member if it is there, and keeps the order of the others.
fn remove(form: &mut Value, path: &[String]) {
    let Some((name, above)) = path.split_last() else {
        return;
    };
    let mut object = form;
    for part in above {
        let Some(inner) = object.get_mut(part) else {
            return;
        };
        object = inner;
    }
    if let Some(fields) = object.as_object_mut() {
        fields.shift_remove(name);
    }
}
