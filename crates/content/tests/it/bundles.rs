use std::sync::LazyLock;

use dean06_content::{Agreement, Bundle, Content, Context, Widget};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::common::{self, map};

static CONTENT: LazyLock<Content> = LazyLock::new(common::content);

fn bundle() -> &'static Bundle {
    CONTENT.bundle("cat-2026").expect("the bundle")
}

fn legs(kind: &str, effect: &Value) -> Context {
    map(json!({
        "today": "2026-11-22",
        "applicant": { "person_id": "p-1" },
        "occasion": { "kitten_id": "k-1" },
        "legs": {
            "licence": {
                "form": { "cat": { "name": "Mướp", "kind": kind } },
                "commune": "00004",
                "state": "running",
                "effect": effect
            }
        }
    }))
}

#[test]
fn the_day_decides_which_version_is_in_force() {
    let slug = |day| CONTENT.bundle_in_force("cat", day).map(|b| b.slug.as_str());
    assert_eq!(slug(date(2026, 8, 31)), Some("cat-2024"));
    assert_eq!(slug(date(2026, 9, 1)), Some("cat-2026"));
    assert_eq!(slug(date(2023, 12, 31)), None);
    assert!(CONTENT.bundle_in_force("dog", date(2026, 9, 1)).is_none());
    assert!(CONTENT.bundle("dog").is_none());
    assert_eq!(CONTENT.bundles().count(), 2);
}

#[test]
fn a_bundle_is_read_whole() {
    let bundle = bundle();
    assert_eq!(bundle.clock("total").and_then(|c| c.working_days), Some(3));
    assert!(bundle.clock("intake").is_none());
    let ids: Vec<&str> = bundle.legs().iter().map(|leg| leg.id.as_str()).collect();
    assert_eq!(ids, ["licence", "collar"]);
    let collar = bundle.leg("collar").expect("the leg");
    assert!(collar.optional && collar.chosen);
    assert_eq!(collar.stuck_after_minutes, Some(5));
    assert_eq!(collar.after, ["licence"]);
    assert!(!bundle.leg("licence").expect("the leg").optional);
    assert_eq!(format!("{bundle:?}"), "Bundle(\"cat-2026\")");
}

#[test]
fn a_leg_is_given_what_is_known() {
    let bundle = bundle();
    let collar = bundle.leg("collar").expect("the leg");
    let before = legs("local", &Value::Null);
    assert_eq!(bundle.leg_applies(collar, &before), Ok(true));
    assert_eq!(
        bundle.passed(collar, &before),
        Ok(json!({ "cat_name": "Mướp", "licence_number": null, "commune": "00004" }))
    );
    let done = legs("foreign", &json!({ "number": "7" }));
    assert_eq!(bundle.leg_applies(collar, &done), Ok(false));
    let passed = bundle.passed(collar, &done).expect("it can be told");
    assert_eq!(passed["licence_number"], "7");
    let nothing = bundle.passed(collar, &Context::new());
    assert_eq!(
        nothing,
        Ok(json!({ "cat_name": null, "licence_number": null, "commune": null }))
    );
    let licence = bundle.leg("licence").expect("the leg");
    assert_eq!(bundle.passed(licence, &before), Ok(json!({})));
    assert_eq!(bundle.leg_applies(licence, &Context::new()), Ok(true));
}

#[test]
fn an_event_opens_a_bundle_for_somebody() {
    let bundle = bundle();
    let opening = &bundle.opens[0];
    let event = json!({ "kitten_id": "k-1", "keeper_person_id": "p-1", "more": 1 });
    assert_eq!(
        bundle.opening(opening, &event),
        Ok(Some(("p-1".to_owned(), json!({ "kitten_id": "k-1" }))))
    );
    let nobody = json!({ "kitten_id": "k-1", "keeper_person_id": null });
    assert_eq!(bundle.opening(opening, &nobody), Ok(None));
    let wrong = bundle.opening(opening, &json!({ "keeper_person_id": 5 }));
    assert!(wrong.unwrap_err().to_string().contains("cat-2026"));
    assert_eq!(bundle.opening(opening, &json!(7)), Ok(None));
}

