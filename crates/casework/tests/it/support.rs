//! A house with the room that is tested, a register, and people.

use std::sync::Arc;
use std::time::Duration;

use dean06_casework::Casework;
use dean06_content::Content;
use dean06_contracts::Contract;
use dean06_contracts::casework::{
    Approve, ApproveRequest, DeskDossier, DossierState, DraftView, GetDraft, GetDraftRequest,
    OpenDossier, OpenDossierRequest, Receive, ReceiveRequest, SaveDraft, SaveDraftRequest,
    SaveDraftResponse, StartDraft, StartDraftRequest, Submit, SubmitRequest, SubmitResponse,
};
use dean06_contracts::population::PersonRecord;
use dean06_kernel::{ManualClock, OrgId, OsChance, PersonId, Sources, instant};
use dean06_ledger::Ledger;
use dean06_mediator::{Actor, ActorMint, Ask, Mediator, MediatorError, Registry, ServiceError};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, Store};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::fixture::content;
use crate::register::Register;

/// The commune whose committee handles the test cases, and another one.
pub const COMMUNE: &str = "00004";
pub const ELSEWHERE: &str = "00008";

/// A Monday morning with no holiday near.
pub fn monday() -> Timestamp {
    instant(date(2026, 11, 9).at(9, 0, 0, 0))
}

pub fn micros(day: i8, hour: i8, minute: i8) -> i64 {
    instant(date(2026, 11, day).at(hour, minute, 0, 0)).as_microsecond()
}

pub struct House {
    pub database: Option<TestDb>,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub sources: Sources,
    pub ledger: Ledger,
    pub mediator: Mediator,
    pub mint: ActorMint,
    pub register: Register,
    pub casework: Casework,
}

/// Runs a test once on each engine.
pub async fn each<F, Fut>(test: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in ENGINES {
        if let Some(house) = House::on(engine).await {
            test(house).await;
        }
    }
}

impl House {
    pub async fn on(engine: Engine) -> Option<Self> {
        Some(Self::open(TestDb::new(engine).await?, content()).await)
    }

    /// On a database that may have been used before.
    pub async fn open(database: TestDb, content: Arc<Content>) -> Self {
        let mut house = Self::under(database.url(), content).await;
        house.database = Some(database);
        house
    }

    /// On the database of another process.
    pub async fn at(address: &str) -> Self {
        Self::under(address, content()).await
    }

