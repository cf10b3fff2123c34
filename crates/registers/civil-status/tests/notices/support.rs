//! A house with handlers that stand for the population register and the keys of organisations.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_civil_status::CivilStatus;
use dean06_content::Content;
use dean06_contracts::{
    Place,
    civil_status::{
        BirthNotice, ChildOfBirth, DeclarantOfBirth, GetBirthNotice, GetBirthNoticeRequest,
        ParentOfBirth, ReceiveBirthNotice, ReceiveBirthNoticeRequest, ReceiveBirthNoticeResponse,
        RegisterBirth, RegisterBirthRequest, RegisterBirthResponse,
    },
    identity::{GetOrganisationKey, GetOrganisationKeyRequest, OrganisationJwk, OrganisationKey},
    population::{
        RegisterChild, RegisterChildRequest, RegisterChildResponse, VerifyPerson,
        VerifyPersonRequest, VerifyPersonResponse,
    },
};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sex, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{
    Actor, ActorMint, Ask, Mediator, MediatorError, Registry, Reply, RoomSeal, ServiceError,
};
use dean06_store::{Sql, Store};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::death_support::Graves;

pub const HOSPITAL: &str = "hospital-mau-01";
pub const COMMITTEE: &str = "committee-00004";
pub const HOA: &str = "Nguyễn Thị Hoa";
pub const NUMBER_OF_HOA: &str = "001196000123";
pub const FORMER_NUMBER_OF_HOA: &str = "001096000123";

/// A key of a hospital.
pub struct Key {
    pub id: String,
    signing: EncodingKey,
    pub public: OrganisationJwk,
}

impl Key {
    pub fn new(id: &str) -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).expect("a key");
        let point = pair.public_key().as_ref();
        let part = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        Self {
            id: id.to_owned(),
            signing: EncodingKey::from_ec_der(pkcs8.as_ref()),
            public: OrganisationJwk {
                kty: "EC".into(),
                crv: "P-256".into(),
                x: part(1..33),
                y: part(33..65),
            },
        }
    }

    pub fn sign(&self, notice: &Value) -> String {
        self.sign_as("birth-notice+jws", notice)
    }

    pub fn sign_as(&self, kind: &str, notice: &Value) -> String {
        let header = Header {
            typ: Some(kind.to_owned()),
            kid: Some(self.id.clone()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, notice, &self.signing).expect("signed")
    }
}

#[derive(Clone)]
pub struct House {
    pub mediator: Mediator,
    pub store: Store,
    pub sources: Sources,
    pub mint: Arc<ActorMint>,
    pub hospital: Actor,
    pub key: Arc<Key>,
    pub keys: Arc<Mutex<BTreeMap<String, OrganisationKey>>>,
    /// Whom the register knows, by present and former numbers.
    pub people: Arc<Mutex<BTreeMap<String, (String, PersonId)>>>,
    pub down: Arc<AtomicBool>,
    /// Children that were entered into the population register.
    pub children: Arc<Mutex<Vec<PersonId>>>,
    /// What the population register knows of deaths.
    pub graves: Graves,
    pub room: CivilStatus,
    pub seal: RoomSeal,
    pub officer: Actor,
}

