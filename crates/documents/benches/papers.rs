//! How fast signed results become papers: set, signed by an officer, sealed, kept on disk and
//! entered, with everything as it is in a running house but the neighbours.
//!
//! `cargo bench -p dean06-documents --bench papers [-- COUNT]`; PostgreSQL takes part when
//! `DEAN06_TEST_POSTGRES` names one. Printed beside it, the price of the parts on one core.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dean06_content::Content;
use dean06_contracts::casework::{ResultSigned, ResultSigner, SignedField};
use dean06_documents::{
    AcceptAll, Anchor, Documents, DocumentsOptions, Hand, Library, Notary as _, Pades,
    PadesOptions, Press, Role, Signing, Subject, TypstPress, Validity,
};
use dean06_kernel::{OrgId, Sources, Text};
use dean06_ledger::Ledger;
use dean06_mediator::{Mediator, Registry};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{NoRefusal, OutboxEvent, Sql, Store, StoreOptions, WriteError};
use jiff::ToSpan as _;
use tokio::sync::oneshot;

/// Papers that are made when the command line does not say.
const COUNT: usize = 600;
/// Organisations that issue them.
const ORGANISATIONS: usize = 20;

fn main() {
    let count = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(COUNT);
    let content = Arc::new(Content::embedded().unwrap());
    let press: Arc<dyn Press> = Arc::new(TypstPress::new().unwrap());
    parts(&content, press.as_ref());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for engine in ENGINES {
            if let Some(database) = TestDb::new(engine).await {
                let (took, bytes) = house(&database, &content, &press, count).await;
                println!(
                    "{engine}: {count} papers in {took:.2?}, {:.0} papers/s, {} bytes each",
                    per_second(count, took),
                    bytes / i64::try_from(count).unwrap()
                );
            }
        }
    });
}

fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / took.as_secs_f64()
}

fn notary() -> Pades {
    let options = PadesOptions {
        authority: "Cơ quan chứng thực thử nghiệm".to_owned(),
        crl_urls: Some("https://example.test/.well-known/dean06.crl".to_owned()),
        timestamp: None,
        timestamp_anchors: Vec::new(),
    };
    Pades::new(options, Sources::system())
}

/// Setting, signing twice and judging, on one core.
fn parts(content: &Content, press: &dyn Press) {
    let sources = Sources::system();
    let notary = notary();
    let now = sources.now();
    let validity = Validity {
        not_before: now,
        not_after: now.checked_add(24.hours()).unwrap(),
    };
    let anchors = [Anchor {
        credential: notary.found(validity).unwrap(),
        revoked: Vec::new(),
    }];
    let hands = [Role::Person, Role::Seal].map(|role| {
        let subject = Subject {
            role,
            name: "Trần Văn B".to_owned(),
            organisation: "Ủy ban nhân dân phường Ba Đình".to_owned(),
            identifier: "officer-1".to_owned(),
        };
        let issued = notary.issue(&anchors[0].credential, &subject, validity);
        Hand {
            role,
            credential: issued.unwrap().credential,
            reason: "Ký ban hành".to_owned(),
        }
    });
    let signing = Signing {
        at: now,
        anchors: &anchors,
        fresh_until: now,
    };
    let template = content.default_template().unwrap();
    let library: Library = content
        .paper_library()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let paper = paper(&sources);
    let file = press.print(template, &library, &paper).unwrap();
    let signed = notary.sign(&file, &hands, &signing).unwrap();
    let mut printed = 0;
    told("set", || {
        let mut paper = paper.clone();
        printed += 1;
        paper.number = Some(printed.to_string());
        black_box(press.print(template, &library, &paper).unwrap());
    });
    told("signed twice", || {
        black_box(notary.sign(&file, &hands, &signing).unwrap());
    });
    told("judged", || {
        black_box(notary.judge(&signed, &anchors, now).unwrap());
    });
    println!("a paper has {} bytes, signed {}", file.len(), signed.len());
}

/// The mean time of some rounds after a warm-up.
fn told(what: &str, mut round: impl FnMut()) {
    const ROUNDS: u32 = 100;
    round();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        round();
    }
    println!("{what}: {:.2?} each on one core", start.elapsed() / ROUNDS);
}

fn paper(sources: &Sources) -> dean06_typeset::Paper {
    dean06_typeset::Paper {
        kind: "birth-certificate".to_owned(),
        title: "Giấy khai sinh".to_owned(),
        issuer: vec!["Ủy ban nhân dân phường Ba Đình".to_owned()],
        number: Some("1".to_owned()),
        place_and_date: "Ba Đình, ngày 22 tháng 11 năm 2026".to_owned(),
        fields: fields()
            .into_iter()
            .map(|field| dean06_typeset::PaperField {
                id: field.id,
                label: field.label.vi,
                value: field.value.vi,
            })
            .collect(),
        office: Some("Công chức hộ tịch".to_owned()),
        signer: Some("Trần Văn B".to_owned()),
        code: "01234-56789-ABCDE-FGHJK-MNPQR-S".to_owned(),
        verify_url: "https://example.test/verify".to_owned(),
        qr_text: Some("D1.".to_owned() + &"x".repeat(240)),
        issued_at: sources.now(),
    }
}

