use serde_json::Value;

/// Keeps of `answer` only the fields that a purpose allows, and returns their names.
///
/// A field is a top-level name, or a dotted path into objects and arrays of objects; `*` allows
/// everything. Empty values are dropped: they say nothing.
pub(crate) fn minimise(answer: Value, allowed: &[String]) -> (Value, Vec<String>) {
    let Value::Object(fields) = answer else {
        return (Value::Object(serde_json::Map::new()), Vec::new());
    };
    let kept: serde_json::Map<String, Value> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .filter_map(|(name, value)| keep(&name, value, allowed).map(|value| (name, value)))
        .collect();
    let names = kept.keys().cloned().collect();
    (Value::Object(kept), names)
}

fn keep(name: &str, value: Value, allowed: &[String]) -> Option<Value> {
    if allowed.iter().any(|field| field == "*" || field == name) {
        return Some(value);
    }
    let below: Vec<String> = allowed
        .iter()
        .filter_map(|field| field.strip_prefix(name)?.strip_prefix('.'))
        .map(str::to_owned)
        .collect();
    if below.is_empty() {
        return None;
    }
    match value {
        Value::Object(_) => Some(minimise(value, &below).0),
        Value::Array(items) => Some(
            items
                .into_iter()
                .map(|item| minimise(item, &below).0)
                .collect(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::minimise;

    fn names(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|&f| f.to_owned()).collect()
    }

    #[test]
    fn what_is_not_allowed_is_not_there() {
        let answer = json!({"name": "A", "religion": "01", "birth_date": null});
        let (kept, fields) = minimise(answer, &names(&["name", "birth_date"]));
        assert_eq!(kept, json!({"name": "A"}));
        assert_eq!(fields, ["name"]);
    }

    #[test]
    fn a_path_reaches_into_objects_and_rows() {
        let answer = json!({
            "rows": [{"name": "A", "phone": "1"}, {"name": "B", "phone": "2"}],
            "residence": {"commune": "00004", "line": "Số 1"},
        });
        let (kept, _) = minimise(answer, &names(&["rows.name", "residence.commune"]));
        assert_eq!(
            kept,
            json!({"rows": [{"name": "A"}, {"name": "B"}], "residence": {"commune": "00004"}})
        );
    }

    #[test]
    fn a_path_into_a_plain_value_releases_nothing() {
        let (kept, _) = minimise(json!({"name": "A"}), &names(&["name.family"]));
        assert_eq!(kept, json!({}));
    }

    #[test]
    fn a_field_whose_name_begins_alike_is_another_field() {
        let (kept, _) = minimise(json!({"name_key": "a"}), &names(&["name"]));
        assert_eq!(kept, json!({}));
    }
}
