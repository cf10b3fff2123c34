use dean06_kernel::Sources;
use serde_json::{Value, json};

use super::setting::Mother;

/// What a mother types into the form of a birth, section by section.
pub fn birth(mother: &Mother, sources: &Sources, name: &str) -> Vec<(&'static str, Value)> {
    let father = if mother.married { "spouse" } else { "none" };
    vec![
        ("who", json!({ "role": "mother" })),
        ("father", json!({ "stated": father })),
        ("child", json!({ "name": name, "sex": "female" })),
        (
            "birth",
            json!({ "date": sources.today().to_string(), "count": "1" }),
        ),
        ("birth_place", json!({ "where": "health-facility" })),
        (
            "birth_address",
            json!({ "facility": "Bệnh viện đo kiểm", "commune": mother.commune }),
        ),
        (
            "origin",
            json!({ "nationality": "VN", "ethnicity": "01", "hometown_of": "own" }),
        ),
        ("place", json!({ "of": "own-permanent" })),
        ("delivery", json!({ "copies": 0 })),
        ("statement", json!({ "truthful": true })),
    ]
}
