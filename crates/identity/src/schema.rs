use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// The tables of `identity`.
pub fn tables() -> Vec<TableDeclaration> {
    let by = |table, column| TableDeclaration {
        table,
        distribution: Distribution::By(column),
    };
    vec![
        by("identity_account", "account_id"),
        by("identity_login", "login"),
        by("identity_session", "token_hash"),
        by("identity_attempt", "subject"),
        by("identity_kept_form", "kept_id"),
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        id: "0001_identity",
        statements: first,
    }]
}

fn first(_: Engine) -> Vec<String> {
    [
        "CREATE TABLE identity_account (
            account_id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            login TEXT NOT NULL,
            name TEXT NOT NULL,
            person_id TEXT,
            org_id TEXT,
            roles TEXT NOT NULL,
            assurance BIGINT NOT NULL,
            password_hash TEXT NOT NULL,
            created_at BIGINT NOT NULL
        )",
        "CREATE TABLE identity_login (
            login TEXT PRIMARY KEY,
            account_id TEXT NOT NULL
        )",
        "CREATE TABLE identity_session (
            token_hash TEXT PRIMARY KEY,
            account_id TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL
        )",
        "CREATE TABLE identity_attempt (
            subject TEXT PRIMARY KEY,
            failures BIGINT NOT NULL,
            since BIGINT NOT NULL
        )",
        "CREATE TABLE identity_kept_form (
            kept_id TEXT PRIMARY KEY,
            account_id TEXT NOT NULL,
            sealed TEXT NOT NULL,
            ends_at BIGINT NOT NULL
        )",
    ]
    .map(str::to_owned)
    .to_vec()
}
