//! A house with the room that is tested, a register of addresses and a courier.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use dean06_content::Content;
use dean06_contracts::Contract;
use dean06_contracts::messages::{
    ListMessages, ListMessagesRequest, ListMessagesResponse, MessageRow, MessageWanted,
};
use dean06_contracts::population::{GetPerson, PersonRecord};
use dean06_kernel::{ManualClock, OsChance, PersonId, Sources, Text, instant};
use dean06_ledger::Ledger;
use dean06_mediator::{
    Actor, ActorMint, Ask, Mediator, MediatorError, Registry, Reply, ServiceError,
};
use dean06_messages::{Channel, Courier, CourierError, Letter, Messages, MessagesOptions};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, NoRefusal, OutboxEvent, Store, WriteError};
use jiff::civil::date;
use tokio::sync::oneshot;

/// What the register knows, and whether it answers.
#[derive(Default)]
pub struct Register {
    pub people: HashMap<PersonId, PersonRecord>,
    pub silent: bool,
    pub asked: u32,
}

/// A courier that carries, or fails as it is told.
#[derive(Default)]
pub struct Post {
    pub carried: Mutex<Vec<Letter>>,
    pub failure: Mutex<Option<CourierError>>,
}

#[async_trait::async_trait]
impl Courier for Post {
    fn channels(&self) -> &[Channel] {
        &[Channel::Email, Channel::Sms]
    }

    async fn carry(&self, letter: &Letter) -> Result<(), CourierError> {
        if let Some(failure) = self.failure.lock().unwrap().clone() {
            return Err(failure);
        }
        self.carried.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

pub struct House {
    pub database: Option<TestDb>,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub sources: Sources,
    pub mediator: Mediator,
    pub mint: ActorMint,
    pub register: Arc<Mutex<Register>>,
    pub post: Arc<Post>,
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
        let database = TestDb::new(engine).await?;
        let mut house = Self::at(database.url()).await;
        house.database = Some(database);
        Some(house)
    }

    /// On the database of another process.
    pub async fn at(address: &str) -> Self {
        let clock = Arc::new(ManualClock::new(instant(date(2026, 11, 9).at(9, 0, 0, 0))));
        let sources = Sources {
            clock: Arc::clone(&clock) as _,
            chance: Arc::new(OsChance),
        };
        let options = dean06_store::testing::options();
        let store = Store::open_with(address, sources.clone(), options)
            .await
            .unwrap();
        let content = Arc::new(Content::embedded().unwrap());
        let ledger = Ledger::open(store.clone(), sources.clone()).await.unwrap();
        let (mediator, mint) =
            Mediator::new(Arc::clone(&content), ledger, sources.clone()).unwrap();
        let post = Arc::new(Post::default());
        let options = MessagesOptions {
            courier: Some(Arc::clone(&post) as _),
            base_url: "https://example.test".to_owned(),
        };
        let messages = Messages::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("messages"),
            sources.clone(),
            options,
        )
        .unwrap();
        messages.prepare().await.unwrap();
        let register = Arc::new(Mutex::new(Register::default()));
        let mut registry = Registry::default();
        messages.serve(&mut registry);
        registry.serve::<GetPerson, _, _>({
            let register = Arc::clone(&register);
            move |_, request| {
                let person = request.person_id.unwrap();
                let mut register = register.lock().unwrap();
                register.asked += 1;
                let answer = match register.people.get(&person) {
                    _ if register.silent => Err(ServiceError::unavailable("down for a day")),
                    Some(record) => Ok(Reply::about(person, record.clone())),
                    None => Err(ServiceError::not_found("person-not-found")),
                };
                async move { answer }
            }
        });
        mediator.open(registry).unwrap();
        messages.subscribe();
        Self {
            database: None,
            store,
            clock,
            sources,
            mediator,
            mint,
            register,
            post,
        }
    }

    /// Somebody whom the register knows with these addresses.
    pub fn person(&self, email: Option<&str>, phone: Option<&str>) -> PersonId {
        let person = self.sources.person_id();
        let record = PersonRecord {
            person_id: Some(person),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            ..PersonRecord::default()
        };
        self.register.lock().unwrap().people.insert(person, record);
        person
    }

    pub fn citizen(&self, person: PersonId) -> Actor {
        self.mint.citizen("account", "Nguyễn Thị A", person, 2)
    }

    /// Somebody wants `person` to be told.
    pub async fn want(&self, person: PersonId, kind: &str) -> String {
        let wanted = wanted(&self.sources, person, kind);
        self.tell(&wanted).await;
        wanted.id
    }

    /// The same wish, as an event of its own.
    pub async fn tell(&self, wanted: &MessageWanted) {
        let event = &OutboxEvent {
            id: self.sources.uuid(),
            topic: MessageWanted::TOPIC.to_owned(),
            key: wanted.person_id.to_string(),
            body: serde_json::to_value(wanted).unwrap(),
        };
        self.emit(event).await;
    }

    pub async fn emit(&self, event: &OutboxEvent) {
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

    pub async fn call<C: Contract>(
        &self,
        actor: &Actor,
        request: C::Request,
    ) -> Result<C::Response, MediatorError> {
        let ask = Ask::new(actor, "own-messages");
        self.mediator.call::<C>(ask, &request).await
    }

    pub async fn page(
        &self,
        person: PersonId,
        request: ListMessagesRequest,
    ) -> ListMessagesResponse {
        let actor = self.citizen(person);
        self.call::<ListMessages>(&actor, request).await.unwrap()
    }

    pub async fn inbox(&self, person: PersonId) -> Vec<MessageRow> {
        let page = self.page(person, ListMessagesRequest::default()).await;
        page.rows.unwrap()
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

    pub fn carried(&self) -> Vec<Letter> {
        self.post.carried.lock().unwrap().clone()
    }
}

pub fn wanted(sources: &Sources, person: PersonId, kind: &str) -> MessageWanted {
    let paper = Text::new("Giấy khai sinh", "Birth certificate");
    MessageWanted {
        id: sources.uuid().to_string(),
        person_id: person,
        kind: kind.to_owned(),
        values: [("paper".to_owned(), paper)].into(),
        link: "/papers".to_owned(),
    }
}
