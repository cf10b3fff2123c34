//! A population looks like the tables it was made from.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;
#[path = "common/population.rs"]
mod population;

use std::collections::BTreeMap;

use common::{TODAY, tables};
use dean06_generator::{
    Life, MarriageEndKind, Relation, ResidenceKind, SyntheticHousehold, SyntheticPerson,
};
use dean06_kernel::{Generation, Sex};
use population::{UNITS, generator};

const PEOPLE: u64 = 60_000;

fn households() -> impl Iterator<Item = SyntheticHousehold> {
    generator(2026, PEOPLE)
}

fn living(household: SyntheticHousehold) -> impl Iterator<Item = SyntheticPerson> {
    household.members.into_iter()
}

/// The share of those who fit, of a thousand.
fn per_mille<T>(all: impl Iterator<Item = T>, fits: impl Fn(&T) -> bool) -> u64 {
    let (mut count, mut of) = (0, 0);
    for one in all {
        of += 1;
        count += u64::from(fits(&one));
    }
    count * 1_000 / of
}

#[test]
fn about_38_of_100_are_called_nguyen() {
    let people = households().flat_map(living);
    let share = per_mille(people, |person| person.name.family() == "Nguyễn");
    assert!((360..=400).contains(&share), "{share} of a thousand");
}

#[test]
fn ages_follow_the_pyramid() {
    let mut bands: BTreeMap<(i16, Sex), f64> = BTreeMap::new();
    let mut all = 0.0;
    for person in households().flat_map(living) {
        let (_, age) = person.birth_date.age_on(TODAY);
        *bands.entry((age / 5 * 5, person.sex)).or_default() += 1.0;
        all += 1.0;
    }
    let table = String::from_utf8(tables()["synthetic/age-pyramid.csv"].clone()).unwrap();
    for row in table.lines().skip(1) {
        let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
        let from = row.split(',').next().unwrap().parse().unwrap();
        for (sex, wanted) in [(Sex::Male, cells[2]), (Sex::Female, cells[3])] {
            let made = bands.get(&(from, sex)).copied().unwrap_or(0.0) * 100_000.0 / all;
            // A tenth more or less, and some people where there are few.
            let tolerance = wanted / 10.0 + 25.0;
            assert!(
                (made - wanted).abs() <= tolerance,
                "{sex} from {from}: {made} for {wanted}"
            );
        }
    }
}

#[test]
fn people_live_where_the_country_does() {
    let mut provinces: BTreeMap<String, u64> = BTreeMap::new();
    let (mut all, mut communes) = (0, BTreeMap::new());
    let units = UNITS.generation(Generation::Since2025);
    for household in households() {
        let people = household.members.len() as u64;
        let province = units.province_of(&household.commune).unwrap();
        *provinces.entry(province.short_name.clone()).or_default() += people;
        *communes.entry(household.commune).or_insert(0) += people;
        all += people;
    }
    assert_eq!(provinces.len(), 34);
    let share = |name: &str| provinces[name] * 1_000 / all;
    // 12.6 of 96.2 million people lived there in 2019, and 8.1, and 0.5.
    assert!((120..=142).contains(&share("Hồ Chí Minh")), "{provinces:?}");
    assert!((75..=92).contains(&share("Hà Nội")), "{provinces:?}");
    assert!((3..=8).contains(&share("Cao Bằng")), "{provinces:?}");
    assert!(communes.len() > 3_000, "{} communes", communes.len());
}

#[test]
fn ethnic_groups_live_where_they_do() {
    let mut groups: BTreeMap<String, u64> = BTreeMap::new();
    let (mut all, mut khmer, mut khmer_south) = (0, 0, 0);
    let units = UNITS.generation(Generation::Since2025);
    for household in households() {
        let province = units.province_of(&household.commune).unwrap().code.clone();
        for person in household.members {
            all += 1;
            let Some(group) = person.ethnicity else {
                continue;
            };
            if *group == *"05" {
                khmer += 1;
                // The provinces south of Hồ Chí Minh City have codes from 79.
                khmer_south += u64::from(*province >= *"75");
            }
            *groups.entry(group.to_string()).or_default() += 1;
        }
    }
    assert!(groups.len() >= 38, "{groups:?}");
    let share = |code: &str| groups[code] * 1_000 / all;
    assert!((835..=875).contains(&share("01")), "{groups:?}");
    assert!((10..=25).contains(&share("02")) && (7..=20).contains(&share("05")));
    assert!(khmer_south * 100 / khmer >= 85, "{khmer_south} of {khmer}");
}