impl House {
    pub async fn new(store: Store) -> Self {
        let clock = ManualClock::new("2026-11-20T02:00:00Z".parse().expect("a moment"));
        let sources = Sources::manual(Arc::new(clock), 11);
        let content = Arc::new(Content::embedded().expect("the content"));
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) =
            Mediator::new(Arc::clone(&content), ledger, sources.clone()).expect("a mediator");
        let room = CivilStatus::new(
            store.clone(),
            content,
            mediator.clone(),
            mint.room("civil-status"),
            sources.clone(),
        )
        .expect("the room");
        room.prepare().await.expect("tables");
        let org = |id| OrgId::new(id).expect("an id");
        let roles = ["birth_notice_sender", "death_notice_sender"];
        let roles = roles.map(str::to_owned).to_vec();
        let house = Self {
            mediator,
            store,
            hospital: mint.organisation("k1", "Bệnh viện Mẫu", org(HOSPITAL), roles),
            officer: mint.officer(
                "o1",
                "Trần Thị Bình",
                None,
                org(COMMITTEE),
                vec!["registrar".to_owned()],
                2,
            ),
            seal: mint.room("casework"),
            mint: Arc::new(mint),
            key: Arc::new(Key::new("k1")),
            keys: Arc::default(),
            people: Arc::default(),
            down: Arc::default(),
            children: Arc::default(),
            graves: Graves::default(),
            room: room.clone(),
            sources,
        };
        house.register_key(&house.key, HOSPITAL, 0, None);
        let mut registry = Registry::default();
        room.serve(&mut registry);
        house.serve_keys(&mut registry);
        house.serve_population(&mut registry);
        house.serve_deaths(&mut registry);
        house.mediator.open(registry).expect("opened");
        house
    }

    fn serve_keys(&self, registry: &mut Registry) {
        let keys = Arc::clone(&self.keys);
        registry.serve::<GetOrganisationKey, _, _>(move |_, request: GetOrganisationKeyRequest| {
            let found = keys.lock().expect("a lock").get(&request.key_id).cloned();
            async move {
                found
                    .map(Reply::public)
                    .ok_or_else(|| ServiceError::not_found("organisation-key-not-found"))
            }
        });
    }

    fn serve_population(&self, registry: &mut Registry) {
        let (people, down) = (Arc::clone(&self.people), Arc::clone(&self.down));
        registry.serve::<VerifyPerson, _, _>(move |_, request: VerifyPersonRequest| {
            let known = people
                .lock()
                .expect("a lock")
                .get(&request.personal_number)
                .cloned();
            let down = down.load(Ordering::SeqCst);
            async move {
                if down {
                    return Err(ServiceError::unavailable("the population register is down"));
                }
                let known = known.filter(|(name, _)| *name == request.name);
                Ok(Reply::public(VerifyPersonResponse {
                    matches: Some(known.is_some()),
                    person_id: known.map(|(_, person)| person),
                    ..VerifyPersonResponse::default()
                }))
            }
        });
        let (down, children) = (Arc::clone(&self.down), Arc::clone(&self.children));
        let next = Arc::new(AtomicU32::new(1));
        registry.serve::<RegisterChild, _, _>(move |_, request: RegisterChildRequest| {
            let down = down.load(Ordering::SeqCst);
            let serial = next.fetch_add(1, Ordering::SeqCst);
            if !down {
                children.lock().expect("a lock").push(request.person_id);
            }
            async move {
                if down {
                    return Err(ServiceError::unavailable("the population register is down"));
                }
                let response = RegisterChildResponse {
                    person_id: Some(request.person_id),
                    personal_number: Some(format!("001326{serial:06}")),
                };
                Ok(Reply::about(request.person_id, response))
            }
        });
    }

    pub fn register_key(&self, key: &Key, org: &str, from: i64, revoked_at: Option<i64>) {
        let known = OrganisationKey {
            org_id: OrgId::new(org).ok(),
            public_key: Some(key.public.clone()),
            valid_from: Some(from),
            revoked_at,
        };
        let mut keys = self.keys.lock().expect("a lock");
        keys.insert(key.id.clone(), known);
    }

    /// A mother whom the register knows by these numbers.
    pub fn mother(&self, name: &str, numbers: &[&str]) -> PersonId {
        let person = self.sources.person_id();
        let mut people = self.people.lock().expect("a lock");
        for number in numbers {
            people.insert((*number).to_owned(), (name.to_owned(), person));
        }
        person
    }

    pub async fn send(&self, notice: &Value) -> Result<ReceiveBirthNoticeResponse, MediatorError> {
        self.send_jws(&self.hospital, self.key.sign(notice)).await
    }

    pub async fn send_jws(
        &self,
        actor: &Actor,
        notice: String,
    ) -> Result<ReceiveBirthNoticeResponse, MediatorError> {
        let key = self.sources.uuid().to_string();
        let ask = Ask::new(actor, "birth-notice.send");
        let request = ReceiveBirthNoticeRequest { notice };
        self.mediator
            .command::<ReceiveBirthNotice>(ask, &key, &request)
            .await
    }

    /// What the mother sees.
    pub async fn look(
        &self,
        mother: PersonId,
        notice_id: Option<&str>,
    ) -> Result<BirthNotice, MediatorError> {
        let citizen = self.mint.citizen("c1", HOA, mother, 2);
        let request = GetBirthNoticeRequest {
            person_id: mother,
            notice_id: notice_id.map(str::to_owned),
        };
        let ask = Ask::new(&citizen, "own-data");
        self.mediator.call::<GetBirthNotice>(ask, &request).await
    }

    pub async fn register(
        &self,
        key: &str,
        request: &RegisterBirthRequest,
    ) -> Result<RegisterBirthResponse, MediatorError> {
        let actor = self.seal.on_behalf_of(self.officer.reference());
        let ask = Ask::new(&actor, "birth-registration.decide").in_case("H26-1");
        self.mediator
            .command::<RegisterBirth>(ask, key, request)
            .await
    }

    /// The bodies of the events of a topic, in order.
    pub async fn events(&self, topic: &str) -> Vec<Value> {
        let rows = self
            .store
            .read()
            .rows(
                "SELECT body FROM outbox WHERE topic = ? ORDER BY recorded_at, id",
                [topic.into()],
            )
            .await
            .expect("the outbox");
        let body = |row: &sea_orm::QueryResult| row.try_get("", "body").expect("a body");
        rows.iter().map(body).collect()
    }

    pub async fn count(&self, table: &str) -> i64 {
        let row = self
            .store
            .read()
            .row(&format!("SELECT COUNT(*) AS n FROM {table}"), [])
            .await
            .expect("counted")
            .expect("a row");
        row.try_get("", "n").expect("a number")
    }
}