#[test]
fn a_change_concerns_what_began_with_the_same() {
    let change = &bundle().changes[0];
    let occasion = json!({ "kitten_id": "k-1" });
    assert!(change.concerns(&occasion, &json!({ "kitten_id": "k-1", "by": "vet" })));
    assert!(!change.concerns(&occasion, &json!({ "kitten_id": "k-2" })));
    assert!(!change.concerns(&occasion, &json!({})));
    assert!(!change.concerns(&Value::Null, &json!({})));
    assert!(!change.concerns(&json!({ "kitten_id": null }), &json!({ "kitten_id": null })));
}

#[test]
fn a_leg_service_reads_what_is_passed() {
    let service = CONTENT.service("cat-collar").expect("the service");
    assert!(!service.offered);
    assert!(CONTENT.service("singing-cat").expect("the service").offered);
    let mut context = map(json!({
        "today": "2026-11-22",
        "applicant": { "person_id": "p-1" },
        "passed": { "cat_name": "Mướp", "licence_number": "7", "commune": "00004" },
        "owner_record": { "person_id": "p-2" },
        "form": { "collar": { "name": "Tom", "colour": "red" } }
    }));
    let settled = service.settle(&context).expect("it can be settled");
    assert_eq!(settled["collar"]["name"], "Mướp");
    assert_eq!(
        service.agreement_needed(&context),
        Ok(Agreement::Of("p-2".to_owned()))
    );
    assert_eq!(service.decided_by_machine(&context), Ok(false));
    context.insert("owner_record".to_owned(), Value::Null);
    assert_eq!(service.agreement_needed(&context), Ok(Agreement::OfUnknown));
    context.insert("form".to_owned(), json!({ "collar": { "colour": "blue" } }));
    assert_eq!(service.agreement_needed(&context), Ok(Agreement::NotNeeded));
    assert_eq!(service.decided_by_machine(&context), Ok(true));
    context.remove("passed");
    assert_eq!(service.decided_by_machine(&context), Ok(false));
    let name = service.form().field("/collar/name").expect("the field");
    assert!(service.editable(name, &context));
}

#[test]
fn what_was_done_by_hand_is_found() {
    let service = CONTENT.service("cat-collar").expect("the service");
    let mut context = map(json!({
        "today": "2026-11-22",
        "applicant": { "person_id": "p-1" },
        "passed": { "licence_number": "7" }
    }));
    assert_eq!(
        service.by_hand_request(&context),
        Ok(Some(json!({ "licence": "7" })))
    );
    assert_eq!(service.by_hand_effect(&context), Ok(None));
    context.insert("record".to_owned(), json!({ "number": "C-2" }));
    assert_eq!(
        service.by_hand_effect(&context),
        Ok(Some(json!({ "number": "C-2" })))
    );
    assert_eq!(service.result_person(&context), Ok(Some("p-1".to_owned())));
    let plain = CONTENT.service("singing-cat").expect("the service");
    assert_eq!(plain.by_hand_request(&context), Ok(None));
    assert_eq!(plain.by_hand_effect(&context), Ok(None));
    assert_eq!(plain.result_person(&context), Ok(None));
    assert_eq!(plain.agreement_needed(&context), Ok(Agreement::NotNeeded));
}

#[test]
fn a_paper_is_chosen_from_the_store() {
    let service = CONTENT.service("cat-collar").expect("the service");
    let picture = service.form().field("/collar/picture").expect("the field");
    assert_eq!(picture.widget, Widget::Paper);
    assert_eq!(picture.paper_kind.as_deref(), Some("cat-picture"));
    let name = service.form().field("/collar/name").expect("the field");
    assert_eq!(name.paper_kind, None);
}

#[test]
fn templates_of_papers_are_at_hand() {
    let mut files = common::files();
    let own = "services/cat-collar/result.typ".to_owned();
    files.insert(own, b"= Collar".as_slice().into());
    let content = Content::from_files(files).expect("it can be loaded");
    let template = |slug| content.service(slug).and_then(|s| s.template());
    assert_eq!(template("cat-collar"), Some("= Collar"));
    assert_eq!(template("singing-cat"), None);
    assert_eq!(
        content.default_template(),
        Some("#let paper = sys.inputs\n")
    );
    let names: Vec<&str> = content.paper_library().map(|(name, _)| name).collect();
    assert_eq!(names, ["default.typ"]);
}
