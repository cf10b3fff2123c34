use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// The ledger's tables.
pub fn tables() -> Vec<TableDeclaration> {
    vec![
        TableDeclaration {
            table: "ledger_head",
            distribution: Distribution::Reference,
        },
        TableDeclaration {
            table: "ledger_entry",
            distribution: Distribution::By("entry_index"),
        },
        TableDeclaration {
            table: "ledger_detail",
            distribution: Distribution::By("person_id"),
        },
        TableDeclaration {
            table: "ledger_person_key",
            distribution: Distribution::By("person_id"),
        },
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        id: "0001_ledger",
        statements: first,
    }]
}

fn first(_: Engine) -> Vec<String> {
    [
        "CREATE TABLE ledger_head (
            head TEXT PRIMARY KEY,
            size BIGINT NOT NULL
        )",
        "INSERT INTO ledger_head (head, size) VALUES ('log', 0)",
        "CREATE TABLE ledger_entry (
            entry_index BIGINT PRIMARY KEY,
            leaf TEXT NOT NULL,
            leaf_hash TEXT NOT NULL
        )",
        "CREATE TABLE ledger_detail (
            person_id TEXT NOT NULL,
            entry_index BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            salt TEXT NOT NULL,
            sealed TEXT NOT NULL,
            PRIMARY KEY (person_id, entry_index)
        )",
        "CREATE TABLE ledger_person_key (
            person_id TEXT PRIMARY KEY,
            generation BIGINT NOT NULL,
            key_hex TEXT,
            destroyed_at BIGINT
        )",
    ]
    .map(str::to_owned)
    .to_vec()
}
