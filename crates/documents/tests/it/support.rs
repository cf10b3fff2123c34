//! A house with the room that is tested, and its neighbours.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dean06_content::Content;
use dean06_contracts::Contract;
use dean06_contracts::casework::{
    CheckAttached, CheckAttachedResponse, GetPaperLibrary, GetPaperLibraryResponse, PublicKeys,
    PublicKeysResponse, Replacement, ResultRevoked, ResultSigned, ResultSigner, RevokeResult,
    RevokeResultResponse, SignedField, Verdict, VerifyResult, VerifyResultResponse,
};
use dean06_contracts::documents::{
    GetPaper, GetPaperRequest, ListPapers, ListPapersRequest, PaperRow, PaperView, UploadPaper,
    UploadPaperRequest,
};
use dean06_contracts::population::{GetPerson, PersonRecord, Relation, Relative};
use dean06_documents::{Documents, DocumentsOptions, Library, Notary, Press};
use dean06_kernel::{ManualClock, OrgId, OsChance, PersonId, Sources, Text, instant};
use dean06_ledger::Ledger;
use dean06_mediator::{
    Actor, ActorKind, ActorMint, Ask, Mediator, MediatorError, Registry, Reply, ServiceError,
};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, NoRefusal, OutboxEvent, Sql, Store, WriteError};
use jiff::civil::date;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::fakes::{FakeNotary, FakePress, FakeScanner};

pub const ORG: &str = "committee-00004";

/// What casework says of a code.
#[derive(Clone, Default)]
pub struct Said {
    pub verdict: Option<Verdict>,
    pub replaced: bool,
}

/// The neighbours.
#[derive(Default)]
pub struct Town {
    pub people: HashMap<PersonId, PersonRecord>,
    pub codes: HashMap<String, Said>,
    pub revoked: Vec<String>,
    /// Organisation, dossier and paper, where a dossier on a desk uses a paper.
    pub attached: Vec<(String, String, String)>,
    /// What templates shared in former versions of the content.
    pub libraries: HashMap<String, Library>,
}

pub struct House {
    pub database: Option<TestDb>,
    pub folder: PathBuf,
    pub kept: Option<TempDir>,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub sources: Sources,
    pub mediator: Mediator,
    pub mint: ActorMint,
    pub town: Arc<Mutex<Town>>,
    pub press: Arc<FakePress>,
    pub notary: Arc<FakeNotary>,
    pub scanner: Arc<FakeScanner>,
    pub documents: Documents,
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

/// The press and the notary of a house, when they are not the fakes.
pub type Trade = (Arc<dyn Press>, Arc<dyn Notary>);

pub fn content() -> Arc<Content> {
    static CONTENT: std::sync::OnceLock<Arc<Content>> = std::sync::OnceLock::new();
    Arc::clone(CONTENT.get_or_init(|| Arc::new(Content::embedded().unwrap())))
}

impl House {
    pub async fn on(engine: Engine) -> Option<Self> {
        Self::with(engine, content(), None).await
    }

    pub async fn with(engine: Engine, content: Arc<Content>, trade: Option<Trade>) -> Option<Self> {
        let database = TestDb::new(engine).await?;
        let folder = tempfile::tempdir().unwrap();
        let mut house = Self::at(database.url(), folder.path(), content, trade).await;
        house.database = Some(database);
        house.kept = Some(folder);
        Some(house)
    }

    /// On the database and folder of another process.
    pub async fn at(
        address: &str,
        folder: &Path,
        content: Arc<Content>,
        trade: Option<Trade>,
    ) -> Self {
        let clock = Arc::new(ManualClock::new(instant(date(2026, 11, 9).at(9, 0, 0, 0))));
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
            Mediator::new(Arc::clone(&content), ledger, sources.clone()).unwrap();
        let press = Arc::new(FakePress::default());
        let notary = Arc::new(FakeNotary::default());
        let scanner = Arc::new(FakeScanner::default());
        let (used_press, used_notary) =
            trade.unwrap_or((Arc::clone(&press) as _, Arc::clone(&notary) as _));
        let documents = Documents::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("documents"),
            sources.clone(),
            DocumentsOptions {
                folder: folder.to_owned(),
                base_url: "https://example.test".to_owned(),
                press: used_press,
                notary: used_notary,
                scanner: Arc::clone(&scanner) as _,
            },
        )
        .unwrap();
        documents.prepare().await.unwrap();
        let town = Arc::new(Mutex::new(Town::default()));
        let mut registry = Registry::default();
        documents.serve(&mut registry);
        serve_town(&mut registry, &town);
        mediator.open(registry).unwrap();
        documents.subscribe();
        Self {
            database: None,
            folder: folder.to_owned(),
            kept: None,
            store,
            clock,
            sources,
            mediator,
            mint,
            town,
            press,
            notary,
            scanner,
            documents,
        }
    }

