use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// The tables of `identity`.
pub fn tables() -> Vec<TableDeclaration> {
    let by = |table, column| TableDeclaration {
        table,
        distribution: Distribution::By(column),
    };
    vec![
        by("identity_account", "account_id"),
        by("identity_account_change", "account_id"),
        by("identity_login", "login"),
        by("identity_session", "token_hash"),
        by("identity_attempt", "subject"),
        by("identity_kept_form", "kept_id"),
        by("organisation_key", "key_id"),
        by("organisation_token", "key_id"),
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            id: "0001_identity",
            statements: first,
        },
        Migration {
            id: "0002_organisation_keys",
            statements: organisation_keys,
        },
        Migration {
            id: "0003_changes_of_accounts",
            statements: changes_of_accounts,
        },
    ]
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

fn organisation_keys(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        format!(
            "CREATE TABLE organisation_key (
                key_id TEXT PRIMARY KEY,
                org_id TEXT NOT NULL,
                public_key {json} NOT NULL,
                roles TEXT NOT NULL,
                valid_from BIGINT NOT NULL,
                revoked_at BIGINT,
                created_at BIGINT NOT NULL
            )"
        ),
        // Tokens that were used and still live, so that none is used twice.
        "CREATE TABLE organisation_token (
            key_id TEXT NOT NULL,
            token_id TEXT NOT NULL,
            ends_at BIGINT NOT NULL,
            PRIMARY KEY (key_id, token_id)
        )"
        .to_owned(),
    ]
}

fn changes_of_accounts(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        "ALTER TABLE identity_account ADD COLUMN disabled_at BIGINT".to_owned(),
        "CREATE INDEX identity_session_account ON identity_session (account_id)".to_owned(),
        "CREATE INDEX identity_session_end ON identity_session (ends_at)".to_owned(),
        "CREATE INDEX identity_attempt_age ON identity_attempt (since)".to_owned(),
        format!(
            "CREATE TABLE identity_account_change (
                account_id TEXT NOT NULL,
                change_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                what TEXT NOT NULL,
                by_whom TEXT NOT NULL,
                detail {json} NOT NULL,
                PRIMARY KEY (account_id, change_id)
            )"
        ),
    ]
}

#[cfg(test)]
mod tests {
    use dean06_store::testing;

    use super::{migrations, tables};

    #[tokio::test]
    async fn every_way_leads_to_the_same_tables() {
        testing::check_migrations("identity", &migrations()).await;
    }

    #[tokio::test]
    async fn the_tables_fit_a_sharded_cluster() {
        testing::each_engine(async |store| {
            store
                .migrate("identity", &migrations())
                .await
                .expect("tables");
            testing::check_distribution(&store, &[("identity", &tables())]).await;
        })
        .await;
    }
}
