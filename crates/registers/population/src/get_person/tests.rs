use dean06_contracts::population::VerifyPerson;
use dean06_contracts::{
    Place,
    population::{GetPerson, GetPersonRequest, LifeStatus, PersonRecord, VerifyPersonRequest},
};
use dean06_mediator::{Ask, MediatorError};
use jiff::{SignedDuration, civil::date};
use serde_json::json;

use crate::testing::{TODAY, code, imported, in_each_house, pointers, woman};

fn by_number(number: &str) -> GetPersonRequest {
    GetPersonRequest {
        personal_number: Some(number.to_owned()),
        ..GetPersonRequest::default()
    }
}

#[tokio::test]
async fn a_citizen_sees_own_data_with_their_sources_and_that_is_on_record() {
    in_each_house(async |house| {
        let person = house.sources.person_id();
        let mut record = woman("Trần Thị Hoa", "001190000001");
        record.hometown = Some(Place {
            commune: Some("00004".to_owned()),
            ..Place::default()
        });
        let household = house
            .enter_household(vec![imported(person, record, "01")])
            .await;

        let citizen = house.citizen(person);
        let request = GetPersonRequest {
            person_id: Some(person),
            ..GetPersonRequest::default()
        };
        let ask = Ask::new(&citizen, "own-data");
        let told = house
            .mediator
            .call::<GetPerson>(ask, &request)
            .await
            .expect("own data");
        assert_eq!(told.name.as_deref(), Some("Trần Thị Hoa"));
        assert_eq!(told.life_status, Some(LifeStatus::Alive));
        assert_eq!(
            told.hometown.expect("a place").text.as_deref(),
            Some("Phường Ba Đình, Thành phố Hà Nội")
        );
        let of_household = told.household.expect("a household");
        assert_eq!(of_household.household_id, Some(household));
        assert_eq!(of_household.head_person_id, Some(person));
        assert_eq!(of_household.head_name.as_deref(), Some("Trần Thị Hoa"));
        let provenance = told.provenance.expect("sources");
        assert_eq!(provenance["name"].source.as_deref(), Some("population"));
        assert_eq!(provenance["name"].valid_from, Some(date(2025, 7, 1)));
        assert!(provenance.contains_key("household"));
        assert_eq!(house.uses(person).await, ["population.get-person/1"]);

        let other = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let request = GetPersonRequest {
            person_id: Some(other),
            ..GetPersonRequest::default()
        };
        let refused = house.mediator.call::<GetPerson>(ask, &request).await;
        assert!(matches!(refused, Err(MediatorError::NotPermitted { .. })));
        assert!(house.uses(other).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_officer_gets_what_the_purpose_allows() {
    in_each_house(async |house| {
        let mut record = woman("Trần Thị Hoa", "001190000001");
        record.religion = Some("01".to_owned());
        record.phone = Some("0900000001".to_owned());
        let person = house.enter(record).await;
        let told = house
            .ask::<GetPerson>("registrar", "case-handling", &by_number("001190000001"))
            .await
            .expect("the person");
        assert_eq!(told.person_id, Some(person));
        assert_eq!(
            (told.religion, told.phone, told.provenance),
            (None, None, None)
        );
    })
    .await;
}

#[tokio::test]
async fn both_times_count() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let entered = house.sources.now_micros();
        house.clock.advance(SignedDuration::from_hours(1));
        let married = date(2026, 3, 1);
        house
            .correct("k1", person, "name", json!("Trần Thị Hoà"), married)
            .await;
        let changed = house.sources.now_micros();
        house.clock.advance(SignedDuration::from_hours(1));
        house
            .correct(
                "k2",
                person,
                "name",
                json!("Trần Thị Hoan"),
                date(2025, 7, 1),
            )
            .await;

        let name = async |day, known| house.person_at(person, Some(day), known).await.name;
        assert_eq!(name(TODAY, None).await.as_deref(), Some("Trần Thị Hoà"));
        let before = date(2026, 2, 28);
        assert_eq!(name(before, None).await.as_deref(), Some("Trần Thị Hoan"));
        assert_eq!(
            name(before, Some(changed)).await.as_deref(),
            Some("Trần Thị Hoa")
        );
        assert_eq!(
            name(TODAY, Some(entered)).await.as_deref(),
            Some("Trần Thị Hoa")
        );

        for (valid_on, known_at) in [(Some(date(2025, 6, 30)), None), (None, Some(entered - 1))] {
            let request = GetPersonRequest {
                person_id: Some(person),
                valid_on,
                known_at,
                ..GetPersonRequest::default()
            };
            let asked = house
                .ask::<GetPerson>("register_keeper", "register-keeping", &request)
                .await;
            assert_eq!(code(asked), "person-not-found");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_not_there_is_not_found() {
    in_each_house(async |house| {
        let ask = async |request: &GetPersonRequest| {
            house
                .ask::<GetPerson>("registrar", "case-handling", request)
                .await
        };
        assert_eq!(
            code(ask(&by_number("001190000001")).await),
            "person-not-found"
        );
        let request = GetPersonRequest {
            person_id: Some(house.sources.person_id()),
            ..GetPersonRequest::default()
        };
        assert_eq!(code(ask(&request).await), "person-not-found");
    })
    .await;
}

#[tokio::test]
async fn a_question_names_one_person_in_one_way() {
    in_each_house(async |house| {
        let ask = async |request: &GetPersonRequest| {
            pointers(
                house
                    .ask::<GetPerson>("registrar", "case-handling", request)
                    .await,
            )
        };
        let number = ["/personal_number"];
        assert_eq!(ask(&by_number("00119000001")).await, number, "11 digits");
        assert_eq!(ask(&by_number("0011900000O1")).await, number, "a letter");
        assert_eq!(ask(&by_number("' OR 1=1; --")).await, number);
        assert_eq!(ask(&by_number("٠٠١٠٩٠٠٠٠٠٠١")).await, number);
        assert_eq!(ask(&GetPersonRequest::default()).await, [""]);
        let both = GetPersonRequest {
            person_id: Some(house.sources.person_id()),
            ..by_number("001190000001")
        };
        assert_eq!(ask(&both).await, [""]);
    })
    .await;
}

#[tokio::test]
async fn a_fact_that_is_known_beforehand_holds_from_its_day() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let day = date(2026, 11, 25);
        house
            .correct("k1", person, "name", json!("Trần Thị Lan"), day)
            .await;
        assert_eq!(
            house.person(person).await.name.as_deref(),
            Some("Trần Thị Hoa")
        );

        let stated = VerifyPersonRequest {
            personal_number: "001190000001".to_owned(),
            name: "Trần Thị Lan".to_owned(),
            birth_date: "1990".parse().expect("a year"),
        };
        let verified = async || {
            let told = house
                .ask::<VerifyPerson>("registrar", "case-handling", &stated)
                .await;
            told.expect("an answer").matches
        };
        assert_eq!(verified().await, Some(false));
        house.clock.advance(SignedDuration::from_hours(3 * 24));
        assert_eq!(verified().await, Some(true), "the reader folds the facts");
        assert_eq!(house.found("tran thi lan").await, Vec::<String>::new());
        house.store.catch_up().await.expect("timers");
        assert_eq!(house.found("tran thi lan").await, ["Trần Thị Lan"]);
        assert_eq!(verified().await, Some(true));
    })
    .await;
}

#[tokio::test]
async fn elderly_people_and_foreigners_have_a_record() {
    in_each_house(async |house| {
        let person = house
            .enter(PersonRecord {
                name: Some("Jean Dupont".to_owned()),
                birth_date: Some("1941".parse().expect("a year")),
                nationality: Some(vec!["FR".to_owned()]),
                birth_place: Some(Place {
                    country: Some("FR".to_owned()),
                    line: Some("Lyon".to_owned()),
                    ..Place::default()
                }),
                ..PersonRecord::default()
            })
            .await;
        let told = house.person(person).await;
        assert_eq!(told.personal_number, None);
        assert_eq!(told.birth_date.expect("a date").to_string(), "1941");
        let place = told.birth_place.expect("a place");
        assert_eq!(place.text.as_deref(), Some("Lyon, Pháp"));
    })
    .await;
}
