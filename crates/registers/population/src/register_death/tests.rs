use std::sync::{Arc, Mutex};

use dean06_contracts::population::{
    CorrectPerson, CorrectPersonRequest, EndPermanentResidence, EndPermanentResidenceRequest,
    IdentityCard, IssueIdentityCard, IssueIdentityCardRequest, RegisterTemporaryResidence,
    RegisterTemporaryResidenceRequest,
};
use dean06_mediator::Ask;
use dean06_store::{Event, EventHandler, HandlerError, Subscription};
use jiff::{ToSpan, civil::date};

use super::*;
use crate::testing::{House, TODAY, code, in_each_house, kin, man, pointers, woman};

mod as_of;

const LAST_WEEK: Date = date(2026, 11, 16);

/// Writes down the events that it hears.
#[derive(Default)]
struct Heard(Mutex<Vec<Event>>);

#[async_trait::async_trait]
impl EventHandler for Heard {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        self.0.lock().expect("a lock").push(event.clone());
        Ok(())
    }
}

impl Heard {
    fn subscribe(house: &House) -> Arc<Self> {
        let heard = Arc::new(Self::default());
        house.store.subscribe(Subscription {
            name: "test.deaths".to_owned(),
            topics: vec![PERSON_DIED.to_owned()],
            handler: Arc::clone(&heard) as Arc<dyn EventHandler>,
        });
        heard
    }

    async fn bodies(&self, house: &House) -> Vec<Value> {
        house.store.catch_up().await.expect("everything delivered");
        let heard = self.0.lock().expect("a lock");
        heard.iter().map(|event| event.body.clone()).collect()
    }
}

async fn stay(house: &House, key: &str, person: PersonId, from: Date) {
    let request = RegisterTemporaryResidenceRequest {
        person_id: person,
        place: Place {
            commune: Some("00008".to_owned()),
            line: Some("Phòng 3".to_owned()),
            ..Place::default()
        },
        valid_from: from,
        valid_to: None,
    };
    house
        .decide::<RegisterTemporaryResidence>(key, &request)
        .await
        .expect("a stay");
}

#[tokio::test]
async fn a_death_ends_what_it_must_and_the_past_is_told_as_before() {
    in_each_house(async |house| {
        let heard = Heard::subscribe(&house);
        let family = house.enter_family(Vec::new()).await;
        let card = IssueIdentityCardRequest {
            person_id: family.husband,
            kind: "identity-card".to_owned(),
            issued_by: "Bộ Công an".to_owned(),
            issued_on: date(2026, 1, 5),
            expires_on: None,
        };
        house
            .decide::<IssueIdentityCard>("c", &card)
            .await
            .expect("a card");
        stay(&house, "s", family.husband, date(2026, 6, 1)).await;
        let eve = LAST_WEEK.saturating_sub(1.day());
        let before = house.person_at(family.husband, Some(eve), None).await;
        assert!(before.identity_card.is_some() && before.temporary_residence.is_some());
        let known_at = house.sources.now_micros();
        house.clock.advance(jiff::SignedDuration::from_secs(60));

        let told = house.die("d1", family.husband, LAST_WEEK).await;
        let told = told.expect("a death");
        assert_eq!(told.died_on, Some(LAST_WEEK));
        assert_eq!(told.household_id.as_ref(), Some(&family.household_id));
        assert_eq!(told.new_head_person_id, Some(family.wife));
        assert_eq!(told.household_without_head, Some(false));
        let again = house.die("d1", family.husband, LAST_WEEK).await;
        assert_eq!(again.expect("the same"), told);
        let twice = house.die("d2", family.husband, LAST_WEEK).await;
        assert_eq!(code(twice), "person-not-alive");

        let record = house.person(family.husband).await;
        assert_eq!(record.life_status, Some(LifeStatus::Dead));
        assert_eq!(record.death_or_missing_date, Some(LAST_WEEK.into()));
        assert_eq!(record.permanent_residence, None);
        assert_eq!(record.temporary_residence, None);
        assert_eq!(record.identity_card, None::<IdentityCard>);
        assert_eq!(record.household, None);
        assert_eq!(record.relation_to_head, None);
        assert_eq!(record.residence_file_number, None);
        assert_eq!(record.name.as_deref(), Some("Lê Văn Ba"));
        let provenance = record.provenance.expect("sources");
        let source = &provenance["life_status"];
        assert_eq!(source.source.as_deref(), Some("civil-status"));
        assert_eq!(source.valid_from, Some(LAST_WEEK));

        let then = house.person_at(family.husband, Some(eve), None).await;
        assert_eq!(then, before, "the past stays");
        let unknown = house
            .person_at(family.husband, Some(TODAY), Some(known_at))
            .await;
        assert_eq!(unknown.life_status, Some(LifeStatus::Alive));
        assert!(unknown.household.is_some());

        let bodies = heard.bodies(&house).await;
        assert_eq!(
            bodies,
            [json!({
                "person_id": family.husband,
                "died_on": LAST_WEEK,
                "household_id": family.household_id,
                "new_head": family.wife,
                "without_head": false,
            })]
        );
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn the_spouse_is_widowed_by_the_word_of_civil_status() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        house
            .die("d", family.husband, LAST_WEEK)
            .await
            .expect("a death");
        let widow = house.person(family.wife).await;
        assert_eq!(widow.marital_status.as_deref(), Some("3"));
        assert_eq!(widow.relation_to_head.as_deref(), Some("01"));
        let provenance = widow.provenance.expect("sources");
        let source = &provenance["marital_status"];
        assert_eq!(source.source.as_deref(), Some("civil-status"));
        assert_eq!(source.valid_from, Some(LAST_WEEK));
        let eve = LAST_WEEK.saturating_sub(1.day());
        let wife = house.person_at(family.wife, Some(eve), None).await;
        assert_eq!(wife.marital_status.as_deref(), Some("2"));
        let daughter = house.person(family.daughter).await;
        assert_eq!(daughter.marital_status.as_deref(), Some("1"));
        assert_eq!(daughter.relation_to_head.as_deref(), Some("04"));
    })
    .await;
}

