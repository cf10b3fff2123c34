use dean06_contracts::population::{
    EndPermanentResidence, EndPermanentResidenceRequest, PersonRecord, RegisterTemporaryResidence,
    RegisterTemporaryResidenceRequest,
};
use dean06_mediator::{Ask, MediatorError};
use jiff::civil::date;

use super::*;
use crate::testing::{Family, House, TODAY, code, imported, in_each_house, man, pointers, woman};

mod many;

fn place(commune: &str, line: &str) -> Place {
    Place {
        commune: Some(commune.to_owned()),
        line: Some(line.to_owned()),
        ..Place::default()
    }
}

/// Into a household of that person's own, at another place.
fn alone(person: PersonId) -> RegisterPermanentResidenceRequest {
    RegisterPermanentResidenceRequest {
        person_id: person,
        place: place("00008", "Số 2 phố Cói"),
        household_id: None,
        head_person_id: None,
        relation_to_head: Some("01".to_owned()),
        valid_from: TODAY,
    }
}

/// Into a household in Ba Đình.
fn with(person: PersonId, household_id: &str, relation: &str) -> RegisterPermanentResidenceRequest {
    RegisterPermanentResidenceRequest {
        place: place("00004", "Số 1, phố Lụa"),
        household_id: Some(household_id.to_owned()),
        relation_to_head: Some(relation.to_owned()),
        ..alone(person)
    }
}

async fn move_in(
    house: &House,
    key: &str,
    request: &RegisterPermanentResidenceRequest,
) -> Result<RegisterPermanentResidenceResponse, MediatorError> {
    house
        .decide::<RegisterPermanentResidence>(key, request)
        .await
}

async fn relations(house: &House, family: &Family, who: PersonId) -> Vec<(PersonId, String)> {
    let household = house.household(who).await;
    assert_eq!(household.household_id.as_ref(), Some(&family.household_id));
    let members = household.members.expect("members").into_iter();
    members
        .map(|member| {
            let relation = member.relation_to_head.unwrap_or_default();
            (member.person_id.expect("a key"), relation)
        })
        .collect()
}

