//! Signatures on PDF files (`PAdES`) with certificates of an authority of this house.

use std::sync::Arc;

use dean06_contracts::documents::{SignatureRole, SignatureState, SignatureView, VerdictReason};
use dean06_kernel::Sources;
use dean06_signature::{
    self as signature, Authority, AuthorityError, Certificate, CertificateKind, Crl, Evidence,
    Finding, Identifier, Kind, Level, SignError, SignOptions, SignerError, SigningKey,
    SoftwareSigner, TimestampClient, Trust, Verdict,
};
use jiff::Timestamp;

use super::{
    Anchor, Credential, Hand, Issued, Judged, NotAPdf, Notary, NotaryError, Role, Signing, Subject,
    Validity,
};

/// How files are signed.
#[derive(Clone)]
pub struct PadesOptions {
    /// Name of the authority that is founded if there is none.
    pub authority: String,
    /// Where revocation lists can be fetched, each under the serial number of its authority and
    /// `.crl`; the address stands in every certificate.
    pub crl_urls: Option<String>,
    /// Who stamps the time. With one, signatures are made at level B-LT, without at B-B.
    pub timestamp: Option<Arc<dyn TimestampClient>>,
    /// Roots of time-stamp authorities that are trusted, beside the authorities of this house.
    pub timestamp_anchors: Vec<Certificate>,
}

/// Signs with keys of this process.
pub struct Pades {
    options: PadesOptions,
    sources: Sources,
}

impl Pades {
    /// Chance for serial numbers comes from `sources`, that of keys and signatures never.
    pub fn new(options: PadesOptions, sources: Sources) -> Self {
        Self { options, sources }
    }

    fn authority(&self, anchor: &Credential) -> Result<Authority, AuthorityError> {
        let key = SigningKey::from_pkcs8(anchor.private_key.clone())?;
        let certificate = Certificate::from_der(&anchor.certificate)?;
        let serial = certificate.serial_number();
        let crl_url = self.options.crl_urls.as_ref();
        let crl_url = crl_url.map(|place| format!("{place}{serial}.crl"));
        Authority::load(key, certificate, crl_url.as_deref())
    }

    fn list(
        &self,
        anchor: &Anchor,
        now: Timestamp,
        next_update: Timestamp,
    ) -> Result<Crl, AuthorityError> {
        let mut authority = self.authority(&anchor.credential)?;
        for (certificate, since) in &anchor.revoked {
            authority.revoke(&Certificate::from_der(certificate)?, *since);
        }
        authority.crl(now, next_update)
    }

    fn lists(
        &self,
        anchors: &[Anchor],
        now: Timestamp,
        next_update: Timestamp,
    ) -> Result<Vec<Crl>, AuthorityError> {
        anchors
            .iter()
            .map(|anchor| self.list(anchor, now, next_update))
            .collect()
    }

    /// The level of the signature at `place` of `count`. What is needed to verify all of them later
    /// goes into the file before the last signature, which then covers everything.
    fn level(&self, place: usize, count: usize) -> Level {
        match &self.options.timestamp {
            None => Level::B,
            Some(_) if count > 1 && place + 1 == count => Level::T,
            Some(_) => Level::LT,
        }
    }
}

impl Notary for Pades {
    fn found(&self, validity: Validity) -> Result<Credential, NotaryError> {
        let subject = signature::Subject::named(&self.options.authority);
        let authority = Authority::create(&subject, dates(validity), None, &self.sources)
            .map_err(|error| issuing(&error))?;
        Ok(Credential {
            certificate: authority.certificate().der().to_vec(),
            private_key: authority.key().pkcs8().to_vec(),
        })
    }

    fn issue(
        &self,
        authority: &Credential,
        subject: &Subject,
        validity: Validity,
    ) -> Result<Issued, NotaryError> {
        let authority = self.authority(authority).map_err(|error| issuing(&error))?;
        let (kind, identifier) = match subject.role {
            Role::Person => (
                CertificateKind::Person,
                Identifier::Person(subject.identifier.clone()),
            ),
            Role::Seal => (
                CertificateKind::Seal,
                Identifier::Organisation(subject.identifier.clone()),
            ),
        };
        let named = signature::Subject {
            name: subject.name.clone(),
            organisation: Some(subject.organisation.clone()),
            title: None,
            identifier: Some(identifier),
        };
        let signer = authority
            .issue_signer(&named, kind, dates(validity), &self.sources)
            .map_err(|error| issuing(&error))?;
        let certificate = signature::CryptoSigner::certificate(&signer);
        Ok(Issued {
            serial: certificate.serial_number(),
            credential: Credential {
                certificate: certificate.der().to_vec(),
                private_key: signer.key().pkcs8().to_vec(),
            },
        })
    }

    fn sign(
        &self,
        pdf: &[u8],
        hands: &[Hand],
        signing: &Signing<'_>,
    ) -> Result<Vec<u8>, NotaryError> {
        let mut signers = Vec::with_capacity(hands.len());
        for hand in hands {
            signers.push(signer(&hand.credential).map_err(|error| issuing(&error))?);
        }
        let certificates: Vec<Certificate> = signers
            .iter()
            .map(|signer| signature::CryptoSigner::certificate(signer).clone())
            .collect();
        let crls = match self.options.timestamp {
            Some(_) => self
                .lists(signing.anchors, signing.at, signing.fresh_until)
                .map_err(|error| issuing(&error))?,
            None => Vec::new(),
        };
        let mut file = pdf.to_vec();
        for (place, (hand, signer)) in hands.iter().zip(&signers).enumerate() {
            let options = SignOptions {
                tooltip: Some(&hand.reason),
                reason: Some(&hand.reason),
                level: self.level(place, hands.len()),
                timestamp: self.options.timestamp.as_deref(),
                evidence: Evidence {
                    certificates: &certificates,
                    crls: &crls,
                },
                ..SignOptions::new(signing.at, field(hand.role))
            };
            file =
                signature::sign(&file, signer, &options).map_err(|error| signing_failed(&error))?;
        }
        Ok(file)
    }

