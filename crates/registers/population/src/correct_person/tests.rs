use std::collections::BTreeMap;

use dean06_contracts::population::{LifeStatus, Relation};
use dean06_mediator::{Ask, MediatorError};
use dean06_store::Sql;
use jiff::{SignedDuration, civil::date};
use serde_json::json;

use super::*;
use crate::testing::{House, TODAY, code, in_each_house, pointers, woman};

async fn correct(
    house: &House,
    key: &str,
    person: PersonId,
    fields: Value,
    valid_from: Date,
) -> Result<CorrectPersonResponse, MediatorError> {
    let fields: BTreeMap<String, Value> = serde_json::from_value(fields).expect("fields");
    let request = CorrectPersonRequest {
        person_id: person,
        fields,
        valid_from,
        reason: "Quyết định cải chính số 7".to_owned(),
    };
    house.keep::<CorrectPerson>(key, &request).await
}

#[tokio::test]
async fn a_correction_is_a_new_fact_and_the_register_is_found_by_it() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let fields = json!({
            "name": "Trần  Thị Lan", "phone": "0900000001", "nationality": null,
            "permanent_residence": { "commune": "00025", "line": "Số 2", "text": "ở đâu đó" },
        });
        let told = correct(&house, "k", person, fields.clone(), TODAY)
            .await
            .expect("a fact");
        let again = correct(&house, "k", person, fields, TODAY)
            .await
            .expect("the same");
        assert_eq!(told, again);

        let record = house.person(person).await;
        assert_eq!(record.name.as_deref(), Some("Trần Thị Lan"));
        assert_eq!(record.phone.as_deref(), Some("0900000001"));
        assert_eq!(record.nationality, None);
        let residence = record.permanent_residence.expect("a place");
        assert!(residence.text.expect("words").starts_with("Số 2, Phường "));
        let provenance = record.provenance.expect("sources");
        assert_eq!(
            provenance["name"].source.as_deref(),
            Some("committee-00004")
        );
        assert_eq!(
            provenance["birth_date"].source.as_deref(),
            Some("population")
        );
        assert_eq!(house.found("tran thi lan").await, ["Trần Thị Lan"]);
        assert_eq!(house.found("tran thi hoa").await, Vec::<String>::new());
        let before = house
            .person_at(person, Some(date(2026, 11, 21)), None)
            .await;
        assert_eq!(before.name.as_deref(), Some("Trần Thị Hoa"));

        let row = house.store.read().row(
            "SELECT reason, case_ref FROM population_fact WHERE fact_id = ?",
            [told.fact_id.into()],
        );
        let row = row.await.expect("a read").expect("the fact");
        let reason: String = row.try_get("", "reason").expect("a reason");
        let case: String = row.try_get("", "case_ref").expect("a case");
        assert_eq!(
            (reason.as_str(), case.as_str()),
            ("Quyết định cải chính số 7", "H26-2")
        );
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_the_past_leaves_a_later_change() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let changed = date(2026, 3, 1);
        house
            .correct("k1", person, "name", json!("Trần Thị Lan"), changed)
            .await;
        house.clock.advance(SignedDuration::from_hours(1));
        let first = date(2025, 7, 1);
        house
            .correct("k2", person, "name", json!("Trần Thị Hoài"), first)
            .await;
        assert_eq!(
            house.person(person).await.name.as_deref(),
            Some("Trần Thị Lan")
        );
        assert_eq!(house.found("tran thi lan").await, ["Trần Thị Lan"]);
        let before = house.person_at(person, Some(date(2026, 1, 1)), None).await;
        assert_eq!(before.name.as_deref(), Some("Trần Thị Hoài"));
    })
    .await;
}

