//! The tables of this room.

mod bundles;

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are.
pub(crate) const OWNER: &str = "casework";

const TABLES: &[TableDeclaration] = &[
    by("agreement", "person_id"),
    by("bundle", "party_id"),
    by("bundle_leg", "party_id"),
    by("bundle_number", "number"),
    by("bundle_occasion", "occasion"),
    by("draft", "party_id"),
    by("dossier", "party_id"),
    by("dossier_event", "party_id"),
    by("dossier_number", "number"),
    by("queue_entry", "org_id"),
    by("result", "party_id"),
    by("result_code", "code"),
    by("vain_try", "party_id"),
    TableDeclaration {
        table: "pinned_content",
        distribution: Distribution::Reference,
    },
    TableDeclaration {
        table: "signing_key",
        distribution: Distribution::Reference,
    },
];

const fn by(table: &'static str, column: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::By(column),
    }
}

/// Every table of this room, and how a sharded cluster would spread it.
pub fn tables() -> &'static [TableDeclaration] {
    TABLES
}

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        id: "0001_casework",
        statements: first,
    },
    Migration {
        id: "0002_bundles",
        statements: bundles::second,
    },
    Migration {
        id: "0003_age_of_drafts",
        statements: |_| {
            let index = "CREATE INDEX draft_age ON draft (saved_at)
               WHERE dossier_id IS NULL AND bundle_id IS NULL";
            vec![index.to_owned()]
        },
    },
];

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    let bytes = match engine {
        Engine::Sqlite => "BLOB",
        Engine::Postgres => "BYTEA",
    };
    let mut statements = applicants(json);
    statements.extend(desk());
    statements.extend(papers(json));
    statements.extend([
        format!(
            "CREATE TABLE pinned_content (
               digest TEXT NOT NULL,
               path TEXT NOT NULL,
               body {bytes} NOT NULL,
               PRIMARY KEY (digest, path)
             )"
        ),
        // A private key in a table is for a start; a key store takes its place behind `Signer`.
        format!(
            "CREATE TABLE signing_key (
               generation BIGINT NOT NULL PRIMARY KEY,
               key_id TEXT NOT NULL,
               private_key {bytes} NOT NULL,
               public_key {json} NOT NULL,
               created_at BIGINT NOT NULL
             )"
        ),
    ]);
    statements
}

/// What an applicant has: drafts, dossiers and their history.
fn applicants(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE draft (
               party_id TEXT NOT NULL,
               draft_id TEXT NOT NULL,
               service TEXT NOT NULL,
               data {json} NOT NULL,
               answers {json} NOT NULL,
               version BIGINT NOT NULL,
               saved_at BIGINT NOT NULL,
               dossier_id TEXT,
               PRIMARY KEY (party_id, draft_id)
             )"
        ),
        "CREATE INDEX draft_open ON draft (party_id, saved_at, draft_id) WHERE dossier_id IS NULL"
            .to_owned(),
        format!(
            "CREATE TABLE dossier (
               party_id TEXT NOT NULL,
               dossier_id TEXT NOT NULL,
               draft_id TEXT NOT NULL,
               number TEXT NOT NULL,
               service TEXT NOT NULL,
               org_id TEXT NOT NULL,
               content_digest TEXT NOT NULL,
               status BIGINT NOT NULL,
               version BIGINT NOT NULL,
               submitted_at BIGINT NOT NULL,
               intake_due_at BIGINT,
               due_at BIGINT,
               about TEXT,
               applicant {json} NOT NULL,
               declared {json} NOT NULL,
               answers {json} NOT NULL,
               matters {json} NOT NULL,
               PRIMARY KEY (party_id, dossier_id),
               UNIQUE (party_id, draft_id)
             )"
        ),
        "CREATE INDEX dossier_submitted ON dossier (party_id, submitted_at, dossier_id)".to_owned(),
        format!(
            "CREATE TABLE dossier_event (
               party_id TEXT NOT NULL,
               dossier_id TEXT NOT NULL,
               version BIGINT NOT NULL,
               at BIGINT NOT NULL,
               kind TEXT NOT NULL,
               actor {json} NOT NULL,
               note TEXT,
               internal_note TEXT,
               PRIMARY KEY (party_id, dossier_id, version)
             )"
        ),
    ]
}

/// What desks work from: whose dossier a number is, and what waits at an organisation.
fn desk() -> Vec<String> {
    vec![
        "CREATE TABLE dossier_number (
           number TEXT NOT NULL PRIMARY KEY,
           party_id TEXT NOT NULL,
           dossier_id TEXT NOT NULL
         )"
        .to_owned(),
        // `sort_at` orders a tray: the next limit in the open ones, the moment of the request while
        // the applicant is awaited, the negative moment of the decision where the latest comes first.
        "CREATE TABLE queue_entry (
           org_id TEXT NOT NULL,
           dossier_id TEXT NOT NULL,
           party_id TEXT NOT NULL,
           number TEXT NOT NULL,
           service TEXT NOT NULL,
           tray TEXT NOT NULL,
           status BIGINT NOT NULL,
           sort_at BIGINT NOT NULL,
           due_at BIGINT,
           submitted_at BIGINT NOT NULL,
           about TEXT,
           applicant TEXT NOT NULL,
           flagged BIGINT NOT NULL,
           holder_id TEXT,
           holder_name TEXT,
           PRIMARY KEY (org_id, dossier_id)
         )"
        .to_owned(),
        "CREATE INDEX queue_entry_tray ON queue_entry (org_id, tray, sort_at, dossier_id)"
            .to_owned(),
        "CREATE INDEX queue_entry_number ON queue_entry (org_id, number)".to_owned(),
    ]
}

/// Signed results, and whose a printed code is.
fn papers(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE result (
               party_id TEXT NOT NULL,
               dossier_id TEXT NOT NULL,
               code TEXT NOT NULL,
               jws TEXT NOT NULL,
               paper {json} NOT NULL,
               subjects {json} NOT NULL,
               issued_at BIGINT NOT NULL,
               revoked_at BIGINT,
               PRIMARY KEY (party_id, dossier_id)
             )"
        ),
        "CREATE TABLE result_code (
           code TEXT NOT NULL PRIMARY KEY,
           party_id TEXT NOT NULL,
           dossier_id TEXT NOT NULL
         )"
        .to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[tokio::test]
    async fn a_database_of_any_age_ends_up_the_same() {
        dean06_store::testing::check_migrations(OWNER, MIGRATIONS).await;
    }

    #[test]
    fn every_table_is_declared_and_every_declaration_is_a_table() {
        let declared: BTreeSet<&str> = tables().iter().map(|table| table.table).collect();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let made: BTreeSet<String> = MIGRATIONS
                .iter()
                .flat_map(|migration| (migration.statements)(engine))
                .filter_map(|statement| {
                    let rest = statement.strip_prefix("CREATE TABLE ")?;
                    Some(rest.split_whitespace().next()?.to_owned())
                })
                .collect();
            assert_eq!(made, declared.iter().map(ToString::to_string).collect());
        }
    }
}
