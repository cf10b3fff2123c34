use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dean06_contracts::casework::{
    Extend, ExtendRequest, GetResult, GetResultRequest, GetSlip, GetSlipRequest, Refuse,
    RefuseRequest, RequestSupplement, RequestSupplementRequest, SlipKind, SlipView, Verdict,
    VerifyResult, VerifyResultRequest, VerifyResultResponse,
};
use dean06_kernel::instant;
use dean06_mediator::{Actor, MediatorError};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{NoRefusal, Sql, WriteError};
use jiff::civil::date;

use crate::fixture::{changed, replace};
use crate::support::{ELSEWHERE, House, code, each, pointers};

async fn verify(house: &House, code: Option<&str>, jws: Option<&str>) -> VerifyResultResponse {
    let request = VerifyResultRequest {
        code: code.map(str::to_owned),
        jws: jws.map(str::to_owned),
        qr: None,
    };
    house
        .call::<VerifyResult>(&Actor::anonymous(), request)
        .await
        .unwrap()
}

async fn slip(
    house: &House,
    actor: &Actor,
    dossier: &str,
    kind: SlipKind,
) -> Result<SlipView, MediatorError> {
    let request = GetSlipRequest {
        dossier_id: dossier.to_owned(),
        kind,
    };
    house.call::<GetSlip>(actor, request).await
}

fn lines(slip: SlipView) -> Vec<(String, String)> {
    let lines = slip.lines.unwrap().into_iter();
    lines
        .map(|line| (line.label.unwrap().vi, line.value.unwrap().vi))
        .collect()
}

#[tokio::test]
async fn a_result_is_verified_by_everybody() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        let request = || GetResultRequest {
            dossier_id: dossier.clone(),
        };
        let early = house.call::<GetResult>(&citizen, request()).await;
        assert_eq!(code(early), "no-result-yet");
        house.receive(&officer, &dossier).await;
        house.approve(&officer, &dossier, 2).await.unwrap();

        let result = house.call::<GetResult>(&citizen, request()).await.unwrap();
        assert_eq!(
            house.call::<GetResult>(&officer, request()).await.unwrap(),
            result
        );
        let fields: Vec<_> = result
            .fields
            .as_ref()
            .unwrap()
            .iter()
            .map(|field| field.value.clone().unwrap().vi)
            .collect();
        assert_eq!(fields, ["Diều sáo", "3", "Nguyễn Thị Diều", "09/11/2026"]);
        let english = result.fields.as_ref().unwrap().last();
        let english = english.unwrap().value.as_ref().unwrap().en.as_str();
        assert_eq!(english, "9 November 2026");
        assert_eq!(result.signer.as_deref(), Some("Lan"));

        let (jws, printed) = (result.jws.unwrap(), result.code.unwrap());
        let by_code = verify(&house, Some(&printed.to_lowercase()), None).await;
        assert_eq!(by_code.verdict, Some(Verdict::Valid));
        assert_eq!(by_code.fields, result.fields);
        assert_eq!(verify(&house, None, Some(&jws)).await, by_code);

        let unknown = verify(&house, Some("00000-00000-00000-00000-00000-1"), None).await;
        assert_eq!(
            (unknown.verdict, unknown.fields),
            (Some(Verdict::Unknown), None)
        );
        let nonsense = verify(&house, Some("DIỀU"), None).await;
        assert_eq!(nonsense.verdict, Some(Verdict::Unknown));
        let mut forged = jws.clone();
        forged.replace_range(40..41, if &jws[40..41] == "A" { "B" } else { "A" });
        let forged = verify(&house, None, Some(&forged)).await;
        assert_eq!(
            (forged.verdict, forged.fields),
            (Some(Verdict::Invalid), None)
        );
        let none = house
            .call::<VerifyResult>(&Actor::anonymous(), VerifyResultRequest::default())
            .await;
        assert_eq!(pointers(none), ["/code"]);

        // What is not in force any more says so, however it is asked about.
        house
            .store
            .write(|tx| {
                Box::pin(async move {
                    tx.run("UPDATE result SET revoked_at = 1", []).await?;
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await
            .unwrap();
        assert_eq!(
            verify(&house, Some(&printed), None).await.verdict,
            Some(Verdict::Revoked)
        );
        assert_eq!(
            verify(&house, None, Some(&jws)).await.verdict,
            Some(Verdict::Revoked)
        );
    })
    .await;
}

#[tokio::test]
async fn a_result_with_a_last_day_is_over_after_it() {
    for engine in ENGINES {
        let ends = "[result.valid_to]\nlast_day = \"effect.valid_from\"\nsource = \"a test\"\n\
                    confidence = \"unconfirmed\"\n\n[[result.field]]\nid = \"kite\"";
        let content = changed(|files| {
            replace(files, "services/kite-permit/service.toml", |text| {
                text.replacen("[[result.field]]\nid = \"kite\"", ends, 1)
            });
        });
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        let house = House::open(database, content).await;
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        house.approve(&officer, &dossier, 2).await.unwrap();
        let request = GetResultRequest {
            dossier_id: dossier,
        };
        let result = house.call::<GetResult>(&citizen, request).await.unwrap();
        assert_eq!(result.valid_to, Some(date(2026, 11, 9)));
        let topic = "casework.result-signed/1";
        let told = house
            .store
            .read()
            .row("SELECT body FROM outbox WHERE topic = ?", [topic.into()]);
        let told = told.await.unwrap().unwrap();
        let told: serde_json::Value = told.try_get("", "body").unwrap();
        assert_eq!(told["valid_to"], "2026-11-09");
        let jws = result.jws.as_deref();
        let payload = jws.unwrap().split('.').nth(1).unwrap();
        let payload = URL_SAFE_NO_PAD.decode(payload).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(payload["valid_to"], "2026-11-09");

        house
            .clock
            .set(instant(date(2026, 11, 9).at(23, 59, 59, 0)));
        assert_eq!(
            verify(&house, None, jws).await.verdict,
            Some(Verdict::Valid)
        );
        house.clock.set(instant(date(2026, 11, 10).at(0, 0, 0, 0)));
        let over = verify(&house, None, jws).await;
        assert_eq!(over.verdict, Some(Verdict::Expired));
        assert_eq!(over.valid_to, Some(date(2026, 11, 9)));
        assert!(over.fields.is_some());
    }
}

#[tokio::test]
async fn a_foreign_verifier_needs_only_the_published_key() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        house.approve(&officer, &dossier, 2).await.unwrap();
        let request = GetResultRequest {
            dossier_id: dossier,
        };
        let jws = house
            .call::<GetResult>(&citizen, request)
            .await
            .unwrap()
            .jws
            .unwrap();

        let keys: jsonwebtoken::jwk::JwkSet =
            serde_json::from_value(house.casework.jwks().await.unwrap()).unwrap();
        let header = jsonwebtoken::decode_header(&jws).unwrap();
        let key = keys.find(&header.kid.unwrap()).unwrap();
        let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
        let claims: serde_json::Value = jsonwebtoken::decode(&jws, &key, &rules).unwrap().claims;
        assert_eq!(claims["kind"], "kite-permit");
        assert_eq!(claims["fields"]["kite"], "Diều sáo");
        assert_eq!(claims["issued_at"], "2026-11-09T09:00:00+07:00");
        assert_eq!(claims["content_digest"].as_str().unwrap().len(), 64);
    })
    .await;
}

