//! Notices that arrive: once, twice, at once, corrected.

use std::sync::atomic::Ordering;

use dean06_civil_status::{BIRTH_NOTICE_CORRECTED, BIRTH_NOTICE_RECEIVED};
use dean06_mediator::{MediatorError, ServiceError};
use dean06_store::testing;
use serde_json::json;

use crate::support::{FORMER_NUMBER_OF_HOA, HOA, House, NUMBER_OF_HOA, birth, code, notice, with};

#[tokio::test]
async fn a_notice_reaches_the_mother() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let id = taken.notice_id.clone().expect("an id");
        assert_eq!(taken.revision, Some(1));
        let child = taken.child_person_id.expect("a child");

        let told = house.events(BIRTH_NOTICE_RECEIVED).await;
        let expected = json!({
            "notice_id": id, "mother_person_id": mother, "child_person_id": child,
            "received_at": house.sources.now_micros(),
        });
        assert_eq!(told, [expected]);

        for named in [None, Some(id.as_str())] {
            let seen = house.look(mother, named).await.expect("found");
            assert_eq!(seen.notice_id.as_deref(), Some(id.as_str()));
            assert_eq!(seen.child_person_id, Some(child));
            assert_eq!(seen.notice_number.as_deref(), Some("GCS-1"));
            assert_eq!(seen.birth_date, "2026-11-18".parse().ok());
            assert_eq!(seen.birth_time.as_deref(), Some("06:40"));
            assert_eq!((seen.birth_order, seen.count), (None, Some(1)));
            assert_eq!(seen.facility_name.as_deref(), Some("Bệnh viện Mẫu"));
            assert_eq!(seen.commune.as_deref(), Some("00004"));
            assert_eq!(seen.place_line.as_deref(), Some("Số 1, phố Mẫu"));
            assert_eq!(seen.registered, Some(false));
            assert_eq!(seen.mother_name.as_deref(), Some(HOA));
        }
        let other = house.sources.person_id();
        let error = house.look(other, Some(&id)).await.expect_err("another's");
        assert_eq!(code(&error), Some("birth-notice-not-found"));
    })
    .await;
}

#[tokio::test]
async fn the_same_notice_is_taken_once_however_it_comes() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.mother(HOA, &[NUMBER_OF_HOA]);
        let first = house.send(&notice("GCS-1", 1)).await.expect("taken");
        // Signed anew, with another key of the command.
        assert_eq!(house.send(&notice("GCS-1", 1)).await.expect("taken"), first);
        let mut turned = serde_json::Map::new();
        let fields = notice("GCS-1", 1);
        let fields = fields.as_object().expect("an object").clone();
        turned.extend(fields.into_iter().rev());
        // The fields in another order.
        assert_eq!(house.send(&turned.into()).await.expect("taken"), first);
        // A register that is down is not needed for what is known.
        house.down.store(true, Ordering::SeqCst);
        assert_eq!(house.send(&notice("GCS-1", 1)).await.expect("taken"), first);
        assert_eq!(house.events(BIRTH_NOTICE_RECEIVED).await.len(), 1);
        assert_eq!(house.count("birth_notice_revision").await, 1);
    })
    .await;
}

#[tokio::test]
async fn twenty_at_once_are_one() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.mother(HOA, &[NUMBER_OF_HOA]);
        let mut answers = Vec::new();
        for revision in [1, 2] {
            let tasks: Vec<_> = (0..20)
                .map(|_| {
                    let house = house.clone();
                    tokio::spawn(async move { house.send(&notice("GCS-1", revision)).await })
                })
                .collect();
            for task in tasks {
                let taken = task.await.expect("no panic").expect("taken");
                assert_eq!(taken.revision, Some(revision));
                answers.push((taken.notice_id, taken.child_person_id));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "one notice, one child");
        for table in [
            "birth_notice",
            "birth_notice_of_child",
            "birth_notice_of_mother",
        ] {
            assert_eq!(house.count(table).await, 1, "{table}");
        }
        assert_eq!(house.count("birth_notice_revision").await, 2);
        assert_eq!(house.events(BIRTH_NOTICE_RECEIVED).await.len(), 1);
        assert_eq!(house.events(BIRTH_NOTICE_CORRECTED).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_that_differ_one_is_taken() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let tasks: Vec<_> = (0..8)
            .map(|weight| {
                let house = house.clone();
                let notice = notice("GCS-1", 1);
                let notice = with(notice, "/child/weight_grams", json!(3000 + weight));
                tokio::spawn(async move { house.send(&notice).await })
            })
            .collect();
        let mut taken = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => taken += 1,
                Err(error) => assert_eq!(code(&error), Some("notice-differs")),
            }
        }
        assert_eq!(taken, 1);
        assert_eq!(house.count("birth_notice").await, 1);
    })
    .await;
}

#[tokio::test]
async fn twins_arrive_in_either_order() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let mut children = Vec::new();
        for (number, order) in [("GCS-2", 2), ("GCS-1", 1)] {
            let twin = with(notice(number, 1), "/child/count", json!(2));
            let twin = with(twin, "/child/birth_order", json!(order));
            let taken = house.send(&twin).await.expect("taken");
            let seen = house
                .look(mother, taken.notice_id.as_deref())
                .await
                .expect("found");
            assert_eq!((seen.birth_order, seen.count), (Some(order), Some(2)));
            children.push(taken.child_person_id);
        }
        assert_ne!(children[0], children[1]);
        assert_eq!(house.events(BIRTH_NOTICE_RECEIVED).await.len(), 2);
        let error = house.look(mother, None).await.expect_err("which one");
        assert_eq!(code(&error), Some("birth-notice-not-found"));

        // Once one of them is registered, the other is the only one left.
        let request = birth("Lê Thu An", mother, children[0]);
        house.register("b1", &request).await.expect("registered");
        let left = house.look(mother, None).await.expect("the other");
        assert_eq!(left.child_person_id, children[1]);
    })
    .await;
}

