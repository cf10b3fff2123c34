//! The interlinked procedures of the real content.

use std::sync::LazyLock;

use dean06_content::{Content, Context};
use dean06_kernel::OrgId;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::common::map;

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded content can be loaded"));

#[test]
fn the_day_of_submission_decides() {
    for (family, older, newer) in [
        ("birth", "birth-2024", "birth-2026"),
        ("death", "death-2024", "death-2026"),
    ] {
        let slug = |day| {
            let bundle = CONTENT.bundle_in_force(family, day);
            bundle.map(|bundle| bundle.slug.as_str())
        };
        assert_eq!(slug(date(2026, 8, 31)), Some(older));
        assert_eq!(slug(date(2026, 9, 1)), Some(newer));
        assert_eq!(slug(date(2026, 11, 22)), Some(newer));
    }
    let codes = ["birth-2024", "birth-2026", "death-2024", "death-2026"].map(|slug| {
        let bundle = CONTENT.bundle(slug).expect("the bundle");
        bundle.procedure_code.as_str()
    });
    assert_eq!(codes, ["2.002621", "3.000722", "2.002622", "2.002913"]);
}

#[test]
fn a_card_is_the_applicants_choice_since_2026() {
    let legs = |slug| -> Vec<(&str, bool)> {
        let bundle = CONTENT.bundle(slug).expect("the bundle");
        let legs = bundle.legs().iter();
        legs.map(|leg| (leg.id.as_str(), leg.optional)).collect()
    };
    let three = [
        ("birth", false),
        ("residence", false),
        ("health-card", false),
    ];
    assert_eq!(legs("birth-2024"), three);
    let mut four = three.to_vec();
    four.push(("identity-card", true));
    assert_eq!(legs("birth-2026"), four);
    assert_eq!(
        legs("death-2026"),
        [
            ("death", false),
            ("residence", false),
            ("funeral", true),
            ("survivor", true)
        ]
    );
}

/// What the legs before the health card have told.
fn legs(effect: &Value) -> Context {
    map(json!({
        "today": "2026-11-24",
        "applicant": { "person_id": "p-1" },
        "occasion": { "notice_id": "n-1" },
        "legs": {
            "birth": {
                "form": {
                    "father": { "stated": "spouse" },
                    "child": { "name": "Trần Minh An", "sex": "female" },
                    "birth": { "date": "2026-11-20" },
                    "origin": { "nationality": "VN" }
                },
                "effect": effect
            },
            "residence": { "commune": "00008", "effect": null }
        }
    }))
}

#[test]
fn what_the_birth_form_asked_is_passed_on() {
    let bundle = CONTENT.bundle("birth-2026").expect("the bundle");
    let passed = |leg: &str, effect: &Value| {
        let leg = bundle.leg(leg).expect("the leg");
        bundle.passed(leg, &legs(effect)).expect("it can be told")
    };
    let done = json!({ "person_id": "p-3", "personal_number": "001326000789" });
    assert_eq!(
        passed("health-card", &done),
        json!({
            "child_person_id": "p-3", "child_personal_number": "001326000789",
            "child_name": "Trần Minh An", "child_birth_date": "2026-11-20",
            "child_sex": "female", "commune": "00008"
        })
    );
    assert_eq!(
        passed("residence", &Value::Null),
        json!({
            "child_person_id": null, "child_personal_number": null,
            "child_name": "Trần Minh An", "child_birth_date": "2026-11-20",
            "child_nationality": "VN", "other_parent_is_spouse": true, "other_parent": null
        })
    );
}

#[test]
fn a_notice_opens_the_bundle_for_the_mother() {
    let bundle = CONTENT.bundle("birth-2026").expect("the bundle");
    let event = json!({
        "notice_id": "n-1", "mother_person_id": "p-1", "child_person_id": "p-3", "received_at": 1
    });
    let occasion = json!({ "notice_id": "n-1" });
    assert_eq!(
        bundle.opening(&bundle.opens[0], &event),
        Ok(Some(("p-1".to_owned(), occasion.clone())))
    );
    assert!(bundle.changes[0].concerns(&occasion, &event));
}

#[test]
fn offices_of_a_province_are_there_for_all_its_communes() {
    for (kind, commune, id, name) in [
        (
            "social_insurance",
            "00004",
            "insurance-01",
            "Bảo hiểm xã hội thành phố Hà Nội",
        ),
        (
            "province_police",
            "26740",
            "province-police-79",
            "Công an thành phố Hồ Chí Minh",
        ),
    ] {
        let office = CONTENT.organisation_for(kind, commune).expect("an office");
        assert_eq!((office.id.as_str(), office.name.vi.as_str()), (id, name));
        assert_eq!(office.commune, None);
        assert!(office.code_on(date(2026, 11, 22)).is_some());
        let found = CONTENT.organisation(&OrgId::new(id).expect("a key"));
        assert_eq!(found.as_ref(), Some(&office));
    }
    assert!(CONTENT.organisation_for("social_insurance", "01").is_none());
    assert!(
        CONTENT
            .organisation(&OrgId::new("insurance-00004").expect("a key"))
            .is_none()
    );
    let made_up = CONTENT
        .listed_organisations()
        .filter(|organisation| organisation.kind == "hospital");
    for hospital in made_up {
        assert!(hospital.name.vi.contains("giả lập"), "{}", hospital.id);
    }
}
