//! A house for tests: store, ledger, mediator and this room, as the binary puts them together.

use std::sync::{Arc, OnceLock};

use dean06_content::{Content, Files};
use dean06_contracts::{
    Contract, Place,
    population::{
        CorrectPerson, CorrectPersonRequest, GetPerson, GetPersonRequest, PersonRecord,
        RegisterChild, RegisterChildRequest, RegisterChildResponse, RegisterDeath,
        RegisterDeathRequest, RegisterDeathResponse, SearchPersons, SearchPersonsRequest,
    },
};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sex, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{Actor, ActorMint, Ask, Mediator, MediatorError, Registry, ServiceError};
use dean06_store::{Store, testing};
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::{ImportedHousehold, ImportedPerson, Population};

mod families;

pub(crate) use families::{Family, kin, man};

/// The day on which tests begin, in the morning.
pub(crate) const TODAY: Date = date(2026, 11, 22);

/// A purpose that only tests have: what casework does when a service is decided.
const PURPOSE: &str = r#"
[[purpose]]
id = "test.decide"
title = { vi = "Thử nghiệm", en = "Test" }
legal_basis = "residence-law"
allow = [
  { service = "population.register-temporary-residence/1", fields = ["*"] },
  { service = "population.register-permanent-residence/1", fields = ["*"] },
  { service = "population.end-permanent-residence/1", fields = ["*"] },
  { service = "population.issue-identity-card/1", fields = ["*"] },
]
"#;

/// The content that the program is built with, and the purpose of tests.
pub(crate) fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    let made = CONTENT.get_or_init(|| {
        let embedded = Content::embedded().expect("the content");
        let mut files: Files = embedded.files().clone();
        let purposes = files.get_mut("purposes.toml").expect("purposes");
        purposes.to_mut().extend_from_slice(PURPOSE.as_bytes());
        Arc::new(Content::from_files(files).expect("the content of tests"))
    });
    Arc::clone(made)
}

/// Everything a test needs.
#[derive(Clone)]
pub(crate) struct House {
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub sources: Sources,
    pub ledger: Ledger,
    pub mediator: Mediator,
    pub population: Population,
    mint: Arc<ActorMint>,
}

/// Runs a test once on each engine, in a new house.
pub(crate) async fn in_each_house<F, Fut>(test: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    in_each_house_with(|population| population, test).await;
}

/// [`in_each_house`] with a room that was changed before it serves.
pub(crate) async fn in_each_house_with<C, F, Fut>(change: C, test: F)
where
    C: Fn(Population) -> Population,
    F: Fn(House) -> Fut,
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
        test(House::new(store, clock, sources, &change).await).await;
    }
}

