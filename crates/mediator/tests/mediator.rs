//! The mediator on both engines, with the real policies and a handler that stands for a register.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::sync::{Arc, Mutex};

use dean06_content::Content;
use dean06_contracts::{
    casework::{ListServices, ListServicesRequest, ListServicesResponse, ServiceRow},
    ledger::{WhoUsedMyData, WhoUsedMyDataRequest},
    population::{
        CorrectPerson, CorrectPersonRequest, CorrectPersonResponse, GetPerson, GetPersonRequest,
        PersonRecord,
    },
};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{
    Actor, ActorMint, Ask, Mediator, MediatorError, Registry, Reply, RoomSeal, ServiceError,
    api_router,
};
use dean06_store::{Sql, Store, WriteError, testing};
use serde_json::json;
use tower::ServiceExt;

struct Hall {
    mediator: Mediator,
    mint: ActorMint,
    seal: RoomSeal,
    ledger: Ledger,
    person: PersonId,
    keys: Arc<Mutex<Vec<String>>>,
}

async fn hall(store: &Store) -> Hall {
    let clock = ManualClock::new("2026-11-22T02:00:00Z".parse().expect("a moment"));
    let sources = Sources::manual(Arc::new(clock), 7);
    let content = Arc::new(Content::embedded().expect("the content"));
    let ledger = Ledger::open(store.clone(), sources.clone())
        .await
        .expect("a ledger");
    let (mediator, mint) =
        Mediator::new(content, ledger.clone(), sources.clone()).expect("a mediator");
    let person = sources.person_id();
    let keys = Arc::new(Mutex::new(Vec::new()));
    let mut registry = Registry::default();
    registry.serve::<GetPerson, _, _>(move |_, request: GetPersonRequest| async move {
        let person = request
            .person_id
            .ok_or_else(|| ServiceError::not_found("not-found"))?;
        let record = PersonRecord {
            person_id: Some(person),
            name: Some("Nguyễn Thị Hoa".into()),
            religion: Some("02".into()),
            ..PersonRecord::default()
        };
        Ok(Reply::about(person, record))
    });
    let seen = Arc::clone(&keys);
    registry.serve::<CorrectPerson, _, _>(move |context, _| {
        let seen = Arc::clone(&seen);
        async move {
            seen.lock()
                .expect("a lock")
                .push(context.command_key()?.to_owned());
            Ok(Reply::public(CorrectPersonResponse {
                fact_id: Some("f1".into()),
            }))
        }
    });
    registry.serve::<ListServices, _, _>(|_, request: ListServicesRequest| async move {
        let rows = vec![ServiceRow::default(); usize::from(request.limit.unwrap_or(1)) + 1];
        Ok(Reply::public(ListServicesResponse {
            rows: Some(rows),
            next_cursor: None,
        }))
    });
    mediator.open(registry).expect("opened");
    let seal = mint.room("casework");
    Hall {
        mediator,
        mint,
        seal,
        ledger,
        person,
        keys,
    }
}

fn about(person: PersonId) -> GetPersonRequest {
    GetPersonRequest {
        person_id: Some(person),
        ..GetPersonRequest::default()
    }
}

