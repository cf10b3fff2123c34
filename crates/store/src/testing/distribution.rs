//! Holds the declarations of the tables against PostgreSQL's catalogue.

use std::collections::BTreeMap;

use sea_orm::QueryResult;

use crate::{Distribution, Engine, Sql, Store, TABLES, TableDeclaration};

/// Fails unless every table of this database is declared, and could be spread as it is declared.
/// `owners` names each room whose tables are there, with its declarations; the store's own need not
/// be named. Does nothing on `SQLite`, whose tables are the same.
///
/// # Panics
/// With the list of faults.
pub async fn check_distribution(store: &Store, owners: &[(&str, &[TableDeclaration])]) {
    let faults = distribution_faults(store, owners).await;
    assert!(
        faults.is_empty(),
        "these tables cannot be spread:\n{}",
        faults.join("\n")
    );
}

/// What [`check_distribution`] would complain about, one line each.
///
/// # Panics
/// If the catalogue cannot be read.
pub async fn distribution_faults(
    store: &Store,
    owners: &[(&str, &[TableDeclaration])],
) -> Vec<String> {
    if store.engine() != Engine::Postgres {
        return Vec::new();
    }
    let declared: Declarations<'_> = owners
        .iter()
        .copied()
        .chain([(crate::OWNER, TABLES)])
        .flat_map(|(owner, tables)| tables.iter().map(move |table| (owner, table)))
        .map(|(owner, table)| (table.table, (owner, table.distribution)))
        .collect();
    let mut faults = table_faults(store, &declared).await;
    let keys = keys(store).await;
    faults.extend(keys.iter().filter_map(|key| key.fault(&declared)));
    let links = links(store).await;
    faults.extend(links.iter().filter_map(|link| link.fault(&declared)));
    faults
}

/// Table → owner and distribution.
type Declarations<'a> = BTreeMap<&'a str, (&'a str, Distribution)>;

async fn table_faults(store: &Store, declared: &Declarations<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let tables = names(store, COLUMNS).await;
    let primary = names(store, PRIMARY_KEYS).await;
    for table in tables.keys() {
        if !declared.contains_key(table.as_str()) {
            faults.push(format!("{table}: no declaration"));
        }
        if !primary.contains_key(table) {
            faults.push(format!("{table}: no primary key"));
        }
    }
    for (table, (_, distribution)) in declared {
        match (tables.get(*table), distribution) {
            (None, _) => faults.push(format!("{table}: declared, but there is no such table")),
            (Some(columns), Distribution::By(column)) if !columns.iter().any(|c| c == column) => {
                faults.push(format!("{table}: no column {column} to distribute by"));
            }
            _ => {}
        }
    }
    faults
}

/// A primary key, unique key or unique index.
struct Key {
    table: String,
    name: String,
    columns: Vec<String>,
}

impl Key {
    fn fault(&self, declared: &Declarations<'_>) -> Option<String> {
        let (_, Distribution::By(column)) = declared.get(self.table.as_str())? else {
            return None;
        };
        let missing = !self.columns.iter().any(|name| name == column);
        missing.then(|| format!("{}: unique key {} lacks {column}", self.table, self.name))
    }
}

/// A foreign key.
struct Link {
    name: String,
    from: String,
    from_columns: Vec<String>,
    to: String,
    to_columns: Vec<String>,
}

impl Link {
    fn fault(&self, declared: &Declarations<'_>) -> Option<String> {
        let (from_owner, from) = declared.get(self.from.as_str())?;
        let (to_owner, to) = declared.get(self.to.as_str())?;
        let complaint =
            |what: &str| Some(format!("{}: foreign key {} {what}", self.from, self.name));
        if from_owner != to_owner {
            return complaint(&format!("leads to {to_owner}'s table {}", self.to));
        }
        match (from, to) {
            (_, Distribution::Reference) => None,
            (Distribution::Reference, Distribution::By(_)) => {
                complaint("leads from a reference table to a distributed one")
            }
            (Distribution::By(from), Distribution::By(to)) => {
                let mut pairs = self.from_columns.iter().zip(&self.to_columns);
                if pairs.any(|(a, b)| a == from && b == to) {
                    None
                } else {
                    complaint("does not contain the distribution columns")
                }
            }
        }
    }
}

const COLUMNS: &str = "SELECT c.relname::text AS name, string_agg(a.attname, ',') AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  GROUP BY c.relname";

const PRIMARY_KEYS: &str = "SELECT c.relname::text AS name, '' AS columns
  FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relnamespace = current_schema()::regnamespace";

const KEYS: &str = "SELECT c.relname::text AS name, k.relname::text AS key,
    (SELECT string_agg(a.attname, ',') FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey)) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class k ON k.oid = i.indexrelid
  WHERE i.indisunique AND c.relnamespace = current_schema()::regnamespace";

const LINKS: &str = "SELECT f.conname::text AS name, s.relname::text AS source,
    t.relname::text AS target,
    (SELECT string_agg(a.attname, ',' ORDER BY k.nth)
      FROM unnest(f.conkey) WITH ORDINALITY k(num, nth)
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num) AS source_columns,
    (SELECT string_agg(a.attname, ',' ORDER BY k.nth)
      FROM unnest(f.confkey) WITH ORDINALITY k(num, nth)
      JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num) AS target_columns
  FROM pg_constraint f JOIN pg_class s ON s.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
  WHERE f.contype = 'f' AND s.relnamespace = current_schema()::regnamespace";

async fn rows(store: &Store, sql: &str) -> Vec<QueryResult> {
    store
        .read()
        .rows(sql, [])
        .await
        .expect("PostgreSQL's catalogue can be read")
}

fn text(row: &QueryResult, column: &str) -> String {
    let value: Option<String> = row.try_get("", column).expect("the catalogue holds text");
    value.unwrap_or_default()
}

fn list(row: &QueryResult, column: &str) -> Vec<String> {
    text(row, column).split(',').map(str::to_owned).collect()
}

async fn names(store: &Store, sql: &str) -> BTreeMap<String, Vec<String>> {
    let rows = rows(store, sql).await;
    rows.iter()
        .map(|row| (text(row, "name"), list(row, "columns")))
        .collect()
}

async fn keys(store: &Store) -> Vec<Key> {
    let rows = rows(store, KEYS).await;
    rows.iter()
        .map(|row| Key {
            table: text(row, "name"),
            name: text(row, "key"),
            columns: list(row, "columns"),
        })
        .collect()
}

async fn links(store: &Store) -> Vec<Link> {
    let rows = rows(store, LINKS).await;
    rows.iter()
        .map(|row| Link {
            name: text(row, "name"),
            from: text(row, "source"),
            from_columns: list(row, "source_columns"),
            to: text(row, "target"),
            to_columns: list(row, "target_columns"),
        })
        .collect()
}
