//! The tables of this room.

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are.
pub(crate) const OWNER: &str = "messages";

const TABLES: &[TableDeclaration] = &[by("message", "person_id"), by("letter", "person_id")];

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
    id: "0001_messages",
    statements: first,
}];

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        format!(
            "CREATE TABLE message (
               person_id TEXT NOT NULL,
               message_id TEXT NOT NULL,
               kind TEXT NOT NULL,
               title {json} NOT NULL,
               body {json} NOT NULL,
               link TEXT NOT NULL,
               at BIGINT NOT NULL,
               read_at BIGINT,
               PRIMARY KEY (person_id, message_id)
             )"
        ),
        "CREATE INDEX message_latest ON message (person_id, at, message_id)".to_owned(),
        "CREATE INDEX message_unread ON message (person_id) WHERE read_at IS NULL".to_owned(),
        "CREATE INDEX message_age ON message (at)".to_owned(),
        // What is to be sent, without the address: it is asked for when the letter leaves.
        "CREATE TABLE letter (
           person_id TEXT NOT NULL,
           message_id TEXT NOT NULL,
           channel TEXT NOT NULL,
           subject TEXT NOT NULL,
           body TEXT NOT NULL,
           link TEXT NOT NULL,
           state TEXT NOT NULL,
           attempts BIGINT NOT NULL,
           wanted_at BIGINT NOT NULL,
           ended_at BIGINT,
           failure TEXT,
           PRIMARY KEY (person_id, message_id, channel)
         )"
        .to_owned(),
        "CREATE INDEX letter_age ON letter (wanted_at)".to_owned(),
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
