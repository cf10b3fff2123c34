use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use dean06_contracts::{
    Place,
    population::{GetPerson, GetPersonRequest, ParentOfChild, RegisterChildRequest, Relation},
};
use dean06_kernel::{Generation, PersonalNumber, Sex, Successor};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::{Event, EventHandler, HandlerError, Subscription};
use jiff::civil::date;

use super::*;
use crate::number::Serials;
use crate::testing::{
    House, TODAY, code, content, in_each_house, in_each_house_with, pointers, woman,
};

fn parent(person: Option<PersonId>, name: &str) -> ParentOfChild {
    ParentOfChild {
        person_id: person,
        name: name.to_owned(),
        personal_number: Some("001190000001".to_owned()),
        nationality: Some("VN".to_owned()),
    }
}

async fn total(house: &House, table: &str) -> i64 {
    let text = format!("SELECT count(*) AS total FROM {table}");
    let row = house.store.read().row(&text, []).await.expect("a count");
    row.expect("a row").try_get("", "total").expect("a number")
}

#[tokio::test]
async fn a_child_gets_a_number_and_a_record_and_the_parents_a_child() {
    in_each_house(async |house| {
        let mother = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let child = RegisterChildRequest {
            mother: Some(parent(Some(mother), "Trần Thị Hoa")),
            father: Some(parent(None, "Lê Văn Ba")),
            ..house.child("  Lê  Thị An ")
        };
        let told = house.register("k1", &child).await.expect("a number");
        let number: PersonalNumber = told
            .personal_number
            .expect("a number")
            .parse()
            .expect("12 digits");
        assert!(
            number.as_str().starts_with("001326"),
            "Hà Nội, female, 2026"
        );
        assert_eq!(told.person_id, Some(child.person_id));

        let record = house.person(child.person_id).await;
        assert_eq!(record.name.as_deref(), Some("Lê Thị An"));
        assert_eq!(record.personal_number, Some(number.to_string()));
        assert_eq!(record.nationality, Some(vec!["VN".to_owned()]));
        let registered = record.birth_registration_place.expect("a place");
        assert_eq!(
            registered.text.as_deref(),
            Some("Phường Ba Đình, Thành phố Hà Nội")
        );
        let provenance = record.provenance.expect("sources");
        assert_eq!(provenance["name"].source.as_deref(), Some("civil-status"));
        assert_eq!(provenance["name"].valid_from, Some(TODAY));
        let relatives = record.relatives.expect("parents");
        let names: Vec<_> = relatives
            .iter()
            .map(|relative| (relative.relation, relative.name.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (Relation::Father, "Lê Văn Ba"),
                (Relation::Mother, "Trần Thị Hoa")
            ]
        );

        let of_mother = house.person(mother).await.relatives.expect("a child");
        assert_eq!(of_mother.len(), 1);
        assert_eq!(of_mother[0].relation, Relation::Child);
        assert_eq!(of_mother[0].person_id, Some(child.person_id));
        assert_eq!(of_mother[0].personal_number, Some(number.to_string()));
        assert_eq!(house.found("le thi an").await, ["Lê Thị An"]);
        let request = GetPersonRequest {
            personal_number: Some(number.to_string()),
            ..GetPersonRequest::default()
        };
        let by_number = house
            .ask::<GetPerson>("registrar", "case-handling", &request)
            .await;
        assert_eq!(
            by_number.expect("the child").person_id,
            Some(child.person_id)
        );
        assert!(
            house
                .uses(child.person_id)
                .await
                .contains(&"population.register-child/1".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_key_returns_the_same_number() {
    in_each_house(async |house| {
        let child = house.child("Lê An");
        let first = house.register("k1", &child).await.expect("a number");
        assert_eq!(house.register("k1", &child).await.expect("again"), first);
        assert_eq!(
            code(house.register("k2", &child).await),
            "person-already-registered"
        );
        assert_eq!(total(&house, "population_number").await, 1);
        assert_eq!(total(&house, "population_fact").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_at_once_returns_one_number() {
    in_each_house(async |house| {
        let child = house.child("Lê An");
        let tasks: Vec<_> = (0..12)
            .map(|_| {
                let (house, child) = (house.clone(), child.clone());
                tokio::spawn(async move { house.register("k1", &child).await })
            })
            .collect();
        let mut told = Vec::new();
        for task in tasks {
            told.push(task.await.expect("no panic").expect("a number"));
        }
        assert!(told.iter().all(|response| *response == told[0]));
        assert_eq!(total(&house, "population_number").await, 1);
        assert_eq!(total(&house, "population_fact").await, 1);
        assert_eq!(total(&house, "outbox").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_two_children_bring_at_once_registers_one_of_them() {
    in_each_house(async |house| {
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let (house, child) = (house.clone(), house.child("Lê An"));
                tokio::spawn(async move { house.register("k1", &child).await })
            })
            .collect();
        let mut told = BTreeSet::new();
        for task in tasks {
            let response = task.await.expect("no panic").expect("a number");
            told.insert(response.personal_number);
        }
        assert_eq!(told.len(), 1);
        assert_eq!(total(&house, "population_number").await, 1);
        assert_eq!(total(&house, "population_current").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_get_fifty_numbers() {
    in_each_house(async |house| {
        let mother = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let house = house.clone();
                let child = RegisterChildRequest {
                    mother: Some(parent(Some(mother), "Trần Thị Hoa")),
                    ..house.child("Lê An")
                };
                tokio::spawn(async move { house.register(&format!("k{n}"), &child).await })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            let response = task.await.expect("no panic").expect("a number");
            numbers.insert(response.personal_number.expect("a number"));
        }
        assert_eq!(numbers.len(), 50);
        let children = house.person(mother).await.relatives.expect("children");
        let told: BTreeSet<String> = children
            .into_iter()
            .filter_map(|child| child.personal_number)
            .collect();
        assert_eq!(told, numbers, "no child displaces another");
    })
    .await;
}

/// Serials from 0 up to a limit, over and over.
struct Few {
    next: AtomicU32,
    limit: u32,
}

impl Serials for Few {
    fn draw(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed) % self.limit
    }
}

fn with_few_serials(limit: u32) -> impl Fn(Population) -> Population {
    move |mut population| {
        let next = AtomicU32::new(0);
        population.serials = Arc::new(Few { next, limit });
        population
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_share_fifty_numbers_that_are_left() {
    in_each_house_with(with_few_serials(50), async |house| {
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let (house, child) = (house.clone(), house.child("Lê An"));
                tokio::spawn(async move { register_patiently(&house, n, &child).await })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            numbers.insert(task.await.expect("no panic"));
        }
        assert_eq!(numbers.len(), 50);
        let left_over = house.child("Lê Bình");
        let refused = house.register("k50", &left_over).await;
        let Err(MediatorError::Service(ServiceError::Refused(reason))) = refused else {
            panic!("the numbers are used up");
        };
        assert_eq!(reason.code, "personal-numbers-used-up");
        assert_eq!(reason.params["province"], "001");
        assert_eq!(reason.params["year"], "2026");
        assert_eq!(total(&house, "population_number").await, 50);
        assert_eq!(
            total(&house, "population_current").await,
            50,
            "nothing half-happens"
        );

        // A number of another series is still to be had.
        let boy = RegisterChildRequest {
            sex: Sex::Male,
            ..house.child("Lê Cường")
        };
        house.register("k51", &boy).await.expect("a number");
    })
    .await;
}

/// A series that is nearly used up may be missed by chance; who asks again finds what is left.
async fn register_patiently(house: &House, n: u32, child: &RegisterChildRequest) -> String {
    loop {
        match house.register(&format!("k{n}"), child).await {
            Ok(response) => return response.personal_number.expect("a number"),
            error => assert_eq!(code(error), "personal-numbers-used-up"),
        }
    }
}

#[tokio::test]
async fn a_number_of_somebody_who_was_entered_is_not_given_again() {
    in_each_house_with(with_few_serials(3), async |house| {
        for number in ["001326000000", "001326000001"] {
            house.enter(woman("Trần Thị Hoa", number)).await;
        }
        let told = house.register("k", &house.child("Lê An")).await;
        let number = told.expect("a number").personal_number;
        assert_eq!(number.as_deref(), Some("001326000002"));
    })
    .await;
}

#[tokio::test]
async fn the_event_tells_of_the_child_without_a_name() {
    in_each_house(async |house| {
        #[derive(Default)]
        struct Heard(Mutex<Vec<Event>>);
        #[async_trait::async_trait]
        impl EventHandler for Heard {
            async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
                self.0.lock().expect("a lock").push(event.clone());
                Ok(())
            }
        }
        let heard = Arc::new(Heard::default());
        house.store.subscribe(Subscription {
            name: "test".to_owned(),
            topics: vec![PERSON_REGISTERED.to_owned()],
            handler: Arc::clone(&heard) as _,
        });
        let child = house.child("Lê Thị An");
        house.register("k", &child).await.expect("a number");
        house.register("k", &child).await.expect("again");
        house.store.catch_up().await.expect("delivery");
        let events = heard.0.lock().expect("a lock");
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].key, child.person_id.to_string());
        let id = child.person_id.to_string();
        let body = json!({ "person_id": id, "registered_on": "2026-11-22", "commune": "00004" });
        assert_eq!(events[0].body, body);
    })
    .await;
}

#[tokio::test]
async fn parents_who_are_not_in_the_register_stay_outside() {
    in_each_house(async |house| {
        let stranger = house.sources.person_id();
        let child = RegisterChildRequest {
            mother: Some(parent(Some(stranger), "Jane Doe")),
            ..house.child("Lê An")
        };
        house.register("k", &child).await.expect("a number");
        assert_eq!(total(&house, "population_fact").await, 1);
        let relatives = house.person(child.person_id).await.relatives;
        assert_eq!(relatives.expect("a mother")[0].person_id, Some(stranger));
    })
    .await;
}

#[tokio::test]
async fn wrong_values_are_told_field_by_field_and_leave_nothing() {
    in_each_house(async |house| {
        let wrong = async |change: fn(&mut RegisterChildRequest)| {
            let mut child = house.child("Lê An");
            change(&mut child);
            pointers(house.register("k", &child).await)
        };
        for name in ["<script>", "Lê \u{202e}An", "2", " ", "Lê\u{0}", "\u{301}"] {
            let child = house.child(name);
            assert_eq!(
                pointers(house.register("k", &child).await),
                ["/name"],
                "{name:?}"
            );
        }
        assert_eq!(wrong(|c| c.name = "a".repeat(10_000_000)).await, ["/name"]);
        assert_eq!(wrong(|c| c.sex = Sex::Unknown).await, ["/sex"]);
        assert_eq!(
            wrong(|c| c.birth_date = date(2026, 11, 23).into()).await,
            ["/birth_date"],
            "in the future"
        );
        assert_eq!(
            wrong(|c| c.birth_date = date(1899, 12, 31).into()).await,
            ["/birth_date"],
            "no number can say that century"
        );
        assert_eq!(
            wrong(|c| c.registered_on = date(2026, 11, 23)).await,
            ["/registered_on"]
        );
        assert_eq!(
            wrong(|c| c.ethnicity = Some("99".into())).await,
            ["/ethnicity"]
        );
        assert_eq!(
            wrong(|c| c.nationality = vec!["XX".into()]).await,
            ["/nationality"]
        );
        assert_eq!(
            wrong(|c| c.birth_place = Place::default()).await,
            ["/birth_place"]
        );
        assert_eq!(
            wrong(|c| c.birth_registration_place.commune = Some("99999".into())).await,
            ["/birth_registration_place/commune"]
        );
        assert_eq!(
            wrong(|c| c.birth_registration_place.commune = None).await,
            [
                "/birth_registration_place",
                "/birth_registration_place/commune"
            ]
        );
        assert_eq!(
            wrong(|c| {
                c.mother = Some(ParentOfChild {
                    name: "Hoa 2".into(),
                    personal_number: Some("12345678901".into()),
                    nationality: Some("XX".into()),
                    person_id: Some(c.person_id),
                });
            })
            .await,
            [
                "/mother/name",
                "/mother/personal_number",
                "/mother/nationality",
                "/mother/person_id"
            ]
        );
        for table in [
            "population_fact",
            "population_current",
            "population_number",
            "outbox",
        ] {
            assert_eq!(total(&house, table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_commune_of_the_past_is_a_question_to_a_human() {
    let content = content();
    let units = content.admin_units();
    let since = units.generation(Generation::Since2025);
    let gone = |wanted: fn(&Successor) -> bool| {
        let mut all = units.successors();
        let found = all.find(|(code, after)| since.get(code).is_none() && wanted(after));
        found.expect("a commune").0.to_owned()
    };
    let divided = gone(|after| matches!(after, Successor::Divided { .. }));
    let merged = gone(|after| matches!(after, Successor::One(_)));
    let (divided, merged) = (&divided, &merged);
    in_each_house(async |house| {
        let mut child = house.child("Lê An");
        child.birth_registration_place.commune = Some(divided.clone());
        let refused = house.register("k", &child).await;
        let Err(MediatorError::Service(ServiceError::Refused(reason))) = refused else {
            panic!("a divided commune");
        };
        assert_eq!(reason.code, "commune-divided");
        assert!(reason.params["candidates"].contains("; "));
        child.birth_registration_place.commune = Some(merged.clone());
        assert_eq!(code(house.register("k", &child).await), "commune-merged");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_civil_status_register_enters_children() {
    in_each_house(async |house| {
        let child = house.child("Lê An");
        for actor in [
            house.officer("registrar"),
            house.citizen(child.person_id),
            house.room("casework"),
        ] {
            let ask = Ask::new(&actor, "birth-registration.register").in_case("H26-3");
            let refused = house
                .mediator
                .command::<RegisterChild>(ask, "k", &child)
                .await;
            assert!(matches!(refused, Err(MediatorError::NotPermitted { .. })));
        }
    })
    .await;
}