/// A notice of a girl born on 18 November 2026 whose mother is Hoa.
pub fn notice(number: &str, revision: u32) -> Value {
    json!({
        "notice_number": number,
        "revision": revision,
        "issued_on": "2026-11-19",
        "facility": HOSPITAL,
        "mother": { "name": HOA, "birth_date": "1996-03-07", "personal_number": NUMBER_OF_HOA },
        "child": {
            "sex": "female", "birth_date": "2026-11-18", "birth_time": "06:40",
            "weight_grams": 3150, "count": 1,
        },
        "place": { "facility": "Bệnh viện Mẫu", "commune": "00004", "line": "Số 1, phố Mẫu" },
        "attended_by": "Lê Thị Lan",
    })
}

/// The notice with another value at a pointer.
pub fn with(mut notice: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    notice.pointer_mut(parent).expect("a parent")[name] = value;
    notice
}

/// The birth of that girl, as a registrar accepts it.
pub fn birth(name: &str, mother: PersonId, child: Option<PersonId>) -> RegisterBirthRequest {
    RegisterBirthRequest {
        org_id: OrgId::new(COMMITTEE).expect("an id"),
        child: ChildOfBirth {
            person_id: child,
            name: name.to_owned(),
            sex: Sex::Female,
            birth_date: "2026-11-18".parse().expect("a date"),
            birth_time: None,
            birth_order: None,
            birth_place: Place::default(),
            hometown: None,
            ethnicity: None,
            nationality: Some("VN".into()),
            birth_notice_number: None,
        },
        mother: Some(ParentOfBirth {
            person_id: Some(mother),
            name: HOA.into(),
            ..ParentOfBirth::default()
        }),
        father: None,
        declarant: DeclarantOfBirth::default(),
        dossier_number: None,
        registrar: "Trần Thị Bình".into(),
        registered_on: "2026-11-20".parse().expect("a date"),
    }
}

pub fn code(error: &MediatorError) -> Option<&'static str> {
    match error {
        MediatorError::Service(error) => error.code(),
        _ => None,
    }
}

/// Pointers of the fields that are not right.
pub fn pointers(error: MediatorError) -> Vec<String> {
    match error {
        MediatorError::Invalid(problems)
        | MediatorError::Service(ServiceError::Invalid(problems)) => problems
            .into_iter()
            .map(|problem| problem.pointer)
            .collect(),
        other => panic!("{other}"),
    }
}
