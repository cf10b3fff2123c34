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
        TableDeclaration {
            table: "ledger_node",
            distribution: Distribution::By("node_index"),
        },
        TableDeclaration {
            table: "ledger_checkpoint",
            distribution: Distribution::Reference,
        },
        TableDeclaration {
            table: "ledger_witnessed",
            distribution: Distribution::By("origin"),
        },
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            id: "0001_ledger",
            statements: first,
        },
        Migration {
            id: "0002_tiles",
            statements: second,
        },
    ]
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

fn second(_: Engine) -> Vec<String> {
    [
        // The roots of full tiles, by the level of the tiles they stand in; leaf hashes are level 0
        // and stand with the entries.
        "CREATE TABLE ledger_node (
            level BIGINT NOT NULL,
            node_index BIGINT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (level, node_index)
        )",
        // The checkpoint that was signed last.
        "CREATE TABLE ledger_checkpoint (
            log TEXT PRIMARY KEY,
            size BIGINT NOT NULL,
            note TEXT NOT NULL
        )",
        // How far the logs of others were when this node signed them last.
        "CREATE TABLE ledger_witnessed (
            origin TEXT PRIMARY KEY,
            size BIGINT NOT NULL,
            root TEXT NOT NULL
        )",
    ]
    .map(str::to_owned)
    .to_vec()
}
