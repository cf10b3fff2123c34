//! A page of a form as HTML.

use dean06_contracts::casework::{FieldView, OptionView, PageView, Widget};
use dean06_ui::{
    Choice, ErrorSummary, Field, FilledValue, Hidden, Markup, Source, SummaryList, SummaryRow,
};
use serde_json::Value;

use super::answers::{Answers, SHOWN};
use super::{boxes, communes};
use crate::frame::{Address, Names, Shell};

/// More choices than this stand in a list to open, also where a form wants them side by side.
const RADIOS: usize = 12;

/// A page of a form, to be typed in.
pub(crate) struct FormPage<'f> {
    pub shell: &'f Shell,
    pub page: &'f PageView,
    /// What was chosen on this page before it was saved.
    pub answers: &'f Answers,
    /// A province that is likely, where none was chosen yet.
    pub likely_province: Option<String>,
    /// The page that explains how to correct a value of a register, without its query.
    pub correction: Option<String>,
    /// What stands on the button that sends the page.
    pub button: String,
}

impl FormPage<'_> {
    /// The fields, and beside them the list of what is shown.
    pub fn markup(&self) -> Markup {
        let names: Vec<String> = self
            .page
            .fields
            .iter()
            .filter(|field| field.editable)
            .map(|field| Names::of(&field.pointer))
            .collect();
        let shown = Hidden::new(SHOWN, names.join(" "));
        let fields = self.page.fields.iter().map(|field| self.field(field));
        Markup::join([Markup::from(shown)].into_iter().chain(fields))
    }

    /// What is wrong, in the order of the fields.
    pub fn errors(&self) -> ErrorSummary {
        self.errors_into(ErrorSummary::new(&self.shell.words))
    }

    /// [`FormPage::errors`] after those of the pages before.
    pub fn errors_into(&self, errors: ErrorSummary) -> ErrorSummary {
        let wrong = self.page.fields.iter().filter(|field| field.editable);
        wrong.fold(errors, |errors, field| match self.error(field) {
            Some(error) => errors.field(self.anchor(field), error),
            None => errors,
        })
    }

    fn anchor(&self, field: &FieldView) -> String {
        let name = Names::of(&field.pointer);
        match field.widget {
            Widget::Commune => communes::anchor(&name, self.province(field).as_deref()),
            _ => name,
        }
    }

    /// How to mend a value: what the boxes of a date tell is closer than what a form can say.
    fn error(&self, field: &FieldView) -> Option<String> {
        let error = field.error.as_ref()?;
        if field.widget == Widget::Date
            && let Err(problem) = boxes::boxes(&text(&field.value)).read()
        {
            return Some(problem.explain(&self.shell.words));
        }
        Some(self.shell.words.of(error).to_owned())
    }

    fn province(&self, field: &FieldView) -> Option<String> {
        let name = Names::of(&field.pointer);
        if let Some(chosen) = self.answers.province(&name) {
            return (!chosen.is_empty()).then(|| chosen.to_owned());
        }
        let value = field.value.as_str().unwrap_or_default();
        communes::province_of(self.shell, value).or_else(|| self.likely_province.clone())
    }

    fn field(&self, field: &FieldView) -> Markup {
        if !field.editable {
            return self.filled(field);
        }
        let words = &self.shell.words;
        let name = Names::of(&field.pointer);
        let label = words.of(&field.label);
        let value = text(&field.value);
        let input = match field.widget {
            Widget::Commune => {
                let province = self.province(field);
                return communes::field(self.shell, field, province.as_deref(), &self.button);
            }
            Widget::Text => Field::text(words, name, label).value(value),
            Widget::Textarea => Field::area(words, name, label).value(value),
            Widget::Date => Field::date(words, name, label, boxes::boxes(&value)),
            Widget::Radio if field.options.len() <= RADIOS => {
                Field::radios(words, name, label, self.choices(&field.options)).value(value)
            }
            Widget::Radio | Widget::Select => {
                Field::select(words, name, label, self.choices(&field.options)).value(value)
            }
            Widget::PersonalNumber => Field::digits(words, name, label, 12).value(value),
            Widget::Number => Field::digits(words, name, label, 4).value(value),
            Widget::Checkbox => Field::checkbox(words, name, label).value(value),
        };
        let input = match &field.hint {
            Some(hint) => input.hint(words.of(hint)),
            None => input,
        };
        let input = match &field.source {
            Some(source) => input.source(Source::new(words, words.of(&source.title))),
            None => input,
        };
        let input = if field.required || field.widget == Widget::Checkbox {
            input
        } else {
            input.optional()
        };
        input.error(self.error(field)).into()
    }

    /// A value that is not typed.
    fn filled(&self, field: &FieldView) -> Markup {
        let words = &self.shell.words;
        let label = words.of(&field.label);
        let value = self.shell.say(field.display.as_ref());
        let Some(source) = &field.source else {
            let row = SummaryRow::new(label, value);
            return SummaryList::new(words, vec![row]).into();
        };
        let source = Source::new(words, words.of(&source.title));
        let source = match &self.correction {
            Some(page) => {
                let page = Address::new(page).with("field", &field.pointer);
                source.correction(words, page)
            }
            None => source,
        };
        FilledValue::new(label, value, source).into()
    }

    fn choices(&self, options: &[OptionView]) -> Vec<Choice> {
        let words = &self.shell.words;
        let choices = options
            .iter()
            .map(|option| Choice::new(&option.value, words.of(&option.label)));
        choices.collect()
    }
}

/// A stored value as it stands in its field.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(false) | Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}
