//! The two engines, and the one place that knows how their SQL differs.

use std::fmt;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};

/// Which database is behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Engine {
    /// The embedded database: one process, one file.
    Sqlite,
    /// A server that several processes may share.
    Postgres,
}

impl Engine {
    /// The engine behind a connection or transaction.
    pub fn of<C: ConnectionTrait>(connection: &C) -> Self {
        match connection.get_database_backend() {
            DbBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// The column type that holds JSON: `JSONB` or `TEXT`.
    pub fn json_type(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "JSONB",
        }
    }

    pub(crate) fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// A statement with its values: `?` stands for one value each, on both engines. A `?` inside quotes
/// is left alone; PostgreSQL's JSON operators that contain one cannot be written this way. Whole
/// numbers of every width are sent as BIGINT: the driver keeps a statement prepared for the types it
/// met first.
pub fn sql<V>(engine: Engine, text: &str, values: V) -> Statement
where
    V: IntoIterator<Item = Value>,
{
    let text = match engine {
        Engine::Sqlite => text.to_owned(),
        Engine::Postgres => number_placeholders(text),
    };
    Statement::from_sql_and_values(engine.backend(), text, values.into_iter().map(widen))
}

/// `?, ?, ?`: as many placeholders as there are values in a list.
pub fn placeholders(count: usize) -> String {
    vec!["?"; count].join(", ")
}

fn widen(value: Value) -> Value {
    match value {
        Value::TinyInt(n) => n.map(i64::from).into(),
        Value::SmallInt(n) => n.map(i64::from).into(),
        Value::Int(n) => n.map(i64::from).into(),
        Value::TinyUnsigned(n) => n.map(i64::from).into(),
        Value::SmallUnsigned(n) => n.map(i64::from).into(),
        Value::Unsigned(n) => n.map(i64::from).into(),
        other => other,
    }
}

fn number_placeholders(text: &str) -> String {
    let mut numbered = String::with_capacity(text.len() + 16);
    let mut quote = None;
    let mut next = 1_u32;
    for letter in text.chars() {
        match (quote, letter) {
            (None, '?') => {
                numbered.push('$');
                numbered.push_str(&next.to_string());
                next += 1;
                continue;
            }
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        numbered.push(letter);
    }
    numbered
}

/// Portable SQL on whatever can run statements: `store.read()`, a [`Tx`](crate::Tx), a connection.
/// The text is as [`sql`] wants it.
pub trait Sql: ConnectionTrait + Sized {
    /// Runs a statement and tells how many rows it changed.
    fn run<V>(&self, text: &str, values: V) -> impl Future<Output = Result<u64, DbErr>> + Send
    where
        V: IntoIterator<Item = Value>,
    {
        let statement = sql(Engine::of(self), text, values);
        async move { Ok(self.execute_raw(statement).await?.rows_affected()) }
    }

    /// The first row of the answer, if there is one.
    fn row<V>(
        &self,
        text: &str,
        values: V,
    ) -> impl Future<Output = Result<Option<QueryResult>, DbErr>> + Send
    where
        V: IntoIterator<Item = Value>,
    {
        let statement = sql(Engine::of(self), text, values);
        async move { self.query_one_raw(statement).await }
    }

    /// All rows of the answer.
    fn rows<V>(
        &self,
        text: &str,
        values: V,
    ) -> impl Future<Output = Result<Vec<QueryResult>, DbErr>> + Send
    where
        V: IntoIterator<Item = Value>,
    {
        let statement = sql(Engine::of(self), text, values);
        async move { self.query_all_raw(statement).await }
    }
}

impl<C: ConnectionTrait> Sql for C {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_for_postgres_only() {
        let text = "UPDATE t SET a = ?, \"b?\" = 'it''s ?' WHERE c = ?";
        let values = || [Value::from(1), Value::from("x")];
        assert_eq!(sql(Engine::Sqlite, text, values()).sql, text);
        assert_eq!(
            sql(Engine::Postgres, text, values()).sql,
            "UPDATE t SET a = $1, \"b?\" = 'it''s ?' WHERE c = $2"
        );
    }

    #[test]
    fn whole_numbers_have_one_width() {
        let sent = sql(
            Engine::Postgres,
            "?, ?, ?",
            [1_i32.into(), 2_u8.into(), None::<i16>.into()],
        );
        let wide = [
            Value::from(1_i64),
            Value::from(2_i64),
            Value::from(None::<i64>),
        ];
        assert_eq!(sent.values.map(|values| values.0), Some(wide.to_vec()));
    }

    #[test]
    fn a_list_has_a_placeholder_for_each_value() {
        assert_eq!(placeholders(0), "");
        assert_eq!(placeholders(3), "?, ?, ?");
    }
}
