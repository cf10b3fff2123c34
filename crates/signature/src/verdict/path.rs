//! From a certificate to an anchor, and whether that way is open.

use jiff::Timestamp;

use super::{Finding, Pool, Revocation};
use crate::certificate::{Certificate, KeyUse};

/// How many authorities may stand on the way.
const MAX_AUTHORITIES: usize = 6;
/// How many signatures on certificates are checked on the search for a way.
const MAX_CHECKS: usize = 64;

/// What a certificate is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A person or an organisation signs a paper.
    Signing,
    /// An authority stamps a time.
    Stamping,
}

/// How a certificate stands.
pub(super) struct Standing {
    pub leads_to_anchor: bool,
    pub revocation: Revocation,
    pub findings: Vec<Finding>,
}

/// How a certificate stands at an instant, in the order of gravity.
pub(super) fn stands(
    certificate: &Certificate,
    pool: &Pool<'_>,
    at: Timestamp,
    used_for: Use,
) -> Standing {
    let mut standing = Standing {
        leads_to_anchor: false,
        revocation: Revocation::Unknown,
        findings: Vec::new(),
    };
    let mut path = vec![certificate];
    let mut checks_left = MAX_CHECKS;
    if !extend(&mut path, pool, &mut checks_left) {
        standing.findings.push(Finding::ForeignKey);
        return standing;
    }
    standing.leads_to_anchor = true;
    let signs =
        certificate.allows(KeyUse::DigitalSignature) || certificate.allows(KeyUse::NonRepudiation);
    let stamps_only = certificate.is_for_time_stamps_only();
    if !signs || !certificate.is_understood() || stamps_only != (used_for == Use::Stamping) {
        standing.findings.push(Finding::WrongUse);
    }
    standing.revocation = revocation(&path, pool, at);
    if let Revocation::Revoked { since } = standing.revocation {
        standing.findings.push(Finding::Revoked { since });
    }
    for each in &path {
        let finding = if at > each.not_after() {
            Finding::Expired {
                not_after: each.not_after(),
            }
        } else if at < each.not_before() {
            Finding::NotYetValid {
                not_before: each.not_before(),
            }
        } else {
            continue;
        };
        standing.findings.push(finding);
        break;
    }
    standing
}

/// Extends a way until it ends at an anchor. Tells whether there is one; only then `path` is whole.
fn extend<'p>(path: &mut Vec<&'p Certificate>, pool: &Pool<'p>, checks_left: &mut usize) -> bool {
    let Some(&last) = path.last() else {
        return false;
    };
    if pool.anchors.contains(last) {
        return true;
    }
    let authorities_below = path.len() - 1;
    if authorities_below >= MAX_AUTHORITIES {
        return false;
    }
    // Anchors stand last in the pool and are tried first: the shortest way is the usual one.
    for &issuer in pool.certificates.iter().rev() {
        let possible = last.names_as_issuer(issuer)
            && issuer.may_issue(authorities_below)
            && issuer.is_understood()
            && !path.contains(&issuer);
        if !possible {
            continue;
        }
        if *checks_left == 0 {
            return false;
        }
        *checks_left -= 1;
        if last.is_signed_by(issuer) {
            path.push(issuer);
            if extend(path, pool, checks_left) {
                return true;
            }
            path.pop();
        }
    }
    false
}

/// What the lists of the authorities on the way say. An anchor is trusted without one.
fn revocation(path: &[&Certificate], pool: &Pool<'_>, at: Timestamp) -> Revocation {
    let mut oldest = None;
    let mut unknown = false;
    for pair in path.windows(2) {
        let [certificate, issuer] = pair else {
            continue;
        };
        let mut newest = None;
        for crl in pool.crls.iter().filter(|crl| crl.is_of(issuer)) {
            if let Some(since) = crl.revoked_at(certificate).filter(|since| *since <= at) {
                return Revocation::Revoked { since };
            }
            newest = newest.max(Some(crl.this_update()));
        }
        match newest {
            None => unknown = true,
            Some(made) => oldest = Some(oldest.map_or(made, |oldest: Timestamp| oldest.min(made))),
        }
    }
    match oldest {
        Some(as_of) if !unknown => Revocation::Good { as_of },
        _ => Revocation::Unknown,
    }
}
