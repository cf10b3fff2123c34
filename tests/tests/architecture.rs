//! Who may import whom: the picture of the house, held against `cargo metadata`.
//!
//! A crate that is not in [`HOUSE`] fails the test: say in which storey it belongs before you add it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

/// What a room may stand on: all of the ground but the pages, and the hallway.
const ROOM: &[&str] = &[
    "kernel",
    "content",
    "contracts",
    "store",
    "ledger",
    "mediator",
];

/// Each crate and the crates of this workspace that it may import, for any purpose, tests included. Names are short:
/// `store` is the package `dean06-store`.
const HOUSE: &[(&str, &[&str])] = &[
    // ground
    ("kernel", &[]),
    ("content", &["kernel"]),
    ("store", &["kernel"]),
    ("ui", &["kernel"]),
    ("contracts", &["kernel", "content"]),
    ("ledger", &["kernel", "store"]),
    ("typeset", &["kernel"]),
    ("signature", &["kernel"]),
    // hallway
    (
        "mediator",
        &["kernel", "content", "contracts", "store", "ledger"],
    ),
    // rooms
    ("population", ROOM),
    ("civil-status", ROOM),
    ("health-insurance", ROOM),
    ("allowances", ROOM),
    ("casework", ROOM),
    ("messages", ROOM),
    // documents alone prints and signs
    (
        "documents",
        &[
            "kernel",
            "content",
            "contracts",
            "store",
            "ledger",
            "mediator",
            "typeset",
            "signature",
        ],
    ),
    // identity alone has pages of its own: it is a server for others' sign-ins
    (
        "identity",
        &[
            "kernel",
            "content",
            "contracts",
            "store",
            "ledger",
            "mediator",
            "ui",
        ],
    ),
    // roof: web is a client like any other and sees no table; the generator makes people from words and law alone
    ("web", &["kernel", "content", "contracts", "mediator", "ui"]),
    ("generator", &["kernel", "content"]),
    (
        "dean06",
        &[
            "kernel",
            "content",
            "store",
            "ui",
            "contracts",
            "ledger",
            "signature",
            "mediator",
            "population",
            "civil-status",
            "health-insurance",
            "allowances",
            "casework",
            "documents",
            "messages",
            "identity",
            "web",
            "generator",
        ],
    ),
    // the journeys see the house from outside only
    ("tests", &["kernel"]),
];

/// Libraries that speak to a database, and who may: the ground that keeps tables, the rooms that own them, the binary.
const DATABASE_LIBRARIES: &[&str] = &["sea-orm", "sea-query", "sqlx", "rusqlite", "libsqlite3-sys"];
const DATABASE_CRATES: &[&str] = &[
    "store",
    "ledger",
    "population",
    "civil-status",
    "health-insurance",
    "allowances",
    "casework",
    "documents",
    "messages",
    "identity",
    "dean06",
    "tests",
];

/// Libraries that set papers, and the one crate that may know them: they are the slowest to build, and its interface
/// shows nothing of them.
const TYPESETTING_LIBRARIES: &[&str] = &[
    "krilla",
    "typst",
    "typst-as-lib",
    "typst-assets",
    "typst-kit",
    "typst-layout",
    "typst-library",
    "typst-pdf",
];
const TYPESETTING_CRATES: &[&str] = &["typeset"];

/// Not in the tree, however deep: a second TLS stack, and a JOSE library that brings one.
const BANNED: &[&str] = &["openssl", "openssl-sys", "native-tls", "josekit"];

/// A crate by its short name, with all that it imports.
struct Imports {
    crate_name: String,
    /// Short names for crates of this workspace, full names for others.
    imports: Vec<String>,
}

fn short(package: &str) -> &str {
    package.strip_prefix("dean06-").unwrap_or(package)
}

fn metadata() -> Result<Metadata> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    Ok(MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()?)
}

fn imports(metadata: &Metadata) -> Vec<Imports> {
    let of = |package: &cargo_metadata::Package| Imports {
        crate_name: short(&package.name).to_owned(),
        imports: package
            .dependencies
            .iter()
            // Whatever it is called, what comes by a path is of this house.
            .map(|dependency| {
                if dependency.path.is_some() {
                    short(&dependency.name)
                } else {
                    &dependency.name
                }
            })
            .map(str::to_owned)
            .collect(),
    };
    metadata.workspace_packages().into_iter().map(of).collect()
}

