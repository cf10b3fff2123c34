use dean06_contracts::casework::{PublicKeysRequest, PublicKeysResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use super::verify_result::keys;
use crate::room::Casework;

/// The public keys of every signature on results, for rooms that check one themselves.
pub(crate) async fn public_keys(
    room: Casework,
    _context: Context,
    _request: PublicKeysRequest,
) -> Result<Reply<PublicKeysResponse>, ServiceError> {
    let keys = keys(&room).await?.keys;
    let keys = keys
        .iter()
        .map(serde_json::to_value)
        .collect::<Result<_, _>>();
    Ok(Reply::public(PublicKeysResponse {
        keys: Some(keys.map_err(ServiceError::internal)?),
    }))
}
