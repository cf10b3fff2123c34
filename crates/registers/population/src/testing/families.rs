//! Families, and what must hold for every household.

use std::collections::BTreeMap;

use dean06_contracts::population::{
    GetHousehold, GetHouseholdRequest, Household, PersonRecord, Relation, Relative,
};
use dean06_kernel::{PersonId, Sex};
use dean06_mediator::Ask;
use dean06_store::Sql;
use jiff::civil::date;
use sea_orm::QueryResult;

use super::{House, imported, woman};
use crate::{
    ImportedPerson,
    fact::{Moment, as_of},
    fact_rows, field,
};

/// A grown man.
pub(crate) fn man(name: &str, number: &str) -> PersonRecord {
    PersonRecord {
        sex: Some(Sex::Male),
        ..woman(name, number)
    }
}

/// Somebody's relative who stands in the register.
pub(crate) fn kin(relation: Relation, person: PersonId, name: &str) -> Relative {
    Relative {
        relation,
        person_id: Some(person),
        name: name.to_owned(),
        personal_number: None,
        old_id_number: None,
        nationality: None,
    }
}

/// Three persons: husband (the head), wife and their daughter of 8 years.
pub(crate) struct Family {
    pub household_id: String,
    pub husband: PersonId,
    pub wife: PersonId,
    pub daughter: PersonId,
}

impl House {
    /// The household of a person as the person sees it.
    pub async fn household(&self, person: PersonId) -> Household {
        let citizen = self.citizen(person);
        let ask = Ask::new(&citizen, "own-data");
        let request = GetHouseholdRequest { person_id: person };
        self.mediator
            .call::<GetHousehold>(ask, &request)
            .await
            .expect("an answer")
    }

    /// Fails unless everybody stands in the list of the household that the facts say and in no other,
    /// and every household has a head from among its members, or none.
    pub async fn check_households(&self) {
        let read = self.store.read();
        let rows = |text: &'static str| async move { read.rows(text, []).await.expect("rows") };
        let text = |row: &QueryResult, column: &str| -> Option<String> {
            row.try_get("", column).expect("a text")
        };
        let mut lists: BTreeMap<String, Vec<(String, Option<String>)>> = BTreeMap::new();
        let mut listed: BTreeMap<String, String> = BTreeMap::new();
        for row in
            rows("SELECT household_id, person_id, relation FROM population_household_member").await
        {
            let household = text(&row, "household_id").expect("a key");
            let person = text(&row, "person_id").expect("a key");
            let twice = listed.insert(person.clone(), household.clone());
            assert_eq!(twice, None, "{person} is in two households");
            let list = lists.entry(household).or_default();
            list.push((person, text(&row, "relation")));
        }
        for row in rows("SELECT person_id, household_id, life_status FROM population_current").await
        {
            let person = text(&row, "person_id").expect("a key");
            let household = text(&row, "household_id");
            assert_eq!(listed.get(&person), household.as_ref(), "{person}");
            let facts = fact_rows::of_person(read, person.parse().expect("a person"));
            let facts = facts.await.expect("facts");
            let state = as_of(&facts, Moment::on(self.sources.today()));
            assert_eq!(state.text(field::HOUSEHOLD_ID), household.as_deref());
            let dead = text(&row, "life_status").as_deref() == Some("dead");
            assert!(!dead || household.is_none(), "a dead member: {person}");
        }
        for row in rows("SELECT household_id, head_person_id FROM population_household").await {
            let household = text(&row, "household_id").expect("a key");
            let head = text(&row, "head_person_id");
            let members = lists.remove(&household).unwrap_or_default();
            let heads = members
                .iter()
                .filter(|(_, relation)| relation.as_deref() == Some("01"));
            let heads: Vec<&str> = heads.map(|(person, _)| person.as_str()).collect();
            assert_eq!(heads, head.as_deref().into_iter().collect::<Vec<_>>());
        }
        assert!(lists.is_empty(), "households that are not there: {lists:?}");
    }

    /// Enters a family in Ba Đình, valid from 1 July 2025, with others of these relations to the
    /// husband.
    pub async fn enter_family(&self, others: Vec<ImportedPerson>) -> Family {
        let [husband, wife, daughter] = [(); 3].map(|()| self.sources.person_id());
        let serial = self.sources.below(900_000);
        let number = |start: &str| format!("{start}{serial:06}");
        let spouse = |record, person, name| PersonRecord {
            marital_status: Some("2".to_owned()),
            residence_file_number: Some("HS1".to_owned()),
            relatives: Some(vec![
                kin(Relation::Spouse, person, name),
                kin(Relation::Child, daughter, "Lê Thị An"),
            ]),
            ..record
        };
        let child = PersonRecord {
            birth_date: Some(date(2018, 3, 1).into()),
            marital_status: Some("1".to_owned()),
            ..woman("Lê Thị An", &number("001318"))
        };
        let family = [
            (
                husband,
                spouse(man("Lê Văn Ba", &number("001090")), wife, "Trần Thị Hoa"),
                "01",
            ),
            (
                wife,
                spouse(
                    woman("Trần Thị Hoa", &number("001190")),
                    husband,
                    "Lê Văn Ba",
                ),
                "02",
            ),
            (daughter, child, "04"),
        ];
        let members = family.map(|(person, record, relation)| imported(person, record, relation));
        let household_id = self
            .enter_household(members.into_iter().chain(others).collect())
            .await;
        Family {
            household_id,
            husband,
            wife,
            daughter,
        }
    }
}
