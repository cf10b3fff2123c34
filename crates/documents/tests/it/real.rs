//! The real press and notary: a file that is set, signed twice and judged.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{
    GetPaperFile, GetPaperFileRequest, PaperVerdict, SignatureRole, SignatureState, VerdictReason,
    VerifyPaper, VerifyPaperRequest, VerifyPaperResponse,
};
use dean06_documents::{Pades, PadesOptions, TypstPress};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sources, instant};
use dean06_mediator::Actor;
use dean06_signature::{
    Authority, Certificate, CertificateKind, SoftwareSigner, Subject, TimestampAuthority,
    TimestampClient, TimestampError, Validity,
};
use dean06_store::testing::ENGINES;
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan as _};

use crate::support::{House, Trade, content};

/// The real press and notary, with a time-stamp authority or without.
fn trade(stamps: Option<Stamps>) -> Trade {
    let options = PadesOptions {
        authority: "Cơ quan chứng thực thử nghiệm".to_owned(),
        crl_urls: Some("https://example.test/.well-known/dean06-ca/".to_owned()),
        timestamp_anchors: stamps.iter().map(|stamps| stamps.anchor.clone()).collect(),
        timestamp: stamps.map(|stamps| Arc::new(stamps) as _),
    };
    let press = TypstPress::new().unwrap();
    (
        Arc::new(press),
        Arc::new(Pades::new(options, Sources::system())),
    )
}

/// A time-stamp authority that can be switched off.
struct Stamps {
    authority: TimestampAuthority<SoftwareSigner>,
    anchor: Certificate,
    silent: Arc<AtomicBool>,
}

impl Stamps {
    fn new(silent: &Arc<AtomicBool>) -> Self {
        let now = instant(date(2026, 11, 9).at(9, 0, 0, 0));
        let sources = Sources::manual(Arc::new(ManualClock::new(now)), 7);
        let validity = Validity {
            not_before: now,
            not_after: now.checked_add((24 * 365 * 10).hours()).unwrap(),
        };
        let subject = Subject::named("Dịch vụ cấp dấu thời gian thử nghiệm");
        let root = Authority::create(&subject, validity, None, &sources).unwrap();
        let signer = root
            .issue_signer(&subject, CertificateKind::Tsa, validity, &sources)
            .unwrap();
        Self {
            authority: TimestampAuthority::new(signer, sources),
            anchor: root.certificate().clone(),
            silent: Arc::clone(silent),
        }
    }
}

impl TimestampClient for Stamps {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        if self.silent.load(Ordering::Relaxed) {
            return Err(TimestampError::Unreachable("down".into()));
        }
        self.authority.respond(request)
    }
}

async fn file(house: &House, person: PersonId, paper: &str) -> Vec<u8> {
    let request = GetPaperFileRequest {
        paper_id: paper.to_owned(),
    };
    let actor = house.citizen(person);
    let file = house.call::<GetPaperFile>(&actor, request).await;
    STANDARD.decode(file.unwrap().bytes.unwrap()).unwrap()
}

async fn verify(house: &House, file: &[u8]) -> VerifyPaperResponse {
    let request = VerifyPaperRequest {
        pdf: Some(STANDARD.encode(file)),
        ..VerifyPaperRequest::default()
    };
    let nobody = Actor::anonymous();
    house.call::<VerifyPaper>(&nobody, request).await.unwrap()
}