#[tokio::test]
async fn a_new_list_of_relatives_takes_the_place_of_the_old() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let list = |names: [&str; 2]| {
            let relative = |name| json!({ "relation": "child", "name": name });
            json!({ "relatives": names.map(relative) })
        };
        let told = async || {
            let relatives = house.person(person).await.relatives.unwrap_or_default();
            assert!(relatives.iter().all(|one| one.relation == Relation::Child));
            relatives
                .into_iter()
                .map(|one| one.name)
                .collect::<Vec<_>>()
        };
        let first = list(["Lê An", "Lê Ba"]);
        correct(&house, "k1", person, first, date(2026, 1, 1))
            .await
            .expect("a fact");
        assert_eq!(told().await, ["Lê An", "Lê Ba"]);
        house.clock.advance(SignedDuration::from_secs(1));
        let second = list(["Lê Ba", "Lê Cúc"]);
        correct(&house, "k2", person, second, TODAY)
            .await
            .expect("a fact");
        assert_eq!(told().await, ["Lê Ba", "Lê Cúc"]);
        house.clock.advance(SignedDuration::from_secs(1));
        let none = json!({ "relatives": null });
        correct(&house, "k3", person, none, TODAY)
            .await
            .expect("a fact");
        assert_eq!(told().await, Vec::<String>::new());
        let before = house.person_at(person, Some(date(2026, 2, 1)), None).await;
        assert_eq!(before.relatives.map(|list| list.len()), Some(2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn corrections_at_once_are_all_kept() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let fields = [
            json!({ "phone": "0900000001" }),
            json!({ "email": "a@example.org" }),
            json!({ "name": "Trần Thị Lan" }),
            json!({ "life_status": "missing", "death_or_missing_date": "2026-10" }),
            json!({ "marital_status": "2" }),
            json!({ "permanent_residence": { "commune": "00025" } }),
        ];
        let tasks: Vec<_> = fields
            .into_iter()
            .enumerate()
            .map(|(n, fields)| {
                let house = house.clone();
                tokio::spawn(async move {
                    correct(&house, &format!("k{n}"), person, fields, TODAY).await
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic").expect("a fact");
        }
        let record = house.person(person).await;
        assert_eq!(record.phone.as_deref(), Some("0900000001"));
        assert_eq!(record.email.as_deref(), Some("a@example.org"));
        assert_eq!(record.marital_status.as_deref(), Some("2"));
        assert_eq!(record.life_status, Some(LifeStatus::Missing));
        let current = current::find(house.store.read(), person, TODAY).await;
        let current = current.expect("a read").expect("the person");
        assert_eq!(current.name, "Trần Thị Lan");
        assert_eq!(current.commune.as_deref(), Some("00025"));
        assert_eq!(current.life_status, LifeStatus::Missing);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_field_or_no_value_is_told() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let told =
            async |fields: Value| pointers(correct(&house, "k", person, fields, TODAY).await);
        for field in [
            "nickname",
            "personal_number",
            "person_id",
            "household",
            "provenance",
            "former_personal_numbers",
            "household_id",
            "relatives/child-x",
            "",
        ] {
            let mut fields = Map::new();
            fields.insert(field.to_owned(), json!("x"));
            let pointer = format!("/fields/{}", field.replace('/', "~1"));
            assert_eq!(told(Value::Object(fields)).await, [pointer], "{field}");
        }
        for (field, value) in [
            ("name", json!("<script>")),
            ("name", json!(7)),
            ("name", json!(null)),
            ("name", json!("Lê \u{202e}An")),
            ("birth_date", json!("1990-02-30")),
            ("birth_date", json!("2027")),
            ("sex", json!("x")),
            ("ethnicity", json!("99")),
            ("marital_status", json!("9")),
            ("nationality", json!(["XX"])),
            ("hometown", json!({ "commune": "00004", "planet": "Mars" })),
            ("life_status", json!("undead")),
            ("phone", json!("\u{0}")),
            ("phone", json!("x".repeat(300))),
            ("email", json!("x".repeat(100_000))),
            ("other", json!({ "a": [1] })),
            ("identity_card", json!({ "expires_on": "never" })),
        ] {
            let mut fields = Map::new();
            fields.insert(field.to_owned(), value.clone());
            let found = told(Value::Object(fields)).await;
            assert_eq!(found, [format!("/fields/{field}")], "{field} {value}");
        }
        let place = json!({ "hometown": { "commune": "99999" } });
        assert_eq!(told(place).await, ["/fields/hometown/commune"]);
        let absence = json!({ "temporary_absence": { "place": { "country": "XX" } } });
        let pointer = "/fields/temporary_absence/place/country";
        assert_eq!(told(absence).await, [pointer]);
        let relative = json!({ "relatives": [{ "relation": "child", "name": "2" }] });
        assert_eq!(told(relative).await, ["/fields/relatives/0/name"]);
        assert_eq!(told(json!({})).await, ["/fields"]);
        let record = house.person(person).await;
        assert_eq!(record.name.as_deref(), Some("Trần Thị Hoa"));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_corrected_who_is_not_there_or_was_not_yet() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let phone = || json!({ "phone": "1" });
        let stranger = house.sources.person_id();
        assert_eq!(
            code(correct(&house, "k", stranger, phone(), TODAY).await),
            "person-not-found"
        );
        let early = correct(&house, "k", person, phone(), date(2025, 6, 30)).await;
        assert_eq!(code(early), "correction-before-record");
    })
    .await;
}

#[tokio::test]
async fn only_the_register_keeper_corrects() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let request = CorrectPersonRequest {
            person_id: person,
            fields: [("phone".to_owned(), json!("1"))].into(),
            valid_from: TODAY,
            reason: "x".to_owned(),
        };
        for actor in [house.officer("registrar"), house.citizen(person)] {
            let ask = Ask::new(&actor, "register-keeping").in_case("H26-2");
            let refused = house
                .mediator
                .command::<CorrectPerson>(ask, "k", &request)
                .await;
            assert!(matches!(refused, Err(MediatorError::NotPermitted { .. })));
        }
    })
    .await;
}
