//! Populations of many seeds and days hold together: numbers, dates, relations, marriages, places.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says where"
)]

#[path = "common/auditor.rs"]
mod auditor;
mod common;
#[path = "common/population.rs"]
mod population;

use std::collections::HashSet;
use std::sync::Arc;

use auditor::Auditor;
use common::{TODAY, read};
use dean06_generator::Generator;
use dean06_kernel::ProvinceCodes;
use jiff::civil::{Date, date};
use population::{INPUTS, UNITS, generator};
use proptest::prelude::*;

fn province_codes() -> ProvinceCodes {
    ProvinceCodes::from_csv(read("province-codes.csv").as_slice()).unwrap()
}

fn audit(seed: u64, today: Date, people: u64) {
    let inputs = Arc::clone(&INPUTS);
    let generator = Generator::new(inputs, seed, today, people).unwrap();
    Auditor::new(&UNITS, &province_codes(), today).audit(generator);
}

#[test]
fn a_town_holds_together() {
    audit(6, TODAY, 40_000);
}

#[test]
fn a_population_before_the_merger_lives_in_the_older_communes() {
    audit(6, date(2024, 7, 15), 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_seed_and_day_holds_together(seed: u64, people in 0_u64..4_000, days in 0_i64..3_000) {
        let today = date(2022, 3, 1).saturating_add(jiff::Span::new().days(days));
        audit(seed, today, people);
    }

    #[test]
    fn there_are_exactly_as_many_people_as_asked_for(seed: u64, people in 0_u64..3_000) {
        let generator = generator(seed, people);
        let expected = generator.people();
        prop_assert_eq!(expected, people.max(7));
        let made: usize = generator.map(|household| household.people()).sum();
        prop_assert_eq!(made as u64, expected);
    }
}

#[test]
fn among_a_million_nobody_has_the_number_of_another() {
    let mut numbers = HashSet::with_capacity(1_000_000);
    let (mut ids, mut people) = (HashSet::with_capacity(1_000_000), 0_u64);
    for household in generator(6, 1_000_000) {
        for person in household.everybody() {
            people += 1;
            assert!(ids.insert(person.id));
            if let Some(number) = person.personal_number {
                assert!(numbers.insert(number), "{number} twice");
            }
        }
    }
    assert_eq!(people, 1_000_000);
    assert!(numbers.len() > 980_000);
}
