use dean06_store::{Sql, Tx};
use sea_orm::{DbErr, Value};

/// Rows of one insert statement: with a dozen columns each, below the limit of both engines.
const ROWS_AT_ONCE: usize = 200;

/// Inserts many rows of `N` columns; a row that is there already is left as it is. `into` names the
/// table and its columns.
pub(crate) async fn insert_rows<const N: usize>(
    tx: &Tx<'_>,
    into: &str,
    rows: &[[Value; N]],
) -> Result<(), DbErr> {
    let one = format!("({})", dean06_store::placeholders(N));
    for some in rows.chunks(ROWS_AT_ONCE) {
        let all = vec![one.as_str(); some.len()].join(", ");
        let text = format!("INSERT INTO {into} VALUES {all} ON CONFLICT DO NOTHING");
        tx.run(&text, some.iter().flatten().cloned()).await?;
    }
    Ok(())
}
