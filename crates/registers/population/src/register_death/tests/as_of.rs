//! Before the death and after it, whatever was stated.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::*;

/// A fact about somebody, some days after the record begins: residence, status, card or name.
fn any_fact() -> impl Strategy<Value = (&'static str, Value, i64)> {
    let place = |commune| json!({ "commune": commune });
    let fact = prop::sample::select(vec![
        ("permanent_residence", place("00004")),
        ("permanent_residence", place("00008")),
        ("permanent_residence", Value::Null),
        ("temporary_residence", place("00025")),
        ("current_residence", place("00025")),
        ("life_status", json!("missing")),
        ("life_status", json!("alive")),
        ("identity_card", json!({"number": "001090000001"})),
        ("name", json!("Lê Văn Bá")),
    ]);
    (fact, 0..20_i64).prop_map(|((field, value), day)| (field, value, day))
}

#[tokio::test]
async fn whatever_was_stated_as_of_tells_the_living_before_and_the_dead_after() {
    const START: Date = date(2026, 11, 1);
    in_each_house(async |house| {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let strategy = (prop::collection::vec(any_fact(), 0..6), 0..20_i64);
        for case in 0..8 {
            let (facts, death) = strategy.new_tree(&mut runner).expect("a case").current();
            let person = house.enter_family(Vec::new()).await.husband;
            let on = |n: i64| START.saturating_add(n.days());
            for (n, (field, value, day)) in facts.into_iter().enumerate() {
                let key = format!("{case}-{n}");
                house.correct(&key, person, field, value, on(day)).await;
            }
            let mut before = Vec::new();
            for day in 0..22 {
                before.push(house.person_at(person, Some(on(day)), None).await);
            }
            house.clock.advance(jiff::SignedDuration::from_secs(1));
            let known = house.sources.now_micros();
            house.clock.advance(jiff::SignedDuration::from_secs(1));
            let died = house.die(&format!("{case}"), person, on(death)).await;
            died.expect("a death");
            for (day, before) in (0..22).zip(before) {
                let then = house.person_at(person, Some(on(day)), Some(known)).await;
                assert_eq!(then, before, "what was known");
                let now = house.person_at(person, Some(on(day)), None).await;
                if day < death {
                    assert_eq!(now, before, "what held");
                    continue;
                }
                assert_eq!(now.life_status, Some(LifeStatus::Dead));
                assert_eq!(now.name, before.name);
                let left = [
                    now.permanent_residence,
                    now.temporary_residence,
                    now.current_residence,
                ];
                assert_eq!(left, [None, None, None]);
                assert!(now.identity_card.is_none() && now.household.is_none());
            }
        }
        house.check_households().await;
    })
    .await;
}
