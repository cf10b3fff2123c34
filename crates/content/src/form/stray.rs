//! Parts of a schema that nothing reads.

use serde_json::Value;

use super::parse::Problem;

/// Finds keywords of ours where nothing reads them, and lists, which forms do not have yet.
pub(super) fn find(schema: &Value, pointer: &str, problems: &mut Vec<Problem>) {
    let Some(object) = schema.as_object() else {
        return;
    };
    if object.get("type").and_then(Value::as_str) == Some("array") {
        problems.push((pointer.to_owned(), "forms have no lists".to_owned()));
    }
    for (name, inner) in object {
        let below = format!("{pointer}/{name}");
        match (name.as_str(), inner) {
            ("properties" | "$defs", Value::Object(schemas)) => {
                for (name, schema) in schemas {
                    find(schema, &format!("{below}/{name}"), problems);
                }
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    unread(schema, &format!("{below}/{index}"), problems);
                }
            }
            ("if" | "then" | "else" | "not" | "dependentSchemas", _) => {
                unread(inner, &below, problems);
            }
            _ => {}
        }
    }
}

fn unread(schema: &Value, pointer: &str, problems: &mut Vec<Problem>) {
    match schema {
        Value::Object(object) => {
            for (name, inner) in object {
                let below = format!("{pointer}/{name}");
                if name.starts_with("x-") {
                    problems.push((below, "nothing reads this keyword here".to_owned()));
                } else {
                    unread(inner, &below, problems);
                }
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                unread(inner, &format!("{pointer}/{index}"), problems);
            }
        }
        _ => {}
    }
}