#[tokio::test]
async fn a_citizen_sees_the_own_record_and_that_it_was_seen() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let citizen = hall.mint.citizen("a1", "Nguyễn Thị Hoa", hall.person, 2);
        let ask = Ask::new(&citizen, "own-data");
        let record = hall
            .mediator
            .call::<GetPerson>(ask, &about(hall.person))
            .await
            .expect("told");
        assert_eq!(record.religion.as_deref(), Some("02"));
        let request = WhoUsedMyDataRequest {
            person_id: hall.person,
            limit: None,
            cursor: None,
        };
        let trail = hall
            .mediator
            .call::<WhoUsedMyData>(ask, &request)
            .await
            .expect("told");
        let rows = trail.rows.expect("rows");
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].by_myself, Some(true));
        assert_eq!(rows[0].service.as_deref(), Some("population.get-person/1"));
        assert_eq!(
            rows[0].fields,
            Some(vec!["person_id".into(), "name".into(), "religion".into()])
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_else_sees_it_and_nothing_is_recorded_of_what_was_not_told() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let stranger = hall
            .mint
            .citizen("a2", "B", PersonId::from_uuid(uuid::Uuid::nil()), 2);
        let org = OrgId::new("committee-00004").expect("an id");
        let clerk = hall
            .mint
            .officer("o1", "C", None, org, vec!["one_stop_officer".into()], 2);
        let anonymous = Actor::anonymous();
        for (ask, why) in [
            (Ask::new(&stranger, "own-data"), "another citizen"),
            (
                Ask::new(&clerk, "case-handling").in_case("H1"),
                "a role that may not",
            ),
            (Ask::new(&clerk, "own-data"), "a purpose of citizens"),
            (Ask::new(&stranger, "no-such-purpose"), "an unknown purpose"),
        ] {
            let refused = hall
                .mediator
                .call::<GetPerson>(ask, &about(hall.person))
                .await;
            assert!(
                matches!(refused, Err(MediatorError::NotPermitted { .. })),
                "{why}"
            );
        }
        let ask = Ask::new(&anonymous, "own-data");
        let refused = hall
            .mediator
            .call::<GetPerson>(ask, &about(hall.person))
            .await;
        assert!(matches!(refused, Err(MediatorError::SignInRequired(_))));
        assert_eq!(hall.ledger.size().await.expect("read"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_purpose_opens_its_fields_only_and_a_room_answers_for_its_principal() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let citizen = hall.mint.citizen("a1", "Nguyễn Thị Hoa", hall.person, 2);
        let room = hall.seal.on_behalf_of(citizen.reference());
        let ask = Ask::new(&room, "birth-registration.prefill").in_case("draft-1");
        let record = hall
            .mediator
            .call::<GetPerson>(ask, &about(hall.person))
            .await
            .expect("told");
        assert_eq!(record.name.as_deref(), Some("Nguyễn Thị Hoa"));
        assert_eq!(record.religion, None, "the purpose does not open it");
        let trail = hall
            .ledger
            .of_person(hall.person, None, 10)
            .await
            .expect("read");
        let entry = &trail.records[0].record;
        assert_eq!(entry.actor_name, "Nguyễn Thị Hoa");
        assert_eq!(entry.room.as_deref(), Some("casework"));
        assert_eq!(entry.case.as_deref(), Some("draft-1"));
        assert!(!entry.fields.contains(&"religion".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_told() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let citizen = hall.mint.citizen("a1", "A", hall.person, 2);
        store
            .write(|tx| {
                Box::pin(async move {
                    Ok::<_, WriteError>(tx.run("DROP TABLE ledger_detail", []).await?)
                })
            })
            .await
            .expect("dropped");
        let ask = Ask::new(&citizen, "own-data");
        let told = hall
            .mediator
            .call::<GetPerson>(ask, &about(hall.person))
            .await;
        assert!(
            matches!(told, Err(MediatorError::NotRecorded(_))),
            "{told:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_call_inside_a_write_fails_at_once() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let citizen = hall.mint.citizen("a1", "A", hall.person, 2);
        let (hall, citizen) = (&hall, &citizen);
        let inside = store
            .write(|_| {
                Box::pin(async move {
                    let ask = Ask::new(citizen, "own-data");
                    let told = hall
                        .mediator
                        .call::<GetPerson>(ask, &about(hall.person))
                        .await;
                    Ok::<_, WriteError>(matches!(told, Err(MediatorError::InsideWrite)))
                })
            })
            .await;
        assert!(inside.expect("written"));
    })
    .await;
}

#[tokio::test]
async fn a_command_needs_its_key_and_its_role() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let org = OrgId::new("police-00004").expect("an id");
        let keeper = hall
            .mint
            .officer("o1", "C", None, org, vec!["register_keeper".into()], 2);
        let request = CorrectPersonRequest {
            person_id: hall.person,
            fields: [("name".to_owned(), json!("B"))].into(),
            valid_from: "2026-01-01".parse().expect("a date"),
            reason: "sai chính tả".into(),
        };
        let ask = Ask::new(&keeper, "register-keeping").in_case("H1");
        let without = hall
            .mediator
            .command::<CorrectPerson>(ask, "", &request)
            .await;
        assert!(matches!(without, Err(MediatorError::KeyMissing(_))));
        hall.mediator
            .command::<CorrectPerson>(ask, "k1", &request)
            .await
            .expect("done");
        assert_eq!(*hall.keys.lock().expect("a lock"), ["k1"]);
        let outside = Ask::new(&keeper, "register-keeping");
        let refused = hall
            .mediator
            .command::<CorrectPerson>(outside, "k2", &request)
            .await;
        assert!(
            matches!(refused, Err(MediatorError::NotPermitted { .. })),
            "outside of a case"
        );
    })
    .await;
}

#[tokio::test]
async fn requests_are_checked_and_pages_are_bounded() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let anonymous = Actor::anonymous();
        let ask = Ask::new(&anonymous, "public-information");
        let name = "casework.list-services/1";
        let told = hall
            .mediator
            .call_json(ask, name, json!({ "limit": 10 }))
            .await
            .expect("told");
        assert_eq!(told["rows"].as_array().map(Vec::len), Some(11));
        for wrong in [
            json!({ "limit": 51 }),
            json!({ "colour": "red" }),
            json!([]),
            json!(null),
        ] {
            let refused = hall.mediator.call_json(ask, name, wrong.clone()).await;
            assert!(matches!(refused, Err(MediatorError::Invalid(_))), "{wrong}");
        }
        let too_long = hall
            .mediator
            .call_json(ask, name, json!({ "limit": 50 }))
            .await;
        assert!(matches!(
            too_long,
            Err(MediatorError::Service(ServiceError::Internal(_)))
        ));
        let unknown = hall
            .mediator
            .call_json(ask, "casework.no-such/1", json!({}))
            .await;
        assert!(matches!(unknown, Err(MediatorError::UnknownService(_))));
    })
    .await;
}

#[tokio::test]
async fn the_api_answers_problem_details() {
    testing::each_engine(async |store| {
        let hall = hall(&store).await;
        let post = |path: &str, body: &'static str| {
            axum::http::Request::post(path)
                .header("dean06-purpose", "public-information")
                .body(axum::body::Body::from(body))
                .expect("a request")
        };
        let app = api_router(hall.mediator.clone());
        for (path, body, status) in [
            ("/api/casework.list-services/1", "{}", 200),
            ("/api/casework.list-services/1", "{", 422),
            ("/api/casework.list-services/1", r#"{"limit":0}"#, 422),
            ("/api/casework.list-services/9", "{}", 404),
            ("/api/population.get-person/1", "{}", 401),
        ] {
            let answer = app
                .clone()
                .oneshot(post(path, body))
                .await
                .expect("answered");
            assert_eq!(answer.status().as_u16(), status, "{path} {body}");
            if status != 200 {
                assert_eq!(answer.headers()["content-type"], "application/problem+json");
            }
        }
    })
    .await;
}