#[tokio::test]
async fn a_paper_is_set_signed_sealed_and_judged() {
    for engine in ENGINES {
        let Some(house) = House::with(engine, content(), Some(trade(None))).await else {
            continue;
        };
        let (mother, child) = house.family(2026);
        let mut result = house.result(mother, child);
        result.template = content().default_template().unwrap().to_owned();
        result.qr = "D1.W10.c2ln".to_owned();
        house.sign(&result).await;
        house.settle().await;
        assert_eq!(house.count("parked_result").await, 0);
        let papers = house.papers(child).await;
        let paper = papers[0].paper_id.clone().unwrap();
        let view = house.paper(&house.citizen(mother), &paper).await.unwrap();
        let signatures = view.signatures.unwrap();
        assert_eq!(view.intact, Some(true), "{signatures:?}");
        let roles: Vec<_> = signatures.iter().map(|one| one.role.unwrap()).collect();
        assert_eq!(roles, [SignatureRole::Person, SignatureRole::Seal]);
        assert_eq!(signatures[0].name.as_deref(), Some("Trần Văn B"));
        assert_eq!(signatures[0].state, Some(SignatureState::Valid));
        assert_eq!(signatures[1].signed_at, Some(house.sources.now_micros()));

        let good = file(&house, mother, &paper).await;
        holds_for_others(&good);
        let answer = verify(&house, &good).await;
        assert_eq!(answer.verdict, Some(PaperVerdict::Valid));
        assert_eq!(answer.reasons, Some(vec![VerdictReason::InOrder]));

        let mut changed = good.clone();
        let at = good.len() / 3;
        changed[at] ^= 1;
        let answer = verify(&house, &changed).await;
        assert_eq!(answer.verdict, Some(PaperVerdict::Invalid));
        assert!(answer.fields.is_none() && answer.title.is_none());
        let appended = [&good[..], b"\n% more"].concat();
        let answer = verify(&house, &appended).await;
        assert_eq!(answer.verdict, Some(PaperVerdict::Invalid));

        let org = OrgId::new("committee-00004").unwrap();
        house.clock.advance(SignedDuration::from_hours(1));
        house.documents.revoke_seal(&org, "lost").await.unwrap();
        let answer = verify(&house, &good).await;
        assert_eq!(answer.verdict, Some(PaperVerdict::Valid));
        assert_eq!(
            answer.reasons,
            Some(vec![VerdictReason::CertificateRevoked])
        );
        let list = house.documents.revocation_list().await.unwrap();
        assert!(list.len() > 100);
        let anchors = house.documents.anchors_pem().await.unwrap();
        assert!(anchors.starts_with("-----BEGIN CERTIFICATE-----"));

        // A former authority goes on telling what it has revoked, under the address in what it issued.
        let former = Certificate::from_pem(&anchors).unwrap().serial_number();
        house.documents.renew_authority().await.unwrap();
        let empty = house.documents.revocation_list().await.unwrap();
        let kept = house.documents.revocation_list_of(&former).await.unwrap();
        assert!(kept.unwrap().len() > empty.len() + 20);
        let unknown = house.documents.revocation_list_of("00").await.unwrap();
        assert_eq!(unknown, None);
        let answer = verify(&house, &good).await;
        assert_eq!(
            answer.reasons,
            Some(vec![VerdictReason::CertificateRevoked])
        );

        // Another house trusts none of it.
        let other = House::with(engine, content(), Some(trade(None)))
            .await
            .unwrap();
        let answer = verify(&other, &good).await;
        assert_eq!(answer.reasons, Some(vec![VerdictReason::ForeignKey]));
    }
}

/// Another program finds both signatures in order, and the last one over the whole file.
fn holds_for_others(pdf: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let Ok(seen) = Command::new("pdfsig").arg("-nocert").arg(&path).output() else {
        eprintln!("skipped: there is no pdfsig");
        return;
    };
    let text = String::from_utf8_lossy(&seen.stdout);
    assert_eq!(text.matches("Signature is Valid.").count(), 2, "{text}");
    assert!(text.contains("Total document signed"), "{text}");
}

#[tokio::test]
async fn with_a_time_stamp_a_paper_outlives_its_certificates() {
    for engine in ENGINES {
        let silent = Arc::new(AtomicBool::new(true));
        let trade = trade(Some(Stamps::new(&silent)));
        let Some(house) = House::with(engine, content(), Some(trade)).await else {
            continue;
        };
        let person = house.person(1990);
        let mut result = house.result(person, person);
        result.template = content().default_template().unwrap().to_owned();
        house.sign(&result).await;
        // Nothing is signed without the stamp, and nothing is lost.
        assert!(house.store.catch_up().await.is_err());
        assert_eq!(
            (
                house.count("paper").await,
                house.count("parked_result").await
            ),
            (0, 0)
        );
        silent.store(false, Ordering::Relaxed);
        house.settle().await;

        let paper = house.papers(person).await[0].paper_id.clone().unwrap();
        let actor = house.citizen(person);
        let signatures = house
            .paper(&actor, &paper)
            .await
            .unwrap()
            .signatures
            .unwrap();
        let stamped = Some(house.sources.now_micros());
        assert!(
            signatures.iter().all(|one| one.stamped_at == stamped),
            "{signatures:?}"
        );

        let good = file(&house, person, &paper).await;
        let in_order = Some(vec![VerdictReason::InOrder]);
        assert_eq!(verify(&house, &good).await.reasons, in_order);
        let org = OrgId::new("committee-00004").unwrap();
        house.clock.advance(SignedDuration::from_hours(1));
        house.documents.revoke_seal(&org, "lost").await.unwrap();
        assert_eq!(
            verify(&house, &good).await.reasons,
            in_order,
            "revoked after it was stamped"
        );
        house
            .clock
            .advance(SignedDuration::from_hours(24 * 365 * 4));
        assert_eq!(
            verify(&house, &good).await.reasons,
            in_order,
            "long expired"
        );
    }
}
