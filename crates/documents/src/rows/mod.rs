//! The rows of this room's tables.

mod certificate;
mod key;
mod paper;
mod parked;
mod share;

use sea_orm::{DbErr, QueryResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use certificate::{AuthorityRow, CertificateRow};
pub(crate) use key::Key;
pub(crate) use paper::{Issue, Paper, Revocation, Source};
pub(crate) use parked::Parked;
pub(crate) use share::{Opening, Share};

/// Reads a JSON column.
fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let value: Value = row.try_get("", column)?;
    serde_json::from_value(value).map_err(|error| DbErr::Json(format!("{column}: {error}")))
}

/// Makes the value of a JSON column.
fn to_json<T: Serialize>(value: &T) -> Result<sea_orm::Value, DbErr> {
    serde_json::to_value(value)
        .map(sea_orm::Value::from)
        .map_err(|error| DbErr::Json(error.to_string()))
}

/// Reads a column of text that is something more than text.
fn parsed<T: std::str::FromStr>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let text: String = row.try_get("", column)?;
    text.parse()
        .map_err(|_| DbErr::Type(format!("{column}: {text}")))
}
