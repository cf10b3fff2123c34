//! Many moves: at once, and one after the other in any order.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_may_move_at_once() {
    in_each_house(async |house| {
        let mut families = Vec::new();
        for _ in 0..4 {
            families.push(house.enter_family(Vec::new()).await);
        }
        let mut tasks = Vec::new();
        for (n, family) in families.iter().enumerate() {
            let next = &families[(n + 1) % families.len()].household_id;
            let moves = [
                with(family.husband, next, "99"),
                with(family.wife, next, "99"),
                with(family.daughter, next, "09"),
            ];
            for (m, request) in moves.into_iter().enumerate() {
                let house = house.clone();
                let key = format!("k{n}-{m}");
                tasks.push(tokio::spawn(async move {
                    move_in(&house, &key, &request).await
                }));
            }
        }
        for task in tasks {
            let told = task.await.expect("no panic");
            if let Err(error) = told {
                let passing = matches!(error, MediatorError::Service(ServiceError::Unavailable(_)));
                assert!(passing, "{error}");
            }
        }
        house.check_households().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_moves_once_however_often_it_is_asked() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let house = house.clone();
                let request = alone(family.husband);
                let key = format!("k{}", n % 2);
                tokio::spawn(async move { move_in(&house, &key, &request).await })
            })
            .collect();
        let mut households = Vec::new();
        for task in tasks {
            let told = task.await.expect("no panic").expect("a residence");
            households.push(told.household_id);
        }
        households.sort();
        households.dedup();
        assert_eq!(households.len(), 2, "one for each key");
        house.check_households().await;
    })
    .await;
}

/// One step of a town's life, by the numbers of persons and households.
#[derive(Clone, Debug)]
enum Step {
    Alone(usize),
    Join(usize, usize, &'static str),
    Follow(usize, usize),
    Leave(usize),
    Die(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let relation = prop::sample::select(vec!["01", "02", "04", "14", "99"]);
    prop_oneof![
        2 => (0..9_usize).prop_map(Step::Alone),
        4 => (0..9_usize, 0..3_usize, relation).prop_map(|(p, h, r)| Step::Join(p, h, r)),
        3 => (0..9_usize, 0..9_usize).prop_map(|(p, h)| Step::Follow(p, h)),
        1 => (0..9_usize).prop_map(Step::Leave),
        1 => (0..9_usize).prop_map(Step::Die),
    ]
}

async fn take_step(house: &House, key: &str, step: Step, people: &[PersonId], homes: &[String]) {
    let request = match step {
        Step::Alone(person) => alone(people[person]),
        Step::Join(person, home, relation) => with(people[person], &homes[home], relation),
        Step::Follow(person, head) => RegisterPermanentResidenceRequest {
            head_person_id: Some(people[head]),
            relation_to_head: Some("99".to_owned()),
            ..alone(people[person])
        },
        Step::Leave(person) => {
            let request = EndPermanentResidenceRequest {
                person_id: people[person],
                reason: "Chuyển đi".to_owned(),
                valid_from: TODAY,
            };
            let _ = house.decide::<EndPermanentResidence>(key, &request).await;
            return;
        }
        Step::Die(person) => {
            let _ = house.die(key, people[person], TODAY).await;
            return;
        }
    };
    // Many steps are refused: what does not fit leaves no trace.
    let _ = move_in(house, key, &request).await;
}

#[tokio::test]
async fn any_sequence_of_moves_keeps_the_households_whole() {
    in_each_house(async |house| {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let strategy = prop::collection::vec(any_step(), 1..16);
        for case in 0..12 {
            let (mut people, mut homes) = (Vec::new(), Vec::new());
            for _ in 0..3 {
                let family = house.enter_family(Vec::new()).await;
                people.extend([family.husband, family.wife, family.daughter]);
                homes.push(family.household_id);
            }
            let steps = strategy.new_tree(&mut runner).expect("steps").current();
            for (n, step) in steps.into_iter().enumerate() {
                take_step(&house, &format!("{case}-{n}"), step, &people, &homes).await;
                house.check_households().await;
            }
        }
    })
    .await;
}
