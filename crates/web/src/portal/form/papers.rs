//! Papers of the document store that a form can use instead of an upload.

use dean06_contracts::casework::FieldView;
use dean06_ui::{Choice, Field, Markup};

use super::answers::UPLOAD;
use crate::frame::{Names, Pairs, Shell, link, quiet};

/// How the paper fields of a page are answered, beside the papers that the form itself offers.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    /// The field whose paper was just put into the store, and that paper.
    fresh: Option<(String, String)>,
    /// A new paper can be put into the store from this page.
    upload: bool,
}

impl Papers {
    /// For a page that saves itself, so that its visitor can go and put a paper into the store;
    /// `?field=…&paper=…` says which one was just put there.
    pub fn with_upload(query: &Pairs) -> Self {
        let field = query.text("field").map(str::to_owned);
        let paper = query.text("paper").and_then(crate::frame::id);
        Self {
            fresh: field.zip(paper),
            upload: true,
        }
    }

    /// The field: which of the papers, or a new one.
    pub fn field(&self, shell: &Shell, field: &FieldView) -> Field {
        let words = &shell.words;
        let name = Names::of(&field.pointer);
        let stored = field.value.as_str().unwrap_or_default();
        let value = match &self.fresh {
            Some((fresh, paper)) if *fresh == name => paper,
            _ => stored,
        };
        let mut choices: Vec<Choice> = field
            .options
            .iter()
            .map(|option| Choice::new(&option.value, words.of(&option.label)))
            .collect();
        // A store that is silent offers none; what was chosen before stays chosen.
        let known = field.options.iter().any(|option| option.value == value);
        if !value.is_empty() && !known {
            choices.insert(0, Choice::new(value, shell.t("papers-chosen-before")));
        }
        if self.upload {
            choices.push(
                Choice::new(UPLOAD, shell.t("papers-choose-upload"))
                    .hint(shell.t("papers-choose-upload-hint")),
            );
        }
        if !field.required {
            choices.push(Choice::new("", shell.t("papers-choose-none")));
        }
        let only_upload = field.options.is_empty() && self.upload && field.required;
        let chosen = if value.is_empty() && only_upload {
            UPLOAD
        } else {
            value
        };
        Field::radios(words, name, words.of(&field.label), choices).value(chosen)
    }

    /// Where nothing can be chosen on the page: how a paper gets into the store.
    pub fn way(&self, shell: &Shell, field: &FieldView) -> Markup {
        if self.upload || !field.options.is_empty() {
            return Markup::default();
        }
        Markup::join([
            quiet(&shell.t("papers-choose-empty")),
            Markup::trusted("<p>"),
            link("/my/papers/upload", &shell.t("papers-upload")),
            Markup::trusted("</p>"),
        ])
    }
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{FieldView, OptionView, Widget};
    use dean06_kernel::Text;
    use dean06_ui::Markup;
    use serde_json::json;

    use super::Papers;
    use crate::frame::Pairs;
    use crate::frame::testing::citizen;

    const OLD: &str = "018f0000-0000-7000-8000-00000000000a";
    const NEW: &str = "018f0000-0000-7000-8000-00000000000b";

    fn field(value: &str, required: bool, papers: &[&str]) -> FieldView {
        let options = papers.iter().map(|paper| OptionView {
            value: (*paper).to_owned(),
            label: Text::new("Ảnh giấy chứng sinh", "Photo"),
        });
        FieldView {
            pointer: "/birth/notice".to_owned(),
            label: Text::new("Giấy chứng sinh", "Birth notice"),
            hint: None,
            widget: Widget::Paper,
            options: options.collect(),
            required,
            max_length: None,
            paper_kind: Some("birth-notice".to_owned()),
            value: json!(value),
            display: None,
            source: None,
            editable: true,
            error: None,
        }
    }

    fn html(query: &str, field: &FieldView) -> String {
        let papers = Papers::with_upload(&Pairs::parse(query.as_bytes()));
        Markup::from(papers.field(&citizen(), field))
            .as_str()
            .to_owned()
    }

    #[test]
    fn a_paper_of_the_store_is_chosen_or_a_new_one_announced() {
        let html = html("", &field("", false, &[OLD]));
        assert!(html.contains(&format!("value=\"{OLD}\"")));
        assert!(html.contains("Ảnh giấy chứng sinh"));
        assert!(html.contains("value=\"_upload\""));
        assert!(html.contains("Không kèm giấy tờ này"));
    }

    #[test]
    fn what_was_just_put_into_the_store_is_chosen() {
        let query = format!("field=birth.notice&paper={NEW}");
        let fresh = html(&query, &field(OLD, true, &[NEW, OLD]));
        assert!(fresh.contains(&format!("value=\"{NEW}\" checked")));
        assert!(!fresh.contains(&format!("value=\"{OLD}\" checked")));
        let silent = html("", &field(OLD, true, &[]));
        assert!(silent.contains(&format!("value=\"{OLD}\" checked")));
    }

    #[test]
    fn nobody_is_led_away_who_need_not_bring_a_paper() {
        let optional = html("", &field("", false, &[]));
        assert!(optional.contains("value=\"\" checked"), "{optional}");
        let needed = html("", &field("", true, &[]));
        assert!(needed.contains("value=\"_upload\" checked"), "{needed}");
    }

    #[test]
    fn with_nothing_to_choose_the_way_is_shown() {
        let none = Papers::default();
        let way = none.way(&citizen(), &field("", true, &[]));
        assert!(way.as_str().contains("/my/papers/upload"));
        let some = none.way(&citizen(), &field("", true, &[OLD]));
        assert!(some.is_empty());
    }
}
