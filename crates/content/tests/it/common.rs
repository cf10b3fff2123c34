//! A small content with two services and a bundle that no law knows, in `tests/fixture`.

use dean06_content::{CheckReport, Content, ContentError, Context, Files, Service};
use proptest::prelude::*;
use serde_json::{Value, json};

pub const SERVICE: &str = "services/singing-cat/service.toml";
pub const FORM: &str = "services/singing-cat/form.json";
pub const COLLAR: &str = "services/cat-collar/service.toml";
pub const COLLAR_FORM: &str = "services/cat-collar/form.json";
pub const BUNDLE: &str = "bundles/cat-2026.toml";
pub const PLAIN: &str = "services/singing-cat/examples/plain.json";

macro_rules! ours {
    ($($path:literal),*) => { [$(($path, include_str!(concat!("../fixture/", $path)))),*] };
}

macro_rules! real {
    ($($path:literal),*) => { [$(($path, include_str!(concat!("../../../../content/", $path)))),*] };
}

/// The files of the fixture: a few communes, the rest of the base data as it is.
pub fn files() -> Files {
    let ours = ours![
        "admin-units/before-2025-07.csv",
        "admin-units/since-2025-07.csv",
        "admin-units/merger-2025.csv",
        "admin-units/districts-2025.csv",
        "bundles/cat-2024.toml",
        "bundles/cat-2026.toml",
        "code-lists/index.toml",
        "code-lists/cat-kinds.csv",
        "code-lists/nationalities.csv",
        "code-lists/paper-kinds.csv",
        "code-lists/sexes.csv",
        "legal-bases.toml",
        "messages.toml",
        "notices/index.toml",
        "notices/cat-notice.json",
        "papers/default.typ",
        "purposes.toml",
        "services/cat-collar/service.toml",
        "services/cat-collar/form.json",
        "services/cat-collar/examples/red.json",
        "services/singing-cat/service.toml",
        "services/singing-cat/form.json",
        "services/singing-cat/examples/plain.json",
        "services/singing-cat/examples/wrong.json"
    ];
    let real = real![
        "admin-units/index.toml",
        "admin-units/kinds.csv",
        "admin-units/provinces-34-from-63.csv",
        "calendar.csv",
        "calendar.toml",
        "form-messages.toml",
        "organisations.csv",
        "organisations.toml",
        "profiles.toml",
        "province-codes.csv",
        "register-titles.toml"
    ];
    ours.into_iter()
        .chain(real)
        .map(|(path, text)| (path.to_owned(), text.as_bytes().into()))
        .collect()
}

/// The fixture, loaded.
pub fn content() -> Content {
    Content::from_files(files()).expect("the fixture can be loaded")
}

/// The fixture with one file changed by replacing a text that must be there.
pub fn changed(path: &str, from: &str, to: &str) -> Result<Content, ContentError> {
    let mut files = files();
    let bytes = files.get_mut(path).expect("the file is there");
    let text = String::from_utf8(bytes.to_vec()).expect("the file is text");
    assert!(text.contains(from), "{path} contains {from}");
    *bytes = text.replacen(from, to, 1).into_bytes().into();
    Content::from_files(files)
}

/// Holds that the fixture, changed so, is told to have that error.
#[track_caller]
pub fn finds(path: &str, from: &str, to: &str, place: &str, part: &str) {
    let report = match changed(path, from, to) {
        Ok(content) => content.check(),
        Err(error) => CheckReport::of_failure(error),
    };
    let found = report
        .errors
        .iter()
        .any(|f| f.file == path && f.place.contains(place) && f.message.contains(part));
    assert!(found, "{to}: {:#?}", report.errors);
}

pub fn service(content: &Content) -> &Service {
    content.service("singing-cat").expect("the service")
}

/// What is known when the keeper has filled in everything.
pub fn context() -> Context {
    map(json!({
        "today": "2026-11-22",
        "applicant": { "person_id": "p-1", "phone": "0912345678" },
        "owner_record": { "name": "Nguyễn Thị Mèo", "permanent_residence": { "commune": "00004" } },
        "cat_record": null,
        "form": {
            "owner": { "name": "Nguyễn Thị Mèo", "commune": "00004" },
            "cat": {
                "name": "Mướp", "sex": "female", "kind": "local", "birth_date": "2020",
                "songs": 3, "home": { "line": "Số 1" }
            }
        }
    }))
}

pub fn map(value: Value) -> Context {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}

/// Sets a value of the form, with `null` for "nothing typed".
pub fn typed(pointer: &str, value: Value) -> Context {
    let mut context = context();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let form = context.get_mut("form").expect("the form");
    let parent = form.pointer_mut(parent).expect("the section");
    parent[name] = value;
    context
}

/// Any JSON value, a few levels deep, with names that the fixture uses.
pub fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["foreign", "local", "00004", "2020", "VN"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop::sample::select(vec![
            "owner",
            "cat",
            "abroad",
            "home",
            "name",
            "kind",
            "songs",
            "commune",
            "country",
            "x",
            "permanent_residence",
            "birth_date",
            "",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<Context>().into()),
        ]
    })
}
