//! Forms of any service: what was typed, what is shown, what differs.

mod compare;
mod display;
mod problems;
mod text;
mod titles;
mod typed;
mod view;

use serde_json::{Map, Value};

pub(crate) use compare::compare;
pub(crate) use problems::{problems_of, section_of};
pub(crate) use text::{clean, problem_of};
pub(crate) use titles::{PaperTitle, Titles};
pub(crate) use typed::{known_only, part_by_type, read_section};
pub(crate) use view::{Open, View, pages};

/// Where fields name what an interlinked application passes to a leg.
const PASSED: &str = "passed";

/// What a form holds: section → field, groups of fields as objects inside.
pub(crate) type Data = Map<String, Value>;

/// The value of a field; nothing where there is none or `null`.
pub(crate) fn value_at<'d>(data: &'d Data, path: &[String]) -> Option<&'d Value> {
    at(data, path)
}

/// The value at a path; nothing where there is none or `null`.
fn at<'d>(data: &'d Data, path: &[String]) -> Option<&'d Value> {
    let (first, rest) = path.split_first()?;
    rest.iter()
        .try_fold(data.get(first)?, |value, part| value.get(part))
        .filter(|value| !value.is_null())
}

/// Puts a value at a path and makes the objects on the way.
pub(crate) fn put(data: &mut Data, path: &[String], value: Value) {
    let Some((last, way)) = path.split_last() else {
        return;
    };
    let mut object = data;
    for part in way {
        let inner = object
            .entry(part.as_str())
            .or_insert_with(|| Value::Object(Map::new()));
        if !inner.is_object() {
            *inner = Value::Object(Map::new());
        }
        let Value::Object(fields) = inner else {
            return;
        };
        object = fields;
    }
    object.insert(last.clone(), value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_found_where_it_was_put() {
        let path: Vec<String> = ["kite", "place", "commune"].map(str::to_owned).to_vec();
        let mut data = Data::new();
        assert_eq!(at(&data, &path), None);
        put(&mut data, &path, json!("00004"));
        assert_eq!(at(&data, &path), Some(&json!("00004")));
        put(&mut data, &path[..2], json!("flat"));
        put(&mut data, &path, json!("00008"));
        assert_eq!(
            Value::Object(data),
            json!({"kite": {"place": {"commune": "00008"}}})
        );
    }
}