    /// Does in the background what waits, until the guard is dropped.
    pub fn running(&self) -> oneshot::Sender<()> {
        let (stop, stopped) = oneshot::channel();
        let store = self.store.clone();
        tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            store.run(shutdown).await;
        });
        stop
    }

    /// Does all that waits.
    pub async fn settle(&self) {
        self.store.catch_up().await.unwrap();
    }

    /// Somebody of whom the register knows a year of birth.
    pub fn person(&self, born: i16) -> PersonId {
        let person = self.sources.person_id();
        self.enter(person, born);
        person
    }

    pub fn enter(&self, person: PersonId, born: i16) {
        let record = PersonRecord {
            person_id: Some(person),
            birth_date: Some(date(born, 3, 7).into()),
            relatives: Some(Vec::new()),
            ..PersonRecord::default()
        };
        self.town.lock().unwrap().people.insert(person, record);
    }

    /// The register has `other` as a relative of `person`.
    pub fn relate(&self, person: PersonId, relation: Relation, other: PersonId) {
        let mut town = self.town.lock().unwrap();
        let record = town.people.get_mut(&person).unwrap();
        record.relatives.get_or_insert_default().push(Relative {
            relation,
            person_id: Some(other),
            name: "—".to_owned(),
            personal_number: None,
            old_id_number: None,
            nationality: None,
        });
    }

    /// A mother and her child, each of whom the register has in the other's record.
    pub fn family(&self, child_born: i16) -> (PersonId, PersonId) {
        let (mother, child) = (self.person(1990), self.person(child_born));
        self.relate(mother, Relation::Child, child);
        self.relate(child, Relation::Mother, mother);
        (mother, child)
    }

    pub fn citizen(&self, person: PersonId) -> Actor {
        self.mint
            .citizen(&format!("account-{person}"), "Nguyễn Thị A", person, 2)
    }

    pub fn officer(&self, org: &str, roles: &[&str]) -> Actor {
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        let org = OrgId::new(org).unwrap();
        self.mint
            .officer("officer-1", "Trần Văn B", None, org, roles, 2)
    }

    /// A result that casework has signed.
    pub fn result(&self, party: PersonId, person: PersonId) -> ResultSigned {
        let code = self.sources.uuid().simple().to_string().to_uppercase();
        let said = Said {
            verdict: Some(Verdict::Valid),
            replaced: false,
        };
        self.town.lock().unwrap().codes.insert(code.clone(), said);
        ResultSigned {
            party_id: party.to_string(),
            dossier_id: self.sources.uuid().to_string(),
            bundle_id: None,
            service: "birth-registration".to_owned(),
            kind: "birth-certificate".to_owned(),
            code,
            number: "H26.4-20261109-0001".to_owned(),
            title: Text::new("Giấy khai sinh", "Birth certificate"),
            issuer: Text::new(
                "Ủy ban nhân dân phường Ba Đình",
                "People's committee of Ba Đình",
            ),
            org_id: OrgId::new(ORG).unwrap(),
            signer: ResultSigner {
                id: "officer-1".to_owned(),
                name: "Trần Văn B".to_owned(),
                office: Text::new("Công chức hộ tịch", "Registrar"),
                automatic: false,
            },
            place_and_date: Text::new("Ba Đình, ngày 09 tháng 11 năm 2026", "Ba Đình, 09/11/2026"),
            fields: vec![SignedField {
                id: "name".to_owned(),
                label: Text::new("Họ, chữ đệm, tên", "Name"),
                value: Text::new("Nguyễn Ánh", "Nguyễn Ánh"),
            }],
            subjects: vec![person],
            person_id: person,
            template: "plain".to_owned(),
            qr: "D1.W10.x".to_owned(),
            jws: "a.b.c".to_owned(),
            issued_at: self.sources.now_micros(),
            valid_to: None,
            content_digest: content().digest().to_owned(),
        }
    }

    pub async fn sign(&self, result: &ResultSigned) {
        let body = serde_json::to_value(result).unwrap();
        self.emit(ResultSigned::TOPIC, &result.party_id, body).await;
    }

    pub async fn revoke(&self, result: &ResultSigned, replaced_by: Option<&str>) {
        let revoked = ResultRevoked {
            party_id: result.party_id.clone(),
            dossier_id: result.dossier_id.clone(),
            code: result.code.clone(),
            reason: "Ghi sai ngày sinh".to_owned(),
            replaced_by: replaced_by.map(str::to_owned),
            revoked_at: self.sources.now_micros(),
        };
        let said = Said {
            verdict: Some(Verdict::Revoked),
            replaced: replaced_by.is_some(),
        };
        self.town
            .lock()
            .unwrap()
            .codes
            .insert(result.code.clone(), said);
        let body = serde_json::to_value(&revoked).unwrap();
        self.emit(ResultRevoked::TOPIC, &result.party_id, body)
            .await;
    }

    pub async fn emit(&self, topic: &str, key: &str, body: serde_json::Value) {
        let event = &OutboxEvent {
            id: self.sources.uuid(),
            topic: topic.to_owned(),
            key: key.to_owned(),
            body,
        };
        self.store
            .write(|tx| {
                Box::pin(async move {
                    tx.emit(event.clone()).await?;
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await
            .unwrap();
    }

    /// A paper of a person, issued and in the store.
    pub async fn issued(&self, party: PersonId, person: PersonId) -> (ResultSigned, String) {
        let result = self.result(party, person);
        self.sign(&result).await;
        self.settle().await;
        let found = self.papers(person).await;
        let row = found
            .iter()
            .find(|row| row.code.as_ref() == Some(&result.code));
        let paper = row.unwrap().paper_id.clone().unwrap();
        (result, paper)
    }

    /// The papers of a person, as that person sees them.
    pub async fn papers(&self, person: PersonId) -> Vec<PaperRow> {
        let request = ListPapersRequest::default();
        let page = self
            .call::<ListPapers>(&self.citizen(person), request)
            .await;
        page.unwrap().rows.unwrap()
    }

    pub async fn paper(&self, actor: &Actor, paper: &str) -> Result<PaperView, MediatorError> {
        let request = GetPaperRequest {
            paper_id: paper.to_owned(),
        };
        self.call::<GetPaper>(actor, request).await
    }

    pub async fn upload(&self, actor: &Actor, bytes: &[u8]) -> Result<String, MediatorError> {
        let request = upload(bytes);
        let answer = self.command::<UploadPaper>(actor, request).await?;
        Ok(answer.paper_id.unwrap())
    }

    pub async fn call<C: Contract>(
        &self,
        actor: &Actor,
        request: C::Request,
    ) -> Result<C::Response, MediatorError> {
        self.mediator.call::<C>(ask(actor), &request).await
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
        self.mediator.command::<C>(ask(actor), key, &request).await
    }

    /// The bodies of all events of a topic.
    pub async fn events(&self, topic: &str) -> Vec<serde_json::Value> {
        let rows = self
            .store
            .read()
            .rows(
                "SELECT body FROM outbox WHERE topic = ? ORDER BY seq",
                [topic.into()],
            )
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get("", "body").unwrap())
            .collect()
    }

    /// The kinds of all messages that were wanted.
    pub async fn messages(&self) -> Vec<String> {
        let events = self.events("messages.wanted/1").await;
        let kind = |event: &serde_json::Value| event["kind"].as_str().unwrap().to_owned();
        events.iter().map(kind).collect()
    }

    pub async fn count(&self, table: &str) -> i64 {
        let row = self
            .store
            .read()
            .row(&format!("SELECT COUNT(*) AS n FROM {table}"), [])
            .await
            .unwrap();
        row.unwrap().try_get("", "n").unwrap()
    }
}

fn ask(actor: &Actor) -> Ask<'_> {
    match actor.kind() {
        ActorKind::Officer => Ask::new(actor, "case-handling").in_case("H26.4-20261109-0001"),
        ActorKind::Anonymous => Ask::new(actor, "public-information"),
        _ => Ask::new(actor, "own-papers"),
    }
}

pub fn upload(bytes: &[u8]) -> UploadPaperRequest {
    use base64::Engine as _;
    UploadPaperRequest {
        person_id: None,
        kind: "birth-notice".to_owned(),
        title: "Giấy chứng sinh".to_owned(),
        file_name: "scan.pdf".to_owned(),
        bytes: base64::engine::general_purpose::STANDARD.encode(bytes),
    }
}

pub fn code<T: std::fmt::Debug>(outcome: Result<T, MediatorError>) -> &'static str {
    match outcome.unwrap_err() {
        MediatorError::Service(error) => error.code().unwrap_or("fault"),
        MediatorError::NotPermitted { .. } => "not-permitted",
        MediatorError::SignInRequired(_) => "sign-in",
        other => panic!("{other}"),
    }
}

