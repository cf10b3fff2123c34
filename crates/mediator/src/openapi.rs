use dean06_contracts::{Descriptor, Shape};
use serde_json::{Map, Value, json};

/// The OpenAPI 3.1 document of every data service of the house.
///
/// It follows from the contracts alone, so that the document, the checks at the border and the
/// Rust types cannot disagree.
pub fn openapi() -> Value {
    let paths: Map<String, Value> = dean06_contracts::all()
        .iter()
        .map(|c| (format!("/api/{}", c.name), path(c)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "dean06",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": "Every data service of the house. All are POST requests, so that no \
                personal number stands in an address or a log. Moments are UTC microseconds, days \
                are ISO 8601, money is whole đồng. Pages hold at most 50 rows; `next_cursor` leads \
                on.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": { "session": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem() },
        },
    })
}

fn path(contract: &Descriptor) -> Value {
    let mut parameters = vec![
        header(
            "Dean06-Purpose",
            "Id of the purpose; it decides which fields are told.",
            true,
        ),
        header(
            "Dean06-Case",
            "The case, for example a dossier number.",
            false,
        ),
    ];
    if contract.shape == Shape::Command {
        let text = "The same key always returns the same answer; at most 200 bytes.";
        parameters.push(header("Idempotency-Key", text, true));
    }
    json!({ "post": {
        "operationId": contract.name,
        "tags": [contract.owner],
        "summary": contract.summary,
        "x-shape": contract.shape,
        "x-fields": contract.fields,
        "security": [{ "session": [] }, {}],
        "parameters": parameters,
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": contract.request } },
        },
        "responses": {
            "200": {
                "description": "The answer, with the fields that the purpose allows.",
                "content": { "application/json": { "schema": contract.response } },
            },
            "default": {
                "description": "Problem details (RFC 9457).",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" }
                } },
            },
        },
    } })
}

fn header(name: &str, description: &str, required: bool) -> Value {
    json!({
        "name": name, "in": "header", "required": required, "description": description,
        "schema": { "type": "string", "maxLength": 200 },
    })
}

fn problem() -> Value {
    let text = json!({
        "type": "object", "required": ["vi", "en"],
        "properties": { "vi": { "type": "string" }, "en": { "type": "string" } },
    });
    json!({
        "type": "object",
        "required": ["type", "status", "title", "detail"],
        "properties": {
            "type": { "type": "string" },
            "status": { "type": "integer" },
            "title": { "type": "string" },
            "detail": text,
            "errors": { "type": "array", "items": {
                "type": "object", "required": ["pointer", "text"],
                "properties": { "pointer": { "type": "string" }, "text": text },
            } },
        },
    })
}
