//! What was typed: taken as it is, right or wrong, but only where the form has a field.

use dean06_content::{Field, FieldKind, Form, Page, Widget};
use dean06_contracts::FieldProblem;
use serde_json::Value;

use super::text::{clean, not_keepable};
use super::{Data, at, put};
use crate::edition::MendWords;

/// How many problems one answer names.
const MOST_PROBLEMS: usize = 50;

/// The values that were sent for a page, in the types of its fields where they can be read so;
/// a value that cannot is kept as it was typed. Empty texts are no values.
///
/// Fails when something was sent that the form has no place for, or that cannot be kept.
pub(crate) fn read_section(
    form: &Form,
    page: &Page,
    sent: &Data,
    words: &MendWords,
) -> Result<Data, Vec<FieldProblem>> {
    let mut reader = Reader {
        form,
        words,
        kept: Data::new(),
        problems: Vec::new(),
    };
    reader.object(&format!("/{}", page.section), sent);
    if reader.problems.is_empty() {
        Ok(match reader.kept.remove(&page.section) {
            Some(Value::Object(section)) => section,
            _ => Data::new(),
        })
    } else {
        Err(reader.problems)
    }
}

struct Reader<'r> {
    form: &'r Form,
    words: &'r MendWords,
    kept: Data,
    problems: Vec<FieldProblem>,
}

impl Reader<'_> {
    /// Goes only as deep as the form does.
    fn object(&mut self, pointer: &str, sent: &Data) {
        for (name, value) in sent {
            if self.problems.len() >= MOST_PROBLEMS {
                return;
            }
            let below = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            match (self.form.field(&below), value) {
                (Some(_), Value::Array(_) | Value::Object(_)) => {
                    self.problem(below, |words| &words.not_a_value);
                }
                (Some(field), value) => self.field(field, value),
                (None, Value::Object(fields)) if self.is_group(&below) => {
                    self.object(&below, fields);
                }
                (None, Value::Null) => {}
                (None, _) => self.problem(shortened(below), |words| &words.unknown_field),
            }
        }
    }

    fn is_group(&self, pointer: &str) -> bool {
        self.form.fields().iter().any(|field| {
            field
                .pointer
                .strip_prefix(pointer)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    fn field(&mut self, field: &Field, value: &Value) {
        if let Value::String(text) = value
            && let Some(text) = not_keepable(text, self.words)
        {
            self.problems.push(FieldProblem {
                pointer: field.pointer.clone(),
                text,
            });
            return;
        }
        let value = in_type(field, value);
        if !value.is_null() {
            put(&mut self.kept, &field.path, value);
        }
    }

    fn problem(&mut self, pointer: String, text: impl Fn(&MendWords) -> &dean06_kernel::Text) {
        let text = text(self.words).clone();
        self.problems.push(FieldProblem { pointer, text });
    }
}

/// A name that nobody here chose may be of any length.
fn shortened(pointer: String) -> String {
    const MOST: usize = 200;
    match pointer.char_indices().nth(MOST) {
        Some((end, _)) => pointer[..end].to_owned(),
        None => pointer,
    }
}

/// The value in the type of its field, as far as it can be read so.
fn in_type(field: &Field, value: &Value) -> Value {
    let Value::String(typed) = value else {
        return whole(field, value).unwrap_or_else(|| value.clone());
    };
    let typed = clean(typed);
    if typed.is_empty() {
        return Value::Null;
    }
    match field.kind {
        FieldKind::Integer => typed
            .parse::<i64>()
            .map_or(Value::String(typed), Value::from),
        FieldKind::Boolean => match typed.as_str() {
            "on" | "true" | "1" => Value::Bool(true),
            "off" | "false" | "0" => Value::Bool(false),
            _ => Value::String(typed),
        },
        FieldKind::Text => Value::String(match field.widget {
            Widget::Date => date(&typed).unwrap_or(typed),
            Widget::PersonalNumber => without_gaps(&typed),
            Widget::Text => single_spaces(&typed),
            _ => typed,
        }),
    }
}

/// `3.0` where a whole number is asked for.
fn whole(field: &Field, value: &Value) -> Option<Value> {
    let number = value.as_f64().filter(|_| value.is_f64())?;
    (field.kind == FieldKind::Integer && number.fract() == 0.0)
        .then(|| format!("{number:.0}").parse::<i64>().ok().map(Value::from))
        .flatten()
}

/// `7/3/1990`, `07.03.1990` or `3/1990` as `1990-03-07` and `1990-03`. Whether there is such a day
/// is for the form to judge.
fn date(typed: &str) -> Option<String> {
    let parts: Vec<&str> = typed.split(['/', '.']).map(str::trim).collect();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    match parts[..] {
        [day, month, year]
            if digits(day, 2) && digits(month, 2) && year.len() == 4 && digits(year, 4) =>
        {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [month, year] if digits(month, 2) && year.len() == 4 && digits(year, 4) => {
            Some(format!("{year}-{month:0>2}"))
        }
        _ => None,
    }
}

/// People write numbers in groups.
fn without_gaps(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .collect()
}

fn single_spaces(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was typed without values that the form has no field for: the form may have changed since.
pub(crate) fn known_only(form: &Form, data: &Data) -> Data {
    let mut known = Data::new();
    for page in form.pages() {
        // A page that was saved stays a saved one also when nothing on it was filled in.
        if data.contains_key(&page.section) {
            known.insert(page.section.clone(), Value::Object(Data::new()));
        }
        for field in form.fields_of(page) {
            if let Some(value) = at(data, &field.path) {
                put(&mut known, &field.path, value.clone());
            }
        }
    }
    known
}

/// Parts what was typed into what is of the type of its field, and the rest by its pointers.
pub(crate) fn part_by_type(form: &Form, mut data: Data) -> (Data, Vec<(String, Value)>) {
    let mut rest = Vec::new();
    for field in form.fields() {
        let mistyped = at(&data, &field.path)
            .filter(|value| !is_of_type(field, value))
            .cloned();
        if let Some(value) = mistyped {
            put(&mut data, &field.path, Value::Null);
            rest.push((field.pointer.clone(), value));
        }
    }
    (data, rest)
}

/// Whether a value is of the type of its field. Rules know whole numbers only as far as 64 bits go.
pub(super) fn is_of_type(field: &Field, value: &Value) -> bool {
    match field.kind {
        FieldKind::Text => value.is_string(),
        FieldKind::Integer => value.is_i64(),
        FieldKind::Boolean => value.is_boolean(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        assert_eq!(date("7/3/1990").as_deref(), Some("1990-03-07"));
        assert_eq!(date("07.03.1990").as_deref(), Some("1990-03-07"));
        assert_eq!(date("31/02/2020").as_deref(), Some("2020-02-31"));
        assert_eq!(date("3/1990").as_deref(), Some("1990-03"));
        for other in ["1990", "1990-03-07", "7/3/90", "7/3/1990/1", "a/b/1990", ""] {
            assert_eq!(date(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_are_read_without_their_gaps() {
        assert_eq!(without_gaps("001 090.000-001"), "001090000001");
        assert_eq!(single_spaces("Nguyễn   Văn\tA"), "Nguyễn Văn A");
    }
}
