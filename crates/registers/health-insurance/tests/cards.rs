//! Health cards on both engines, through the real mediator.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::sync::{Arc, OnceLock};

use dean06_content::{Content, Files};
use dean06_contracts::health_insurance::{
    EndCard, EndCardRequest, EndCardResponse, GetCard, GetCardRequest, HealthCard, IssueCard,
    IssueCardRequest, IssueCardResponse,
};
use dean06_health_insurance::HealthInsurance;
use dean06_kernel::{ManualClock, OrgId, PersonId, Sex, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{Actor, ActorMint, Ask, Mediator, MediatorError, Registry, ServiceError};
use dean06_store::{OutboxEvent, Sql, Store, WriteError, testing};
use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 22);

/// A purpose that only tests have: what casework does when a service is decided.
const PURPOSE: &str = r#"
[[purpose]]
id = "test.decide"
title = { vi = "Thử nghiệm", en = "Test" }
legal_basis = "health-insurance-law"
allow = [
  { service = "health-insurance.issue-card/1", fields = ["*"] },
  { service = "health-insurance.end-card/1", fields = ["*"] },
]
"#;

/// The content that the program is built with, and the purpose of tests.
fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    Arc::clone(CONTENT.get_or_init(|| Arc::new(content_with(|rules| rules))))
}

fn content_with(change: impl Fn(String) -> String) -> Content {
    let embedded = Content::embedded().expect("the content");
    let mut files: Files = embedded.files().clone();
    let purposes = files.get_mut("purposes.toml").expect("purposes");
    purposes.to_mut().extend_from_slice(PURPOSE.as_bytes());
    let rules = files.get_mut("registers/health-insurance.toml");
    let rules = rules.expect("the rules");
    *rules = change(String::from_utf8_lossy(rules).into_owned())
        .into_bytes()
        .into();
    Content::from_files(files).expect("the content of tests")
}

#[derive(Clone)]
struct Office {
    store: Store,
    clock: Arc<ManualClock>,
    sources: Sources,
    ledger: Ledger,
    mediator: Mediator,
    mint: Arc<ActorMint>,
}

/// Runs a test once on each engine, in a new office.
async fn in_each_office<F, Fut>(test: F)
where
    F: Fn(Office) -> Fut,
    Fut: Future<Output = ()>,
{
    in_each_office_with(content(), test).await;
}

async fn in_each_office_with<F, Fut>(content: Arc<Content>, test: F)
where
    F: Fn(Office) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in testing::ENGINES {
        let Some(database) = testing::TestDb::new(engine).await else {
            continue;
        };
        let morning = "2026-11-22T02:00:00Z".parse().expect("a time");
        let clock = Arc::new(ManualClock::new(morning));
        let sources = Sources::manual(Arc::clone(&clock), 7);
        let store = database.open(sources.clone()).await;
        test(Office::new(store, clock, sources, &content).await).await;
    }
}

