use std::collections::BTreeSet;
use std::sync::Arc;

use dean06_kernel::{OrgId, Sources};
use dean06_store::{NoRefusal, Store, WriteError};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use sea_orm::DbErr;

use super::{Anchor, Credential, Notary, NotaryError, Role, Subject, Validity};
use crate::rows::{AuthorityRow, CertificateRow};
use crate::settings::Certificates;

/// Why a certificate cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SignersError {
    /// The database cannot give or take it.
    #[error("the certificates cannot be read or stored")]
    Database(#[from] WriteError<NoRefusal>),
    /// It cannot be made.
    #[error(transparent)]
    Notary(#[from] NotaryError),
    /// The work on it was broken off.
    #[error("the work was broken off")]
    BrokenOff(#[from] tokio::task::JoinError),
    /// A date is beyond all calendars, or no authority was founded.
    #[error("the certificates cannot be used: {0}")]
    Unusable(&'static str),
}

impl SignersError {
    /// The same may well succeed later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Database(_) | Self::BrokenOff(_) => true,
            Self::Notary(error) => error.may_pass,
            Self::Unusable(_) => false,
        }
    }
}

impl From<DbErr> for SignersError {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// Whose certificate it is.
pub(crate) enum Holder<'a> {
    /// An officer of an organisation.
    Officer {
        org: &'a OrgId,
        account: &'a str,
        name: &'a str,
    },
    /// The seal of an organisation.
    Seal(&'a OrgId),
}

impl Holder<'_> {
    /// Its name in the database.
    pub fn key(&self) -> String {
        match self {
            Self::Officer { org, account, .. } => format!("officer/{org}/{account}"),
            Self::Seal(org) => format!("seal/{org}"),
        }
    }

    fn subject(&self, organisation: &str) -> Subject {
        let (role, name, identifier) = match self {
            Self::Officer { account, name, .. } => (Role::Person, *name, (*account).to_owned()),
            Self::Seal(org) => (Role::Seal, organisation, org.to_string()),
        };
        Subject {
            role,
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            identifier,
        }
    }
}

/// The certificates of this room: one for each officer who signs and each organisation that seals,
/// made on demand and kept in its tables.
#[derive(Clone)]
pub(crate) struct Signers {
    store: Store,
    sources: Sources,
    notary: Arc<dyn Notary>,
    settings: Certificates,
}

/// The first authority.
const FIRST: i64 = 1;

impl Signers {
    pub fn new(
        store: Store,
        sources: Sources,
        notary: Arc<dyn Notary>,
        settings: Certificates,
    ) -> Self {
        Self {
            store,
            sources,
            notary,
            settings,
        }
    }

    /// Founds the first authority if there is none.
    pub async fn prepare(&self) -> Result<(), SignersError> {
        if self.authorities().await?.is_empty() {
            self.found(FIRST).await?;
        }
        Ok(())
    }

    /// Founds another authority, which issues from now on. What the former ones issued stays valid.
    pub async fn renew_authority(&self) -> Result<(), SignersError> {
        let latest = self.latest_authority().await?;
        self.found(latest.generation + 1).await
    }

    async fn found(&self, generation: i64) -> Result<(), SignersError> {
        let now = self.sources.now();
        let validity = years(now, self.settings.authority_years)?;
        let notary = Arc::clone(&self.notary);
        let credential = tokio::task::spawn_blocking(move || notary.found(validity)).await??;
        let row = &AuthorityRow {
            generation,
            credential,
            created_at: now.as_microsecond(),
        };
        self.store
            .write(|tx| {
                Box::pin(async move { Ok::<(), WriteError<NoRefusal>>(row.insert(tx).await?) })
            })
            .await?;
        Ok(())
    }

    async fn authorities(&self) -> Result<Vec<AuthorityRow>, SignersError> {
        Ok(AuthorityRow::all(self.store.read()).await?)
    }

    async fn latest_authority(&self) -> Result<AuthorityRow, SignersError> {
        let latest = self.authorities().await?.into_iter().next();
        latest.ok_or(SignersError::Unusable("no authority was founded"))
    }

    /// The certificate of a holder that signs now; made when there is none in force.
    pub async fn credential(
        &self,
        holder: &Holder<'_>,
        organisation: &str,
    ) -> Result<(Credential, i64), SignersError> {
        let key = holder.key();
        let now = self.sources.now();
        let renew = SignedDuration::from_hours(24 * i64::from(self.settings.renew_days));
        let needed = now
            .checked_add(renew)
            .map_err(|_| SignersError::Unusable("a date is out of range"))?
            .as_microsecond();
        let subject = holder.subject(organisation);
        let mut generation = FIRST;
        if let Some(found) = CertificateRow::latest(self.store.read(), &key).await? {
            let named = found.name == subject.name && found.organisation == subject.organisation;
            if found.revoked_at.is_none() && found.not_after > needed && named {
                return Ok((found.credential, found.authority));
            }
            generation = found.generation + 1;
        }
        self.issue(&key, generation, subject, now).await?;
        // Somebody else may have been faster; what stands there is what counts.
        let latest = CertificateRow::latest(self.store.read(), &key).await?;
        let latest = latest.ok_or(SignersError::Unusable("a certificate was not kept"))?;
        Ok((latest.credential, latest.authority))
    }

    async fn issue(
        &self,
        holder: &str,
        generation: i64,
        subject: Subject,
        now: Timestamp,
    ) -> Result<(), SignersError> {
        let authority = self.latest_authority().await?;
        let validity = years(now, self.settings.signer_years)?;
        let notary = Arc::clone(&self.notary);
        let wanted = subject.clone();
        let credential = authority.credential;
        let issued =
            tokio::task::spawn_blocking(move || notary.issue(&credential, &wanted, validity))
                .await??;
        let row = &CertificateRow {
            holder: holder.to_owned(),
            generation,
            authority: authority.generation,
            serial: issued.serial,
            role: subject.role,
            name: subject.name,
            organisation: subject.organisation,
            credential: issued.credential,
            not_before: validity.not_before.as_microsecond(),
            not_after: validity.not_after.as_microsecond(),
            revoked_at: None,
        };
        self.store
            .write(|tx| {
                Box::pin(async move { Ok::<(), WriteError<NoRefusal>>(row.insert(tx).await?) })
            })
            .await?;
        metrics::counter!("dean06_documents_certificates_total", "role" => row.role.as_str())
            .increment(1);
        Ok(())
    }

    /// Revokes every certificate of a holder; whether there was one in force.
    pub async fn revoke(&self, holder: &str, why: &str) -> Result<bool, SignersError> {
        let at = self.sources.now_micros();
        let revoked = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    let revoked = CertificateRow::revoke(tx, holder, why, at).await?;
                    Ok::<u64, WriteError<NoRefusal>>(revoked)
                })
            })
            .await?;
        Ok(revoked > 0)
    }

    /// Every authority that there ever was, the latest first, with what it has revoked.
    pub async fn trust(&self) -> Result<Vec<Anchor>, SignersError> {
        let mut anchors = Vec::new();
        for authority in self.authorities().await? {
            anchors.push(self.anchored(authority).await?);
        }
        Ok(anchors)
    }

    /// The authorities of these generations, with what they have revoked.
    pub async fn anchors(&self, generations: &BTreeSet<i64>) -> Result<Vec<Anchor>, SignersError> {
        let mut anchors = Vec::with_capacity(generations.len());
        for authority in self.authorities().await? {
            if generations.contains(&authority.generation) {
                anchors.push(self.anchored(authority).await?);
            }
        }
        Ok(anchors)
    }

    async fn anchored(&self, authority: AuthorityRow) -> Result<Anchor, SignersError> {
        let rows = CertificateRow::revoked(self.store.read(), authority.generation).await?;
        let mut revoked = Vec::with_capacity(rows.len());
        for (certificate, at) in rows {
            let at = Timestamp::from_microsecond(at)
                .map_err(|_| SignersError::Unusable("a date is out of range"))?;
            revoked.push((certificate, at));
        }
        Ok(Anchor {
            credential: authority.credential,
            revoked,
        })
    }

    /// How long a revocation list counts as fresh that is made at `now`.
    pub fn fresh_until(&self, now: Timestamp) -> Result<Timestamp, SignersError> {
        let hours = i64::from(self.settings.revocation_list_hours);
        now.checked_add(SignedDuration::from_hours(hours))
            .map_err(|_| SignersError::Unusable("a date is out of range"))
    }

    /// The revocation list of the latest authority in DER.
    pub async fn revocation_list(&self) -> Result<Vec<u8>, SignersError> {
        let latest = self.latest_authority().await?;
        self.list_of(latest).await
    }

    /// The revocation list, in DER, of the authority whose certificate has this serial number.
    pub async fn revocation_list_of(&self, serial: &str) -> Result<Option<Vec<u8>>, SignersError> {
        for authority in self.authorities().await? {
            if self.notary.serial(&authority.credential.certificate)? == serial {
                return self.list_of(authority).await.map(Some);
            }
        }
        Ok(None)
    }

    async fn list_of(&self, authority: AuthorityRow) -> Result<Vec<u8>, SignersError> {
        let anchor = self.anchored(authority).await?;
        let now = self.sources.now();
        let next = self.fresh_until(now)?;
        let notary = Arc::clone(&self.notary);
        let list = tokio::task::spawn_blocking(move || notary.revocation_list(&anchor, now, next))
            .await??;
        Ok(list)
    }

    /// The certificate of the latest authority in PEM.
    pub async fn authority_pem(&self) -> Result<String, SignersError> {
        let latest = self.latest_authority().await?;
        Ok(self.notary.anchor_pem(&latest.credential.certificate)?)
    }

    /// The certificates of all authorities in PEM, the latest first.
    pub async fn anchors_pem(&self) -> Result<String, SignersError> {
        let mut text = String::new();
        for authority in self.authorities().await? {
            text.push_str(&self.notary.anchor_pem(&authority.credential.certificate)?);
        }
        Ok(text)
    }
}

/// So many years from `now` on.
fn years(now: Timestamp, years: i16) -> Result<Validity, SignersError> {
    let out_of_range = |_| SignersError::Unusable("a date is out of range");
    let local = dean06_kernel::local_datetime(now)
        .checked_add(i64::from(years).years())
        .map_err(out_of_range)?;
    Ok(Validity {
        not_before: now,
        not_after: dean06_kernel::instant(local),
    })
}