    fn judge(&self, pdf: &[u8], trust: &[Anchor], at: Timestamp) -> Result<Judged, NotAPdf> {
        let mut anchors = self.options.timestamp_anchors.clone();
        for anchor in trust {
            anchors.extend(Certificate::from_der(&anchor.credential.certificate).ok());
        }
        // A list that cannot be made is told in the log; without it no revocation would be seen.
        let crls = self.lists(trust, at, at).unwrap_or_else(|error| {
            tracing::error!(%error, "no revocation list can be made");
            Vec::new()
        });
        let trust = Trust {
            anchors: &anchors,
            crls: &crls,
            at,
        };
        let verdicts = signature::verdicts(pdf, &trust).map_err(|_| NotAPdf)?;
        Ok(judged(&verdicts))
    }

    fn revocation_list(
        &self,
        anchor: &Anchor,
        now: Timestamp,
        next_update: Timestamp,
    ) -> Result<Vec<u8>, NotaryError> {
        let list = self
            .list(anchor, now, next_update)
            .map_err(|error| issuing(&error))?;
        Ok(list.der().to_vec())
    }

    fn serial(&self, certificate: &[u8]) -> Result<String, NotaryError> {
        let certificate =
            Certificate::from_der(certificate).map_err(|error| issuing(&error.into()))?;
        Ok(certificate.serial_number())
    }

    fn anchor_pem(&self, certificate: &[u8]) -> Result<String, NotaryError> {
        let certificate =
            Certificate::from_der(certificate).map_err(|error| issuing(&error.into()))?;
        Ok(certificate.pem())
    }
}

fn signer(credential: &Credential) -> Result<SoftwareSigner, AuthorityError> {
    let key = SigningKey::from_pkcs8(credential.private_key.clone())?;
    let certificate = Certificate::from_der(&credential.certificate)?;
    Ok(SoftwareSigner::new(key, certificate, Vec::new())?)
}

/// The name of the field in which somebody signs.
fn field(role: Role) -> &'static str {
    match role {
        Role::Person => "PersonSignature",
        Role::Seal => "SealSignature",
    }
}

fn dates(validity: Validity) -> signature::Validity {
    signature::Validity {
        not_before: validity.not_before,
        not_after: validity.not_after,
    }
}

fn issuing(error: &AuthorityError) -> NotaryError {
    NotaryError {
        text: error.to_string(),
        may_pass: matches!(error, AuthorityError::Signer(SignerError::Keeper(_))),
    }
}

fn signing_failed(error: &SignError) -> NotaryError {
    let may_pass = matches!(
        error,
        SignError::Timestamp(_) | SignError::Signer(SignerError::Keeper(_))
    );
    NotaryError {
        text: error.to_string(),
        may_pass,
    }
}

fn judged(verdicts: &[Verdict]) -> Judged {
    let mut against: Vec<VerdictReason> = verdicts
        .iter()
        .flat_map(|verdict| &verdict.findings)
        .map(reason)
        .collect();
    against.sort_unstable();
    against.dedup();
    let signatures = verdicts
        .iter()
        .filter(|verdict| verdict.kind == Kind::Signature)
        .map(view)
        .collect();
    Judged {
        signatures,
        against,
    }
}

fn view(verdict: &Verdict) -> SignatureView {
    SignatureView {
        role: Some(role(verdict)),
        name: verdict.signer_name(),
        organisation: verdict.organisation(),
        signed_at: verdict.claimed_at.map(Timestamp::as_microsecond),
        stamped_at: verdict.stamp.trusted().map(Timestamp::as_microsecond),
        state: Some(
            verdict
                .findings
                .first()
                .map_or(SignatureState::Valid, state),
        ),
    }
}

/// A seal's certificate has the organisation for its name.
fn role(verdict: &Verdict) -> SignatureRole {
    match (verdict.signer_name(), verdict.organisation()) {
        _ if !verdict.chain_holds => SignatureRole::Unknown,
        (Some(name), Some(organisation)) if name == organisation => SignatureRole::Seal,
        (Some(_), Some(_)) => SignatureRole::Person,
        _ => SignatureRole::Unknown,
    }
}

fn reason(finding: &Finding) -> VerdictReason {
    match finding {
        Finding::Altered => VerdictReason::Changed,
        Finding::Appended => VerdictReason::Appended,
        Finding::ForeignKey | Finding::WrongUse => VerdictReason::ForeignKey,
        Finding::Revoked { .. } => VerdictReason::CertificateRevoked,
        Finding::Expired { .. } | Finding::NotYetValid { .. } => VerdictReason::CertificateExpired,
        Finding::Broken(_) | Finding::Unsupported(_) | Finding::BadTimestamp(_) => {
            VerdictReason::UnreadableSignature
        }
    }
}

fn state(finding: &Finding) -> SignatureState {
    match finding {
        Finding::Altered => SignatureState::Changed,
        Finding::Appended => SignatureState::Appended,
        Finding::ForeignKey | Finding::WrongUse => SignatureState::Untrusted,
        Finding::Revoked { .. } => SignatureState::Revoked,
        Finding::Expired { .. } | Finding::NotYetValid { .. } => SignatureState::Expired,
        Finding::Broken(_) | Finding::Unsupported(_) | Finding::BadTimestamp(_) => {
            SignatureState::Unreadable
        }
    }
}