impl Office {
    async fn new(
        store: Store,
        clock: Arc<ManualClock>,
        sources: Sources,
        content: &Arc<Content>,
    ) -> Self {
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) = Mediator::new(Arc::clone(content), ledger.clone(), sources.clone())
            .expect("a mediator");
        let room = HealthInsurance::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("health-insurance"),
            sources.clone(),
        );
        let room = room.expect("the rules");
        room.prepare().await.expect("the tables");
        room.subscribe();
        let mut registry = Registry::default();
        room.serve(&mut registry);
        mediator.open(registry).expect("an open mediator");
        Self {
            store,
            clock,
            sources,
            ledger,
            mediator,
            mint: Arc::new(mint),
        }
    }

    fn casework(&self) -> Actor {
        let org = OrgId::new("bhxh").expect("a key");
        let roles = vec!["insurance_officer".to_owned()];
        let officer = self
            .mint
            .officer("o1", "Trần Thị Bình", None, org, roles, 2);
        self.mint.room("casework").on_behalf_of(officer.reference())
    }

    async fn issue(
        &self,
        key: &str,
        request: &IssueCardRequest,
    ) -> Result<IssueCardResponse, MediatorError> {
        let casework = self.casework();
        let ask = Ask::new(&casework, "test.decide").in_case("H26-1");
        self.mediator.command::<IssueCard>(ask, key, request).await
    }

    async fn end(
        &self,
        key: &str,
        person: PersonId,
        on: Date,
    ) -> Result<EndCardResponse, MediatorError> {
        let request = EndCardRequest {
            person_id: person,
            reason: "Cấp sai đối tượng".to_owned(),
            ended_on: on,
        };
        let casework = self.casework();
        let ask = Ask::new(&casework, "test.decide").in_case("H26-2");
        self.mediator.command::<EndCard>(ask, key, &request).await
    }

    async fn card(&self, person: PersonId) -> Result<HealthCard, MediatorError> {
        let citizen = self.mint.citizen("c1", "Lê An", person, 2);
        let ask = Ask::new(&citizen, "own-data");
        let request = GetCardRequest { person_id: person };
        self.mediator.call::<GetCard>(ask, &request).await
    }

    /// The population register tells a death.
    async fn tell_death(&self, person: PersonId, died_on: Date) {
        let event = &OutboxEvent {
            id: self.sources.uuid(),
            topic: "population.person-died/1".to_owned(),
            key: person.to_string(),
            body: json!({
                "person_id": person,
                "died_on": died_on,
                "household_id": null,
                "new_head": null,
                "without_head": false,
            }),
        };
        self.store
            .write(|tx| {
                Box::pin(async move {
                    tx.emit(event.clone()).await?;
                    Ok::<_, WriteError>(())
                })
            })
            .await
            .expect("an event");
        self.store.catch_up().await.expect("everything delivered");
    }

    async fn total(&self, table: &str) -> i64 {
        let text = format!("SELECT count(*) AS total FROM {table}");
        let row = self.store.read().row(&text, []).await.expect("a count");
        row.expect("a row").try_get("", "total").expect("a number")
    }
}

fn newborn(person: PersonId) -> IssueCardRequest {
    IssueCardRequest {
        person_id: person,
        personal_number: "001326000001".to_owned(),
        name: "  Lê  Thị An".to_owned(),
        birth_date: date(2026, 11, 20).into(),
        sex: Sex::Female,
        group_code: "TE".to_owned(),
        facility_code: Some("01-004".to_owned()),
        valid_from: TODAY,
        valid_to: Some(date(2032, 11, 30)),
        dossier_number: Some("H26-1".to_owned()),
    }
}

fn code<T>(result: Result<T, MediatorError>) -> &'static str {
    match result {
        Err(MediatorError::Service(error)) => error.code().unwrap_or("a fault"),
        Err(_) => "another error",
        Ok(_) => "an answer",
    }
}

fn pointers<T>(result: Result<T, MediatorError>) -> Vec<String> {
    match result {
        Err(
            MediatorError::Invalid(problems)
            | MediatorError::Service(ServiceError::Invalid(problems)),
        ) => problems
            .into_iter()
            .map(|problem| problem.pointer)
            .collect(),
        Err(error) => vec![error.to_string()],
        Ok(_) => vec!["an answer".to_owned()],
    }
}