fn fields() -> Vec<SignedField> {
    let lines = [
        ("name", "Họ, chữ đệm, tên", "Nguyễn Ánh Dương"),
        ("birth_date", "Ngày, tháng, năm sinh", "20/11/2026"),
        ("sex", "Giới tính", "Nữ"),
        ("ethnicity", "Dân tộc", "Kinh"),
        ("nationality", "Quốc tịch", "Việt Nam"),
        (
            "birth_place",
            "Nơi sinh",
            "Bệnh viện Mẫu, phường Ba Đình, thành phố Hà Nội",
        ),
        ("mother", "Họ, chữ đệm, tên người mẹ", "Trần Thị Hoa"),
        ("father", "Họ, chữ đệm, tên người cha", "Nguyễn Văn Nam"),
        ("personal_number", "Số định danh cá nhân", "001326000001"),
    ];
    lines
        .into_iter()
        .map(|(id, label, value)| SignedField {
            id: id.to_owned(),
            label: Text::new(label, label),
            value: Text::new(value, value),
        })
        .collect()
}

/// The whole room: from the events that wait to the papers that are there.
async fn house(
    database: &TestDb,
    content: &Arc<Content>,
    press: &Arc<dyn Press>,
    count: usize,
) -> (Duration, i64) {
    let sources = Sources::system();
    let store = database
        .open_with(sources.clone(), StoreOptions::default())
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(store.clone(), sources.clone()).await.unwrap();
    let (mediator, mint) = Mediator::new(Arc::clone(content), ledger, sources.clone()).unwrap();
    let documents = Documents::new(
        store.clone(),
        Arc::clone(content),
        mediator.clone(),
        mint.room("documents"),
        sources.clone(),
        DocumentsOptions {
            folder: folder.path().to_owned(),
            base_url: "https://example.test".to_owned(),
            press: Arc::clone(press),
            notary: Arc::new(notary()),
            scanner: Arc::new(AcceptAll),
        },
    )
    .unwrap();
    documents.prepare().await.unwrap();
    let mut registry = Registry::default();
    documents.serve(&mut registry);
    mediator.open(registry).unwrap();
    documents.subscribe();
    // Certificates are made once; then what counts begins.
    emit(&store, &sources, content, ORGANISATIONS * 4).await;
    store.catch_up().await.unwrap();
    let before = number(&store, "COUNT(*)").await;
    emit(&store, &sources, content, count).await;

    let (stop, stopped) = oneshot::channel::<()>();
    let start = Instant::now();
    let running = tokio::spawn({
        let store = store.clone();
        async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            store.run(shutdown).await;
        }
    });
    let wanted = before + i64::try_from(count).unwrap();
    while number(&store, "COUNT(*)").await < wanted {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = start.elapsed();
    let bytes = number(&store, "CAST(AVG(size) AS BIGINT)").await * i64::try_from(count).unwrap();
    let _ = stop.send(());
    running.await.unwrap();
    store.close().await.unwrap();
    (took, bytes)
}

async fn number(store: &Store, what: &str) -> i64 {
    let text = format!("SELECT {what} AS n FROM paper");
    let row = store.read().row(&text, []).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn emit(store: &Store, sources: &Sources, content: &Content, count: usize) {
    for index in 0..count {
        let person = sources.person_id();
        let result = ResultSigned {
            party_id: person.to_string(),
            dossier_id: sources.uuid().to_string(),
            bundle_id: None,
            service: "birth-registration".to_owned(),
            kind: "birth-certificate".to_owned(),
            code: sources.uuid().simple().to_string(),
            number: format!("H26.4-20261122-{index:04}"),
            title: Text::new("Giấy khai sinh", "Birth certificate"),
            issuer: Text::new("Ủy ban nhân dân phường Ba Đình", "Ba Đình"),
            org_id: OrgId::new(format!("committee-{:05}", index % ORGANISATIONS)).unwrap(),
            signer: ResultSigner {
                id: "officer-1".to_owned(),
                name: "Trần Văn B".to_owned(),
                office: Text::new("Công chức hộ tịch", "Registrar"),
                automatic: false,
            },
            place_and_date: Text::new("Ba Đình, ngày 22 tháng 11 năm 2026", "Ba Đình"),
            fields: fields(),
            subjects: vec![person],
            person_id: person,
            template: content.default_template().unwrap().to_owned(),
            qr: "D1.".to_owned() + &"x".repeat(240),
            jws: "x".repeat(1_200),
            issued_at: sources.now_micros(),
            valid_to: None,
            content_digest: content.digest().to_owned(),
        };
        let event = &OutboxEvent {
            id: sources.uuid(),
            topic: ResultSigned::TOPIC.to_owned(),
            key: result.party_id.clone(),
            body: serde_json::to_value(&result).unwrap(),
        };
        store
            .write(|tx| {
                Box::pin(async move {
                    tx.emit(event.clone()).await?;
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await
            .unwrap();
    }
}