#[test]
fn households_are_of_usual_sizes() {
    let mut sizes: BTreeMap<usize, u64> = BTreeMap::new();
    let (mut all, mut people, mut three) = (0, 0, 0);
    for household in households() {
        all += 1;
        people += household.members.len() as u64;
        *sizes.entry(household.members.len()).or_default() += 1;
        let is_grandchild = |person: &SyntheticPerson| {
            let parents = person.relatives_of(Relation::Father);
            let ids: Vec<_> = parents.filter_map(|kin| kin.person_id).collect();
            let parent = household
                .members
                .iter()
                .find(|member| ids.contains(&member.id));
            parent.is_some_and(|parent| {
                let mut grand = parent.relatives_of(Relation::Mother);
                grand.any(|kin| {
                    household
                        .members
                        .iter()
                        .any(|m| Some(m.id) == kin.person_id)
                })
            })
        };
        three += u64::from(household.members.iter().any(is_grandchild));
    }
    let mean = people * 100 / all;
    assert!((320..=370).contains(&mean), "mean size {mean}/100");
    assert!((60..=140).contains(&(sizes[&1] * 1_000 / all)), "{sizes:?}");
    assert!(sizes.keys().all(|size| (1..=9).contains(size)));
    assert!(three * 100 / all >= 8, "{three} with three generations");
}

#[test]
fn the_unusual_happens() {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let mut count = |what, happens| *seen.entry(what).or_default() += u64::from(happens);
    for household in households() {
        count("temporary", household.residence == ResidenceKind::Temporary);
        count("dead", !household.deceased.is_empty());
        for marriage in &household.marriages {
            count("year of marriage", marriage.date.month().is_none());
            let by = marriage.end.map(|end| end.by);
            count("divorce", by == Some(MarriageEndKind::Divorce));
            count("widowed", by == Some(MarriageEndKind::Death));
            let husband = &marriage.husband;
            count("foreign husband", *husband.nationality != *"VN");
        }
        for birth in &household.births {
            count("twins", birth.birth_order == Some(2));
            count("father not stated", birth.father.is_none());
        }
        for person in household.everybody() {
            let date = person.birth_date;
            count("only the year", date.month().is_none());
            count(
                "year and month",
                date.month().is_some() && date.day().is_none(),
            );
            count("born abroad", person.birth_place.country.is_some());
            let foreign = person.ethnicity.is_none();
            count("foreigner", foreign);
            count(
                "foreigner with number",
                foreign && person.personal_number.is_some(),
            );
            count("two nationalities", person.nationality.len() == 2);
            count("one name", !person.name.as_str().contains(' '));
            count("long name", person.name.as_str().chars().count() > 24);
            count("other name", !person.other_names.is_empty());
            count("missing", matches!(person.life, Life::Missing(_)));
            count("away", person.temporary_absence.is_some());
            let mut representatives = person.relatives_of(Relation::Representative);
            count("representative", representatives.next().is_some());
            let expired = person
                .identity_card
                .as_ref()
                .and_then(|card| card.expires_on);
            count("card run out", expired.is_some_and(|end| end < TODAY));
        }
    }
    let never: Vec<_> = seen.iter().filter(|(_, times)| **times == 0).collect();
    assert!(never.is_empty(), "{never:?} of {seen:?}");
    let share = |what: &str| seen[what] * 1_000 / PEOPLE;
    assert!(share("foreigner") <= 8, "{seen:?}");
    assert!((5..=40).contains(&share("only the year")), "{seen:?}");
    assert!((5..=40).contains(&share("dead")), "{seen:?}");
}

#[test]
fn relatives_in_other_households_are_linked() {
    let households = households();
    let grown = households.flat_map(living).filter(|person| {
        let (_, age) = person.birth_date.age_on(TODAY);
        (25..45).contains(&age)
    });
    let linked = |person: &SyntheticPerson| {
        let mut mothers = person.relatives_of(Relation::Mother);
        mothers.any(|mother| mother.person_id.is_some())
    };
    let share = per_mille(grown, linked);
    assert!(share >= 200, "{share} of a thousand");
}
