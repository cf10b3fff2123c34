//! The tables of this room.

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are.
pub(crate) const OWNER: &str = "documents";

const TABLES: &[TableDeclaration] = &[
    by("paper", "person_id"),
    by("paper_key", "key"),
    by("paper_use", "person_id"),
    by("parked_result", "party_id"),
    by("early_revocation", "code"),
    by("orphan_file", "file"),
    by("share", "owner_id"),
    by("share_token", "token_hash"),
    by("share_opening", "owner_id"),
    by("certificate", "holder"),
    TableDeclaration {
        table: "certificate_authority",
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

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    id: "0001_documents",
    statements: first,
}];

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    let bytes = match engine {
        Engine::Sqlite => "BLOB",
        Engine::Postgres => "BYTEA",
    };
    let mut statements = papers(json);
    statements.extend(making(json));
    statements.extend(shares());
    statements.extend(certificates(bytes));
    statements
}

/// The papers, and what leads to one.
fn papers(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE paper (
               person_id TEXT NOT NULL,
               paper_id TEXT NOT NULL,
               source TEXT NOT NULL,
               kind TEXT NOT NULL,
               title {json} NOT NULL,
               issued_at BIGINT NOT NULL,
               valid_to TEXT,
               issue {json},
               added_by TEXT,
               file_name TEXT NOT NULL,
               media_type TEXT NOT NULL,
               size BIGINT NOT NULL,
               sha256 TEXT NOT NULL,
               revoked_at BIGINT,
               revoked_why TEXT,
               replaced_by TEXT,
               reused BIGINT NOT NULL,
               PRIMARY KEY (person_id, paper_id)
             )"
        ),
        "CREATE INDEX paper_latest ON paper (person_id, issued_at, paper_id)".to_owned(),
        // One table for all names of a paper: its id, its code, its dossier, the digest of its file.
        "CREATE TABLE paper_key (
           key TEXT NOT NULL,
           paper_id TEXT NOT NULL,
           person_id TEXT NOT NULL,
           PRIMARY KEY (key, paper_id)
         )"
        .to_owned(),
        "CREATE TABLE paper_use (
           person_id TEXT NOT NULL,
           paper_id TEXT NOT NULL,
           case_id TEXT NOT NULL,
           used_by TEXT NOT NULL,
           used_at BIGINT NOT NULL,
           PRIMARY KEY (person_id, paper_id, case_id)
         )"
        .to_owned(),
    ]
}

/// What stands in the way of a paper, or was before it.
fn making(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE parked_result (
               party_id TEXT NOT NULL,
               event_id TEXT NOT NULL,
               body {json} NOT NULL,
               attempts BIGINT NOT NULL,
               failure TEXT NOT NULL,
               since BIGINT NOT NULL,
               PRIMARY KEY (party_id, event_id)
             )"
        ),
        "CREATE TABLE early_revocation (
           code TEXT NOT NULL PRIMARY KEY,
           revoked_at BIGINT NOT NULL,
           revoked_why TEXT NOT NULL,
           replaced_by TEXT
         )"
        .to_owned(),
        "CREATE TABLE orphan_file (
           file TEXT NOT NULL PRIMARY KEY,
           seen_at BIGINT NOT NULL
         )"
        .to_owned(),
    ]
}

/// Links that show a paper. The token itself is written nowhere.
fn shares() -> Vec<String> {
    vec![
        "CREATE TABLE share (
           owner_id TEXT NOT NULL,
           share_id TEXT NOT NULL,
           person_id TEXT NOT NULL,
           paper_id TEXT NOT NULL,
           token_hash TEXT NOT NULL,
           shared_at BIGINT NOT NULL,
           until BIGINT NOT NULL,
           ended_at BIGINT,
           opened BIGINT NOT NULL,
           PRIMARY KEY (owner_id, share_id)
         )"
        .to_owned(),
        "CREATE INDEX share_latest ON share (owner_id, shared_at, share_id)".to_owned(),
        "CREATE INDEX share_age ON share (until)".to_owned(),
        "CREATE TABLE share_token (
           token_hash TEXT NOT NULL PRIMARY KEY,
           owner_id TEXT NOT NULL,
           share_id TEXT NOT NULL
         )"
        .to_owned(),
        "CREATE TABLE share_opening (
           owner_id TEXT NOT NULL,
           share_id TEXT NOT NULL,
           opening_id TEXT NOT NULL,
           at BIGINT NOT NULL,
           client TEXT NOT NULL,
           with_file BIGINT NOT NULL,
           PRIMARY KEY (owner_id, share_id, opening_id)
         )"
        .to_owned(),
    ]
}

/// Who signs. A private key in a table is for a start; a key store takes its place.
fn certificates(bytes: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE certificate_authority (
               generation BIGINT NOT NULL PRIMARY KEY,
               certificate {bytes} NOT NULL,
               private_key {bytes} NOT NULL,
               created_at BIGINT NOT NULL
             )"
        ),
        format!(
            "CREATE TABLE certificate (
               holder TEXT NOT NULL,
               generation BIGINT NOT NULL,
               authority BIGINT NOT NULL,
               serial TEXT NOT NULL,
               role TEXT NOT NULL,
               name TEXT NOT NULL,
               organisation TEXT NOT NULL,
               certificate {bytes} NOT NULL,
               private_key {bytes} NOT NULL,
               not_before BIGINT NOT NULL,
               not_after BIGINT NOT NULL,
               revoked_at BIGINT,
               revoked_why TEXT,
               PRIMARY KEY (holder, generation)
             )"
        ),
        "CREATE INDEX certificate_revoked ON certificate (revoked_at) WHERE revoked_at IS NOT NULL"
            .to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_is_declared_and_every_declaration_is_a_table() {
        let declared: BTreeSet<&str> = tables().iter().map(|table| table.table).collect();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let made: BTreeSet<String> = first(engine)
                .iter()
                .filter_map(|statement| {
                    let rest = statement.strip_prefix("CREATE TABLE ")?;
                    Some(rest.split_whitespace().next()?.to_owned())
                })
                .collect();
            assert_eq!(made, declared.iter().map(ToString::to_string).collect());
        }
    }
}
