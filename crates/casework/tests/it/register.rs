//! A register for the tests: a room with a table of its own, which can fall silent and refuse.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dean06_contracts::Contract;
use dean06_contracts::population::{
    GetPerson, GetPersonRequest, PersonRecord, RegisterTemporaryResidence,
    RegisterTemporaryResidenceRequest, RegisterTemporaryResidenceResponse,
};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Registry, Reply, ServiceError};
use dean06_store::{Engine, Migration, NoRefusal, Sql, Store, WriteError};

const OWNER: &str = "fixture";

#[derive(Clone)]
pub struct Register {
    store: Store,
    persons: Arc<Mutex<BTreeMap<PersonId, PersonRecord>>>,
    silent: Arc<AtomicBool>,
    refusing: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
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
            refusing: Arc::default(),
            asked: Arc::default(),
        }
    }

    pub fn serve(&self, registry: &mut Registry) {
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