/// Every import that the house does not allow, in words.
fn violations(house: &[Imports]) -> Vec<String> {
    let known = |name: &str| HOUSE.iter().any(|(crate_name, _)| *crate_name == name);
    let mut found = Vec::new();
    for Imports {
        crate_name,
        imports,
    } in house
    {
        let Some((_, allowed)) = HOUSE.iter().find(|(name, _)| name == crate_name) else {
            found.push(format!("{crate_name} has no place in the house"));
            continue;
        };
        for import in imports {
            let inside = known(import) || house.iter().any(|other| &other.crate_name == import);
            if inside && !allowed.contains(&import.as_str()) {
                found.push(format!("{crate_name} must not import {import}"));
            }
            if DATABASE_LIBRARIES.contains(&import.as_str())
                && !DATABASE_CRATES.contains(&crate_name.as_str())
            {
                found.push(format!(
                    "{crate_name} owns no table and must not import {import}"
                ));
            }
            if TYPESETTING_LIBRARIES.contains(&import.as_str())
                && !TYPESETTING_CRATES.contains(&crate_name.as_str())
            {
                found.push(format!(
                    "{crate_name} sets no papers and must not import {import}"
                ));
            }
        }
    }
    for (name, _) in HOUSE {
        if !house
            .iter()
            .any(|Imports { crate_name, .. }| crate_name == name)
        {
            found.push(format!("{name} is in the list but not in the workspace"));
        }
    }
    found
}

#[test]
fn every_import_is_allowed() -> Result<()> {
    let found = violations(&imports(&metadata()?));
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn forbidden_imports_are_found() -> Result<()> {
    let bad = [
        (
            "population",
            "civil-status",
            "population must not import civil-status",
        ),
        ("casework", "identity", "casework must not import identity"),
        ("casework", "ui", "casework must not import ui"),
        ("store", "mediator", "store must not import mediator"),
        ("ledger", "content", "ledger must not import content"),
        ("web", "population", "web must not import population"),
        ("web", "store", "web must not import store"),
        (
            "web",
            "sea-orm",
            "web owns no table and must not import sea-orm",
        ),
        (
            "web",
            "typst",
            "web sets no papers and must not import typst",
        ),
        (
            "identity",
            "generator",
            "identity must not import generator",
        ),
        ("tests", "casework", "tests must not import casework"),
    ];
    let metadata = metadata()?;
    for (importer, import, expected) in bad {
        let mut house = imports(&metadata);
        house
            .iter_mut()
            .find(|entry| entry.crate_name == importer)
            .context(importer)?
            .imports
            .push(import.to_owned());
        assert!(
            violations(&house).contains(&expected.to_owned()),
            "{expected}: not found"
        );
    }
    Ok(())
}

#[test]
fn a_crate_without_a_place_is_found() -> Result<()> {
    let mut house = imports(&metadata()?);
    house.push(Imports {
        crate_name: "shed".to_owned(),
        imports: Vec::new(),
    });
    house.retain(|entry| entry.crate_name != "web");
    let found = violations(&house);
    assert!(
        found.contains(&"shed has no place in the house".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"web is in the list but not in the workspace".to_owned()),
        "{found:?}"
    );
    Ok(())
}

#[test]
fn packages_are_named_after_their_folders() -> Result<()> {
    for package in metadata()?.workspace_packages() {
        let folder = package
            .manifest_path
            .parent()
            .and_then(|folder| folder.file_name());
        assert_eq!(
            folder,
            Some(short(&package.name)),
            "{}",
            package.manifest_path
        );
    }
    Ok(())
}

#[test]
fn no_banned_library_is_in_the_tree() -> Result<()> {
    let lock = fs::read_to_string(metadata()?.workspace_root.join("Cargo.lock"))?;
    let has = |name: &str| {
        lock.lines()
            .any(|line| line == format!("name = \"{name}\""))
    };
    assert!(has("serde"), "Cargo.lock does not read as expected");
    let found: Vec<_> = BANNED.iter().filter(|name| has(name)).collect();
    assert!(found.is_empty(), "in Cargo.lock: {found:?}");
    Ok(())
}