#[tokio::test]
async fn a_newborn_joins_the_household_of_the_parents() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let child = house.child("Lê Thị Bình");
        house.register("c", &child).await.expect("a number");
        let mut request = with(child.person_id, &family.household_id, "04");
        request.head_person_id = Some(family.husband);
        let told = move_in(&house, "k1", &request).await.expect("a residence");
        assert_eq!(told.household_id.as_ref(), Some(&family.household_id));
        assert_eq!(told.residence_file_number.as_deref(), Some("HS1"));
        let dwelling = told.place.clone().expect("a place");
        assert_eq!(
            dwelling.text.as_deref(),
            Some("Số 1 phố Lụa, Phường Ba Đình, Thành phố Hà Nội"),
            "the dwelling is the household's"
        );
        assert_eq!(move_in(&house, "k1", &request).await.expect("again"), told);
        let twice = move_in(&house, "k2", &request).await;
        assert_eq!(code(twice), "residence-already-registered");

        let record = house.person(child.person_id).await;
        assert_eq!(record.permanent_residence, told.place);
        assert_eq!(record.relation_to_head.as_deref(), Some("04"));
        assert_eq!(record.residence_file_number.as_deref(), Some("HS1"));
        let household = record.household.expect("a household");
        assert_eq!(household.head_person_id, Some(family.husband));
        let provenance = record.provenance.expect("sources");
        let source = provenance["permanent_residence"].source.as_deref();
        assert_eq!(source, Some("committee-00004"));
        let members = house.household(family.wife).await.members.expect("members");
        assert_eq!(members.len(), 4);
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn a_household_is_found_by_its_head_and_a_new_one_is_made() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let told = move_in(&house, "k1", &alone(family.wife)).await;
        let own = told.expect("a household of her own");
        assert_ne!(own.household_id.as_ref(), Some(&family.household_id));
        let number = own.residence_file_number.as_deref();
        assert_eq!(number, Some("00008-2026-000001"));
        let mut follow = alone(family.daughter);
        follow.head_person_id = Some(family.wife);
        follow.relation_to_head = Some("04".to_owned());
        let told = move_in(&house, "k2", &follow).await.expect("with her");
        assert_eq!(told.household_id, own.household_id);
        assert_eq!(told.residence_file_number.as_deref(), number);
        assert_eq!(
            relations(&house, &family, family.husband).await,
            [(family.husband, "01".to_owned())]
        );
        let before = house
            .person_at(family.wife, Some(date(2026, 11, 21)), None)
            .await;
        let household = before.household.expect("the household of before");
        assert_eq!(household.household_id, Some(family.household_id));
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn who_lives_there_without_a_household_becomes_the_head_of_one() {
    in_each_house(async |house| {
        let mother = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let end = EndPermanentResidenceRequest {
            person_id: mother,
            reason: "Ra nước ngoài định cư".to_owned(),
            valid_from: TODAY,
        };
        house
            .decide::<EndPermanentResidence>("e", &end)
            .await
            .expect("an end");
        let child = house.child("Lê Thị Bình");
        house.register("c", &child).await.expect("a number");
        let request = RegisterPermanentResidenceRequest {
            household_id: None,
            head_person_id: Some(mother),
            ..with(child.person_id, "", "04")
        };
        let elsewhere = move_in(&house, "k1", &request).await;
        assert_eq!(code(elsewhere), "household-elsewhere", "she lives nowhere");
        let residence = serde_json::json!({"commune": "00004", "line": "Số 1 phố Lụa"});
        house
            .correct("r", mother, "permanent_residence", residence, TODAY)
            .await;
        let told = move_in(&house, "k2", &request).await.expect("a household");
        let household = house.household(mother).await;
        assert_eq!(household.household_id, told.household_id);
        assert_eq!(household.head_person_id, Some(mother));
        assert_eq!(household.members.map(|members| members.len()), Some(2));
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn the_head_who_leaves_passes_the_household_on() {
    in_each_house(async |house| {
        let [lodger, cousin] = [(); 2].map(|()| house.sources.person_id());
        let mut old = man("Phạm Văn Cũ", "001050000001");
        old.birth_date = Some("1950".parse().expect("a year"));
        let others = vec![
            imported(lodger, old, "14"),
            imported(cousin, man("Lê Văn Tư", "001090000009"), "99"),
        ];
        let family = house.enter_family(others).await;
        move_in(&house, "k1", &alone(family.husband))
            .await
            .expect("he moves");
        let mut told = relations(&house, &family, family.wife).await;
        assert_eq!(told[0], (family.wife, "01".to_owned()));
        told.sort();
        let mut expected = vec![
            (family.wife, "01".to_owned()),
            (family.daughter, "04".to_owned()),
            (lodger, "14".to_owned()),
            (cousin, String::new()),
        ];
        expected.sort();
        assert_eq!(told, expected, "what is not known is not stated");
        let now = house.person(family.daughter).await.household.expect("one");
        assert_eq!(now.head_name.as_deref(), Some("Trần Thị Hoa"));
        let yesterday = house.person_at(family.daughter, Some(date(2026, 11, 21)), None);
        let then = yesterday.await.household.expect("one");
        assert_eq!(then.head_name.as_deref(), Some("Lê Văn Ba"));

        move_in(&house, "k2", &alone(family.wife))
            .await
            .expect("she moves");
        let told = relations(&house, &family, family.daughter).await;
        assert_eq!(told[0], (lodger, "01".to_owned()), "the eldest of full age");
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn children_alone_have_no_head_until_somebody_comes() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        for (key, person) in [("k1", family.wife), ("k2", family.husband)] {
            move_in(&house, key, &alone(person)).await.expect("a move");
        }
        let household = house.household(family.daughter).await;
        assert_eq!(household.household_id.as_ref(), Some(&family.household_id));
        assert_eq!(household.head_person_id, None);
        let record = house.person(family.daughter).await;
        assert_eq!(record.relation_to_head, None);
        house.check_households().await;

        let aunt = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let mut request = with(aunt, &family.household_id, "01");
        request.head_person_id = Some(family.wife);
        let differs = move_in(&house, "k3", &request).await;
        assert_eq!(code(differs), "household-head-differs");
        request.head_person_id = None;
        // A baby that joins them is nobody's anything yet.
        let baby = house.enter(woman("Lê An", "001326000003")).await;
        let joins = RegisterPermanentResidenceRequest {
            relation_to_head: None,
            ..with(baby, &family.household_id, "04")
        };
        move_in(&house, "k5", &joins).await.expect("a home");
        assert_eq!(house.person(baby).await.relation_to_head, None);
        move_in(&house, "k4", &request).await.expect("a head");
        let unstated = RegisterPermanentResidenceRequest {
            relation_to_head: None,
            ..with(family.wife, &family.household_id, "04")
        };
        let unfit = move_in(&house, "k6", &unstated).await;
        assert_eq!(code(unfit), "household-relation-unfit");
        let household = house.household(family.daughter).await;
        assert_eq!(household.head_person_id, Some(aunt));
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let person = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let joined = with(person, &family.household_id, "99");
        let refused = async |change: fn(&mut RegisterPermanentResidenceRequest)| {
            let mut request = joined.clone();
            change(&mut request);
            code(move_in(&house, "k", &request).await)
        };
        assert_eq!(
            refused(|r| r.relation_to_head = Some("01".to_owned())).await,
            "household-relation-unfit"
        );
        assert_eq!(
            refused(|r| r.household_id = Some("none".to_owned())).await,
            "household-not-found"
        );
        assert_eq!(
            refused(|r| r.place = place("00008", "Số 2")).await,
            "household-elsewhere"
        );
        assert_eq!(
            refused(|r| r.valid_from = date(2025, 6, 30)).await,
            "person-not-found"
        );
        assert_eq!(
            refused(|r| r.valid_from = date(2025, 6, 30)).await,
            "person-not-found"
        );
        let mut request = alone(person);
        request.relation_to_head = Some("04".to_owned());
        assert_eq!(
            code(move_in(&house, "k", &request).await),
            "household-relation-unfit"
        );
        let stranger = house.sources.person_id();
        let nobody = move_in(&house, "k", &alone(stranger)).await;
        assert_eq!(code(nobody), "person-not-found");
        let wrong = RegisterPermanentResidenceRequest {
            place: place("99999", "Số 2"),
            relation_to_head: Some("77".to_owned()),
            head_person_id: Some(person),
            valid_from: date(2026, 11, 23),
            ..alone(person)
        };
        let wrong = pointers(move_in(&house, "k", &wrong).await);
        assert_eq!(
            wrong,
            [
                "/place/commune",
                "/relation_to_head",
                "/head_person_id",
                "/valid_from"
            ]
        );
        move_in(&house, "k1", &alone(person)).await.expect("a move");
        let mut earlier = with(person, &family.household_id, "99");
        earlier.valid_from = date(2026, 11, 1);
        assert_eq!(
            code(move_in(&house, "k2", &earlier).await),
            "residence-newer"
        );
        house.die("d", person, TODAY).await.expect("a death");
        assert_eq!(
            code(move_in(&house, "k3", &alone(person)).await),
            "person-not-alive"
        );
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn a_stay_at_the_same_place_ends_and_another_does_not() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let stay = |person, line: &str| RegisterTemporaryResidenceRequest {
            person_id: person,
            place: place("00008", line),
            valid_from: date(2026, 11, 1),
            valid_to: Some(date(2027, 10, 31)),
        };
        for (key, person, line) in [
            ("s1", family.wife, "số 2  phố cói"),
            ("s2", family.husband, "Số 3 phố Cói"),
        ] {
            house
                .decide::<RegisterTemporaryResidence>(key, &stay(person, line))
                .await
                .expect("a stay");
        }
        for (key, person) in [("k1", family.wife), ("k2", family.husband)] {
            move_in(&house, key, &alone(person)).await.expect("a move");
        }
        assert_eq!(house.person(family.wife).await.temporary_residence, None);
        let other = house.person(family.husband).await.temporary_residence;
        assert!(other.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_officer_records_a_residence_only_through_a_dossier() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let officer = house.officer("residence_officer");
        let ask = Ask::new(&officer, "test.decide").in_case("H26-4");
        let refused = house
            .mediator
            .command::<RegisterPermanentResidence>(ask, "k", &alone(person))
            .await;
        assert!(matches!(refused, Err(MediatorError::NotPermitted { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_record_keeps_its_form() {
    // The dwelling of the household is written as facts write places: without words.
    in_each_house(async |house| {
        let person = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        move_in(&house, "k", &alone(person)).await.expect("a move");
        let record: PersonRecord = house.person(person).await;
        let words = record.permanent_residence.and_then(|place| place.text);
        assert_eq!(
            words.as_deref(),
            Some("Số 2 phố Cói, Phường Ngọc Hà, Thành phố Hà Nội")
        );
        assert_eq!(house.found("le thi mai").await, ["Lê Thị Mai"]);
    })
    .await;
}
