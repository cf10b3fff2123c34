//! A register for the tests: a room with a table of its own, which can fall silent and refuse.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dean06_contracts::Contract;
use dean06_contracts::documents::{
    AttachPaper, AttachPaperRequest, AttachPaperResponse, ListUsable, ListUsableRequest,
    ListUsableResponse, PaperRow,
};
use dean06_contracts::population::{
    GetPerson, GetPersonRequest, PersonRecord, RegisterTemporaryResidence,
    RegisterTemporaryResidenceRequest, RegisterTemporaryResidenceResponse,
};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Context, Registry, Reply, ServiceError};
use dean06_store::{Engine, Migration, NoRefusal, Sql, Store, WriteError};

const OWNER: &str = "fixture";

#[derive(Clone)]
pub struct Register {
    store: Store,
    persons: Arc<Mutex<BTreeMap<PersonId, PersonRecord>>>,
    silent: Arc<AtomicBool>,
    reading_sleeps: Arc<AtomicBool>,
    refusing: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    /// How many entries it still takes before it falls asleep for all others.
    takes: Arc<AtomicI64>,
    photos: Arc<Mutex<BTreeSet<String>>>,
    uses: Arc<Mutex<BTreeSet<(String, String)>>>,
}

impl Register {
    pub async fn new(store: &Store) -> Self {
        let migration = Migration {
            id: "0001_kite",
            statements: |_: Engine| {
                vec!["CREATE TABLE kite (key TEXT NOT NULL PRIMARY KEY, line TEXT)".to_owned()]
            },
        };
        store.migrate(OWNER, &[migration]).await.unwrap();
        Self {
            store: store.clone(),
            persons: Arc::default(),
            silent: Arc::default(),
            reading_sleeps: Arc::default(),
            refusing: Arc::default(),
            asked: Arc::default(),
            takes: Arc::new(AtomicI64::new(i64::MAX)),
            photos: Arc::default(),
            uses: Arc::default(),
        }
    }

    /// Puts a picture into the store of papers.
    pub fn keep_photo(&self, paper: &str) {
        self.photos.lock().unwrap().insert(paper.to_owned());
    }

    /// For how many forms a picture was used.
    pub fn uses(&self, paper: &str) -> usize {
        let uses = self.uses.lock().unwrap();
        uses.iter().filter(|(used, _)| used == paper).count()
    }

    fn list_usable(&self, request: &ListUsableRequest) -> Reply<ListUsableResponse> {
        let photos = self.photos.lock().unwrap();
        let rows = photos.iter().map(|paper| PaperRow {
            paper_id: Some(paper.clone()),
            kind: Some(request.kind.clone()),
            title: Some(Text::new("Ảnh diều", "Picture")),
            number: Some("7".to_owned()),
            ..PaperRow::default()
        });
        Reply::public(ListUsableResponse {
            rows: Some(rows.collect()),
            next_cursor: None,
        })
    }

    fn attach(
        &self,
        request: AttachPaperRequest,
    ) -> Result<Reply<AttachPaperResponse>, ServiceError> {
        if !self.photos.lock().unwrap().contains(&request.paper_id) {
            return Err(ServiceError::not_found("not-found"));
        }
        let paper = request.paper_id.clone();
        self.uses
            .lock()
            .unwrap()
            .insert((request.paper_id, request.case_id));
        Ok(Reply::public(AttachPaperResponse {
            paper_id: Some(paper),
            kind: Some("kite-photo".to_owned()),
            title: Some(Text::new("Ảnh diều", "Picture")),
            number: Some("7".to_owned()),
            ..AttachPaperResponse::default()
        }))
    }

