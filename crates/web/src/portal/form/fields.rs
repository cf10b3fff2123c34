//! A page of a form as HTML.

use dean06_contracts::casework::{FieldView, OptionView, PageView, Widget};
use dean06_ui::{
    Choice, ErrorSummary, Field, FilledValue, Hidden, Markup, Source, SummaryList, SummaryRow,
};
use serde_json::Value;

use super::answers::{Answers, SHOWN};
use super::{Papers, boxes, communes};
use crate::frame::{Address, Names, Shell};

/// More choices than this stand in a list to open, also where a form wants them side by side.
const RADIOS: usize = 12;

/// A page of a form, to be typed in.
pub(crate) struct FormPage<'f> {
    pub shell: &'f Shell,
    pub page: &'f PageView,
    /// What was chosen on this page before it was saved.
    pub answers: &'f Answers,
    /// The papers that its paper fields can choose from.
    pub papers: &'f Papers,
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
            Widget::Paper => self.papers.field(self.shell, field),
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
        let input = Markup::from(input.error(self.error(field)));
        match field.widget {
            Widget::Paper => Markup::join([input, self.papers.way(self.shell, field)]),
            _ => input,
        }
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

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{FieldView, OptionView, PageView, SourceView, Widget};
    use dean06_kernel::Text;
    use serde_json::json;

    use super::{Answers, FormPage, Papers};
    use crate::frame::Pairs;
    use crate::frame::testing::{citizen, citizen_in_english};

    fn text(text: &str) -> Text {
        Text::new(text, format!("{text} (en)"))
    }

    fn field(name: &str, widget: Widget, value: serde_json::Value) -> FieldView {
        FieldView {
            pointer: format!("/kite/{name}"),
            label: text(name),
            hint: None,
            widget,
            options: Vec::new(),
            required: true,
            max_length: None,
            paper_kind: None,
            display: None,
            value,
            source: None,
            editable: true,
            error: None,
        }
    }

    fn page(fields: Vec<FieldView>) -> PageView {
        PageView {
            section: "kite".to_owned(),
            title: text("Diều"),
            hint: None,
            complete: false,
            fields,
        }
    }

    fn html(page: &PageView, answers: &Answers) -> (String, String) {
        let shell = citizen();
        let form = FormPage {
            shell: &shell,
            page,
            answers,
            papers: &Papers::default(),
            likely_province: None,
            correction: Some("/drafts/1/kite/correction".to_owned()),
            button: "Tiếp tục".to_owned(),
        };
        let errors = dean06_ui::Markup::from(form.errors());
        (
            form.markup().as_str().to_owned(),
            errors.as_str().to_owned(),
        )
    }

    #[test]
    fn a_value_of_a_register_is_shown_with_its_source_and_no_box() {
        let known = FieldView {
            editable: false,
            display: Some(text("Lò Thị <Mai>")),
            source: Some(SourceView {
                service: "population.get-person/1".to_owned(),
                title: text("Cơ sở dữ liệu"),
            }),
            ..field("name", Widget::Text, json!("x"))
        };
        let (html, _) = html(&page(vec![known]), &Answers::default());
        assert!(html.contains("Lò Thị &#60;Mai&#62;"));
        assert!(html.contains("Theo Cơ sở dữ liệu"));
        assert!(html.contains("/drafts/1/kite/correction?field=%2Fkite%2Fname"));
        assert!(!html.contains("<input type=\"text\""));
    }

    #[test]
    fn every_widget_has_its_box_and_keeps_what_was_typed() {
        let option = |value: &str| OptionView {
            value: value.to_owned(),
            label: text(value),
        };
        let radio = FieldView {
            options: vec![option("red"), option("blue")],
            ..field("colour", Widget::Radio, json!("blue"))
        };
        let optional = FieldView {
            required: false,
            ..field("note", Widget::Textarea, json!("</textarea>"))
        };
        let page = page(vec![
            field("name", Widget::Text, json!("A & B")),
            optional,
            field("on", Widget::Date, json!("1990-03-07")),
            radio,
            field("number", Widget::PersonalNumber, json!("001")),
            field("many", Widget::Number, json!(3)),
            field("sure", Widget::Checkbox, json!(true)),
        ]);
        let (html, errors) = html(&page, &Answers::default());
        for part in [
            "value=\"A &#38; B\"",
            "&#60;/textarea&#62;</textarea>",
            "(không bắt buộc)",
            "name=\"kite.on.day\" value=\"07\"",
            "value=\"blue\" checked",
            "name=\"kite.number\" value=\"001\"",
            "name=\"kite.many\" value=\"3\"",
            "name=\"kite.sure\" value=\"true\" checked",
            "name=\"_shown\" value=\"kite.name kite.note kite.on",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(errors.is_empty());
    }

    #[test]
    fn what_a_date_lacks_is_said_more_closely_than_the_form_can() {
        let date = FieldView {
            error: Some(text("Nhập ngày")),
            ..field("on", Widget::Date, json!("7/3/90"))
        };
        let (html, errors) = html(&page(vec![date]), &Answers::default());
        assert!(html.contains("name=\"kite.on.year\" value=\"90\""));
        assert!(errors.contains("href=\"#kite.on\""));
        assert!(errors.contains("Nhập năm bằng 4 chữ số"));
    }

    #[test]
    fn a_commune_is_asked_for_in_two_steps() {
        let commune = FieldView {
            error: Some(text("Chọn xã")),
            ..field("commune", Widget::Commune, json!(null))
        };
        let asked = page(vec![commune]);
        let (first, errors) = html(&asked, &Answers::default());
        assert!(first.contains("name=\"_province.kite.commune\""));
        assert!(!first.contains("name=\"kite.commune\""));
        assert!(errors.contains("href=\"#_province.kite.commune\""));
        let chosen = Answers::read(&Pairs::parse(b"_province.kite.commune=01"));
        let (second, errors) = html(&asked, &chosen);
        assert!(second.contains("value=\"01\" selected"));
        assert!(second.contains("<option value=\"00004\">Phường Ba Đình</option>"));
        assert!(errors.contains("href=\"#kite.commune\""));
        let valued = field("commune", Widget::Commune, json!("00004"));
        let (known, _) = html(&page(vec![valued]), &Answers::default());
        assert!(known.contains("<option value=\"00004\" selected>"));
    }

    #[test]
    fn english_readers_read_english() {
        let shell = citizen_in_english();
        let page = page(vec![field("commune", Widget::Commune, json!("00004"))]);
        let form = FormPage {
            shell: &shell,
            page: &page,
            answers: &Answers::default(),
            papers: &Papers::default(),
            likely_province: None,
            correction: None,
            button: "Continue".to_owned(),
        };
        let html = form.markup();
        assert!(html.as_str().contains("commune (en)"));
        assert!(html.as_str().contains("Ba Đình Ward</option>"));
    }
}
