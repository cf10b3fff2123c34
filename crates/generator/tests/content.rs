//! The tables agree with the code lists and units of the content, and say where they are from.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{TODAY, tables};
use dean06_content::Content;
use dean06_generator::{Generator, Inputs};
use dean06_kernel::Confidence;
use serde::Deserialize;

#[derive(Deserialize)]
struct Sources {
    table: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    file: String,
    #[serde(rename = "source")]
    from: String,
    confidence: Confidence,
}

#[test]
fn every_table_says_where_it_is_from() {
    let tables = tables();
    let text = std::str::from_utf8(&tables["synthetic/synthetic.toml"]).unwrap();
    let sources: Sources = toml::from_str(text).unwrap();
    let named: BTreeSet<String> = sources
        .table
        .iter()
        .map(|source| format!("synthetic/{}", source.file))
        .collect();
    let own = ["README.md", "identity-cards.toml", "synthetic.toml"];
    let own = own.map(|file| format!("synthetic/{file}"));
    let there = tables.into_keys().filter(|path| !own.contains(path));
    assert_eq!(named, there.collect());
    for source in sources.table {
        assert!(!source.from.is_empty());
        assert_ne!(source.confidence, Confidence::Official, "{}", source.file);
    }
}

#[test]
fn people_carry_codes_that_the_content_knows() {
    let content = Content::embedded().unwrap();
    let inputs = Arc::new(Inputs::from_content(&content).unwrap());
    let accepts = |list: &str, code: &str| {
        let list = content.code_list(list).unwrap();
        assert!(list.accepts(code, TODAY), "{code} in {}", list.id);
    };
    for household in Generator::new(inputs, 6, TODAY, 20_000).unwrap() {
        for person in household.everybody() {
            accepts("marital-statuses", &person.marital_status);
            for (list, code) in [
                ("ethnicities", &person.ethnicity),
                ("religions", &person.religion),
                ("blood-groups", &person.blood_group),
                ("relations-to-head", &person.relation_to_head),
            ] {
                if let Some(code) = code {
                    accepts(list, code);
                }
            }
            if let Some(card) = &person.identity_card {
                accepts("identity-card-kinds", &card.kind);
            }
            let abroad = person.birth_place.country.iter();
            for country in person.nationality.iter().chain(abroad) {
                accepts("nationalities", country);
            }
            if let Some(number) = person.personal_number {
                let codes = content.province_codes();
                let mismatches = number.check(codes, person.sex, person.birth_date, None);
                assert!(mismatches.is_empty(), "{number}: {mismatches:?}");
            }
        }
    }
}
