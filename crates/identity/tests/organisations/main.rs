//! Keys of organisations and the tokens that they sign, on both engines, over HTTP.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

mod support;

use std::sync::Arc;

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_contracts::identity::{GetOrganisationKey, GetOrganisationKeyRequest};
use dean06_identity::RegisterOrganisationKeyError;
use dean06_kernel::{Clock, OrgId};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::{Sql, testing};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{HOSPITAL, Key, Site};

#[tokio::test]
async fn an_organisation_signs_in_for_one_request() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let (key, id) = site.hospital().await;
        let token = key.token(&id, &site.claims("1"));
        let (status, who) = site.ask("/api/echo", &token).await;
        assert_eq!(status, StatusCode::OK);
        let expected = "organisation hospital-mau-01 birth_notice_sender: ";
        assert!(
            who.starts_with(expected) && who.len() > expected.len(),
            "{who}"
        );
        assert_eq!(site.refusal(&token).await, "token-used");

        // Several audiences, and the longest life there may be.
        let mut claims = site.claims("2");
        claims["aud"] = json!(["other", "dean06"]);
        claims["exp"] = json!(claims["exp"].as_i64().expect("a number") + 240);
        assert_eq!(
            site.ask("/api/echo", &key.token(&id, &claims)).await.0,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn of_twenty_requests_with_one_token_one_passes() {
    testing::each_engine(async |store| {
        let site = Arc::new(Site::new(store).await);
        let (key, id) = site.hospital().await;
        let token = key.token(&id, &site.claims("1"));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (site, token) = (Arc::clone(&site), token.clone());
                tokio::spawn(async move { site.ask("/api/echo", &token).await.0 })
            })
            .collect();
        let mut passed = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                StatusCode::OK => passed += 1,
                status => assert_eq!(status, StatusCode::UNAUTHORIZED),
            }
        }
        assert_eq!(passed, 1);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_token_gets_its_own_answer() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let (key, id) = site.hospital().await;
        let now = site.claims("")["exp"].as_i64().expect("a number") - 60;
        let cases = [
            ("exp", json!(now), "token-expired"),
            ("exp", json!(now - 86_400), "token-expired"),
            ("exp", json!(now + 301), "token-lives-too-long"),
            ("exp", json!(i64::MAX), "token-lives-too-long"),
            ("exp", json!("soon"), "token-invalid"),
            ("aud", json!("somebody-else"), "token-audience-wrong"),
            ("aud", json!([]), "token-audience-wrong"),
            ("iss", json!("hospital-mau-02"), "token-invalid"),
            ("sub", json!("hospital-mau-02"), "token-invalid"),
            ("jti", json!(""), "token-invalid"),
            ("jti", json!("x".repeat(101)), "token-invalid"),
            ("jti", Value::Null, "token-invalid"),
        ];
        for (claim, value, expected) in cases {
            let mut claims = site.claims("same");
            claims[claim] = value;
            let token = key.token(&id, &claims);
            assert_eq!(site.refusal(&token).await, expected, "{claims}");
        }
        let good = key.token(&id, &site.claims("same"));
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(json!({ "alg": "none", "kid": id }).to_string());
        let mut claims = site.claims("same");
        claims["roles"] = json!(["registrar"]);
        let changed = URL_SAFE_NO_PAD.encode(claims.to_string());
        for (token, expected) in [
            (format!("{none}.{}.", parts[1]), "token-invalid"),
            (
                format!("{}.{changed}.{}", parts[0], parts[2]),
                "token-invalid",
            ),
            (Key::new().token(&id, &claims), "token-invalid"),
            (Key::new().token("unknown", &claims), "token-key-unknown"),
            ("a.b.c".to_owned(), "token-invalid"),
            ("..".to_owned(), "token-invalid"),
        ] {
            assert_eq!(site.refusal(&token).await, expected, "{token}");
        }
        // None of them has used up the id.
        assert_eq!(site.ask("/api/echo", &good).await.0, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_key_signs_in_from_its_first_day_until_it_is_revoked() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let key = Key::new();
        let from = site.clock.now().as_microsecond() + 60_000_000;
        let mut new = key.of(HOSPITAL);
        new.valid_from = Some(from);
        let id = site
            .room
            .register_organisation_key(new)
            .await
            .expect("registered");
        let early = key.token(&id, &site.claims("1"));
        assert_eq!(site.refusal(&early).await, "token-key-unknown");
        site.clock.advance(SignedDuration::from_secs(60));
        let token = key.token(&id, &site.claims("2"));
        assert_eq!(site.ask("/api/echo", &token).await.0, StatusCode::OK);

        let told = site.ask_for_key(&key.token(&id, &site.claims("3"))).await;
        let told = told.expect("told");
        assert_eq!(told["org_id"], HOSPITAL);
        assert_eq!(told["public_key"], json!(key.public));
        assert_eq!(told["valid_from"], from);
        assert_eq!(told["revoked_at"], Value::Null);

        assert!(
            site.room
                .revoke_organisation_key(&id)
                .await
                .expect("written")
        );
        assert!(
            !site
                .room
                .revoke_organisation_key(&id)
                .await
                .expect("written")
        );
        let late = key.token(&id, &site.claims("4"));
        assert_eq!(site.refusal(&late).await, "token-key-unknown");
        assert!(matches!(
            site.room.register_organisation_key(key.of(HOSPITAL)).await,
            Err(RegisterOrganisationKeyError::Revoked)
        ));
    })
    .await;
}

