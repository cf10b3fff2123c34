//! Births that are registered from notices.

use std::sync::atomic::Ordering;

use dean06_store::testing;

use crate::support::{HOA, House, NUMBER_OF_HOA, birth, code, notice};

#[tokio::test]
async fn the_child_keeps_the_key_from_the_notice() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let child = taken.child_person_id;
        let request = birth("Lê Thu An", mother, child);
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (house, request) = (house.clone(), request.clone());
                tokio::spawn(async move { house.register("b1", &request).await })
            })
            .collect();
        for task in tasks {
            let entered = task.await.expect("no panic").expect("registered");
            assert_eq!(entered.person_id, child);
            assert_eq!(entered.book.and_then(|book| book.number), Some(1));
        }
        let entered = house.children.lock().expect("a lock").clone();
        assert!(entered.iter().all(|one| Some(*one) == child), "{entered:?}");
        let error = house.look(mother, None).await.expect_err("none is left");
        assert_eq!(code(&error), Some("birth-notice-not-found"));
    })
    .await;
}

#[tokio::test]
async fn from_one_notice_one_birth_is_registered() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let child = taken.child_person_id;
        let tasks: Vec<_> = ["Lê Thu An", "Lê Thu Bình", "Lê Thu Chi", "Lê Thu Dung"]
            .into_iter()
            .map(|name| {
                let house = house.clone();
                let request = birth(name, mother, child);
                tokio::spawn(async move { house.register(name, &request).await })
            })
            .collect();
        let mut registered = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => registered += 1,
                Err(error) => assert_eq!(code(&error), Some("birth-already-registered-named")),
            }
        }
        assert_eq!(registered, 1);
        assert_eq!(house.count("civil_birth").await, 1);
        assert_eq!(house.count("civil_birth_of_parent").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_crash_on_the_way_changes_nothing() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let request = birth("Lê Thu An", mother, taken.child_person_id);
        house.down.store(true, Ordering::SeqCst);
        house.register("b1", &request).await.expect_err("down");
        let seen = house.look(mother, None).await.expect("still open");
        assert_eq!(seen.registered, Some(false));
        house.down.store(false, Ordering::SeqCst);
        let entered = house.register("b1", &request).await.expect("registered");
        assert_eq!(entered.person_id, taken.child_person_id);
    })
    .await;
}

#[tokio::test]
async fn a_notice_of_nobody_or_of_another_mother_is_refused() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let other = house.sources.person_id();
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        for (mother, child, expected) in [
            (
                mother,
                Some(house.sources.person_id()),
                "birth-notice-not-found",
            ),
            (
                other,
                taken.child_person_id,
                "birth-notice-of-another-mother",
            ),
        ] {
            let request = birth("Lê Thu An", mother, child);
            let error = house
                .register(expected, &request)
                .await
                .expect_err(expected);
            assert_eq!(code(&error), Some(expected));
        }
        assert_eq!(house.count("civil_birth").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_form_filled_by_hand_uses_up_the_notice_of_its_number() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mother = house.mother(HOA, &[NUMBER_OF_HOA]);
        let taken = house.send(&notice("GCS-1", 1)).await.expect("taken");
        let mut request = birth("Lê Thu An", mother, None);
        request.child.birth_notice_number = Some("GCS-1".to_owned());
        let entered = house.register("b1", &request).await.expect("registered");
        assert_eq!(entered.person_id, taken.child_person_id);
        let request = birth("Lê Thu Bình", mother, taken.child_person_id);
        let error = house.register("b2", &request).await.expect_err("used up");
        assert_eq!(code(&error), Some("birth-already-registered-named"));

        let mut paper = birth("Lê Thu Chi", mother, None);
        paper.child.birth_notice_number = Some("on paper".to_owned());
        house.register("b3", &paper).await.expect("registered");
    })
    .await;
}
