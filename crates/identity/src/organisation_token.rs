use dean06_kernel::OrgId;
use dean06_mediator::Actor;
use dean06_store::{Sql, WriteError};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, errors::ErrorKind};
use sea_orm::DbErr;
use serde::Deserialize;

use crate::{
    Identity,
    organisation_key::{self, OrganisationKey},
};

/// Whom a token must be meant for.
const AUDIENCE: &str = "dean06";
/// How far ahead a token may end, in microseconds: what is stolen soon is of no use.
const LONGEST: i64 = 5 * SECOND * 60;
const SECOND: i64 = 1_000_000;
/// The longest id of a token, in bytes.
const ID_LIMIT: usize = 100;

/// Why a token says nothing about who sends it.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationTokenError {
    /// Not a JWT with the right claims, or its signature does not belong to it.
    #[error("the token is not a JWT that the organisation signed")]
    Invalid,
    /// The key is not registered, or does not hold now.
    #[error("the token is signed with a key that is unknown or not in force")]
    KeyUnknown,
    /// It is meant for somebody else.
    #[error("the token is meant for another audience")]
    Audience,
    /// It has ended.
    #[error("the token has expired")]
    Expired,
    /// It ends too late.
    #[error("the token lives too long")]
    LivesTooLong,
    /// A request was made with it before.
    #[error("the token was used before")]
    Used,
    /// The database does not answer.
    #[error("the token could not be checked: {0}")]
    Unavailable(String),
}

impl OrganisationTokenError {
    /// Key in `content/problems.toml`; nothing for a fault of ours.
    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::Invalid => Some("token-invalid"),
            Self::KeyUnknown => Some("token-key-unknown"),
            Self::Audience => Some("token-audience-wrong"),
            Self::Expired => Some("token-expired"),
            Self::LivesTooLong => Some("token-lives-too-long"),
            Self::Used => Some("token-used"),
            Self::Unavailable(_) => None,
        }
    }
}

impl From<DbErr> for OrganisationTokenError {
    fn from(error: DbErr) -> Self {
        Self::Unavailable(error.to_string())
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: OrgId,
    sub: OrgId,
    aud: Audience,
    /// Seconds since 1970.
    exp: i64,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn includes(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Several(several) => several.iter().any(|one| one == wanted),
        }
    }
}

impl Identity {
    /// The organisation that signs in with this token: a JWT (ES256) whose `kid` is one of its keys,
    /// with the organisation in `iss` and `sub`, `dean06` in `aud`, an `exp` at most five minutes
    /// ahead and a `jti` of its own. A token is good for one request.
    pub async fn organisation(&self, token: &str) -> Result<Actor, OrganisationTokenError> {
        let header = decode_header(token).map_err(|_| OrganisationTokenError::Invalid)?;
        let key_id = header.kid.ok_or(OrganisationTokenError::Invalid)?;
        let now = self.sources.now_micros();
        let key = organisation_key::find(&self.store, &key_id)
            .await?
            .filter(|key| key.holds_at(now))
            .ok_or(OrganisationTokenError::KeyUnknown)?;
        let (public_key, _) =
            organisation_key::checkable(&key.public_key).ok_or(OrganisationTokenError::Invalid)?;
        let claims = claims(token, &public_key)?;
        let ends_at = check(&claims, &key, now)?;
        self.use_up(&key.id, &claims.jti, now, ends_at).await?;
        let name = self.mediator.content().organisation(&key.org);
        let name = name.map_or_else(|| key.org.to_string(), |organisation| organisation.name.vi);
        Ok(self.mint.organisation(&key.id, &name, key.org, key.roles))
    }

    /// Keeps the token's id for as long as the token lives; a second use finds it there.
    async fn use_up(
        &self,
        key_id: &str,
        token_id: &str,
        now: i64,
        ends_at: i64,
    ) -> Result<(), OrganisationTokenError> {
        let written: Result<bool, WriteError> = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "DELETE FROM organisation_token WHERE key_id = ? AND ends_at <= ?",
                        [key_id.into(), now.into()],
                    )
                    .await?;
                    let new = tx
                        .run(
                            "INSERT INTO organisation_token (key_id, token_id, ends_at)
                             VALUES (?, ?, ?) ON CONFLICT (key_id, token_id) DO NOTHING",
                            [key_id.into(), token_id.into(), ends_at.into()],
                        )
                        .await?;
                    Ok(new == 1)
                })
            })
            .await;
        match written {
            Ok(true) => Ok(()),
            Ok(false) => Err(OrganisationTokenError::Used),
            Err(error) => Err(OrganisationTokenError::Unavailable(error.to_string())),
        }
    }
}

/// The claims, once the signature has been checked. The library's own look at the clock is off: time
/// is a parameter here.
fn claims(token: &str, public_key: &DecodingKey) -> Result<Claims, OrganisationTokenError> {
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    decode::<Claims>(token, public_key, &validation)
        .map(|token| token.claims)
        .map_err(|error| match error.kind() {
            ErrorKind::Provider(reason) => OrganisationTokenError::Unavailable(reason.clone()),
            _ => OrganisationTokenError::Invalid,
        })
}

/// When the token ends, in UTC microseconds, if it is good now.
fn check(claims: &Claims, key: &OrganisationKey, now: i64) -> Result<i64, OrganisationTokenError> {
    let named = !claims.jti.is_empty() && claims.jti.len() <= ID_LIMIT;
    if !named || claims.iss != key.org || claims.sub != key.org {
        return Err(OrganisationTokenError::Invalid);
    }
    if !claims.aud.includes(AUDIENCE) {
        return Err(OrganisationTokenError::Audience);
    }
    let ends_at = claims.exp.saturating_mul(SECOND);
    if ends_at <= now {
        return Err(OrganisationTokenError::Expired);
    }
    if ends_at.saturating_sub(now) > LONGEST {
        return Err(OrganisationTokenError::LivesTooLong);
    }
    Ok(ends_at)
}