#[tokio::test]
async fn a_correction_before_registration_is_what_stands() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let first = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let corrected = with(notice("GCS-1", 2), "/child/sex", json!("male"));
        let second = house.send(&corrected).await.expect("taken");
        assert_eq!(second.notice_id, first.notice_id);
        assert_eq!(second.child_person_id, first.child_person_id);
        assert_eq!(second.revision, Some(2));
        let seen = house.look(mother, None).await.expect("found");
        assert_eq!(seen.revision, Some(2));
        assert_eq!(seen.child_sex, Some(dean06_kernel::Sex::Male));
        let told = house.events(BIRTH_NOTICE_CORRECTED).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["notice_id"], json!(first.notice_id));
        assert_eq!(told[0]["mother_person_id"], json!(mother));
        assert_eq!(told[0]["registered"], false);

        // What came before is answered as it was; what fits nowhere is refused.
        assert_eq!(house.send(&notice("GCS-1", 1)).await.expect("known"), first);
        for wrong in [notice("GCS-1", 2), notice("GCS-1", 4), notice("GCS-2", 2)] {
            let error = house.send(&wrong).await.expect_err("refused");
            assert_eq!(code(&error), Some("notice-differs"), "{wrong}");
        }
        let error = house.send(&notice("GCS-1", 4)).await.expect_err("refused");
        let problem = house.mediator.problems().describe(&error);
        assert!(problem.detail.en.contains("revision 3"), "{problem:?}");
        assert_eq!(
            house.count("birth_notice_key").await,
            1,
            "nothing of GCS-2 stays"
        );
    })
    .await;
}

#[tokio::test]
async fn a_correction_after_registration_goes_to_the_registrar() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let first = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let child = first.child_person_id;
        let request = birth("Lê Thu An", mother, child);
        let entered = house.register("b1", &request).await.expect("registered");
        let corrected = with(notice("GCS-1", 2), "/child/sex", json!("male"));
        house.send(&corrected).await.expect("taken");
        let told = house.events(BIRTH_NOTICE_CORRECTED).await;
        assert_eq!(told[0]["registered"], true);
        assert_eq!(told[0]["org_id"], "committee-00004");
        assert_eq!(house.events(BIRTH_NOTICE_RECEIVED).await.len(), 1);
        let again = house.register("b1", &request).await.expect("as before");
        assert_eq!(again, entered, "the entry in the book stays as it is");
        let seen = house.look(mother, first.notice_id.as_deref()).await;
        assert_eq!(seen.expect("found").registered, Some(true));
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_the_mother_moves_the_notice() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let wrong = house.mother(HOA, &[NUMBER_OF_HOA]);
        let right = house.mother("Trần Thị Lan", &["001196000456"]);
        house.send(&notice("GCS-1", 1)).await.expect("taken");
        let corrected = with(notice("GCS-1", 2), "/mother/name", json!("Trần Thị Lan"));
        let corrected = with(corrected, "/mother/personal_number", json!("001196000456"));
        house.send(&corrected).await.expect("taken");
        assert!(house.look(wrong, None).await.is_err());
        house.look(right, None).await.expect("hers now");
        let received = house.events(BIRTH_NOTICE_RECEIVED).await;
        assert_eq!(received[1]["mother_person_id"], json!(right));
        let told = house.events(BIRTH_NOTICE_CORRECTED).await;
        assert_eq!(told[0]["mother_person_id"], json!(wrong), "she knew of it");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_mother_is_found_by_a_correction() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        assert!(taken.child_person_id.is_some());
        assert!(house.events(BIRTH_NOTICE_RECEIVED).await.is_empty());
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        house.send(&notice("GCS-1", 2)).await.expect("taken");
        assert_eq!(house.events(BIRTH_NOTICE_RECEIVED).await.len(), 1);
        assert!(
            house.events(BIRTH_NOTICE_CORRECTED).await.is_empty(),
            "nobody knew of it"
        );
        house.look(mother, None).await.expect("hers");

        let mut foreign = notice("GCS-2", 1);
        foreign["mother"] = json!({
            "name": "Anna Müller", "birth_date": "1994-05-02", "passport_number": "C01X00T47",
        });
        house.send(&foreign).await.expect("taken without a number");
    })
    .await;
}

#[tokio::test]
async fn a_number_replaced_last_week_leads_to_the_mother() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[FORMER_NUMBER_OF_HOA, NUMBER_OF_HOA]);
        let former = json!(FORMER_NUMBER_OF_HOA);
        let old = with(notice("GCS-1", 1), "/mother/personal_number", former);
        house.send(&old).await.expect("taken");
        house.look(mother, None).await.expect("hers");
    })
    .await;
}

#[tokio::test]
async fn while_the_register_is_down_nothing_half_happens() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        house.down.store(true, Ordering::SeqCst);
        let error = house.send(&notice("GCS-1", 1)).await.expect_err("down");
        assert!(
            matches!(error, MediatorError::Service(ServiceError::Unavailable(_))),
            "{error}"
        );
        assert_eq!(house.count("birth_notice_key").await, 0);
        house.down.store(false, Ordering::SeqCst);
        house.send(&notice("GCS-1", 1)).await.expect("taken");
        house.look(mother, None).await.expect("hers");
    })
    .await;
}
