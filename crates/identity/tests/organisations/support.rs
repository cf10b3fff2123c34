//! A site with the keys of organisations, and keys to sign with.

use std::sync::Arc;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    middleware,
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_content::Content;
use dean06_contracts::identity::{GetOrganisationKey, GetOrganisationKeyRequest, OrganisationJwk};
use dean06_identity::{Identity, IdentityOptions, NewOrganisationKey};
use dean06_kernel::{Clock, ManualClock, OrgId, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{Ask, Mediator, MediatorError, Registry, RoomSeal, Session};
use dean06_store::Store;
use dean06_ui::Ui;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const HOSPITAL: &str = "hospital-mau-01";

pub struct Key {
    signing: EncodingKey,
    pub public: OrganisationJwk,
}

impl Key {
    pub fn new() -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).expect("a key");
        let point = pair.public_key().as_ref();
        let part = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        Self {
            signing: EncodingKey::from_ec_der(pkcs8.as_ref()),
            public: OrganisationJwk {
                kty: "EC".into(),
                crv: "P-256".into(),
                x: part(1..33),
                y: part(33..65),
            },
        }
    }

    pub fn of(&self, org: &str) -> NewOrganisationKey {
        NewOrganisationKey {
            org: OrgId::new(org).expect("an id"),
            public_key: self.public.clone(),
            roles: vec!["birth_notice_sender".to_owned()],
            valid_from: None,
        }
    }

    pub fn token(&self, id: &str, claims: &Value) -> String {
        let header = Header {
            kid: Some(id.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.signing).expect("a token")
    }
}

pub struct Site {
    app: Router,
    pub room: Identity,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub mediator: Mediator,
    pub seal: RoomSeal,
}

impl Site {
    pub async fn new(store: Store) -> Self {
        let clock = Arc::new(ManualClock::new(
            "2026-11-22T02:00:00Z".parse().expect("a moment"),
        ));
        let sources = Sources::manual(Arc::clone(&clock), 3);
        let content = Arc::new(Content::embedded().expect("the content"));
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) = Mediator::new(content, ledger, sources.clone()).expect("a mediator");
        let mut registry = Registry::default();
        dean06_identity::serve(&mut registry, store.clone());
        mediator.open(registry).expect("opened");
        let seal = mint.room("civil-status");
        let room = Identity::new(
            store.clone(),
            mediator.clone(),
            mint,
            Ui::load().expect("locales"),
            sources,
            IdentityOptions::default(),
        );
        room.prepare().await.expect("tables");
        let echo = async |session: Option<Extension<Session>>| {
            session.map_or("nobody".to_owned(), |session| {
                let actor = &session.0.actor;
                let org = actor.org().map(ToString::to_string).unwrap_or_default();
                let (kind, roles) = (actor.kind().as_str(), actor.roles().join(" "));
                format!("{kind} {org} {roles}: {}", actor.name())
            })
        };
        let app = Router::new()
            .route("/api/echo", post(echo))
            .route("/echo", post(echo))
            .layer(middleware::from_fn_with_state(
                room.clone(),
                Identity::resolve,
            ));
        Self {
            app,
            room,
            store,
            clock,
            mediator,
            seal,
        }
    }

    pub async fn hospital(&self) -> (Key, String) {
        let key = Key::new();
        let new = key.of(HOSPITAL);
        let id = self
            .room
            .register_organisation_key(new)
            .await
            .expect("registered");
        (key, id)
    }

    /// What a good token says, but for its id.
    pub fn claims(&self, jti: &str) -> Value {
        let now = self.clock.now().as_second();
        json!({ "iss": HOSPITAL, "sub": HOSPITAL, "aud": "dean06", "exp": now + 60, "jti": jti })
    }

    pub async fn ask(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .expect("a request");
        let answer = self.app.clone().oneshot(request).await.expect("answered");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    /// The code of the problem with which a token is refused.
    pub async fn refusal(&self, token: &str) -> String {
        let (status, body) = self.ask("/api/echo", token).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{body}");
        let problem: Value = serde_json::from_str(&body).expect("problem details");
        assert!(
            problem["detail"]["vi"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let kind = problem["type"].as_str().expect("a type");
        kind.rsplit(':').next().expect("a code").to_owned()
    }

    pub async fn ask_for_key(&self, id: &str) -> Result<Value, MediatorError> {
        let actor = self.room.organisation(id).await;
        let actor = actor.expect("a token stands for the hospital");
        let room = self.seal.on_behalf_of(actor.reference());
        let request = GetOrganisationKeyRequest {
            key_id: actor.id().to_owned(),
        };
        let ask = Ask::new(&room, "birth-notice.receive");
        let told = self
            .mediator
            .call::<GetOrganisationKey>(ask, &request)
            .await?;
        Ok(json!(told))
    }
}
