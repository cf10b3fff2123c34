use dean06_contracts::identity::{GetOrganisationKey, GetOrganisationKeyRequest, OrganisationKey};
use dean06_mediator::{Registry, Reply, ServiceError};
use dean06_store::Store;

use crate::organisation_key;

/// Registers the data services of `identity`. They need its tables only, and so can be plugged in
/// before the hallway opens and the room itself, with its pages, is made.
pub fn serve(registry: &mut Registry, store: Store) {
    registry.serve::<GetOrganisationKey, _, _>(move |_, request| {
        get_organisation_key(store.clone(), request)
    });
}

/// The key with its dates: whoever asks decides what a key is worth that is revoked by now.
async fn get_organisation_key(
    store: Store,
    request: GetOrganisationKeyRequest,
) -> Result<Reply<OrganisationKey>, ServiceError> {
    let key = organisation_key::find(&store, &request.key_id)
        .await
        .map_err(ServiceError::unavailable)?
        .ok_or_else(|| ServiceError::not_found("organisation-key-not-found"))?;
    Ok(Reply::public(OrganisationKey {
        org_id: Some(key.org),
        public_key: Some(key.public_key),
        valid_from: Some(key.valid_from),
        revoked_at: key.revoked_at,
    }))
}
