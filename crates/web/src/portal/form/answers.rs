//! What was typed on a page of a form.

use std::collections::{BTreeMap, BTreeSet};

use dean06_contracts::FieldProblem;
use dean06_contracts::casework::{PageView, Widget};
use dean06_ui::DateBoxes;
use serde_json::{Map, Value};

use super::boxes;
use crate::frame::Pairs;

/// The field that lists the fields which the page showed.
pub(super) const SHOWN: &str = "_shown";
/// Before the name of a commune's field: the province that was chosen.
pub(super) const PROVINCE: &str = "_province.";
/// Before the name of a commune's field: the province whose communes were on offer.
pub(super) const LISTED: &str = "_listed.";
/// Chosen in place of a paper: one is to be put into the store first.
pub(super) const UPLOAD: &str = "_upload";
/// Deeper than any form of ours.
const DEPTH: usize = 8;

/// Answers as they were typed, right or wrong.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    data: Map<String, Value>,
    shown: BTreeSet<String>,
    provinces: BTreeMap<String, String>,
    awaiting: BTreeSet<String>,
    upload: Option<String>,
}

impl Answers {
    /// Reads a posted page. A field whose name begins with `_` belongs to the page, not to the form.
    pub fn read(form: &Pairs) -> Self {
        let mut answers = Self::default();
        let shown = form.all(SHOWN).flat_map(|names| names.split(' '));
        answers.shown.extend(shown.map(str::to_owned));
        for (name, province) in form.iter() {
            let Some(field) = name.strip_prefix(PROVINCE) else {
                continue;
            };
            answers
                .provinces
                .insert(field.to_owned(), province.to_owned());
            let listed = form.get(&format!("{LISTED}{field}"));
            if listed.unwrap_or_default() != province {
                answers.awaiting.insert(field.to_owned());
            }
        }
        for (name, value) in form.iter() {
            if name.starts_with('_') || answers.awaiting.contains(name) {
                continue;
            }
            if value == UPLOAD {
                answers.upload.get_or_insert_with(|| name.to_owned());
            } else {
                answers.take(form, name, value);
            }
        }
        answers
    }

    fn take(&mut self, form: &Pairs, name: &str, value: &str) {
        let part = |date: &str, part: &str| form.get(&format!("{date}.{part}"));
        let date = [".day", ".month", ".year"]
            .iter()
            .find_map(|part| name.strip_suffix(part));
        if let Some(date) = date
            && let (Some(day), Some(month), Some(year)) =
                (part(date, "day"), part(date, "month"), part(date, "year"))
        {
            let boxes = DateBoxes {
                day: day.to_owned(),
                month: month.to_owned(),
                year: year.to_owned(),
            };
            self.put(date, &boxes::kept(&boxes));
        } else {
            self.put(name, value);
        }
    }

    /// The first value of a name counts.
    fn put(&mut self, name: &str, value: &str) {
        let way: Vec<&str> = name.splitn(DEPTH, '.').collect();
        let Some((last, way)) = way.split_last() else {
            return;
        };
        let mut object = &mut self.data;
        for step in way {
            let inner = object
                .entry(*step)
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(fields) = inner else { return };
            object = fields;
        }
        object
            .entry(*last)
            .or_insert_with(|| Value::String(value.to_owned()));
    }

    /// The answers of one page. What was sent with them and does not belong to the page stays
    /// among them, to be refused.
    pub fn section(&self, section: &str) -> Map<String, Value> {
        let mut strays = self.data.clone();
        match strays.remove(section) {
            Some(Value::Object(mut fields)) => {
                fields.extend(strays);
                fields
            }
            _ => strays,
        }
    }

    /// The answers of all pages.
    pub fn all(&self) -> &Map<String, Value> {
        &self.data
    }

    /// Whether the page showed this field when it was sent; whoever does not tell what was shown is
    /// taken to have seen everything.
    pub fn showed(&self, name: &str) -> bool {
        self.shown.is_empty() || self.shown.contains(name)
    }