#[tokio::test]
async fn a_former_spouse_stays_what_the_register_says() {
    in_each_house(async |house| {
        let divorced = house.enter_family(Vec::new()).await;
        house
            .correct("m1", divorced.wife, "marital_status", json!("1"), TODAY)
            .await;
        house
            .die("d1", divorced.husband, LAST_WEEK)
            .await
            .expect("a death");
        let wife = house.person(divorced.wife).await;
        assert_eq!(wife.marital_status.as_deref(), Some("1"));

        let remarried = house.enter_family(Vec::new()).await;
        let second = house.enter(man("Phạm Văn Sáu", "001090000006")).await;
        let relatives = json!([
            kin(Relation::Spouse, remarried.husband, "Lê Văn Ba"),
            kin(Relation::Spouse, second, "Phạm Văn Sáu"),
        ]);
        house
            .correct("m2", remarried.wife, "relatives", relatives, LAST_WEEK)
            .await;
        house
            .die("d2", remarried.husband, LAST_WEEK)
            .await
            .expect("a death");
        let wife = house.person(remarried.wife).await;
        assert_eq!(wife.marital_status.as_deref(), Some("2"));
    })
    .await;
}

#[tokio::test]
async fn a_household_of_children_is_told_to_be_without_head() {
    in_each_house(async |house| {
        let heard = Heard::subscribe(&house);
        let family = house.enter_family(Vec::new()).await;
        house.die("d1", family.wife, TODAY).await.expect("a death");
        let told = house.die("d2", family.husband, TODAY).await;
        let told = told.expect("a death");
        assert_eq!(told.household_without_head, Some(true));
        assert_eq!(told.new_head_person_id, None);
        let household = house.household(family.daughter).await;
        assert_eq!(household.head_person_id, None);
        assert_eq!(household.members.map(|all| all.len()), Some(1));
        let bodies = heard.bodies(&house).await;
        assert_eq!(bodies[0]["without_head"], json!(false));
        assert_eq!(bodies[1]["without_head"], json!(true));
        assert_eq!(bodies[1]["new_head"], Value::Null);
        let request = EndPermanentResidenceRequest {
            person_id: family.husband,
            reason: "Đã chết".to_owned(),
            valid_from: TODAY,
        };
        let ended = house.decide::<EndPermanentResidence>("e", &request).await;
        let ended = ended.expect("an end");
        assert_eq!(ended.household_without_head, Some(true));
        assert_eq!(ended.household_head_name, None);
        let alone = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let told = house.die("d3", alone, TODAY).await.expect("a death");
        assert_eq!(told.household_without_head, Some(false), "nobody is left");
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_brings_the_dead_back() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let person = family.husband;
        // Recorded between the death and its registration, and for a day that is still to come.
        let place = json!({"commune": "00008", "line": "Số 2 phố Cói"});
        house
            .correct("m", person, "permanent_residence", place.clone(), TODAY)
            .await;
        stay(&house, "s", person, date(2026, 12, 24)).await;
        house.die("d", person, LAST_WEEK).await.expect("a death");

        let keeper = |field: &str, value: Value, from| {
            let (house, field) = (house.clone(), field.to_owned());
            async move {
                let request = CorrectPersonRequest {
                    person_id: person,
                    fields: [(field, value)].into(),
                    valid_from: from,
                    reason: "Quyết định số 1".to_owned(),
                };
                code(
                    house
                        .keep::<CorrectPerson>(&house.sources.uuid().to_string(), &request)
                        .await,
                )
            }
        };
        for (field, value) in [
            ("life_status", json!("alive")),
            ("life_status", Value::Null),
            ("death_or_missing_date", Value::Null),
            ("permanent_residence", place.clone()),
            ("relation_to_head", json!("04")),
            ("identity_card", json!({"number": "001090000001"})),
        ] {
            for from in [LAST_WEEK, TODAY, date(2027, 1, 1)] {
                let told = keeper(field, value.clone(), from).await;
                assert_eq!(told, "person-not-alive", "{field} from {from}");
            }
        }
        for (field, value, from) in [
            ("name", json!("Lê Văn Bá"), TODAY),
            ("life_status", json!("dead"), TODAY),
            ("life_status", json!("alive"), date(2026, 1, 1)),
            ("permanent_residence", place, date(2026, 1, 1)),
        ] {
            assert_eq!(keeper(field, value, from).await, "an answer", "{field}");
        }
        stay(&house, "s2", person, date(2026, 1, 1)).await;

        for day in [LAST_WEEK, TODAY, date(2026, 12, 31), date(2030, 1, 1)] {
            let record = house.person_at(person, Some(day), None).await;
            assert_eq!(record.life_status, Some(LifeStatus::Dead), "{day}");
            assert_eq!(record.permanent_residence, None, "{day}");
            assert_eq!(record.temporary_residence, None, "{day}");
            assert_eq!(record.household, None, "{day}");
        }
        let record = house.person(person).await;
        assert_eq!(record.name.as_deref(), Some("Lê Văn Bá"));
        let eve = LAST_WEEK.saturating_sub(1.day());
        let then = house.person_at(person, Some(eve), None).await;
        let commune = then.permanent_residence.and_then(|place| place.commune);
        assert_eq!(commune.as_deref(), Some("00008"), "the past is corrected");
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_residence_says_that_death_had_ended_it() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let request = |person| EndPermanentResidenceRequest {
            person_id: person,
            reason: "Đã chết".to_owned(),
            valid_from: TODAY,
        };
        house
            .die("d", family.husband, LAST_WEEK)
            .await
            .expect("a death");
        let told = house
            .decide::<EndPermanentResidence>("e1", &request(family.husband))
            .await
            .expect("an end");
        assert_eq!(told.ended_by_death, Some(true));
        assert_eq!(told.valid_from, Some(LAST_WEEK));
        assert_eq!(told.household_id.as_ref(), Some(&family.household_id));
        assert_eq!(told.household_head_person_id, Some(family.wife));
        let wife = house.person(family.wife).await;
        assert_eq!(told.household_head_name, wife.name);
        let commune = told.place.clone().and_then(|place| place.commune);
        assert_eq!(commune.as_deref(), Some("00004"));
        let again = house
            .decide::<EndPermanentResidence>("e1", &request(family.husband))
            .await;
        assert_eq!(again.expect("the same"), told);

        let told = house
            .decide::<EndPermanentResidence>("e2", &request(family.wife))
            .await
            .expect("an end");
        assert_eq!(told.ended_by_death, Some(false));
        let twice = house
            .decide::<EndPermanentResidence>("e3", &request(family.wife))
            .await;
        assert_eq!(code(twice), "no-permanent-residence");
        house.die("d2", family.wife, TODAY).await.expect("a death");
        let nothing = house
            .decide::<EndPermanentResidence>("e4", &request(family.wife))
            .await;
        assert_eq!(code(nothing), "no-permanent-residence");
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn a_death_that_cannot_be_is_refused() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let early = house.die("d", family.daughter, date(2018, 2, 28)).await;
        assert_eq!(code(early), "death-before-birth");
        let late = house.die("d", family.daughter, date(2026, 11, 23)).await;
        assert_eq!(pointers(late), ["/died_on"]);
        let stranger = house.sources.person_id();
        assert_eq!(
            code(house.die("d", stranger, TODAY).await),
            "person-not-found"
        );
        let request = RegisterDeathRequest {
            person_id: family.daughter,
            died_on: TODAY,
            place: None,
            registered_on: TODAY,
        };
        let casework = house.room("casework");
        let ask = Ask::new(&casework, "death-registration.register").in_case("H26-5");
        let told = house
            .mediator
            .command::<RegisterDeath>(ask, "d", &request)
            .await;
        assert!(told.is_err(), "only civil status registers a death");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_death_is_registered_once_and_a_couple_may_die_at_once() {
    in_each_house(async |house| {
        for round in 0..4 {
            let family = house.enter_family(Vec::new()).await;
            let tasks: Vec<_> = (0..12)
                .map(|n| {
                    let house = house.clone();
                    let person = [family.husband, family.wife][n % 2];
                    let key = format!("{round}-{}", n % 6);
                    tokio::spawn(async move { house.die(&key, person, TODAY).await })
                })
                .collect();
            let mut died = Vec::new();
            for task in tasks {
                match task.await.expect("no panic") {
                    Ok(told) => died.push(told),
                    error => assert_eq!(code(error), "person-not-alive"),
                }
            }
            died.sort_by_key(|told| told.person_id);
            died.dedup();
            assert_eq!(died.len(), 2);
            let flagged = died
                .iter()
                .filter(|told| told.household_without_head == Some(true));
            assert_eq!(flagged.count(), 1);
        }
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn who_looked_at_the_death_is_on_record() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        house
            .die("d", family.husband, TODAY)
            .await
            .expect("a death");
        let service = "population.register-death/1".to_owned();
        assert!(house.uses(family.husband).await.contains(&service));
        assert!(house.uses(family.wife).await.contains(&service));
    })
    .await;
}
