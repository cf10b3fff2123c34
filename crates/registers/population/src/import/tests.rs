use dean06_contracts::population::{LifeStatus, Relation, Relative};
use jiff::civil::date;

use super::*;
use crate::testing::{House, TODAY, imported, in_each_house, woman};

fn household(house: &House, members: Vec<ImportedPerson>) -> ImportedHousehold {
    ImportedHousehold {
        household_id: house.sources.uuid().to_string(),
        head: members
            .first()
            .map_or_else(|| house.sources.person_id(), |one| one.person_id),
        residence: Place::default(),
        members,
        others: Vec::new(),
    }
}

fn member(house: &House, name: &str, number: &str) -> ImportedPerson {
    imported(house.sources.person_id(), woman(name, number), "01")
}

#[tokio::test]
async fn what_is_imported_is_what_facts_would_say() {
    in_each_house(async |house| {
        let mut one = member(&house, "Trần  Thị Hoa", "001190000001");
        one.record.life_status = Some(LifeStatus::Missing);
        one.record.birth_date = "1950".parse().ok();
        one.record.relatives = Some(vec![Relative {
            relation: Relation::Child,
            person_id: None,
            name: "Lê An".to_owned(),
            personal_number: None,
            old_id_number: None,
            nationality: None,
        }]);
        let person = one.person_id;
        let relatives = one.record.relatives.clone();
        let entered = house
            .population
            .import(vec![household(&house, vec![one])])
            .await;
        assert_eq!(entered.expect("an import"), 1);
        assert_eq!(house.population.count().await.expect("a count"), 1);

        let read = house.store.read();
        let row = current::find(read, person, TODAY).await.expect("a read");
        let facts = fact_rows::of_person(read, person).await.expect("facts");
        let folded = Current::of(person, &facts, TODAY).expect("a fold");
        assert_eq!(row, Some(folded));
        let record = house.person(person).await;
        assert_eq!(record.name.as_deref(), Some("Trần Thị Hoa"));
        assert_eq!(record.relation_to_head.as_deref(), Some("01"));
        assert_eq!(record.relatives, relatives);
        assert_eq!(record.life_status, Some(LifeStatus::Missing));
    })
    .await;
}

#[tokio::test]
async fn who_comes_along_belongs_to_no_household() {
    in_each_house(async |house| {
        let mut dead = member(&house, "Lê Văn Cụ", "001040000001");
        dead.relation_to_head = None;
        dead.record.life_status = Some(LifeStatus::Dead);
        let person = dead.person_id;
        let mut with_dead = household(&house, vec![member(&house, "Lê An", "001190000001")]);
        with_dead.others.push(dead);
        let entered = house.population.import(vec![with_dead]).await;
        assert_eq!(entered.expect("an import"), 2);
        let record = house.person(person).await;
        assert_eq!((record.household, record.relation_to_head), (None, None));
        assert_eq!(record.life_status, Some(LifeStatus::Dead));
    })
    .await;
}

#[tokio::test]
async fn more_than_one_statement_holds_are_all_there() {
    in_each_house(async |house| {
        let households: Vec<_> = (0..1_500)
            .map(|n| {
                let members = (0..3)
                    .map(|m| member(&house, "Lê An", &format!("0011{m:02}{n:06}")))
                    .collect();
                household(&house, members)
            })
            .collect();
        let last = households[1_499].members[2].person_id;
        let entered = house.population.import(households).await;
        assert_eq!(entered.expect("an import"), 4_500);
        assert_eq!(house.population.count().await.expect("a count"), 4_500);
        let record = house.person(last).await;
        assert_eq!(record.personal_number.as_deref(), Some("001102001499"));
    })
    .await;
}

#[tokio::test]
async fn all_or_nothing_is_entered() {
    in_each_house(async |house| {
        let try_with = async |people: Vec<ImportedPerson>| {
            let good = household(&house, vec![member(&house, "Lê An", "001190000001")]);
            let outcome = house
                .population
                .import(vec![good, household(&house, people)])
                .await;
            assert_eq!(house.population.count().await.expect("a count"), 0);
            outcome.expect_err("something wrong")
        };
        let one = |name, number| member(&house, name, number);
        let twice = try_with(vec![one("Lê Bình", "001190000001")]).await;
        assert!(matches!(twice, ImportError::Duplicate));
        let name = try_with(vec![one("<script>", "001190000002")]).await;
        assert!(matches!(name, ImportError::Name(_)));
        let number = try_with(vec![one("Lê Bình", "00119000000")]).await;
        assert!(matches!(number, ImportError::Number(_)));
        let mut future = one("Lê Bình", "001190000002");
        future.valid_from = date(2026, 11, 23);
        assert!(matches!(
            try_with(vec![future]).await,
            ImportError::Future(_)
        ));
        let headless = try_with(Vec::new()).await;
        assert!(matches!(headless, ImportError::Head(_)));
        assert_eq!(
            house.population.import(Vec::new()).await.expect("nothing"),
            0
        );
    })
    .await;
}
