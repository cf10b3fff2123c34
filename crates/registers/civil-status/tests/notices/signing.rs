//! Notices that are not signed as they must be, or not right in a field.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_kernel::OrgId;
use dean06_mediator::MediatorError;
use dean06_store::testing;
use serde_json::json;

use crate::support::{COMMITTEE, HOSPITAL, House, Key, code, notice, pointers, with};

#[tokio::test]
async fn only_a_key_of_the_sender_that_holds_now_signs() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let now = house.sources.now_micros();
        let cases = [
            ("revoked", HOSPITAL, 0, Some(now), "notice-key-not-in-force"),
            (
                "tomorrow",
                HOSPITAL,
                now + 1,
                None,
                "notice-key-not-in-force",
            ),
            ("another", "hospital-mau-02", 0, None, "notice-key-unknown"),
        ];
        for (id, org, from, revoked_at, expected) in cases {
            let key = Key::new(id);
            house.register_key(&key, org, from, revoked_at);
            let jws = key.sign(&notice("GCS-1", 1));
            let error = house.send_jws(&house.hospital, jws).await.expect_err(id);
            assert_eq!(code(&error), Some(expected), "{id}");
        }
        let stranger = Key::new("stranger").sign(&notice("GCS-1", 1));
        let error = house.send_jws(&house.hospital, stranger).await;
        let error = error.expect_err("not registered");
        assert_eq!(code(&error), Some("notice-key-unknown"));
        // A key that only takes the name of a registered one.
        let forged = Key::new("k1").sign(&notice("GCS-1", 1));
        let error = house
            .send_jws(&house.hospital, forged)
            .await
            .expect_err("forged");
        assert_eq!(code(&error), Some("notice-signature-wrong"));
        let ahead = Key::new("ahead");
        house.register_key(&ahead, HOSPITAL, now, Some(now + 1));
        let jws = ahead.sign(&notice("GCS-1", 1));
        house
            .send_jws(&house.hospital, jws)
            .await
            .expect("revoked in a microsecond");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_signed_or_was_changed_is_refused() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let signed = house.key.sign(&notice("GCS-1", 1));
        let parts: Vec<&str> = signed.split('.').collect();
        let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let changed = with(notice("GCS-1", 1), "/child/sex", json!("male"));
        let none = json!({ "alg": "none", "typ": "birth-notice+jws", "kid": "k1" });
        let cases = [
            (
                format!("{}.{}.", part(&none), parts[1]),
                "notice-not-signed",
            ),
            (
                format!("{}.{}.{}", part(&none), parts[1], parts[2]),
                "notice-not-signed",
            ),
            (
                format!("{}.{}.{}", parts[0], part(&changed), parts[2]),
                "notice-signature-wrong",
            ),
            (
                format!("{}.{}.AAAA", parts[0], parts[1]),
                "notice-signature-wrong",
            ),
            (format!("{}.{}", parts[0], parts[1]), "notice-not-signed"),
            ("x".to_owned(), "notice-not-signed"),
            (
                house.key.sign_as("dean06-result+jws", &notice("GCS-1", 1)),
                "notice-not-signed",
            ),
            (
                house.key.sign(&json!(["no", "object"])),
                "notice-not-signed",
            ),
        ];
        for (jws, expected) in cases {
            let error = house
                .send_jws(&house.hospital, jws.clone())
                .await
                .expect_err(&jws);
            assert_eq!(code(&error), Some(expected), "{jws}");
        }
        assert_eq!(house.count("birth_notice_revision").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_notice_has_at_most_64_kilobytes() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let long = "x".repeat(65_537);
        let error = house.send_jws(&house.hospital, long).await;
        assert_eq!(pointers(error.expect_err("too long")), ["/notice"]);
        let error = house.send_jws(&house.hospital, String::new()).await;
        assert_eq!(pointers(error.expect_err("empty")), ["/notice"]);
    })
    .await;
}

#[tokio::test]
async fn only_an_organisation_with_the_role_sends() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let org = |id| OrgId::new(id).expect("an id");
        let roles = vec!["birth_notice_sender".to_owned()];
        let person = house.sources.person_id();
        for actor in [
            house
                .mint
                .organisation("k1", "A", org(HOSPITAL), Vec::new()),
            house.mint.officer("o", "B", None, org(COMMITTEE), roles, 2),
            house.mint.citizen("c", "C", person, 2),
        ] {
            let jws = house.key.sign(&notice("GCS-1", 1));
            let error = house
                .send_jws(&actor, jws)
                .await
                .expect_err("not permitted");
            assert!(
                matches!(error, MediatorError::NotPermitted { .. }),
                "{error}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn wrong_fields_are_told_one_by_one() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mut wrong = notice("GCS-1", 1);
        wrong["colour"] = json!("pink");
        wrong["child"]["sex"] = json!("girl");
        wrong["child"]["birth_time"] = json!("25:00");
        wrong["mother"]["name"] = json!("<script>");
        wrong["place"]["commune"] = json!("99999");
        wrong["place"]["floor"] = json!(3);
        wrong
            .as_object_mut()
            .expect("an object")
            .remove("attended_by");
        let error = house.send(&wrong).await.expect_err("wrong");
        let problem = house.mediator.problems().describe(&error);
        assert!(
            problem.errors.iter().all(|e| !e.text.vi.is_empty()),
            "{problem:?}"
        );
        let mut told = pointers(error);
        told.sort_unstable();
        assert_eq!(
            told,
            [
                "/notice/attended_by",
                "/notice/child/birth_time",
                "/notice/child/sex",
                "/notice/colour",
                "/notice/mother/name",
                "/notice/place/commune",
                "/notice/place/floor",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn what_contradicts_itself_is_told_at_its_field() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let one = |pointer, value| with(notice("GCS-1", 1), pointer, value);
        let future = one("/child/birth_date", json!("2026-11-21"));
        let future = with(future, "/issued_on", json!("2026-11-21"));
        let cases = [
            (
                future,
                vec!["/notice/child/birth_date", "/notice/issued_on"],
            ),
            (
                one("/issued_on", json!("2026-11-17")),
                vec!["/notice/issued_on"],
            ),
            (
                one("/facility", json!("hospital-mau-02")),
                vec!["/notice/facility"],
            ),
            (
                one("/child/birth_order", json!(2)),
                vec!["/notice/child/birth_order"],
            ),
            (
                one("/child/count", json!(2)),
                vec!["/notice/child/birth_order"],
            ),
            (one("/mother/birth_date", json!("2026")), vec![]),
            (
                one("/mother/birth_date", json!("2027")),
                vec!["/notice/mother/birth_date"],
            ),
        ];
        for (wrong, expected) in cases {
            match house.send(&wrong).await {
                Ok(_) => assert!(expected.is_empty(), "{wrong}"),
                Err(error) => assert_eq!(pointers(error), expected, "{wrong}"),
            }
        }
    })
    .await;
}
