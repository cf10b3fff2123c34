use dean06_content::{Content, FieldKind, Widget};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

use crate::common::{self, FORM, changed};

static CONTENT: LazyLock<Content> = LazyLock::new(common::content);
const TODAY: Date = date(2026, 11, 22);

fn errors(form: &Value) -> Vec<(String, String)> {
    common::service(&CONTENT)
        .form()
        .validate(form, TODAY)
        .into_iter()
        .map(|error| (error.pointer, error.keyword))
        .collect()
}

fn full() -> Value {
    let mut form = common::context().remove("form").expect("the form");
    form["cat"]["chip"] = json!("1");
    form
}

fn with(pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let mut form = full();
    form.pointer_mut(parent).expect("the section")[name] = value;
    form
}

fn message(pointer: &str, value: Value) -> (String, String) {
    let errors = common::service(&CONTENT)
        .form()
        .validate(&with(pointer, value), TODAY);
    let error = errors.first().expect("an error");
    (error.message.vi.clone(), error.message.en.clone())
}

#[test]
fn a_form_is_pages_of_fields_in_order() {
    let form = common::service(&CONTENT).form();
    let pages: Vec<&str> = form
        .pages()
        .iter()
        .map(|page| page.section.as_str())
        .collect();
    assert_eq!(pages, ["owner", "cat", "abroad"]);
    let fields: Vec<&str> = form
        .fields_of(&form.pages()[1])
        .iter()
        .map(|field| field.pointer.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "/cat/chip",
            "/cat/name",
            "/cat/sex",
            "/cat/kind",
            "/cat/birth_date",
            "/cat/songs",
            "/cat/home/line"
        ]
    );
    let line = form.field("/cat/home/line").expect("from $defs");
    assert_eq!(line.group.as_ref().map(|g| g.vi.as_str()), Some("Nơi hát"));
    assert_eq!(line.widget, Widget::Textarea);
    assert!(line.required);
    assert_eq!(line.show_if.len(), 1);
    let widget = |pointer| form.field(pointer).expect("a field").widget;
    assert_eq!(widget("/cat/sex"), Widget::Radio);
    assert_eq!(widget("/abroad/country"), Widget::Radio);
    assert_eq!(widget("/cat/birth_date"), Widget::Date);
    assert_eq!(widget("/owner/commune"), Widget::Commune);
    assert_eq!(widget("/abroad/keeper_number"), Widget::PersonalNumber);
    assert_eq!(widget("/cat/songs"), Widget::Number);
    assert_eq!(
        form.field("/cat/songs").expect("a field").kind,
        FieldKind::Integer
    );
    assert_eq!(
        form.field("/owner/phone").expect("a field").max_length,
        Some(10)
    );
    assert!(form.field("/cat").is_none());
    let options = |pointer, on| -> Vec<String> {
        let field = form.field(pointer).expect("a field");
        form.options(field, on)
            .map(|entry| entry.code.clone())
            .collect()
    };
    assert_eq!(options("/cat/kind", TODAY), ["local", "foreign"]);
    assert_eq!(
        options("/cat/kind", date(2020, 1, 1)),
        ["local", "foreign", "old"]
    );
    assert_eq!(options("/abroad/country", TODAY), ["VN", "FR", "LA"]);
    assert!(options("/cat/songs", TODAY).is_empty());
}

#[test]
fn what_is_right_has_no_error() {
    assert_eq!(errors(&full()), []);
}

#[test]
fn each_error_stands_at_its_field_and_says_how_to_mend_it() {
    let cases = [
        ("/cat/name", json!(""), "minLength", "Nhập tên mèo."),
        (
            "/cat/name",
            json!("x".repeat(21)),
            "maxLength",
            "Tên mèo dài tối đa 20 ký tự. Hãy viết ngắn lại.",
        ),
        (
            "/cat/sex",
            json!("both"),
            "code-list",
            "Chọn giới tính trong danh sách.",
        ),
        (
            "/cat/kind",
            json!("old"),
            "code-list",
            "Chọn loại mèo trong danh sách.",
        ),
        (
            "/cat/songs",
            json!(-1),
            "minimum",
            "Nhập số bài hát từ 0 trở lên.",
        ),
        ("/cat/songs", json!(1.5), "type", "Nhập lại số bài hát."),
        ("/cat/songs", json!("3"), "type", "Nhập lại số bài hát."),
        (
            "/cat/birth_date",
            json!("2020-02-30"),
            "format:partial-date",
            "Nhập ngày sinh; nếu chỉ biết năm, nhập năm bằng 4 chữ số, ví dụ 1950.",
        ),
        (
            "/owner/name",
            json!("<script>"),
            "format:person-name",
            "Nhập họ và tên bằng chữ, không có chữ số hoặc ký hiệu lạ, tối đa 100 ký tự.",
        ),
        (
            "/owner/commune",
            json!("99999"),
            "format:commune",
            "Chọn nơi ở trong danh sách xã, phường, đặc khu hiện nay.",
        ),
        // Phường Vĩnh Phúc was there until 30/06/2025.
        (
            "/owner/commune",
            json!("00006"),
            "format:commune",
            "Chọn nơi ở trong danh sách xã, phường, đặc khu hiện nay.",
        ),
        (
            "/owner/phone",
            json!("12"),
            "pattern",
            "Nhập số điện thoại gồm 10 chữ số, ví dụ 0912345678.",
        ),
        (
            "/owner/shoe_size",
            json!(43),
            "unknown",
            "Tờ khai không có mục này. Hãy bỏ mục này rồi gửi lại.",
        ),
    ];
    for (pointer, value, keyword, vi) in cases {
        let found = errors(&with(pointer, value.clone()));
        assert_eq!(found, [(pointer.to_owned(), keyword.to_owned())], "{value}");
        let (found, en) = message(pointer, value);
        assert_eq!(found, vi);
        assert!(!en.is_empty() && !en.contains('{'), "{en}");
    }
}

