//! How each table would be spread over the machines of a sharded cluster.

/// Says it for one table; every table has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableDeclaration {
    /// The table's name.
    pub table: &'static str,
    /// Where its rows live.
    pub distribution: Distribution,
}

/// Where the rows of a table live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Each row on the machine that its value in this column leads to. The column is part of the
    /// primary key and of every unique key, is never null and never changes.
    By(&'static str),
    /// All rows on every machine: small tables that rarely change.
    Reference,
}
