//! Notices through the rooms as they really are.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    middleware,
};
use dean06_content::Content;
use dean06_contracts::{
    civil_status::{BirthNotice, GetBirthNotice, GetBirthNoticeRequest},
    population::{ReplacePersonalNumber, ReplacePersonalNumberRequest},
};
use dean06_identity::{Identity, IdentityOptions};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sources};
use dean06_mediator::{Actor, Ask, MediatorError};
use dean06_store::{Store, testing};
use dean06_ui::Ui;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{BIRTH_NOTICE, Hospital, MOTHER, first_notice, send_first_notice};
use crate::{
    accounts::DemoPeople,
    house::{House, Rooms, Surroundings},
    seed,
};

const SEED: u64 = 6;

struct Town {
    _folder: tempfile::TempDir,
    house: House,
    mother: PersonId,
    herself: Actor,
    keeper: Actor,
}

impl Town {
    async fn new(store: Store) -> Self {
        let clock = ManualClock::new("2026-11-22T02:00:00Z".parse().expect("a moment"));
        let sources = Sources::manual(Arc::new(clock), 5);
        let content = Arc::new(Content::embedded().expect("the content"));
        let folder = tempfile::tempdir().expect("a folder");
        let around = Surroundings {
            folder: folder.path().to_owned(),
            ..Surroundings::default()
        };
        let (rooms, mint) = Rooms::open(sources.clone(), content, store, around)
            .await
            .expect("rooms");
        seed::load(&rooms, 0, SEED).await.expect("people");
        let people = DemoPeople::of(&rooms, SEED).expect("people");
        let mother = people.find(MOTHER).expect("the mother").id;
        let police = OrgId::new("police-00004").expect("an id");
        let roles = vec!["register_keeper".to_owned()];
        let keeper = mint.officer("o1", "Vũ Thị Hiền", None, police, roles, 2);
        let herself = mint.citizen("c1", "Nguyệt", mother, 2);
        let ui = Ui::load().expect("locales");
        let identity = Identity::new(
            rooms.store.clone(),
            rooms.mediator.clone(),
            mint,
            ui.clone(),
            sources,
            IdentityOptions::default(),
        );
        identity.prepare().await.expect("tables");
        Self {
            _folder: folder,
            house: House {
                rooms,
                ui,
                identity,
            },
            mother,
            herself,
            keeper,
        }
    }

    async fn look(&self) -> Result<BirthNotice, MediatorError> {
        self.look_at(None).await
    }

    async fn look_at(&self, notice_id: Option<String>) -> Result<BirthNotice, MediatorError> {
        let ask = Ask::new(&self.herself, "own-data");
        let request = GetBirthNoticeRequest {
            person_id: self.mother,
            notice_id,
        };
        self.house
            .rooms
            .mediator
            .call::<GetBirthNotice>(ask, &request)
            .await
    }

    fn notice(&self, hospital: &Hospital) -> Value {
        first_notice(&self.house.rooms, &hospital.org, SEED).expect("a notice")
    }
}

#[test]
fn the_key_of_the_demonstration_is_always_the_same() {
    let hospital = Hospital::demo().expect("a hospital");
    // As docs/api.md has it.
    assert_eq!(
        hospital.key_id,
        "pWTxRr4uVQ9-yfY-SpIYtIWnCwH0UEAP5FnZQnQ4rrk"
    );
}

#[tokio::test]
async fn the_demonstration_begins_with_a_notice_that_has_just_arrived() {
    testing::each_engine(async |store| {
        let town = Town::new(store).await;
        for _ in 0..2 {
            send_first_notice(&town.house, SEED).await.expect("sent");
        }
        let seen = town.look().await.expect("one");
        assert_eq!(seen.birth_date, "2026-11-21".parse().ok());
        assert_eq!(seen.registered, Some(false));
    })
    .await;
}

#[tokio::test]
async fn a_number_that_was_replaced_last_week_leads_to_the_mother() {
    testing::each_engine(async |store| {
        let town = Town::new(store).await;
        let rooms = &town.house.rooms;
        let hospital = Hospital::demo().expect("a hospital");
        let former = town.notice(&hospital);
        let right = "1998-07-21";
        let request = ReplacePersonalNumberRequest {
            person_id: town.mother,
            sex: None,
            birth_date: right.parse().ok(),
            reason: "Đính chính năm sinh".to_owned(),
            valid_from: "2026-11-15".parse().expect("a date"),
        };
        let ask = Ask::new(&town.keeper, "register-keeping").in_case("QD-1");
        let replaced = rooms
            .mediator
            .command::<ReplacePersonalNumber>(ask, "r1", &request)
            .await
            .expect("replaced");
        let known = former["mother"]["personal_number"].as_str();
        assert_eq!(replaced.former_personal_number.as_deref(), known);
        hospital
            .register(&town.house.identity)
            .await
            .expect("registered");
        // Her card shows the former number and what was held to be right with it; she herself tells
        // the right day.
        for (number, born) in [
            ("GCS-1", former["mother"]["birth_date"].clone()),
            ("GCS-2", json!(right)),
        ] {
            let mut notice = former.clone();
            notice["notice_number"] = json!(number);
            notice["mother"]["birth_date"] = born;
            let taken = hospital
                .send(
                    &town.house.identity,
                    &rooms.mediator,
                    &rooms.sources,
                    &notice,
                )
                .await
                .expect("taken");
            town.look_at(taken.notice_id).await.expect("hers");
        }
    })
    .await;
}

#[tokio::test]
async fn a_hospital_sends_over_the_api() {
    testing::each_engine(async |store| {
        let town = Town::new(store).await;
        let (rooms, identity) = (&town.house.rooms, &town.house.identity);
        let hospital = Hospital::demo().expect("a hospital");
        hospital.register(identity).await.expect("registered");
        let api: Router = dean06_mediator::api_router(rooms.mediator.clone()).layer(
            middleware::from_fn_with_state(identity.clone(), Identity::resolve),
        );
        let notice = town.notice(&hospital);
        let notice = hospital.sign(BIRTH_NOTICE, &notice).expect("signed");
        let send = async |token: Option<String>| {
            let mut request = Request::post("/api/civil-status.receive-birth-notice/1")
                .header("dean06-purpose", "birth-notice.send")
                .header("idempotency-key", "GCS-1");
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let body = Body::from(json!({ "notice": notice }).to_string());
            let answer = api.clone().oneshot(request.body(body).expect("a request"));
            let answer = answer.await.expect("answered");
            let status = answer.status();
            let body = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
            (
                status,
                serde_json::from_slice::<Value>(&body).expect("JSON"),
            )
        };
        let (status, problem) = send(None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(problem["type"], "urn:dean06:problem:sign-in-required");
        let token = hospital.token(&rooms.sources).expect("a token");
        let (status, first) = send(Some(token.clone())).await;
        assert_eq!(status, StatusCode::OK, "{first}");
        assert_eq!(first["revision"], 1);
        let (status, problem) = send(Some(token)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(problem["type"], "urn:dean06:problem:token-used");
        let token = hospital.token(&rooms.sources).expect("a token");
        assert_eq!(send(Some(token)).await, (StatusCode::OK, first));
        town.look().await.expect("hers");
    })
    .await;
}