    pub fn serve(&self, registry: &mut Registry) {
        let room = self.clone();
        registry.serve::<ListUsable, _, _>(move |_, request| {
            std::future::ready(Ok(room.list_usable(&request)))
        });
        let room = self.clone();
        registry
            .serve::<AttachPaper, _, _>(move |_, request| std::future::ready(room.attach(request)));
        let room = self.clone();
        registry.serve::<GetPerson, _, _>(move |_, request| {
            std::future::ready(room.get_person(&request))
        });
        let room = self.clone();
        registry.serve::<RegisterTemporaryResidence, _, _>(move |context, request| {
            room.clone().register(context, request)
        });
    }

    /// Enters a person, or enters the person anew.
    pub fn enter(&self, record: PersonRecord) {
        let id = record.person_id.unwrap();
        self.persons.lock().unwrap().insert(id, record);
    }

    pub fn fall_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }

    /// Only questions are not answered; what it is told, it enters.
    pub fn sleep_reading(&self, sleeps: bool) {
        self.reading_sleeps.store(sleeps, Ordering::SeqCst);
    }

    /// Takes so many entries more and then none, until it is woken; questions it answers.
    pub fn sleep_writing_after(&self, entries: i64) {
        self.takes.store(entries, Ordering::SeqCst);
    }

    pub fn wake(&self) {
        self.takes.store(i64::MAX, Ordering::SeqCst);
    }

    pub fn refuse(&self, refusing: bool) {
        self.refusing.store(refusing, Ordering::SeqCst);
    }

    /// How often it was asked about somebody.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// How many kites are entered.
    pub async fn kites(&self) -> i64 {
        let row = self
            .store
            .read()
            .row("SELECT COUNT(*) AS n FROM kite", [])
            .await
            .unwrap();
        row.unwrap().try_get("", "n").unwrap()
    }

    fn answers(&self) -> Result<(), ServiceError> {
        if self.silent.load(Ordering::SeqCst) {
            return Err(ServiceError::unavailable("the register sleeps"));
        }
        Ok(())
    }

    fn get_person(&self, request: &GetPersonRequest) -> Result<Reply<PersonRecord>, ServiceError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.answers()?;
        if self.reading_sleeps.load(Ordering::SeqCst) {
            return Err(ServiceError::unavailable("nobody reads in the register"));
        }
        let persons = self.persons.lock().unwrap();
        let found = persons.values().find(|record| {
            (request.person_id.is_some() && record.person_id == request.person_id)
                || (request.personal_number.is_some()
                    && record.personal_number == request.personal_number)
        });
        let record = found
            .cloned()
            .ok_or_else(|| ServiceError::not_found("not-found"))?;
        Ok(Reply::about_all(record.person_id, record))
    }

    async fn register(
        self,
        context: Context,
        request: RegisterTemporaryResidenceRequest,
    ) -> Result<Reply<RegisterTemporaryResidenceResponse>, ServiceError> {
        self.answers()?;
        if self.takes.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Err(ServiceError::unavailable("nobody writes in the register"));
        }
        if self.refusing.load(Ordering::SeqCst) {
            return Err(ServiceError::refused("kite-in-tree"));
        }
        let key = context.command_key()?;
        let answer = RegisterTemporaryResidenceResponse {
            person_id: Some(request.person_id),
            place: Some(request.place.clone()),
            valid_from: Some(request.valid_from),
            valid_to: None,
        };
        let (line, value) = (request.place.line, serde_json::to_value(&answer).unwrap());
        let (line, value) = (&line, &value);
        let before = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    let before = tx.recall(RegisterTemporaryResidence::NAME, key).await?;
                    if before.is_none() {
                        tx.run(
                            "INSERT INTO kite (key, line) VALUES (?, ?)",
                            [key.into(), line.clone().into()],
                        )
                        .await?;
                        tx.remember(RegisterTemporaryResidence::NAME, key, value)
                            .await?;
                    }
                    Ok::<_, WriteError<NoRefusal>>(before)
                })
            })
            .await
            .unwrap();
        let answer = before.map_or(answer, |before| serde_json::from_value(before).unwrap());
        Ok(Reply::about(request.person_id, answer))
    }
}