#[tokio::test]
async fn a_newborn_gets_a_card() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        assert_eq!(code(office.card(child).await), "health-card-not-found");
        let told = office.issue("k1", &newborn(child)).await.expect("a card");
        let number = told.card_number.clone().expect("a number");
        assert!(
            number.starts_with("TE101") && number.len() == 15,
            "{number}"
        );
        assert_eq!(told.valid_from, Some(TODAY));
        assert_eq!(told.valid_to, Some(date(2032, 11, 30)));
        assert_eq!(told.initial_facility.as_deref(), Some("01-004"));
        let again = office.issue("k1", &newborn(child)).await;
        assert_eq!(again.expect("the same"), told);
        let second = office.issue("k2", &newborn(child)).await;
        assert_eq!(code(second), "card-already-issued");
        assert_eq!(office.total("health_card_number").await, 1);

        let card = office.card(child).await.expect("the card");
        assert_eq!(card.card_number, told.card_number);
        assert_eq!(card.name.as_deref(), Some("Lê Thị An"));
        assert_eq!(card.birth_date, Some(date(2026, 11, 20).into()));
        assert_eq!(card.sex, Some(Sex::Female));
        assert_eq!(card.in_force, Some(true));
        assert_eq!((card.ended_on, card.end_reason), (None, None));
        let page = office.ledger.of_person(child, None, 10).await;
        let uses = page.expect("the ledger").records;
        let uses: Vec<_> = uses.into_iter().map(|used| used.record.service).collect();
        assert!(uses.contains(&"health-insurance.issue-card/1".to_owned()));
        assert!(uses.contains(&"health-insurance.get-card/1".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_card_that_ended_makes_room_for_another() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let first = office.issue("k1", &newborn(child)).await.expect("a card");
        let future = office.end("e1", child, date(2026, 11, 23)).await;
        assert_eq!(pointers(future), ["/ended_on"]);
        let told = office.end("e1", child, TODAY).await.expect("an end");
        assert_eq!(told.card_number, first.card_number);
        assert_eq!(told.ended_by_death, Some(false));
        let again = office.end("e1", child, TODAY).await.expect("the same");
        assert_eq!(again, told);
        let nothing = office.end("e2", child, TODAY).await;
        assert_eq!(code(nothing), "no-card-in-force");
        let card = office.card(child).await.expect("the card");
        assert_eq!(card.in_force, Some(false));
        assert_eq!(card.ended_on, Some(TODAY));
        assert_eq!(card.end_reason.as_deref(), Some("Cấp sai đối tượng"));
        office.clock.advance(SignedDuration::from_secs(1));
        let second = office.issue("k2", &newborn(child)).await.expect("a card");
        assert_ne!(second.card_number, first.card_number);
        let card = office.card(child).await.expect("the card");
        assert_eq!(card.card_number, second.card_number);

        let other = office.sources.person_id();
        let mut short = newborn(other);
        short.valid_to = Some(date(2026, 11, 30));
        office.issue("k3", &short).await.expect("a card");
        let mut next = newborn(other);
        next.valid_from = date(2026, 11, 30);
        let overlap = office.issue("k4", &next).await;
        assert_eq!(code(overlap), "card-already-issued");
        next.valid_from = date(2026, 12, 1);
        office.issue("k5", &next).await.expect("the next card");
        let card = office.card(other).await.expect("the card");
        assert_eq!(card.in_force, Some(false), "it begins in December");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_at_once_one_card_is_issued() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let office = office.clone();
                let request = newborn(child);
                tokio::spawn(async move { office.issue(&format!("k{n}"), &request).await })
            })
            .collect();
        let mut issued = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => issued += 1,
                error => assert_eq!(code(error), "card-already-issued"),
            }
        }
        assert_eq!(issued, 1);
        for table in ["health_card", "health_card_number", "health_insured"] {
            assert_eq!(office.total(table).await, 1, "{table}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_at_once_tells_one_card() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let office = office.clone();
                let request = newborn(child);
                tokio::spawn(async move { office.issue("k", &request).await })
            })
            .collect();
        let mut told = Vec::new();
        for task in tasks {
            told.push(task.await.expect("no panic").expect("a card"));
        }
        assert!(told.iter().all(|card| *card == told[0]));
        assert_eq!(office.total("health_card").await, 1);
    })
    .await;
}

