//! How fast are persons loaded?
//!
//! Loads households into a fresh `SQLite` file (or into the PostgreSQL database `DEAN06_BENCH_URL`)
//! and prints persons per second.
//!
//! `cargo bench -p dean06-population --bench import`, or a quick look without optimised code:
//! `cargo test -p dean06-population --bench import`.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dean06_content::Content;
use dean06_contracts::{
    Place,
    population::{IdentityCard, PersonRecord, Relation, Relative},
};
use dean06_kernel::{Sex, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::Mediator;
use dean06_population::{ImportedHousehold, ImportedPerson, Population};
use dean06_store::Store;
use jiff::civil::date;

/// Persons of one household.
const MEMBERS: u32 = 4;
/// Households of one call.
const HOUSEHOLDS: u32 = 1_250;
/// How many calls.
const CALLS: u32 = 20;

type Anyhow<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Anyhow<()> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Anyhow<()> {
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite:{}", folder.path().join("bench.sqlite").display());
    let url = std::env::var("DEAN06_BENCH_URL").unwrap_or(file);
    let sources = Sources::system();
    let store = Store::open(&url, sources.clone()).await?;
    let content = Arc::new(Content::embedded()?);
    let ledger = Ledger::open(store.clone(), sources.clone()).await?;
    let (mediator, mint) = Mediator::new(Arc::clone(&content), ledger, sources.clone())?;
    let seal = mint.room("population");
    let room = Population::new(store, content, mediator, seal, sources.clone())?;
    room.prepare().await?;

    let mut loading = Duration::ZERO;
    let mut persons = 0;
    for call in 0..CALLS {
        let households = households(&sources, call);
        let started = Instant::now();
        persons += room.import(households).await?;
        loading += started.elapsed();
    }
    let seconds = loading.as_secs_f64();
    let per_second = f64::from(CALLS * HOUSEHOLDS * MEMBERS) / seconds;
    println!("{persons} persons in {seconds:.2} s: {per_second:.0} persons per second");
    Ok(())
}

/// Made beforehand: what it costs to make people up is not measured here.
fn households(sources: &Sources, call: u32) -> Vec<ImportedHousehold> {
    (0..HOUSEHOLDS)
        .map(|n| {
            let first = (call * HOUSEHOLDS + n) * MEMBERS;
            let members: Vec<_> = (0..MEMBERS).map(|m| member(sources, first + m)).collect();
            ImportedHousehold {
                household_id: sources.uuid().to_string(),
                head: members[0].person_id,
                residence: place("Số 12 ngõ 34 phố Hoa Lan"),
                members,
                others: Vec::new(),
            }
        })
        .collect()
}

fn member(sources: &Sources, n: u32) -> ImportedPerson {
    const FAMILY: [&str; 4] = ["Nguyễn", "Trần", "Lê", "Phạm"];
    const GIVEN: [&str; 5] = ["An", "Bình", "Hoa", "Đào", "Quỳnh"];
    let pick = |names: &[&'static str], n: u32| names[n as usize % names.len()];
    let name = format!(
        "{} Thị {} {}",
        pick(&FAMILY, n),
        pick(&GIVEN, n / 4),
        pick(&GIVEN, n / 20)
    );
    let number = format!("001190{n:06}");
    let relative = |relation, name: &str| Relative {
        relation,
        person_id: Some(sources.person_id()),
        name: name.to_owned(),
        personal_number: Some(number.clone()),
        old_id_number: None,
        nationality: Some("VN".to_owned()),
    };
    let record = PersonRecord {
        name: Some(name),
        personal_number: Some(number.clone()),
        birth_date: Some(date(1990, 2, 1).into()),
        sex: Some(Sex::Female),
        birth_place: Some(place("Bệnh viện Phụ sản")),
        birth_registration_place: Some(place("")),
        hometown: Some(place("")),
        ethnicity: Some("01".to_owned()),
        religion: Some("99".to_owned()),
        nationality: Some(vec!["VN".to_owned()]),
        identity_card: Some(IdentityCard {
            number: Some(number.clone()),
            kind: Some("identity-card".to_owned()),
            issued_on: Some(date(2025, 1, 1)),
            issued_by: Some("Bộ Công an".to_owned()),
            expires_on: Some(date(2030, 2, 1)),
        }),
        relatives: Some(vec![
            relative(Relation::Father, "Nguyễn Văn Ba"),
            relative(Relation::Mother, "Trần Thị Tư"),
            relative(Relation::Child, "Lê Văn Năm"),
        ]),
        permanent_residence: Some(place("Số 12 ngõ 34 phố Hoa Lan")),
        current_residence: Some(place("Số 12 ngõ 34 phố Hoa Lan")),
        residence_file_number: Some("012345678".to_owned()),
        marital_status: Some("2".to_owned()),
        phone: Some("0990000000".to_owned()),
        ..PersonRecord::default()
    };
    ImportedPerson {
        person_id: sources.person_id(),
        record,
        relation_to_head: Some("01".to_owned()),
        valid_from: date(2025, 7, 1),
        state_from: date(2025, 7, 1),
    }
}

fn place(line: &str) -> Place {
    Place {
        commune: Some("00004".to_owned()),
        line: (!line.is_empty()).then(|| line.to_owned()),
        ..Place::default()
    }
}
