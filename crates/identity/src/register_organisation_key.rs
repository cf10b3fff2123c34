use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_contracts::identity::OrganisationJwk;
use dean06_kernel::OrgId;
use dean06_store::{Sql, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use crate::{Identity, organisation_key};

/// A key of an organisation, to be registered.
#[derive(Clone, Debug)]
pub struct NewOrganisationKey {
    /// Whose it is: an organisation of the content.
    pub org: OrgId,
    /// Its public half.
    pub public_key: OrganisationJwk,
    /// What a program that signs in with it may do, for example `birth_notice_sender`: names of
    /// small letters and underscores.
    pub roles: Vec<String>,
    /// From when on it holds, UTC microseconds; from now on when absent.
    pub valid_from: Option<i64>,
}

/// Why a key was not registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterOrganisationKeyError {
    /// The content does not name the organisation.
    #[error("there is no organisation {0}")]
    Organisation(OrgId),
    /// Not a public key that can be used.
    #[error("it is not a public key on P-256")]
    Key,
    /// A role is not of the form it must have.
    #[error("a role has small letters and underscores only")]
    Role,
    /// Another organisation has this key.
    #[error("the key is another organisation's")]
    Taken,
    /// It was revoked: an organisation that lost a key needs another one.
    #[error("the key was revoked; register another one")]
    Revoked,
    /// The database did not take it.
    #[error("the key could not be written: {0}")]
    Write(String),
}

impl From<DbErr> for RegisterOrganisationKeyError {
    fn from(error: DbErr) -> Self {
        Self::Write(error.to_string())
    }
}

impl Identity {
    /// Registers a key with which an organisation signs in and signs what it sends. Returns its id,
    /// the thumbprint of the public key (RFC 7638). A key that is there already and holds is left as
    /// it is.
    pub async fn register_organisation_key(
        &self,
        new: NewOrganisationKey,
    ) -> Result<String, RegisterOrganisationKeyError> {
        let id = check(self, &new)?;
        let now = self.sources.now_micros();
        let (new, id) = (&new, &id);
        let written = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO organisation_key
                           (key_id, org_id, public_key, roles, valid_from, created_at)
                         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key_id) DO NOTHING",
                        [
                            id.clone().into(),
                            new.org.to_string().into(),
                            json!(new.public_key).into(),
                            new.roles.join(" ").into(),
                            new.valid_from.unwrap_or(now).into(),
                            now.into(),
                        ],
                    )
                    .await?;
                    let row = tx
                        .row(
                            "SELECT org_id, revoked_at FROM organisation_key WHERE key_id = ?",
                            [id.clone().into()],
                        )
                        .await?
                        .ok_or(DbErr::RecordNotInserted)?;
                    if row.try_get::<String>("", "org_id")? != new.org.as_str() {
                        return Err(WriteError::Refused(RegisterOrganisationKeyError::Taken));
                    }
                    if row.try_get::<Option<i64>>("", "revoked_at")?.is_some() {
                        return Err(WriteError::Refused(RegisterOrganisationKeyError::Revoked));
                    }
                    Ok(())
                })
            })
            .await;
        match written {
            Ok(()) => Ok(id.clone()),
            Err(WriteError::Refused(error)) => Err(error),
            Err(error) => Err(RegisterOrganisationKeyError::Write(error.to_string())),
        }
    }
}

/// The id of the key, when everything about it can be used.
fn check(
    room: &Identity,
    new: &NewOrganisationKey,
) -> Result<String, RegisterOrganisationKeyError> {
    if room.mediator.content().organisation(&new.org).is_none() {
        return Err(RegisterOrganisationKeyError::Organisation(new.org.clone()));
    }
    let is_role = |role: &String| {
        !role.is_empty() && role.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    if !new.roles.iter().all(is_role) {
        return Err(RegisterOrganisationKeyError::Role);
    }
    if !on_the_curve(&new.public_key) {
        return Err(RegisterOrganisationKeyError::Key);
    }
    organisation_key::checkable(&new.public_key)
        .map(|(_, id)| id)
        .ok_or(RegisterOrganisationKeyError::Key)
}

/// Whether the coordinates are those of a point on P-256.
fn on_the_curve(public_key: &OrganisationJwk) -> bool {
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|c| c.len() == 32);
    let (Some(x), Some(y)) = (coordinate(&public_key.x), coordinate(&public_key.y)) else {
        return false;
    };
    let point = [&[4][..], &x, &y].concat();
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).is_ok()
}
