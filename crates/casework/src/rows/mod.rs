//! The rows of this room's tables.

mod agreement;
mod bundle;
mod dossier;
mod draft;
mod entry;
mod leg;
mod matters;
mod paper;
mod queue;
mod vain_try;

use sea_orm::{DbErr, QueryResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use agreement::Agreement;
pub(crate) use bundle::{Bundle, OccasionChange};
pub(crate) use dossier::{Dossier, Found};
pub(crate) use draft::Draft;
pub(crate) use entry::Entry;
pub(crate) use leg::Leg;
pub(crate) use matters::{
    Appeal, Approval, Attached, ByHand, Closing, Extension, Held, Matters, Return, Setback,
    Supplement,
};
pub(crate) use paper::{Paper, PaperLine, Revocation, Stored};
pub(crate) use queue::{QueueEntry, Tray};
pub(crate) use vain_try::VainTry;

/// Reads a JSON column.
fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let value: Value = row.try_get("", column)?;
    serde_json::from_value(value).map_err(|error| DbErr::Json(format!("{column}: {error}")))
}

/// Reads a JSON column that may be empty.
fn optional_json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Option<T>, DbErr> {
    let value: Option<Value> = row.try_get("", column)?;
    value
        .filter(|value| !value.is_null())
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| DbErr::Json(format!("{column}: {error}")))
}

/// Makes the value of a JSON column.
fn to_json<T: Serialize>(value: &T) -> Result<sea_orm::Value, DbErr> {
    serde_json::to_value(value)
        .map(sea_orm::Value::from)
        .map_err(|error| DbErr::Json(error.to_string()))
}