#[test]
fn personal_numbers_are_looked_at_closely() {
    let number = |text: &str| {
        errors(&with(
            "/abroad",
            json!({ "country": "FR", "keeper_number": text }),
        ))
        .len()
    };
    assert_eq!(number("001090000001"), 0);
    for wrong in [
        "00109000001",
        "0010900000011",
        "003090000001",
        "00109000000a",
        "٠٠١٠٩٠٠٠٠٠٠١",
    ] {
        assert_eq!(number(wrong), 1, "{wrong}");
    }
}

#[test]
fn what_is_missing_is_told_field_by_field() {
    let pointers = |form: &Value| -> Vec<String> {
        errors(form)
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect()
    };
    let all = [
        "/owner/name",
        "/owner/commune",
        "/cat/name",
        "/cat/sex",
        "/cat/kind",
        "/cat/birth_date",
        "/cat/songs",
        "/cat/home/line",
    ];
    assert_eq!(pointers(&json!({})), all);
    assert_eq!(pointers(&json!({ "owner": null, "cat": {} })), all);
    assert_eq!(
        pointers(&json!({ "owner": [], "cat": "x" })),
        ["/cat", "/owner"]
    );
    for nothing in [json!(null), json!([]), json!("form"), json!(7)] {
        assert_eq!(pointers(&nothing), [""], "{nothing}");
    }
    let (vi, _) = message("/cat/sex", Value::Null);
    assert_eq!(vi, "Nhập lại giới tính.");
    let mut form = full();
    form["cat"].as_object_mut().expect("the cat").remove("sex");
    let error = &common::service(&CONTENT).form().validate(&form, TODAY)[0];
    assert_eq!(error.message.vi, "Chọn giới tính.");
}

#[test]
fn a_form_with_a_mistake_is_refused_with_its_place() {
    let refused = |from: &str, to: &str, place: &str, part: &str| {
        let error = changed(FORM, from, to).expect_err(to);
        let dean06_content::ContentError::Broken(findings) = error else {
            panic!("{error}");
        };
        let found = findings
            .iter()
            .find(|f| f.file == FORM && f.place.contains(place) && f.message.contains(part));
        assert!(found.is_some(), "{to}: {findings:#?}");
    };
    refused(
        "\"x-widget\": \"radio\"",
        "\"x-colour\": \"red\"",
        "cat/properties/kind",
        "x-colour",
    );
    refused(
        "\"x-widget\": \"radio\"",
        "\"x-widget\": \"dial\"",
        "cat/properties/kind",
        "dial",
    );
    refused(
        "\"x-code-list\": \"cat-kinds\"",
        "\"x-code-list\": \"dogs\"",
        "kind",
        "dogs",
    );
    refused("\"en\": \"Kind\"", "\"fr\": \"Sorte\"", "kind", "fr");
    refused("\"en\": \"Kind\"", "\"en\": \" \"", "kind", "empty");
    refused(
        "\"applicant.phone\"",
        "\"applicant.\"",
        "owner/properties/phone",
        "rule",
    );
    refused(
        "\"owner_record.name\"",
        "\"owner_record\"",
        "owner/properties/name",
        "source.field",
    );
    refused(
        "\"format\": \"partial-date\"",
        "\"format\": \"moon-phase\"",
        "birth_date",
        "moon-phase",
    );
    refused(
        "\"additionalProperties\": false,\n  \"required\"",
        "\"required\"",
        "",
        "additionalProperties",
    );
    refused("\"maxLength\": 15, ", "", "chip", "maxLength");
    refused(
        "\"required\": [\"line\"]",
        "\"required\": [\"lime\"]",
        "home",
        "lime",
    );
    refused(
        "\"$ref\": \"#/$defs/line\"",
        "\"$ref\": \"#/$defs/nowhere\"",
        "line",
        "nowhere",
    );
    refused(
        "\"type\": \"integer\"",
        "\"type\": \"number\"",
        "songs",
        "type",
    );
    refused("\"^0[0-9]{9}$\"", "\"^0[0-9{9}$\"", "", "regex");
    refused(
        "\"x-page\": { \"id\": \"cat\"",
        "\"x-label\": { \"id\": \"cat\"",
        "cat",
        "field `id`",
    );
    refused("\"chip\": {", "\"Chip Number\": {", "cat", "Chip Number");
    refused("{\n  \"$schema\"", "[\n  \"$schema\"", "", "");
}

proptest! {
    #[test]
    fn any_json_is_judged(form in common::any_json()) {
        for error in common::service(&CONTENT).form().validate(&form, TODAY) {
            prop_assert!(!error.message.vi.is_empty() && !error.message.en.is_empty());
        }
    }

    #[test]
    fn any_value_of_any_field_is_judged(
        index in 0_usize..12,
        value in prop_oneof![common::any_json(), ".{0,40}".prop_map(Value::from)]
    ) {
        let service = common::service(&CONTENT);
        let field = &service.form().fields()[index % service.form().fields().len()];
        let mut form = full();
        form["abroad"] = json!({});
        if let Some(parent) = form.pointer_mut(field.pointer.rsplit_once('/').unwrap().0) {
            parent[field.path.last().unwrap()] = value;
        }
        let first = service.form().validate(&form, TODAY);
        prop_assert_eq!(service.form().validate(&form, TODAY), first);
    }
}
