//! The same seed, day and number give the same population, and the demonstration is in each.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;
#[path = "common/population.rs"]
mod population;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::thread;

use common::{TODAY, tables};
use dean06_generator::{
    Generator, GeneratorError, Inputs, InputsError, Relation, SyntheticHousehold, SyntheticPerson,
};
use jiff::civil::date;
use population::{INPUTS, UNITS, generator};

fn hash(generator: Generator) -> u64 {
    let mut hasher = DefaultHasher::new();
    for household in generator {
        serde_json::to_string(&household).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

#[test]
fn a_seed_gives_one_population() {
    let first = hash(generator(6, 5_000));
    let threads: Vec<_> = (0..4)
        .map(|_| thread::spawn(|| hash(generator(6, 5_000))))
        .collect();
    for other in threads {
        assert_eq!(first, other.join().unwrap());
    }
    assert_ne!(first, hash(generator(7, 5_000)));
    assert_ne!(first, hash(generator(6, 5_001)));
    let inputs = Arc::clone(&INPUTS);
    let tomorrow = Generator::new(inputs, 6, date(2026, 11, 23), 5_000).unwrap();
    assert_ne!(first, hash(tomorrow));
}

#[test]
fn keys_ascend_in_the_order_of_generation() {
    let households: Vec<SyntheticHousehold> = generator(6, 2_000).skip(6).collect();
    assert!(households.is_sorted_by_key(|household| household.id));
}

#[test]
fn the_demonstration_is_in_every_population() {
    let roles = |seed, people| generator(seed, people).demo_family().to_vec();
    let demo = roles(6, 0);
    assert_eq!(demo, roles(7, 20_000));
    let names: Vec<&str> = demo.iter().map(|person| person.role.as_str()).collect();
    for role in [
        "mother",
        "father",
        "unmarried-mother",
        "foreign-husband",
        "wife-of-foreigner",
        "new-mother",
        "new-father",
        "household-head",
        "old-father",
        "old-mother",
        "grown-son",
    ] {
        assert!(names.contains(&role), "{role} is missing");
    }
    let households: Vec<SyntheticHousehold> = generator(6, 0).collect();
    let people: Vec<&SyntheticPerson> = households
        .iter()
        .flat_map(SyntheticHousehold::everybody)
        .collect();
    let find = |role: &str| {
        let id = demo.iter().find(|person| person.role == role).unwrap().id;
        *people.iter().find(|person| person.id == id).unwrap()
    };
    let (mother, father) = (find("mother"), find("father"));
    assert_eq!(mother.birth_date.age_on(TODAY), (30, 30));
    let spouse = mother.relatives_of(Relation::Spouse).next().unwrap();
    assert_eq!(spouse.person_id, Some(father.id));
    assert_eq!(mother.permanent_residence, father.permanent_residence);
    assert!(mother.personal_number.is_some() && mother.identity_card.is_some());
    let married = &households[0].marriages[0];
    assert_eq!(
        (married.husband.person_id, married.end),
        (Some(father.id), None)
    );
    let alone = find("unmarried-mother");
    assert_eq!(alone.relatives_of(Relation::Spouse).count(), 0);
    let foreigner = find("foreign-husband");
    assert_eq!(foreigner.personal_number, None);
    assert_eq!(&*foreigner.nationality[0], "DE");
}

#[test]
fn what_cannot_be_made_is_refused() {
    let new = |today, people| Generator::new(Arc::clone(&INPUTS), 1, today, people);
    let people = Generator::MAX_PEOPLE + 1;
    assert_eq!(
        new(TODAY, people).unwrap_err(),
        GeneratorError::TooManyPeople { people }
    );
    assert!(matches!(
        new(date(1999, 1, 1), 1),
        Err(GeneratorError::Today(_))
    ));
}

#[test]
fn broken_tables_are_named() {
    let broken = |path: &str, bytes: Option<&[u8]>| {
        let mut tables = tables();
        match bytes {
            Some(bytes) => tables.insert(path.to_owned(), bytes.to_vec()),
            None => tables.remove(path),
        };
        let files = tables.iter();
        let files = files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Inputs::from_files(files, &UNITS).unwrap_err()
    };
    for path in tables().keys().filter(|path| !path.contains("README")) {
        assert!(
            matches!(broken(path, None), InputsError::Missing(_)),
            "{path}"
        );
        let error = broken(path, Some(b"\xff,\n\xff\xfe"));
        assert!(!matches!(error, InputsError::Missing(_)), "{path}: {error}");
    }
    let lonely = b"elders,core,others,children,age_from,age_to,weight\n0,2,0,0,20,100,1\n";
    let error = broken("synthetic/households.csv", Some(lonely));
    assert_eq!(
        error.to_string(),
        "synthetic/households.csv: nobody lives alone"
    );
    let nowhere = b"province,ethnicity,per_mille\n00,02,10\n";
    let error = broken("synthetic/ethnic-shares.csv", Some(nowhere));
    assert!(error.to_string().contains("province 00"), "{error}");
}
