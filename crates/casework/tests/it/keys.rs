use dean06_casework::qr;
use dean06_contracts::casework::{
    GetResult, GetResultRequest, ResultView, RevokeResult, RevokeResultRequest, Verdict,
    VerifyResult, VerifyResultRequest, VerifyResultResponse,
};
use dean06_mediator::Actor;
use serde_json::json;

use crate::support::{COMMUNE, House, code, each, pointers};

async fn permit(house: &House, citizen: &Actor) -> (String, ResultView) {
    let dossier = house.submitted(citizen).await;
    let officer = house.registrar("Lan");
    house.receive(&officer, &dossier).await;
    house.approve(&officer, &dossier, 2).await.unwrap();
    let request = GetResultRequest {
        dossier_id: dossier.clone(),
    };
    let result = house.call::<GetResult>(citizen, request).await.unwrap();
    (dossier, result)
}

async fn verify(house: &House, request: VerifyResultRequest) -> VerifyResultResponse {
    house
        .call::<VerifyResult>(&Actor::anonymous(), request)
        .await
        .unwrap()
}

fn by_qr(text: &str) -> VerifyResultRequest {
    VerifyResultRequest {
        qr: Some(text.to_owned()),
        ..VerifyResultRequest::default()
    }
}

#[tokio::test]
async fn a_paper_of_a_former_key_stays_genuine() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let (_, old) = permit(&house, &citizen).await;
        assert_eq!(old.office.as_ref().unwrap().vi, "Công chức hộ tịch");
        assert!(old.place_and_date.as_ref().unwrap().vi.contains("2026"));
        let (one, two) = tokio::join!(house.casework.rotate_keys(), house.casework.rotate_keys());
        // One made the key for both, or each of them one after the other.
        let (one, two) = (one.unwrap(), two.unwrap());
        let made = if one == two { 1 } else { 2 };
        let (_, new) = permit(&house, &citizen).await;
        let jwks = house.casework.jwks().await.unwrap();
        assert_eq!(jwks["keys"].as_array().unwrap().len(), 1 + made);
        let (old_qr, new_qr) = (old.qr.clone().unwrap(), new.qr.clone().unwrap());
        let read = qr::verify(&jwks, &old_qr).unwrap();
        assert_eq!(Some(read.code), old.code);
        assert_eq!(
            (read.kind.as_str(), read.issued_on.as_str()),
            ("kite-permit", "2026-11-09")
        );
        let signed_by = qr::verify(&jwks, &new_qr).unwrap().key;
        assert!([&one[..8], &two[..8]].contains(&signed_by.as_str()));
        // Without the new key, only the old paper is known.
        let before = json!({ "keys": [jwks["keys"][0]] });
        assert!(qr::verify(&before, &old_qr).is_ok());
        assert!(qr::verify(&before, &new_qr).is_err());
        for result in [&old, &new] {
            let told = verify(&house, by_qr(result.qr.as_deref().unwrap())).await;
            assert_eq!(told.verdict, Some(Verdict::Valid));
            assert_eq!(told.number, result.number);
            let signed = VerifyResultRequest {
                jws: result.jws.clone(),
                ..VerifyResultRequest::default()
            };
            let told = verify(&house, signed).await;
            assert_eq!(told.verdict, Some(Verdict::Valid));
        }
        let told = verify(&house, by_qr(&old_qr.replace("D1.", "D1.W"))).await;
        assert_eq!(told.verdict, Some(Verdict::Invalid));
        assert_eq!(
            verify(&house, by_qr("x")).await.verdict,
            Some(Verdict::Invalid)
        );
    })
    .await;
}

#[tokio::test]
async fn another_process_takes_a_new_key_up_within_a_minute() {
    each(|house| async move {
        if house.store.engine() == dean06_store::Engine::Sqlite {
            return;
        }
        let second = House::at(house.database.as_ref().unwrap().url()).await;
        let citizen = second.citizen("A");
        let key = house.casework.rotate_keys().await.unwrap();
        second.clock.advance(jiff::SignedDuration::from_secs(61));
        let (_, result) = permit(&second, &citizen).await;
        let jwks = second.casework.jwks().await.unwrap();
        assert_eq!(
            qr::verify(&jwks, &result.qr.unwrap()).unwrap().key,
            key[..8]
        );
    })
    .await;
}

#[tokio::test]
async fn a_revoked_paper_says_so_and_what_took_its_place() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let (dossier, wrong) = permit(&house, &citizen).await;
        let (_, right) = permit(&house, &citizen).await;
        let leader = house.officer("Sếp", COMMUNE, &["leader"]);
        let request = |replaced_by: Option<String>, reason: &str| RevokeResultRequest {
            dossier_id: dossier.clone(),
            reason: reason.to_owned(),
            replaced_by,
        };
        let outcome = house
            .command::<RevokeResult>(&house.registrar("Lan"), request(None, "Sai tên"))
            .await;
        assert_eq!(code(outcome), "dossier-role");
        for nonsense in ["x", "00000-00000-00000-00000-00000-1"] {
            let wish = request(Some(nonsense.to_owned()), "Sai tên");
            let outcome = house.command::<RevokeResult>(&leader, wish).await;
            assert_eq!(pointers(outcome), ["/replaced_by"]);
        }
        let own = request(wrong.code.clone(), "Sai tên");
        let outcome = house.command::<RevokeResult>(&leader, own).await;
        assert_eq!(pointers(outcome), ["/replaced_by"]);
        let outcome = house
            .command::<RevokeResult>(&leader, request(None, " "))
            .await;
        assert_eq!(pointers(outcome), ["/reason"]);

        let wish = request(right.code.clone(), "Sai tên diều");
        let revoked = house
            .command_as::<RevokeResult>(&leader, "revoke", wish.clone())
            .await
            .unwrap();
        let again = house
            .command_as::<RevokeResult>(&leader, "revoke", wish.clone())
            .await
            .unwrap();
        assert_eq!(again, revoked);
        let outcome = house.command::<RevokeResult>(&leader, wish).await;
        assert_eq!(code(outcome), "result-revoked");

        let told = verify(&house, by_qr(wrong.qr.as_deref().unwrap())).await;
        assert_eq!(told.verdict, Some(Verdict::Revoked));
        assert_eq!(told.revoked_at, revoked.revoked_at);
        assert_eq!(told.replaced_by.unwrap().number, right.number);
        let request = GetResultRequest {
            dossier_id: dossier.clone(),
        };
        let seen = house.call::<GetResult>(&citizen, request).await.unwrap();
        assert_eq!(seen.revocation.as_deref(), Some("Sai tên diều"));
        let events = house.told("casework.result-revoked/1").await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0]["code"], json!(wrong.code));
        assert_eq!(events[0]["replaced_by"], json!(right.code));
    })
    .await;
}
