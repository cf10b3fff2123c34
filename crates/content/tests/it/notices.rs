use std::sync::LazyLock;

use dean06_content::{Content, ContentError, NoticeSchema};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::{self, any_json, changed};

static CONTENT: LazyLock<Content> = LazyLock::new(common::content);
const TODAY: Date = date(2026, 11, 22);
const NOTICE: &str = "notices/cat-notice.json";

fn schema() -> &'static NoticeSchema {
    CONTENT.notice_schema("cat-notice").expect("the notice")
}

fn notice() -> Value {
    json!({
        "number": "1",
        "keeper": { "name": "Nguyễn Thị Mèo", "commune": "00004" },
        "kitten": { "sex": "female", "songs": 3 }
    })
}

fn errors(notice: &Value) -> Vec<(String, String)> {
    let errors = schema().validate(notice, TODAY);
    errors.into_iter().map(|e| (e.pointer, e.keyword)).collect()
}

fn told(pointer: &str, keyword: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), keyword.to_owned())]
}

#[test]
fn a_right_notice_has_no_error() {
    assert_eq!(errors(&notice()), []);
    assert_eq!(schema().id, "cat-notice");
    assert_eq!(schema().title.en, "Kitten notice");
    assert_eq!(schema().schema()["type"], "object");
    assert!(CONTENT.notice_schema("dog-notice").is_none());
    assert_eq!(CONTENT.notice_schemas().count(), 1);
}

#[test]
fn each_wrong_field_is_told_where_it_is() {
    let with = |pointer: &str, value: Value| {
        let mut notice = notice();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        notice.pointer_mut(parent).expect("the parent")[name] = value;
        errors(&notice)
    };
    assert_eq!(with("/number", json!(1)), told("/number", "type"));
    assert_eq!(
        with("/number", json!("12345678901")),
        told("/number", "maxLength")
    );
    assert_eq!(
        with("/keeper/name", json!("M3o")),
        told("/keeper/name", "format:person-name")
    );
    assert_eq!(
        with("/keeper/commune", json!("99999")),
        told("/keeper/commune", "format:commune")
    );
    assert_eq!(
        with("/kitten/sex", json!("tom")),
        told("/kitten/sex", "code-list")
    );
    assert_eq!(
        with("/kitten/songs", json!(-1)),
        told("/kitten/songs", "minimum")
    );
    assert_eq!(
        with("/kitten/colour", json!("red")),
        told("/kitten/colour", "unknown")
    );
    let missing = schema().validate(&json!({ "number": "1" }), TODAY);
    let pointers: Vec<&str> = missing.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(pointers, ["/keeper/name", "/keeper/commune", "/kitten/sex"]);
    assert_eq!(missing[0].message.vi, "Nhập người nuôi.");
}

#[test]
fn what_is_too_large_is_not_looked_into() {
    for hostile in [
        json!({ "number": "x".repeat(10_000) }),
        json!({ "number": "a\u{202e}b" }),
        (0..20).fold(json!(1), |inner, _| json!([inner])),
    ] {
        assert_eq!(errors(&hostile), told("", "limit"));
    }
    let error = &schema().validate(&json!("\u{0}"), TODAY)[0];
    assert!(!error.message.vi.is_empty());
}

#[test]
fn a_wrong_schema_is_told() {
    let broken = |from: &str, to: &str| match changed(NOTICE, from, to) {
        Err(ContentError::Broken(findings)) => findings[0].to_string(),
        other => panic!("loaded: {other:?}"),
    };
    let page = "\"x-page\": { \"id\": \"a\", \"title\": { \"vi\": \"A\", \"en\": \"A\" } }, ";
    for (keyword, name) in [
        ("\"x-default\": \"1\", ", "x-default"),
        ("\"x-show-if\": \"true\", ", "x-show-if"),
        ("\"x-source\": \"a.b\", ", "x-source"),
        (page, "x-page"),
    ] {
        let from = "\"maxLength\": 10,";
        let found = broken(from, &format!("{from} {keyword}"));
        assert!(found.contains(name), "{found}");
    }
}

#[test]
fn every_notice_stands_in_the_index() {
    let mut files = common::files();
    files.insert("notices/dog.json".to_owned(), b"{}".as_slice().into());
    assert!(Content::from_files(files).is_err());
    let mut files = common::files();
    files.remove(NOTICE);
    assert!(Content::from_files(files).is_err());
}

/// What a hospital sends, as the real content wants it.
fn birth() -> Value {
    json!({
        "notice_number": "CS-2026/0417", "revision": 1, "issued_on": "2026-11-21",
        "facility": "hospital-mau-01",
        "mother": { "name": "Trần Thị Thanh Hằng", "birth_date": "1996-09-02", "personal_number": "001196000102" },
        "child": { "sex": "female", "birth_date": "2026-11-20", "birth_time": "06:30", "weight_grams": 3200, "count": 1 },
        "place": { "facility": "Bệnh viện Phụ sản Mẫu số 1", "commune": "00004" },
        "attended_by": "Lê Thị Hòa"
    })
}

#[test]
fn the_real_birth_notice_takes_what_hospitals_send() {
    let content = Content::embedded().expect("loads");
    let schema = content.notice_schema("birth-notice").expect("the notice");
    let pointers = |notice: &Value| -> Vec<String> {
        let errors = schema.validate(notice, TODAY);
        errors.into_iter().map(|error| error.pointer).collect()
    };
    assert_eq!(pointers(&birth()), [""; 0]);
    let mut twins = birth();
    twins["child"]["count"] = json!(2);
    assert_eq!(pointers(&twins), ["/child/birth_order"]);
    twins["child"]["birth_order"] = json!(2);
    assert_eq!(pointers(&twins), [""; 0]);
    let mut wrong = birth();
    wrong["mother"]["personal_number"] = json!("999196000102");
    wrong["child"]["birth_time"] = json!("24:00");
    wrong["place"]["commune"] = json!("1");
    wrong["facility"] = json!("Bệnh viện");
    assert_eq!(
        pointers(&wrong),
        [
            "/facility",
            "/mother/personal_number",
            "/child/birth_time",
            "/place/commune"
        ]
    );
    assert!(content.notice_schema("death-notice").is_some());
}

proptest! {
    #[test]
    fn any_notice_is_judged(notice in any_json()) {
        let _ = schema().validate(&notice, TODAY);
    }
}