    /// Whether a province was chosen whose communes were not on offer yet.
    pub fn awaits_commune(&self, name: &str) -> bool {
        self.awaiting.contains(name) && self.province(name).is_some_and(|code| !code.is_empty())
    }

    /// The field for which a paper is to be put into the store first.
    pub fn upload(&self) -> Option<&str> {
        self.upload.as_deref()
    }

    /// The province that was chosen for a commune.
    pub fn province(&self, name: &str) -> Option<&str> {
        self.provinces.get(name).map(String::as_str)
    }

    /// Puts what was typed back on a page that could not be saved, and what is wrong with it.
    pub fn put_back(&self, page: &mut PageView, problems: &[FieldProblem]) {
        let data = Value::Object(self.data.clone());
        for field in &mut page.fields {
            if field.editable {
                let typed = data.pointer(&field.pointer).cloned();
                field.value = match (field.widget, typed) {
                    (Widget::Checkbox, typed) => Value::Bool(typed.is_some()),
                    (_, typed) => typed.unwrap_or_default(),
                };
            }
            let problem = problems
                .iter()
                .find(|problem| problem.pointer == field.pointer);
            field.error = problem.map(|problem| problem.text.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Answers;
    use crate::frame::Pairs;

    fn read(form: &str) -> Answers {
        Answers::read(&Pairs::parse(form.as_bytes()))
    }

    #[test]
    fn names_lead_to_their_places() {
        let answers = read("kite.name=An&kite.place.line=1&_shown=kite.name+kite.place.line&x=1");
        let kite = json!({"name": "An", "place": {"line": "1"}, "x": "1"});
        assert_eq!(serde_json::Value::Object(answers.section("kite")), kite);
        assert!(answers.showed("kite.name"));
        assert!(!answers.showed("kite.sex"));
        assert!(answers.all().contains_key("x"));
        assert!(read("a=1").showed("kite.sex"));
        assert!(!read("_shown=").showed("kite.sex"));
    }

    #[test]
    fn three_boxes_are_one_date() {
        let date = |form: &str| read(form).section("k").get("on").cloned();
        let typed = |day: &str, month: &str, year: &str| {
            date(&format!(
                "k.on.day={day}&k.on.month={month}&k.on.year={year}"
            ))
        };
        assert_eq!(typed("7", "3", "1990"), Some(json!("1990-03-07")));
        assert_eq!(typed("7", "3", "90"), Some(json!("7/3/90")));
        assert_eq!(typed("", "", ""), Some(json!("")));
        assert_eq!(date("k.on.day=7"), Some(json!({"day": "7"})));
    }

    #[test]
    fn a_commune_of_another_province_is_not_taken() {
        let chosen = read("_province.k.c=01&_listed.k.c=79&k.c=26734");
        assert!(chosen.section("k").is_empty());
        assert!(chosen.awaits_commune("k.c"));
        let same = read("_province.k.c=01&_listed.k.c=01&k.c=00004");
        assert_eq!(same.section("k").get("c"), Some(&json!("00004")));
        assert!(!same.awaits_commune("k.c"));
        let first = read("_province.k.c=01");
        assert!(first.awaits_commune("k.c"));
        assert_eq!(first.province("k.c"), Some("01"));
        let none = read("_province.k.c=&_listed.k.c=01&k.c=00004");
        assert!(none.section("k").is_empty());
        assert!(!none.awaits_commune("k.c"));
    }

    #[test]
    fn a_paper_that_is_still_to_come_is_no_answer() {
        let answers = read("k.name=A&k.paper=_upload");
        assert_eq!(answers.upload(), Some("k.paper"));
        assert_eq!(answers.section("k").len(), 1);
    }

    #[test]
    fn hostile_names_do_no_harm() {
        let deep = format!("{}=1", "a.".repeat(10_000));
        assert_eq!(read(&deep).all().len(), 1);
        assert_eq!(read("a=1&a.b=2").all()["a"], json!("1"));
        assert_eq!(read("=1&.=2&..=3").all().len(), 1);
    }
}