#[tokio::test]
async fn slips_say_what_the_dossier_has() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        let appointment = slip(&house, &citizen, &dossier, SlipKind::Appointment)
            .await
            .unwrap();
        assert_eq!(appointment.signer, None);
        assert!(
            appointment
                .place_and_date
                .as_ref()
                .unwrap()
                .vi
                .ends_with("ngày 09 tháng 11 năm 2026")
        );
        let told = lines(appointment);
        let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        assert!(told.contains(&line("Tiếp nhận hồ sơ của", "Nguyễn Thị Diều")));
        assert!(told.contains(&line("Thành phần hồ sơ", "Tờ khai thả diều")));
        assert!(told.contains(&line(
            "Thời gian trả kết quả giải quyết hồ sơ",
            "17:00, 11/11/2026"
        )));
        assert!(
            told.iter()
                .all(|(label, _)| label != "Thời gian tiếp nhận hồ sơ")
        );
        for kind in [SlipKind::Supplement, SlipKind::Refusal, SlipKind::Apology] {
            assert_eq!(
                code(slip(&house, &citizen, &dossier, kind).await),
                "no-such-slip"
            );
        }

        house.receive(&officer, &dossier).await;
        let received = slip(&house, &officer, &dossier, SlipKind::Appointment)
            .await
            .unwrap();
        assert_eq!(received.signer.as_deref(), Some("Lan"));
        let extension = ExtendRequest {
            dossier_id: dossier.clone(),
            version: 2,
            working_days: 1,
            reason: "Chờ {number} gió".to_owned(),
        };
        house.command::<Extend>(&officer, extension).await.unwrap();
        let told = lines(
            slip(&house, &citizen, &dossier, SlipKind::Apology)
                .await
                .unwrap(),
        );
        assert!(told.contains(&line("Lý do chưa trả kết quả đúng hẹn", "Chờ {number} gió")));
        assert!(told.contains(&line("Thời gian hẹn lại trả kết quả", "17:00, 12/11/2026")));

        let asked = RequestSupplementRequest {
            dossier_id: dossier.clone(),
            version: 3,
            items: vec!["Ảnh".to_owned(), "Dây".to_owned()],
            sections: Vec::new(),
            reason: "Thiếu".to_owned(),
        };
        house
            .command::<RequestSupplement>(&officer, asked)
            .await
            .unwrap();
        let told = lines(
            slip(&house, &citizen, &dossier, SlipKind::Supplement)
                .await
                .unwrap(),
        );
        let items: Vec<_> = told
            .iter()
            .filter(|(label, _)| label.starts_with("Yêu cầu"))
            .collect();
        assert_eq!(
            items
                .iter()
                .map(|(_, item)| item.as_str())
                .collect::<Vec<_>>(),
            ["1. Ảnh", "2. Dây"]
        );

        let refusal = RefuseRequest {
            dossier_id: dossier.clone(),
            version: 4,
            reason_code: "not-proven".to_owned(),
            reason: "Không có dây".to_owned(),
        };
        house.command::<Refuse>(&officer, refusal).await.unwrap();
        let told = lines(
            slip(&house, &citizen, &dossier, SlipKind::Refusal)
                .await
                .unwrap(),
        );
        assert!(told.contains(&line("Lý do cụ thể", "Không có dây")));
        assert!(told.iter().any(|(label, _)| label == "Căn cứ từ chối"));
        let stranger = house.officer("Nơi khác", ELSEWHERE, &["registrar"]);
        let outcome = slip(&house, &stranger, &dossier, SlipKind::Refusal).await;
        assert_eq!(code(outcome), "dossier-not-found");
    })
    .await;
}
