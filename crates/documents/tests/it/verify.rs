//! Whether a paper is genuine: for everybody, and no more than the paper shows.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use dean06_contracts::casework::Verdict;
use dean06_contracts::documents::{
    GetPaperFile, GetPaperFileRequest, PaperVerdict, VerdictReason, VerifyPaper,
    VerifyPaperRequest, VerifyPaperResponse,
};
use dean06_kernel::OrgId;
use dean06_mediator::{Actor, MediatorError};

use crate::support::{House, Said, each};

async fn verify(
    house: &House,
    request: VerifyPaperRequest,
) -> Result<VerifyPaperResponse, MediatorError> {
    house
        .call::<VerifyPaper>(&Actor::anonymous(), request)
        .await
}

async fn by_pdf(house: &House, file: &[u8]) -> (PaperVerdict, Vec<VerdictReason>) {
    let request = VerifyPaperRequest {
        pdf: Some(STANDARD.encode(file)),
        ..VerifyPaperRequest::default()
    };
    told(verify(house, request).await.unwrap())
}

async fn by_code(house: &House, code: &str) -> VerifyPaperResponse {
    let request = VerifyPaperRequest {
        code: Some(code.to_owned()),
        ..VerifyPaperRequest::default()
    };
    verify(house, request).await.unwrap()
}

async fn by_qr(house: &House, qr: &str) -> (PaperVerdict, Vec<VerdictReason>) {
    let request = VerifyPaperRequest {
        qr: Some(qr.to_owned()),
        ..VerifyPaperRequest::default()
    };
    told(verify(house, request).await.unwrap())
}

fn told(answer: VerifyPaperResponse) -> (PaperVerdict, Vec<VerdictReason>) {
    (answer.verdict.unwrap(), answer.reasons.unwrap())
}

#[tokio::test]
async fn a_wrong_code_and_an_unknown_one_are_the_same() {
    each(|house| async move {
        let person = house.person(1990);
        let (result, _) = house.issued(person, person).await;
        let good = by_code(&house, &format!(" {} ", result.code)).await;
        assert_eq!(good.verdict, Some(PaperVerdict::Valid));
        let unknown = by_code(&house, "00000-00000-00000-00000-00000-0").await;
        let wrong = by_code(
            &house,
            "not a code; longer than any code that ever was here",
        )
        .await;
        assert_eq!(unknown, wrong);
        assert_eq!(
            told(unknown),
            (PaperVerdict::Unknown, vec![VerdictReason::UnknownCode])
        );

        house.revoke(&result, None).await;
        let revoked = told(by_code(&house, &result.code).await);
        assert_eq!(
            revoked,
            (PaperVerdict::Revoked, vec![VerdictReason::TakenBack])
        );
        house.revoke(&result, Some("other")).await;
        let replaced = told(by_code(&house, &result.code).await);
        assert_eq!(
            replaced,
            (PaperVerdict::Replaced, vec![VerdictReason::Replaced])
        );
        let said = Said {
            verdict: Some(Verdict::Expired),
            replaced: false,
        };
        let mut codes = house.town.lock().unwrap().codes.clone();
        codes.insert(result.code.clone(), said);
        house.town.lock().unwrap().codes = codes;
        let expired = told(by_code(&house, &result.code).await);
        assert_eq!(
            expired,
            (PaperVerdict::Expired, vec![VerdictReason::Expired])
        );
    })
    .await;
}

#[tokio::test]
async fn a_file_is_known_or_its_signatures_say_why_not() {
    each(|house| async move {
        let person = house.person(1990);
        let (result, paper_id) = house.issued(person, person).await;
        let request = GetPaperFileRequest { paper_id };
        let file = house
            .call::<GetPaperFile>(&house.citizen(person), request)
            .await
            .unwrap();
        let file = STANDARD.decode(file.bytes.unwrap()).unwrap();
        let valid = (PaperVerdict::Valid, vec![VerdictReason::InOrder]);
        assert_eq!(by_pdf(&house, &file).await, valid);
        assert_eq!(by_pdf(&house, b"GIF89a").await.1, [VerdictReason::NotAPdf]);
        assert_eq!(
            by_pdf(&house, b"%PDF-x").await.1,
            [VerdictReason::NotSigned]
        );
        let cut = [b"%PDF-\n", &file[..]].concat();
        let invalid = (PaperVerdict::Invalid, vec![VerdictReason::Changed]);
        assert_eq!(by_pdf(&house, &cut).await, invalid);
        let other = b"%PDF-other\nsigned 11 root\n";
        assert_eq!(
            by_pdf(&house, other).await.1,
            [VerdictReason::NotIssuedHere]
        );

        // A key that was lost since: what was issued here stays genuine, and that is told.
        let org = OrgId::new("committee-00004").unwrap();
        house
            .documents
            .revoke_officer(&org, "officer-1", "lost")
            .await
            .unwrap();
        let since = (PaperVerdict::Valid, vec![VerdictReason::CertificateRevoked]);
        assert_eq!(by_pdf(&house, &file).await, since);
        house.revoke(&result, None).await;
        let both = by_pdf(&house, &file).await;
        assert_eq!(both.0, PaperVerdict::Revoked);
        assert!(both.1.contains(&VerdictReason::TakenBack));
    })
    .await;
}

#[tokio::test]
async fn a_qr_is_checked_by_who_made_it() {
    each(|house| async move {
        let text = |key: &str| {
            let list = format!(r#"["{key}","C","birth-certificate","2026-11-09",[]]"#);
            format!("D1.{}.c2ln", URL_SAFE_NO_PAD.encode(list))
        };
        let ours = text("abcdefgh");
        let say = |verdict| {
            let said = Said {
                verdict: Some(verdict),
                replaced: false,
            };
            for key in [&ours, &text("zzzzzzzz")] {
                house
                    .town
                    .lock()
                    .unwrap()
                    .codes
                    .insert(key.clone(), said.clone());
            }
        };
        say(Verdict::Valid);
        let address = format!("https://example.test/verify#{ours}");
        let valid = (PaperVerdict::Valid, vec![VerdictReason::InOrder]);
        assert_eq!(by_qr(&house, &address).await, valid);
        say(Verdict::Invalid);
        assert_eq!(by_qr(&house, &ours).await.1, [VerdictReason::Changed]);
        let foreign = by_qr(&house, &text("zzzzzzzz")).await;
        assert_eq!(
            foreign,
            (PaperVerdict::Invalid, vec![VerdictReason::ForeignKey])
        );
        for other in ["x", "D1.a.b", "https://example.test/"] {
            assert_eq!(by_qr(&house, other).await.1, [VerdictReason::NotAQr]);
        }
    })
    .await;
}

#[tokio::test]
async fn exactly_one_way_is_asked() {
    each(|house| async move {
        let both = VerifyPaperRequest {
            code: Some("x".to_owned()),
            qr: Some("y".to_owned()),
            ..VerifyPaperRequest::default()
        };
        assert!(verify(&house, both).await.is_err());
        assert!(verify(&house, VerifyPaperRequest::default()).await.is_err());
        let broken = VerifyPaperRequest {
            pdf: Some("?????".to_owned()),
            ..VerifyPaperRequest::default()
        };
        assert!(verify(&house, broken).await.is_err());
    })
    .await;
}
