//! Death notices that arrive: once, twice, corrected, wrong.

use std::sync::atomic::Ordering;

use dean06_civil_status::{DEATH_NOTICE_CORRECTED, DEATH_NOTICE_RECEIVED};
use dean06_mediator::{MediatorError, ServiceError};
use dean06_store::testing;
use serde_json::{Value, json};

use crate::{
    death_support::{BA, MAI, NUMBER_OF_BA, NUMBER_OF_MAI, death, death_notice},
    support::{HOA, House, NUMBER_OF_HOA, code, pointers, with},
};

#[tokio::test]
async fn a_notice_reaches_the_relative() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        let relative = house.mother(MAI, &[NUMBER_OF_MAI]);
        let taken = house.send_death(&death_notice("BT-1", 1)).await;
        let taken = taken.expect("taken");
        let id = taken.notice_id.clone().expect("an id");
        assert_eq!((taken.person_id, taken.revision), (Some(deceased), Some(1)));
        let expected = json!({
            "notice_id": id, "deceased_person_id": deceased, "relative_person_id": relative,
            "received_at": house.sources.now_micros(),
        });
        assert_eq!(house.events(DEATH_NOTICE_RECEIVED).await, [expected]);
        for named in [None, Some(id.as_str())] {
            let seen = house.death_notice(deceased, named).await.expect("found");
            assert_eq!(seen.notice_id.as_deref(), Some(id.as_str()));
            assert_eq!(seen.deceased_person_id, Some(deceased));
            assert_eq!(seen.deceased_name.as_deref(), Some(BA));
            assert_eq!(seen.died_on, "2026-11-18".parse().ok());
            assert_eq!(seen.died_at.as_deref(), Some("23:10"));
            assert_eq!(seen.cause.as_deref(), Some("Bệnh tim mạch"));
            assert_eq!(seen.facility_name.as_deref(), Some("Bệnh viện Mẫu"));
            assert_eq!(seen.relative_person_id, Some(relative));
            assert_eq!(seen.registered, Some(false));
        }
        let error = house.death_notice(relative, Some(&id)).await;
        let error = error.expect_err("another's");
        assert_eq!(code(&error), Some("death-notice-not-found"));
        // It comes again, while the register that is not needed for it is down.
        house.down.store(true, Ordering::SeqCst);
        let again = house.send_death(&death_notice("BT-1", 1)).await;
        assert_eq!(again.expect("the same"), taken);
        assert_eq!(house.events(DEATH_NOTICE_RECEIVED).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn twenty_at_once_are_one() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.mother(BA, &[NUMBER_OF_BA]);
        house.mother(MAI, &[NUMBER_OF_MAI]);
        let mut answers = Vec::new();
        for revision in [1, 2] {
            let tasks: Vec<_> = (0..20)
                .map(|_| {
                    let house = house.clone();
                    let notice = death_notice("BT-1", revision);
                    tokio::spawn(async move { house.send_death(&notice).await })
                })
                .collect();
            for task in tasks {
                let taken = task.await.expect("no panic").expect("taken");
                assert_eq!(taken.revision, Some(revision));
                answers.push((taken.notice_id, taken.person_id));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "one notice, one person");
        for table in ["death_notice", "death_notice_of_deceased"] {
            assert_eq!(house.count(table).await, 1, "{table}");
        }
        assert_eq!(house.count("death_notice_revision").await, 2);
        assert_eq!(house.events(DEATH_NOTICE_RECEIVED).await.len(), 1);
        assert_eq!(house.events(DEATH_NOTICE_CORRECTED).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_correction_reaches_who_knew_and_who_must_look() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        let relative = house.mother(MAI, &[NUMBER_OF_MAI]);
        let other = house.mother(HOA, &[NUMBER_OF_HOA]);
        let first = house.send_death(&death_notice("BT-1", 1)).await;
        let id = first.expect("taken").notice_id.expect("an id");
        let differs = with(death_notice("BT-1", 1), "/death/time", json!("23:11"));
        let error = house.send_death(&differs).await.expect_err("differs");
        assert_eq!(code(&error), Some("notice-differs"));
        let skipped = house.send_death(&death_notice("BT-1", 3)).await;
        assert_eq!(code(&skipped.expect_err("skipped")), Some("notice-differs"));

        // The hospital gave it to somebody else.
        let hoa = json!({
            "name": HOA, "birth_date": "1996-03-07", "personal_number": NUMBER_OF_HOA,
        });
        let second = with(death_notice("BT-1", 2), "/relative", hoa);
        house.send_death(&second).await.expect("corrected");
        let received = house.events(DEATH_NOTICE_RECEIVED).await;
        let keys: Vec<_> = received.iter().map(|b| &b["relative_person_id"]).collect();
        assert_eq!(keys, [&json!(relative), &json!(other)]);
        let corrected = house.events(DEATH_NOTICE_CORRECTED).await;
        assert_eq!(
            corrected,
            [json!({
                "notice_id": id, "deceased_person_id": deceased, "relative_person_id": relative,
                "revision": 2, "registered": false, "org_id": null,
            })]
        );

        house
            .register_death("k1", &death(deceased, Some(id.clone())))
            .await
            .expect("entered");
        let third = with(death_notice("BT-1", 3), "/death/date", json!("2026-11-17"));
        house.send_death(&third).await.expect("corrected");
        let corrected = house.events(DEATH_NOTICE_CORRECTED).await;
        assert_eq!(corrected[1]["registered"], json!(true));
        assert_eq!(corrected[1]["org_id"], json!("committee-00004"));
        let entry = house.death(deceased).await.expect("the entry");
        assert_eq!(entry.died_on, "2026-11-18".parse().ok(), "it stays");
    })
    .await;
}