#[tokio::test]
async fn death_ends_the_card_and_there_is_no_other() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let card = office.issue("k1", &newborn(child)).await.expect("a card");
        office.tell_death(child, TODAY).await;
        let ended = office.card(child).await.expect("the card");
        assert_eq!(ended.in_force, Some(false));
        assert_eq!(ended.ended_on, Some(TODAY));
        assert_eq!(ended.end_reason.as_deref(), Some("death"));
        let told = office.end("e", child, TODAY).await.expect("an answer");
        assert_eq!(told.ended_by_death, Some(true));
        assert_eq!(told.card_number, card.card_number);
        assert_eq!(told.ended_on, Some(TODAY));
        let another = office.issue("k2", &newborn(child)).await;
        assert_eq!(code(another), "person-not-alive");
        // Delivered again under another name, the news changes nothing.
        office.tell_death(child, TODAY).await;
        assert_eq!(office.total("health_card_end").await, 1);

        let early = office.sources.person_id();
        office.tell_death(early, TODAY).await;
        let late = office.issue("k3", &newborn(early)).await;
        assert_eq!(code(late), "person-not-alive", "death was faster");
        let nothing = office.end("e2", early, TODAY).await;
        assert_eq!(code(nothing), "no-card-in-force");
    })
    .await;
}

#[tokio::test]
async fn a_card_that_had_run_out_before_the_death_stays_as_it_was() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let mut short = newborn(child);
        short.valid_from = date(2026, 11, 20);
        short.valid_to = Some(date(2026, 11, 21));
        office.issue("k1", &short).await.expect("a card");
        office.tell_death(child, TODAY).await;
        let card = office.card(child).await.expect("the card");
        assert_eq!((card.ended_on, card.in_force), (None, Some(false)));
    })
    .await;
}

#[tokio::test]
async fn wrong_fields_are_told_one_by_one() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        let wrong = IssueCardRequest {
            name: "<script>".to_owned(),
            personal_number: "001326A00001".to_owned(),
            sex: Sex::Unknown,
            birth_date: date(2026, 11, 23).into(),
            facility_code: Some("\u{202e}".to_owned()),
            valid_to: Some(date(2026, 11, 21)),
            group_code: "XX".to_owned(),
            ..newborn(child)
        };
        assert_eq!(
            pointers(office.issue("k", &wrong).await),
            [
                "/name",
                "/personal_number",
                "/sex",
                "/birth_date",
                "/facility_code",
                "/valid_to",
                "/group_code"
            ]
        );
        let mut older = newborn(child);
        older.birth_date = date(2020, 11, 22).into();
        assert_eq!(pointers(office.issue("k", &older).await), ["/group_code"]);
        older.birth_date = date(2020, 11, 23).into();
        office.issue("k", &older).await.expect("the last day");
        assert_eq!(office.total("health_card").await, 1);
    })
    .await;
}

#[tokio::test]
async fn used_up_numbers_are_told_and_nothing_is_left_behind() {
    let few = content_with(|rules| rules.replace("serial_digits = 10", "serial_digits = 1"));
    in_each_office_with(Arc::new(few), async |office| {
        let mut refused = 0;
        for n in 0..12 {
            let child = office.sources.person_id();
            match office.issue(&format!("k{n}"), &newborn(child)).await {
                Ok(_) => {}
                error => {
                    assert_eq!(code(error), "card-numbers-used-up");
                    assert_eq!(code(office.card(child).await), "health-card-not-found");
                    refused += 1;
                }
            }
        }
        assert!(refused >= 2, "ten numbers, twelve children");
        assert_eq!(office.total("health_card").await, 12 - refused);
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_the_card_of_another() {
    in_each_office(async |office| {
        let child = office.sources.person_id();
        office.issue("k", &newborn(child)).await.expect("a card");
        let stranger = office.sources.person_id();
        let stranger = office.mint.citizen("c2", "Ai đó", stranger, 2);
        let ask = Ask::new(&stranger, "own-data");
        let request = GetCardRequest { person_id: child };
        let told = office.mediator.call::<GetCard>(ask, &request).await;
        assert!(matches!(told, Err(MediatorError::NotPermitted { .. })));
        let body: Value = json!({ "person_id": child });
        let told = office
            .mediator
            .call_json(ask, "health-insurance.get-card/1", body);
        assert!(told.await.is_err());
    })
    .await;
}
