use dean06_contracts::identity::OrganisationJwk;
use dean06_kernel::OrgId;
use dean06_store::{Sql, Store};
use jsonwebtoken::{
    DecodingKey,
    jwk::{Jwk, ThumbprintHash},
};
use sea_orm::{DbErr, QueryResult};
use serde_json::Value;

/// A key with which an organisation signs in and signs what it sends.
#[derive(Clone, Debug)]
pub struct OrganisationKey {
    /// Its thumbprint (RFC 7638): the `kid` of what it signs.
    pub id: String,
    /// Whose it is.
    pub org: OrgId,
    /// Its public half.
    pub public_key: OrganisationJwk,
    /// What a program that signs in with it may do.
    pub roles: Vec<String>,
    /// From when on it holds, UTC microseconds.
    pub valid_from: i64,
    /// From when on it holds no more, UTC microseconds.
    pub revoked_at: Option<i64>,
}

impl OrganisationKey {
    /// Whether it holds at a moment, in UTC microseconds.
    pub fn holds_at(&self, now: i64) -> bool {
        self.valid_from <= now && self.revoked_at.is_none_or(|revoked| now < revoked)
    }
}

/// The columns that [`read`] reads.
pub(crate) const COLUMNS: &str = "key_id, org_id, public_key, roles, valid_from, revoked_at";

/// The key with this id.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<OrganisationKey>, DbErr> {
    let row = store
        .read()
        .row(
            &format!("SELECT {COLUMNS} FROM organisation_key WHERE key_id = ?"),
            [id.into()],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Reads [`COLUMNS`].
pub(crate) fn read(row: &QueryResult) -> Result<OrganisationKey, DbErr> {
    let org: String = row.try_get("", "org_id")?;
    let public_key: Value = row.try_get("", "public_key")?;
    let roles: String = row.try_get("", "roles")?;
    Ok(OrganisationKey {
        id: row.try_get("", "key_id")?,
        org: OrgId::new(org).map_err(|error| DbErr::Custom(error.to_string()))?,
        public_key: serde_json::from_value(public_key)
            .map_err(|error| DbErr::Json(error.to_string()))?,
        roles: roles.split_whitespace().map(str::to_owned).collect(),
        valid_from: row.try_get("", "valid_from")?,
        revoked_at: row.try_get("", "revoked_at")?,
    })
}

/// A public key as the library that checks signatures wants it, with its thumbprint. Nothing unless
/// it has the form of a key on P-256.
pub(crate) fn checkable(public_key: &OrganisationJwk) -> Option<(DecodingKey, String)> {
    let jwk: Jwk = serde_json::from_value(serde_json::json!({
        "kty": public_key.kty, "crv": public_key.crv, "x": public_key.x, "y": public_key.y,
    }))
    .ok()?;
    if (public_key.kty.as_str(), public_key.crv.as_str()) != ("EC", "P-256") {
        return None;
    }
    let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).ok()?;
    Some((DecodingKey::from_jwk(&jwk).ok()?, thumbprint))
}
