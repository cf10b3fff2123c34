//! What must hold for all rooms together.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use dean06_content::Content;
use dean06_identity::{Identity, IdentityOptions};
use dean06_kernel::Sources;
use dean06_mediator::Problems;
use dean06_store::{TableDeclaration, testing};
use dean06_ui::Ui;

use crate::house::{Rooms, Surroundings};

fn tables() -> Vec<(&'static str, Vec<TableDeclaration>)> {
    vec![
        ("ledger", dean06_ledger::tables()),
        ("identity", dean06_identity::tables()),
        ("population", dean06_population::tables().to_vec()),
        ("civil-status", dean06_civil_status::tables()),
        (
            "health-insurance",
            dean06_health_insurance::tables().to_vec(),
        ),
        ("allowances", dean06_allowances::tables().to_vec()),
        ("casework", dean06_casework::tables().to_vec()),
        ("documents", dean06_documents::tables().to_vec()),
        ("messages", dean06_messages::tables().to_vec()),
    ]
}

/// Rooms that keep their files in `folder`.
fn around(folder: &tempfile::TempDir) -> Surroundings {
    Surroundings {
        folder: folder.path().to_owned(),
        ..Surroundings::default()
    }
}

#[tokio::test]
async fn every_table_fits_a_sharded_cluster_and_opening_twice_changes_nothing() {
    testing::each_engine(async |store| {
        let folder = tempfile::tempdir().expect("a folder");
        let content = Arc::new(Content::embedded().expect("the content"));
        for _ in 0..2 {
            let sources = Sources::system();
            let (rooms, mint) = Rooms::open(
                sources,
                Arc::clone(&content),
                store.clone(),
                around(&folder),
            )
            .await
            .expect("rooms");
            let ui = Ui::load().expect("locales");
            let identity = Identity::new(
                rooms.store.clone(),
                rooms.mediator.clone(),
                mint,
                ui,
                rooms.sources.clone(),
                IdentityOptions::default(),
            );
            identity.prepare().await.expect("tables");
        }
        let tables = tables();
        let owners: Vec<_> = tables
            .iter()
            .map(|(owner, all)| (*owner, all.as_slice()))
            .collect();
        testing::check_distribution(&store, &owners).await;
    })
    .await;
}

#[tokio::test]
async fn every_contract_is_served_by_somebody() {
    testing::each_engine(async |store| {
        let folder = tempfile::tempdir().expect("a folder");
        let content = Arc::new(Content::embedded().expect("the content"));
        let (rooms, _) = Rooms::open(Sources::system(), content, store, around(&folder))
            .await
            .expect("rooms");
        let served: BTreeSet<_> = rooms.mediator.services().into_iter().collect();
        let named: BTreeSet<_> = dean06_contracts::all().iter().map(|c| c.name).collect();
        assert_eq!(served, named);
    })
    .await;
}

#[test]
fn the_content_is_sound() {
    let content = Content::embedded().expect("the content");
    let contracts: Vec<&str> = dean06_contracts::all().iter().map(|c| c.name).collect();
    let errors: Vec<String> = content
        .check()
        .errors
        .iter()
        .chain(&content.check_contracts(&contracts))
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Every field that a contract tells stands on a legal basis that the content names.
#[test]
fn every_legal_basis_of_a_field_is_in_the_content() {
    let content = Content::embedded().expect("the content");
    for contract in dean06_contracts::all() {
        for field in contract.fields {
            assert!(
                content.legal_basis(field.basis).is_some(),
                "{}.{} stands on {}, which legal-bases.toml does not name",
                contract.name,
                field.name,
                field.basis
            );
        }
    }
}

/// Every code by which a room refuses something has its wording for people.
#[test]
fn every_refusal_is_worded() {
    let content = Content::embedded().expect("the content");
    let toml = content.files().get("problems.toml").expect("problems.toml");
    let toml = String::from_utf8_lossy(toml);
    Problems::parse(&toml).expect("the wording");
    let mut codes = BTreeSet::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    collect_codes(&crates, &mut codes);
    assert!(
        codes.len() > 20,
        "the search for codes finds only {codes:?}"
    );
    let missing: Vec<_> = codes
        .iter()
        .filter(|code| !toml.contains(&format!("code = \"{code}\"")))
        .collect();
    assert!(missing.is_empty(), "without wording: {missing:?}");
}

/// Finds `refused("code")` and its like in the sources of every crate.
fn collect_codes(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path
                .file_name()
                .is_none_or(|name| name != "tests" && name != "target")
            {
                collect_codes(&path, codes);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("text");
            for call in [
                "refused(",
                "conflict(",
                "forbidden(",
                "not_found(",
                ".tell(422, ",
            ] {
                for after in text.split(call).skip(1) {
                    let quoted = after.trim_start().strip_prefix('"');
                    let code = quoted
                        .and_then(|rest| rest.split_once('"'))
                        .map(|(code, _)| code);
                    codes.extend(code.filter(|code| is_code(code)).map(str::to_owned));
                }
            }
        }
    }
}

/// The form of a code: words of small letters, joined by hyphens.
fn is_code(text: &str) -> bool {
    text.contains('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}