    async fn under(address: &str, content: Arc<Content>) -> Self {
        let clock = Arc::new(ManualClock::new(monday()));
        let sources = Sources {
            clock: Arc::clone(&clock) as _,
            chance: Arc::new(OsChance),
        };
        let options = dean06_store::testing::options();
        let store = Store::open_with(address, sources.clone(), options)
            .await
            .unwrap();
        let ledger = Ledger::open(store.clone(), sources.clone()).await.unwrap();
        let (mediator, mint) =
            Mediator::new(Arc::clone(&content), ledger.clone(), sources.clone()).unwrap();
        let register = Register::new(&store).await;
        let casework = Casework::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("casework"),
            sources.clone(),
        )
        .unwrap();
        casework.prepare().await.unwrap();
        let mut registry = Registry::default();
        casework.serve(&mut registry);
        register.serve(&mut registry);
        mediator.open(registry).unwrap();
        casework.subscribe();
        Self {
            database: None,
            store,
            clock,
            sources,
            ledger,
            mediator,
            mint,
            register,
            casework,
        }
    }

    /// Closes the house and opens another on the same database, under other content.
    pub async fn reopened(self, content: Arc<Content>) -> Self {
        self.store.close().await.unwrap();
        Self::open(self.database.unwrap(), content).await
    }

    /// Does in the background what waits, until the guard is dropped.
    pub fn running(&self) -> Running {
        let (stop, stopped) = oneshot::channel::<()>();
        let store = self.store.clone();
        tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            store.run(shutdown).await;
        });
        Running { _stop: stop }
    }

    /// A citizen whom the register knows.
    pub fn citizen(&self, name: &str) -> Actor {
        let person = self.sources.person_id();
        self.register
            .enter(person_record(person, name, "0912345678"));
        self.mint
            .citizen(&format!("account-{person}"), name, person, 2)
    }

    /// An officer of a commune's committee.
    pub fn officer(&self, name: &str, commune: &str, roles: &[&str]) -> Actor {
        let org = OrgId::new(format!("committee-{commune}")).unwrap();
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        self.mint
            .officer(&format!("officer-{name}"), name, None, org, roles, 2)
    }

    /// An officer of the commune's police, who handles flags.
    pub fn police(&self, name: &str, commune: &str, roles: &[&str]) -> Actor {
        let org = OrgId::new(format!("police-{commune}")).unwrap();
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        self.mint
            .officer(&format!("police-{name}"), name, None, org, roles, 2)
    }

    pub fn registrar(&self, name: &str) -> Actor {
        self.officer(name, COMMUNE, &["registrar"])
    }

    pub async fn call<C: Contract>(
        &self,
        actor: &Actor,
        request: C::Request,
    ) -> Result<C::Response, MediatorError> {
        let ask = Ask::new(actor, purpose(actor));
        self.mediator.call::<C>(ask, &request).await
    }

    /// A command under a key of its own.
    pub async fn command<C: Contract>(
        &self,
        actor: &Actor,
        request: C::Request,
    ) -> Result<C::Response, MediatorError> {
        let key = self.sources.uuid().to_string();
        self.command_as::<C>(actor, &key, request).await
    }

    pub async fn command_as<C: Contract>(
        &self,
        actor: &Actor,
        key: &str,
        request: C::Request,
    ) -> Result<C::Response, MediatorError> {
        let ask = Ask::new(actor, purpose(actor));
        self.mediator.command::<C>(ask, key, &request).await
    }

    pub async fn start(&self, citizen: &Actor) -> String {
        let request = StartDraftRequest {
            service: "kite-permit".to_owned(),
            copy_from_dossier: None,
        };
        let started = self.command::<StartDraft>(citizen, request).await.unwrap();
        started.draft_id.unwrap()
    }

    pub async fn save(
        &self,
        citizen: &Actor,
        draft: &str,
        section: &str,
        data: Value,
    ) -> Result<SaveDraftResponse, MediatorError> {
        let Value::Object(data) = data else {
            unreachable!("a page is an object")
        };
        let request = SaveDraftRequest {
            draft_id: draft.to_owned(),
            version: None,
            section: section.to_owned(),
            data,
        };
        self.command::<SaveDraft>(citizen, request).await
    }

    pub async fn draft(&self, citizen: &Actor, draft: &str) -> DraftView {
        let request = GetDraftRequest {
            draft_id: draft.to_owned(),
            section: None,
        };
        self.call::<GetDraft>(citizen, request).await.unwrap()
    }

    /// A draft that can be submitted.
    pub async fn filled(&self, citizen: &Actor, kite: &str) -> String {
        let draft = self.start(citizen).await;
        let pages = [
            ("owner", json!({})),
            ("kite", json!({ "name": kite, "length": "3" })),
            ("place", json!({ "commune": COMMUNE })),
        ];
        for (section, data) in pages {
            let saved = self.save(citizen, &draft, section, data).await.unwrap();
            assert_eq!(saved.errors.unwrap(), [], "{section}");
        }
        draft
    }

    pub async fn submit(
        &self,
        citizen: &Actor,
        draft: &str,
    ) -> Result<SubmitResponse, MediatorError> {
        let version = self.draft(citizen, draft).await.version.unwrap_or_default();
        let request = SubmitRequest {
            draft_id: draft.to_owned(),
            version,
        };
        self.command::<Submit>(citizen, request).await
    }

    /// A submitted dossier.
    pub async fn submitted(&self, citizen: &Actor) -> String {
        let draft = self.filled(citizen, "Diều sáo").await;
        self.submit(citizen, &draft)
            .await
            .unwrap()
            .dossier_id
            .unwrap()
    }

    pub async fn open_at_desk(&self, officer: &Actor, dossier: &str) -> DeskDossier {
        let request = OpenDossierRequest {
            dossier_id: dossier.to_owned(),
        };
        self.call::<OpenDossier>(officer, request).await.unwrap()
    }

    pub async fn receive(&self, officer: &Actor, dossier: &str) -> DossierState {
        let request = ReceiveRequest {
            dossier_id: dossier.to_owned(),
            version: 1,
            note: None,
        };
        self.command::<Receive>(officer, request).await.unwrap()
    }

    pub async fn approve(
        &self,
        officer: &Actor,
        dossier: &str,
        version: i64,
    ) -> Result<DossierState, MediatorError> {
        let request = ApproveRequest {
            dossier_id: dossier.to_owned(),
            version,
            note: None,
        };
        self.command::<Approve>(officer, request).await
    }
}

/// Background work that ends when this is dropped.
pub struct Running {
    _stop: oneshot::Sender<()>,
}

fn purpose(actor: &Actor) -> &'static str {
    match (actor.org(), actor.person()) {
        (Some(_), _) => "case-handling",
        (None, Some(_)) => "application",
        (None, None) => "public-information",
    }
}

pub fn person_record(person: PersonId, name: &str, phone: &str) -> PersonRecord {
    PersonRecord {
        person_id: Some(person),
        name: Some(name.to_owned()),
        phone: Some(phone.to_owned()),
        ..PersonRecord::default()
    }
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, MediatorError>) -> String {
    match outcome.unwrap_err() {
        MediatorError::Service(error) => error.code().unwrap_or("without-code").to_owned(),
        error => format!("{error:?}"),
    }
}

/// A value that an error names.
pub fn param<T: std::fmt::Debug>(outcome: Result<T, MediatorError>, name: &str) -> String {
    match outcome.unwrap_err() {
        MediatorError::Service(
            ServiceError::Conflict(reason)
            | ServiceError::Refused(reason)
            | ServiceError::NotNow(reason),
        ) => reason.params[name].clone(),
        error => format!("{error:?}"),
    }
}

/// Pointers of the fields that are not right.
pub fn pointers<T: std::fmt::Debug>(outcome: Result<T, MediatorError>) -> Vec<String> {
    let problems = match outcome.unwrap_err() {
        MediatorError::Invalid(problems)
        | MediatorError::Service(ServiceError::Invalid(problems)) => problems,
        error => panic!("{error:?}"),
    };
    problems
        .into_iter()
        .map(|problem| problem.pointer)
        .collect()
}

/// Waits until something is so; background work takes a moment.
pub async fn until<F, Fut>(mut so: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = bool>,
{
    for _ in 0..500 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came to be so");
}
