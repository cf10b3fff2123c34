//! Tokens as they are read.

use der::{Decode, Tag, Tagged};
use jiff::Timestamp;

use crate::algorithm::Sha2;
use crate::asn1::oid;
use crate::asn1::time::generalized;
use crate::asn1::tsp::TstInfo;
use crate::signed_data::{Fault, ReadSignature};

/// A token that its authority signed. Nothing is said about trust in the authority.
#[derive(Debug)]
pub(crate) struct Token {
    /// The instant that the authority states.
    pub time: Timestamp,
    /// The signature of the authority.
    pub signature: ReadSignature,
    digest: Sha2,
    imprint: Vec<u8>,
}

impl Token {
    /// Reads a token and checks that the certificate in it signed it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let signature = ReadSignature::read(bytes, oid::TST_INFO)?;
        let content = signature
            .content
            .as_deref()
            .ok_or(Fault::Broken("a time stamp has no content"))?;
        if !signature.covers(&[content]) {
            return Err(Fault::Altered);
        }
        if signature.time_stamp.is_some() {
            return Err(Fault::Unsupported("a time stamp is stamped itself"));
        }
        let info = TstInfo::from_der(content)?;
        if info.version != 1 || info.time.tag() != Tag::GeneralizedTime {
            return Err(Fault::Broken("a time stamp breaks its format"));
        }
        Ok(Self {
            time: generalized(info.time.value())?,
            digest: Sha2::of(&info.imprint.algorithm)
                .ok_or(Fault::Unsupported("a time stamp's digest is not SHA-2"))?,
            imprint: info.imprint.digest.as_bytes().to_vec(),
            signature,
        })
    }

    /// Whether it stamps exactly these bytes, one part after the other.
    pub(crate) fn covers(&self, stamped: &[&[u8]]) -> bool {
        self.digest.digest(stamped).as_ref() == self.imprint
    }

    /// Whether it stamps this digest.
    pub(crate) fn has_digest(&self, sha256: &[u8; 32]) -> bool {
        self.digest == Sha2::Sha256 && self.imprint == sha256
    }
}