#[tokio::test]
async fn keys_are_listed_page_by_page() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let other = "hospital-mau-02";
        let mut all = Vec::new();
        for number in 0..53 {
            let new = Key::new().of(if number % 2 == 0 { HOSPITAL } else { other });
            let id = site.room.register_organisation_key(new).await;
            all.push(id.expect("registered"));
        }
        all.sort_unstable();
        assert!(
            site.room
                .revoke_organisation_key(&all[0])
                .await
                .expect("written")
        );
        let page = async |org: Option<&OrgId>, after: Option<&str>| {
            site.room
                .list_organisation_keys(org, after)
                .await
                .expect("a page")
        };
        let first = page(None, None).await;
        assert_eq!(first.len(), 50);
        assert!(first[0].revoked_at.is_some() && first[1].revoked_at.is_none());
        let rest = page(None, Some(&first[49].id)).await;
        let listed: Vec<String> = first.into_iter().chain(rest).map(|key| key.id).collect();
        assert_eq!(listed, all);
        assert!(page(None, all.last().map(String::as_str)).await.is_empty());
        let org = OrgId::new(other).expect("an organisation");
        let of_one = page(Some(&org), None).await;
        assert_eq!(of_one.len(), 26);
        assert!(of_one.iter().all(|key| key.org == org));
    })
    .await;
}

#[tokio::test]
async fn pages_know_no_organisations_and_tokens_are_forgotten() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let (key, id) = site.hospital().await;
        let token = key.token(&id, &site.claims("1"));
        assert_eq!(site.ask("/echo", &token).await.1, "nobody");
        for jti in ["1", "2"] {
            let token = key.token(&id, &site.claims(jti));
            assert_eq!(site.ask("/api/echo", &token).await.0, StatusCode::OK);
            site.clock.advance(SignedDuration::from_mins(2));
        }
        let row = site
            .store
            .read()
            .row("SELECT COUNT(*) AS n FROM organisation_token", []);
        let row = row.await.expect("counted").expect("a row");
        assert_eq!(row.try_get::<i64>("", "n").expect("a number"), 1);
    })
    .await;
}

#[tokio::test]
async fn only_keys_that_can_be_used_are_registered() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let register = |new| site.room.register_organisation_key(new);
        let (key, id) = site.hospital().await;
        assert_eq!(register(key.of(HOSPITAL)).await.expect("again"), id);
        assert!(matches!(
            register(key.of("hospital-mau-02")).await,
            Err(RegisterOrganisationKeyError::Taken)
        ));
        assert!(matches!(
            register(Key::new().of("hospital-of-nobody")).await,
            Err(RegisterOrganisationKeyError::Organisation(_))
        ));
        let mut blank = Key::new().of(HOSPITAL);
        blank.roles = vec!["two words".to_owned()];
        assert!(matches!(
            register(blank).await,
            Err(RegisterOrganisationKeyError::Role)
        ));
        let off = URL_SAFE_NO_PAD.encode([1_u8; 32]);
        for (field, value) in [
            ("kty", "RSA"),
            ("crv", "P-384"),
            ("x", "!"),
            ("x", off.as_str()),
        ] {
            let mut public = json!(Key::new().public);
            public[field] = json!(value);
            let mut new = Key::new().of(HOSPITAL);
            new.public_key = serde_json::from_value(public).expect("a key");
            assert!(
                matches!(register(new).await, Err(RegisterOrganisationKeyError::Key)),
                "{field}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_but_a_room_asks_for_keys() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let request = GetOrganisationKeyRequest {
            key_id: "unknown".to_owned(),
        };
        let (key, id) = site.hospital().await;
        let token = key.token(&id, &site.claims("1"));
        let hospital = site.room.organisation(&token).await.expect("signed in");
        let ask = Ask::new(&hospital, "birth-notice.receive");
        let told = site
            .mediator
            .call::<GetOrganisationKey>(ask, &request)
            .await;
        assert!(matches!(told, Err(MediatorError::NotPermitted { .. })));
        let room = site.seal.on_behalf_of(hospital.reference());
        let ask = Ask::new(&room, "birth-notice.receive");
        let told = site
            .mediator
            .call::<GetOrganisationKey>(ask, &request)
            .await;
        assert!(matches!(
            told,
            Err(MediatorError::Service(ServiceError::NotFound(_)))
        ));
    })
    .await;
}
