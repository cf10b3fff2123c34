use std::sync::LazyLock;

use dean06_content::{CheckEffect, Content, Context};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::{self, context, map, service, typed};

static CONTENT: LazyLock<Content> = LazyLock::new(common::content);

#[test]
fn service_toml_is_read_whole() {
    let service = service(&CONTENT);
    assert_eq!(service.title.vi, "Cấp phép mèo biết hát");
    assert_eq!(service.level.as_str(), "full_online");
    assert_eq!(service.clock("total").and_then(|c| c.working_days), Some(2));
    assert_eq!(
        service
            .clock("total")
            .and_then(|c| c.cut_off)
            .map(jiff::civil::Time::hour),
        Some(15)
    );
    assert!(service.clock("intake").is_none());
    assert!(service.role_may("decide", "cat_officer"));
    assert!(!service.role_may("decide", "one_stop_officer"));
    assert!(!service.role_may("fly", "cat_officer"));
    assert!(service.law.holds_on(jiff::civil::date(2026, 1, 1)));
    assert!(!service.law.holds_on(jiff::civil::date(2025, 6, 30)));
    assert_eq!(service.components[0].from.as_str(), "form");
}

#[test]
fn registers_are_asked_when_there_is_something_to_ask() {
    let service = service(&CONTENT);
    let request = service.source_request(0, &context()).unwrap();
    assert_eq!(request, Some(json!({ "person_id": "p-1", "exact": true })));
    assert_eq!(service.source_request(1, &context()).unwrap(), None);
    let chip = typed("/cat/chip", json!("C7"));
    assert_eq!(
        service.source_request(1, &chip).unwrap(),
        Some(json!({ "chip": "C7" }))
    );
    assert_eq!(service.source_request(2, &chip).unwrap(), None);
}

#[test]
fn the_place_finds_the_organisation() {
    let service = service(&CONTENT);
    let commune = service.competent(&context()).unwrap().expect("a commune");
    let organisation = CONTENT
        .organisation_for(&service.competent.kind, &commune)
        .expect("it exists");
    assert_eq!(organisation.id.as_str(), "committee-00004");
    let nowhere = typed("/owner/commune", Value::Null);
    assert_eq!(service.competent(&nowhere).unwrap(), None);
}

#[test]
fn checks_strike_by_their_rules() {
    let service = service(&CONTENT);
    let struck = |context: &Context| -> Vec<(&str, CheckEffect)> {
        let checks = service.run_checks(context).unwrap();
        checks
            .into_iter()
            .map(|c| (c.id.as_str(), c.effect))
            .collect()
    };
    assert_eq!(struck(&context()), []);
    let young = typed("/cat/birth_date", json!("2026-03"));
    assert_eq!(struck(&young), [("young-cat", CheckEffect::Flag)]);
    assert_eq!(
        struck(&typed("/cat/songs", json!(0))),
        [("silent-cat", CheckEffect::Refuse)]
    );
    assert_eq!(
        struck(&typed("/cat/songs", json!(101))),
        [("choir", CheckEffect::Redirect)]
    );
    assert_eq!(struck(&typed("/cat", Value::Null)), []);
    let wrong = service
        .run_checks(&typed("/cat/songs", json!("many")))
        .unwrap_err();
    assert_eq!(wrong.place, "check.choir.when");
    assert!(!wrong.to_string().contains("many"));
}

#[test]
fn approval_and_result_are_put_together() {
    let service = service(&CONTENT);
    let mut context = context();
    context.insert("officer".to_owned(), json!({ "name": "Cá" }));
    let request = service.effect_request(&context).unwrap();
    assert_eq!(
        request,
        Some(json!({
            "owner": "p-1", "officer": "Cá",
            "cat": { "name": "Mướp", "songs": 3, "abroad": false }
        }))
    );
    context.insert("effect".to_owned(), json!({ "number": "M-1" }));
    let lines = service.result_fields(&context).unwrap().into_iter();
    let (lines, english): (Vec<Value>, Vec<Value>) =
        lines.map(|line| (line.value, line.english)).unzip();
    assert_eq!(
        lines,
        ["MƯỚP", "Phường Ba Đình, Thành phố Hà Nội", "Nữ", "M-1"]
    );
    assert_eq!(
        english,
        ["MƯỚP", "Ba Đình Ward, Hà Nội City", "Female", "M-1"]
    );
    assert!(service.related(&context).unwrap().is_empty());
    let foreign = typed("/cat/kind", json!("foreign"));
    assert_eq!(
        service.related(&foreign).unwrap()[0].title.en,
        "Recognition of a foreign cat"
    );
}

