use serde_json::{Map, Value};
use utoipa::OpenApi;

/// The whole OpenAPI document: data services from their contracts, signing in from its handlers.
pub fn document() -> anyhow::Result<Value> {
    let mut document = dean06_mediator::openapi();
    let identity = serde_json::to_value(dean06_identity::ApiDoc::openapi())?;
    for part in ["/paths", "/components/schemas"] {
        if let (Some(Value::Object(whole)), Some(Value::Object(more))) =
            (document.pointer_mut(part), identity.pointer(part))
        {
            whole.extend(more.clone());
        }
    }
    Ok(sorted(document))
}

/// Prints the document.
pub fn run() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&document()?)?);
    Ok(())
}

/// The same document with the keys of every object in order, so that it can be compared by line.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> = fields
                .into_iter()
                .map(|(name, value)| (name, sorted(value)))
                .collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::document;

    /// Refresh with `cargo run -- openapi > docs/openapi.json`.
    #[test]
    fn the_document_that_is_checked_in_is_fresh() {
        let fresh = serde_json::to_string_pretty(&document().expect("a document")).expect("JSON");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let kept = std::fs::read_to_string(path).expect("docs/openapi.json");
        assert!(kept.trim() == fresh, "docs/openapi.json is not fresh");
    }
}