#[tokio::test]
async fn a_notice_about_nobody_whom_the_register_knows_is_taken_and_nobody_is_told() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let taken = house.send_death(&death_notice("BT-1", 1)).await;
        let taken = taken.expect("taken");
        assert_eq!(taken.person_id, None);
        assert!(house.events(DEATH_NOTICE_RECEIVED).await.is_empty());
        // The number was wrong; the correction finds both.
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        house.mother(MAI, &[NUMBER_OF_MAI]);
        let corrected = house.send_death(&death_notice("BT-1", 2)).await;
        assert_eq!(corrected.expect("taken").person_id, Some(deceased));
        assert_eq!(house.events(DEATH_NOTICE_RECEIVED).await.len(), 1);
        assert!(house.events(DEATH_NOTICE_CORRECTED).await.is_empty());
        assert!(house.death_notice(deceased, None).await.is_ok());

        let alone = death_notice("BT-2", 1);
        let Value::Object(mut fields) = alone else {
            panic!("a notice is an object")
        };
        fields.remove("relative");
        house.send_death(&fields.into()).await.expect("taken");
        assert_eq!(house.events(DEATH_NOTICE_RECEIVED).await.len(), 1);
        let two = house.death_notice(deceased, None).await;
        assert!(two.is_err(), "two notices: which one is a question");
    })
    .await;
}

#[tokio::test]
async fn wrong_notices_are_told_field_by_field() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let notice = |pointer: &str, value| with(death_notice("BT-1", 1), pointer, value);
        for (wrong, expected) in [
            (
                notice("/deceased/name", json!("<b>")),
                "/notice/deceased/name",
            ),
            (notice("/death/time", json!("25:00")), "/notice/death/time"),
            (
                notice("/death/date", json!("2026-11-21")),
                "/notice/death/date",
            ),
            (
                notice("/issued_on", json!("2026-11-17")),
                "/notice/issued_on",
            ),
            (
                notice("/facility", json!("hospital-mau-02")),
                "/notice/facility",
            ),
            (
                notice("/deceased/birth_date", json!("2026-12")),
                "/notice/deceased/birth_date",
            ),
            (
                notice("/place/commune", json!("99999")),
                "/notice/place/commune",
            ),
        ] {
            let error = house.send_death(&wrong).await.expect_err(expected);
            assert!(pointers(error).contains(&expected.to_owned()), "{expected}");
        }
        // A birth notice is no death notice, whoever signed it.
        let jws = house
            .key
            .sign_as("death-notice+jws", &death_notice("BT-1", 1));
        let error = house.send_jws(&house.hospital, jws).await.expect_err("no");
        assert_eq!(code(&error), Some("notice-not-signed"));
        assert_eq!(house.count("death_notice").await, 0);
        house.down.store(true, Ordering::SeqCst);
        let error = house.send_death(&death_notice("BT-1", 1)).await;
        assert!(matches!(
            error,
            Err(MediatorError::Service(ServiceError::Unavailable(_)))
        ));
    })
    .await;
}