/// Waits for something that happens in the background.
pub async fn until<F, Fut>(done: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = bool>,
{
    for _ in 0..600 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it did not happen");
}

/// Casework and the population register, as far as this room asks them.
fn serve_town(registry: &mut Registry, town: &Arc<Mutex<Town>>) {
    registry.serve::<GetPerson, _, _>({
        let town = Arc::clone(town);
        move |_, request| {
            let person = request.person_id.unwrap();
            let known = town.lock().unwrap().people.get(&person).cloned();
            async move {
                known
                    .map(|record| Reply::about(person, record))
                    .ok_or_else(|| ServiceError::not_found("person-not-found"))
            }
        }
    });
    registry.serve::<VerifyResult, _, _>({
        let town = Arc::clone(town);
        move |_, request| {
            let code = request.code.or(request.qr).unwrap_or_default();
            let said = town.lock().unwrap().codes.get(&code).cloned();
            async move { Ok(Reply::public(verdict(said))) }
        }
    });
    registry.serve::<CheckAttached, _, _>({
        let town = Arc::clone(town);
        move |context, request| {
            let org = context.actor.org().unwrap().to_string();
            let known = town.lock().unwrap().attached.clone();
            let here = known
                .iter()
                .any(|(at, dossier, _)| (at, dossier) == (&org, &request.dossier_id));
            let attached = known.contains(&(org, request.dossier_id, request.paper_id));
            async move {
                if !here {
                    return Err(ServiceError::not_found("dossier-not-found"));
                }
                Ok(Reply::public(CheckAttachedResponse {
                    attached: Some(attached),
                }))
            }
        }
    });
    registry.serve::<GetPaperLibrary, _, _>({
        let town = Arc::clone(town);
        move |_, request| {
            let known = town.lock().unwrap().libraries.clone();
            let files = known.get(&request.content_digest).cloned();
            async move {
                let files = files.ok_or_else(|| ServiceError::internal("not stored"))?;
                Ok(Reply::public(GetPaperLibraryResponse {
                    files: Some(files),
                }))
            }
        }
    });
    registry.serve::<PublicKeys, _, _>(|_, _| async {
        Ok(Reply::public(PublicKeysResponse {
            keys: Some(vec![json!({ "kid": "abcdefgh-our-key" })]),
        }))
    });
    registry.serve::<RevokeResult, _, _>({
        let town = Arc::clone(town);
        move |_, request| {
            town.lock()
                .unwrap()
                .revoked
                .push(request.dossier_id.clone());
            async move {
                Ok(Reply::public(RevokeResultResponse {
                    dossier_id: Some(request.dossier_id),
                    revoked_at: Some(1),
                }))
            }
        }
    });
}

fn verdict(said: Option<Said>) -> VerifyResultResponse {
    let Some(said) = said else {
        return VerifyResultResponse {
            verdict: Some(Verdict::Unknown),
            ..VerifyResultResponse::default()
        };
    };
    VerifyResultResponse {
        verdict: said.verdict,
        kind: Some("birth-certificate".to_owned()),
        replaced_by: said.replaced.then(Replacement::default),
        ..VerifyResultResponse::default()
    }
}