#[test]
fn a_form_begins_with_what_is_known() {
    let service = service(&CONTENT);
    let mut context = context();
    context.remove("form");
    let filled = service.prefill(&context).unwrap();
    assert_eq!(
        filled,
        json!({ "owner": { "name": "Nguyễn Thị Mèo", "commune": "00004", "phone": "0912345678" } })
    );
    let settled = service.settle(&context).unwrap();
    assert_eq!(
        settled,
        json!({ "owner": { "name": "Nguyễn Thị Mèo", "commune": "00004" } })
    );
}

#[test]
fn registers_win_where_nobody_may_type() {
    let service = service(&CONTENT);
    let form = service.form();
    let name = form.field("/owner/name").expect("a field");
    let commune = form.field("/owner/commune").expect("a field");
    assert!(!service.editable(name, &context()));
    assert!(service.editable(commune, &context()));
    assert_eq!(
        service.known(name, &context()),
        Some(&json!("Nguyễn Thị Mèo"))
    );

    let lied = service
        .settle(&typed("/owner/name", json!("Somebody Else")))
        .unwrap();
    assert_eq!(lied["owner"]["name"], "Nguyễn Thị Mèo");
    let moved = service
        .settle(&typed("/owner/commune", json!("00008")))
        .unwrap();
    assert_eq!(moved["owner"]["commune"], "00008");

    let mut unknown = typed("/owner/name", json!("Somebody Else"));
    unknown.insert("owner_record".to_owned(), Value::Null);
    assert!(service.editable(name, &unknown));
    assert_eq!(
        service.settle(&unknown).unwrap()["owner"]["name"],
        "Somebody Else"
    );
}

#[test]
fn what_is_not_shown_is_gone_and_not_missed() {
    let service = service(&CONTENT);
    let mut context = typed("/cat/kind", json!("foreign"));
    context["form"]["abroad"] = json!({ "country": "VN", "keeper_number": "nonsense" });
    context["form"]["cat"]["chip"] = json!("  ");
    let pages = service.form().pages();
    assert!(service.page_shown(&pages[2], &context).unwrap());
    assert_eq!(service.validate(&context).unwrap(), []);
    let settled = service.settle(&context).unwrap();
    assert!(settled["cat"].get("home").is_none());
    assert!(settled["cat"].get("chip").is_none());
    assert_eq!(settled["abroad"], json!({ "country": "VN" }));
    context.insert("form".to_owned(), settled);
    assert_eq!(service.validate(&context).unwrap(), []);

    let mut local = common::context();
    local["form"]["abroad"] = json!({ "country": "Atlantis" });
    assert!(!service.page_shown(&pages[2], &local).unwrap());
    assert_eq!(service.validate(&local).unwrap(), []);
    assert!(service.settle(&local).unwrap().get("abroad").is_none());
}

#[test]
fn what_a_register_says_is_no_mistake_of_the_applicant() {
    let service = service(&CONTENT);
    let mut known = typed("/owner/name", json!("4nn4"));
    assert_eq!(service.validate(&known).unwrap()[0].pointer, "/owner/name");
    known["owner_record"]["name"] = json!("4nn4");
    assert_eq!(service.validate(&known).unwrap(), []);
    // Phường Vĩnh Phúc is no commune of today, but the register says it.
    let mut old = typed("/owner/commune", json!("00006"));
    assert_eq!(service.validate(&old).unwrap()[0].pointer, "/owner/commune");
    old["owner_record"]["permanent_residence"]["commune"] = json!("00006");
    assert_eq!(service.validate(&old).unwrap(), []);
}

#[test]
fn a_second_application_takes_over_what_it_may() {
    let service = service(&CONTENT);
    let form = context().remove("form").expect("the form");
    assert_eq!(
        service.copy_for_again(&form),
        json!({
            "owner": { "name": "Nguyễn Thị Mèo", "commune": "00004" },
            "cat": { "home": { "line": "Số 1" } }
        })
    );
    assert_eq!(service.copy_for_again(&json!(7)), json!({}));
}

proptest! {
    #[test]
    fn any_form_is_settled_once_and_for_all(form in common::any_json(), record in common::any_json()) {
        let service = service(&CONTENT);
        let mut context = map(json!({ "today": "2026-11-22", "applicant": {}, "form": form, "owner_record": record }));
        let Ok(settled) = service.settle(&context) else { return Ok(()); };
        context.insert("form".to_owned(), settled.clone());
        prop_assert_eq!(service.settle(&context).unwrap(), settled);
        let _ = service.prefill(&context);
        let _ = service.validate(&context);
        let _ = service.run_checks(&context);
        let _ = service.effect_request(&context);
        let _ = service.result_fields(&context);
        let _ = service.competent(&context);
        let _ = service.source_request(1, &context);
        let _ = service.copy_for_again(&context["form"]);
    }
}