impl House {
    async fn new(
        store: Store,
        clock: Arc<ManualClock>,
        sources: Sources,
        change: impl Fn(Population) -> Population,
    ) -> Self {
        let content = content();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) = Mediator::new(Arc::clone(&content), ledger.clone(), sources.clone())
            .expect("a mediator");
        let population = Population::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("population"),
            sources.clone(),
        );
        let population = change(population.expect("the rules"));
        population.prepare().await.expect("the tables");
        population.subscribe();
        let mut registry = Registry::default();
        population.serve(&mut registry);
        mediator.open(registry).expect("an open mediator");
        Self {
            store,
            clock,
            sources,
            ledger,
            mediator,
            population,
            mint: Arc::new(mint),
        }
    }

    /// An officer of the committee of Ba Đình.
    pub fn officer(&self, role: &str) -> Actor {
        let org = OrgId::new("committee-00004").expect("a key");
        let roles = vec![role.to_owned()];
        self.mint
            .officer("officer-1", "Trần Thị Bình", None, org, roles, 2)
    }

    /// A citizen about to look at own data.
    pub fn citizen(&self, person: PersonId) -> Actor {
        self.mint.citizen("citizen-1", "Lê An", person, 2)
    }

    /// A room that acts for the registrar.
    pub fn room(&self, name: &'static str) -> Actor {
        let registrar = self.officer("registrar");
        self.mint.room(name).on_behalf_of(registrar.reference())
    }

    /// Asks what an officer with this role may ask in a case.
    pub async fn ask<C: Contract>(
        &self,
        role: &str,
        purpose: &str,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let officer = self.officer(role);
        let ask = Ask::new(&officer, purpose).in_case("H26-1");
        self.mediator.call::<C>(ask, request).await
    }

    /// Corrects or replaces as the register keeper.
    pub async fn keep<C: Contract>(
        &self,
        key: &str,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let keeper = self.officer("register_keeper");
        let ask = Ask::new(&keeper, "register-keeping").in_case("H26-2");
        self.mediator.command::<C>(ask, key, request).await
    }

    /// Registers a child as the civil-status register does.
    pub async fn register(
        &self,
        key: &str,
        request: &RegisterChildRequest,
    ) -> Result<RegisterChildResponse, MediatorError> {
        let room = self.room("civil-status");
        let ask = Ask::new(&room, "birth-registration.register").in_case("H26-3");
        self.mediator
            .command::<RegisterChild>(ask, key, request)
            .await
    }

    /// Has casework do what the registrar decided.
    pub async fn decide<C: Contract>(
        &self,
        key: &str,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let room = self.room("casework");
        let ask = Ask::new(&room, "test.decide").in_case("H26-4");
        self.mediator.command::<C>(ask, key, request).await
    }

    /// Registers a death as the civil-status register does, today.
    pub async fn die(
        &self,
        key: &str,
        person: PersonId,
        died_on: Date,
    ) -> Result<RegisterDeathResponse, MediatorError> {
        let request = RegisterDeathRequest {
            person_id: person,
            died_on,
            place: None,
            registered_on: self.sources.today(),
        };
        let room = self.room("civil-status");
        let ask = Ask::new(&room, "death-registration.register").in_case("H26-5");
        self.mediator
            .command::<RegisterDeath>(ask, key, &request)
            .await
    }

    /// A new child, registered today, of whom nobody's parent is known.
    pub fn child(&self, name: &str) -> RegisterChildRequest {
        let ba_dinh = Place {
            commune: Some("00004".to_owned()),
            ..Place::default()
        };
        RegisterChildRequest {
            person_id: self.sources.person_id(),
            name: name.to_owned(),
            sex: Sex::Female,
            birth_date: date(2026, 11, 20).into(),
            birth_place: ba_dinh.clone(),
            birth_registration_place: ba_dinh,
            hometown: None,
            ethnicity: Some("01".to_owned()),
            nationality: vec!["VN".to_owned()],
            mother: None,
            father: None,
            registered_on: TODAY,
        }
    }

    /// Everything the register holds of a person today.
    pub async fn person(&self, person: PersonId) -> PersonRecord {
        self.person_at(person, None, None).await
    }

    /// Everything the register holds of a person on a day, as known at a moment.
    pub async fn person_at(
        &self,
        person: PersonId,
        valid_on: Option<Date>,
        known_at: Option<i64>,
    ) -> PersonRecord {
        let request = GetPersonRequest {
            person_id: Some(person),
            valid_on,
            known_at,
            ..GetPersonRequest::default()
        };
        self.ask::<GetPerson>("register_keeper", "register-keeping", &request)
            .await
            .expect("the person")
    }

    /// Corrects one field.
    pub async fn correct(
        &self,
        key: &str,
        person: PersonId,
        field: &str,
        value: Value,
        from: Date,
    ) {
        let request = CorrectPersonRequest {
            person_id: person,
            fields: [(field.to_owned(), value)].into(),
            valid_from: from,
            reason: "Quyết định số 1".to_owned(),
        };
        self.keep::<CorrectPerson>(key, &request)
            .await
            .expect("a correction");
    }

    /// Enters one person, alone in a household, valid from 1 July 2025.
    pub async fn enter(&self, record: PersonRecord) -> PersonId {
        let person = self.sources.person_id();
        let member = imported(person, record, "01");
        self.enter_household(vec![member]).await;
        person
    }

    /// Enters a household in Ba Đình; the first member is its head.
    pub async fn enter_household(&self, members: Vec<ImportedPerson>) -> String {
        let household_id = self.sources.uuid().to_string();
        let household = ImportedHousehold {
            household_id: household_id.clone(),
            head: members.first().expect("a head").person_id,
            residence: Place {
                commune: Some("00004".to_owned()),
                line: Some("Số 1 phố Lụa".to_owned()),
                ..Place::default()
            },
            members,
            others: Vec::new(),
        };
        self.population
            .import(vec![household])
            .await
            .expect("an import");
        household_id
    }

    /// The names that a search finds, in its order.
    pub async fn found(&self, name: &str) -> Vec<String> {
        let request = SearchPersonsRequest {
            name: name.to_owned(),
            ..SearchPersonsRequest::default()
        };
        let page = self
            .ask::<SearchPersons>("registrar", "case-handling", &request)
            .await
            .expect("a page");
        let rows = page.rows.expect("rows");
        rows.into_iter().filter_map(|row| row.name).collect()
    }

    /// The data services that are on record as having used a person's data, the latest first.
    pub async fn uses(&self, person: PersonId) -> Vec<String> {
        let page = self.ledger.of_person(person, None, 50).await;
        let records = page.expect("the ledger").records;
        records.into_iter().map(|r| r.record.service).collect()
    }
}

/// A person to be entered, valid from 1 July 2025.
pub(crate) fn imported(
    person_id: PersonId,
    record: PersonRecord,
    relation: &str,
) -> ImportedPerson {
    ImportedPerson {
        person_id,
        record,
        relation_to_head: Some(relation.to_owned()),
        valid_from: date(2025, 7, 1),
        state_from: date(2025, 7, 1),
    }
}

/// A grown woman.
pub(crate) fn woman(name: &str, number: &str) -> PersonRecord {
    PersonRecord {
        name: Some(name.to_owned()),
        sex: Some(Sex::Female),
        birth_date: Some(date(1990, 2, 1).into()),
        personal_number: Some(number.to_owned()),
        nationality: Some(vec!["VN".to_owned()]),
        permanent_residence: Some(Place {
            commune: Some("00004".to_owned()),
            ..Place::default()
        }),
        ..PersonRecord::default()
    }
}

/// The code of a refusal.
pub(crate) fn code<T>(result: Result<T, MediatorError>) -> &'static str {
    match result {
        Err(MediatorError::Service(error)) => error.code().unwrap_or("a fault"),
        Err(_) => "another error",
        Ok(_) => "an answer",
    }
}

/// The fields that are told to be wrong.
pub(crate) fn pointers<T>(result: Result<T, MediatorError>) -> Vec<String> {
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
