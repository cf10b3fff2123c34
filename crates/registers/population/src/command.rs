//! What every command of this room does about its key.

use dean06_contracts::Contract;
use dean06_store::Tx;
use sea_orm::DbErr;

/// The response that was given before under this key.
pub(crate) async fn recall<C: Contract>(
    tx: &Tx<'_>,
    key: &str,
) -> Result<Option<C::Response>, DbErr> {
    let known = tx.recall(C::NAME, key).await?;
    known
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| DbErr::Json(error.to_string()))
}

/// Keeps the response, so that the same key always returns it.
pub(crate) async fn remember<C: Contract>(
    tx: &Tx<'_>,
    key: &str,
    response: &C::Response,
) -> Result<(), DbErr> {
    let value = serde_json::to_value(response).map_err(|error| DbErr::Json(error.to_string()))?;
    tx.remember(C::NAME, key, &value).await
}
