//! Signatures on PDFs (PAdES): made, stamped with a time, and verified.
//!
//! * [`sign`] signs a PDF with a key behind the one seam [`CryptoSigner`], by an incremental update
//!   that leaves every earlier signature valid.
//! * [`verdicts`] says of each signature in a PDF whether it holds, and if not, why.
//! * [`Authority`] and [`TimestampAuthority`] issue certificates and time stamps for demonstrations
//!   and tests.
//!
//! Nothing here reads a clock: whoever calls says what time it is. Files from outside are read with
//! limits on everything, and never repaired.
//!
//! ```
//! use dean06_kernel::Sources;
//! use dean06_signature::{
//!     Authority, CertificateKind, Level, Overall, SignOptions, Subject, Trust, Validity, overall,
//!     sign, verdicts,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
//! # 2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
//! # 3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n\
//! # xref\n1 3\n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n\
//! # trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n166\n%%EOF\n";
//! let sources = Sources::system();
//! let now = sources.now();
//! let validity = Validity { not_before: now, not_after: now + jiff::SignedDuration::from_hours(24) };
//! let authority = Authority::create(&Subject::named("Gốc thử nghiệm"), validity, None, &sources)?;
//! let subject = Subject::named("Trần Thị Ánh");
//! let signer = authority.issue_signer(&subject, CertificateKind::Person, validity, &sources)?;
//!
//! let signed = sign(pdf, &signer, &SignOptions::new(now, "Person"))?;
//!
//! let anchors = [authority.certificate().clone()];
//! let found = verdicts(&signed, &Trust { anchors: &anchors, crls: &[], at: now })?;
//! assert_eq!(overall(&found), Overall::Valid);
//! assert_eq!(found[0].signer_name().as_deref(), Some("Trần Thị Ánh"));
//! # Ok(())
//! # }
//! ```

mod algorithm;
mod asn1;
mod authority;
mod certificate;
mod crl;
mod digest;
mod pdf;
mod pem;
mod sign;
mod signed_data;
mod signer;
mod subject;
mod timestamp;
mod verdict;

pub use authority::{Authority, AuthorityError, CertificateKind, Validity};
pub use certificate::{Certificate, CertificateError};
pub use crl::Crl;
pub use pdf::{MAX_FILE, PdfError};
pub use sign::{Evidence, Level, SignError, SignOptions, add_evidence, add_timestamp, sign};
pub use signer::{CryptoSigner, PublicKey, SignerError, SigningKey, SoftwareSigner};
pub use subject::{Identifier, Subject};
#[cfg(feature = "http")]
pub use timestamp::HttpTimestamp;
pub use timestamp::{TimestampAuthority, TimestampClient, TimestampError};
pub use verdict::{
    Finding, Kind, Later, Overall, Revocation, Stamp, Trust, Verdict, overall, verdicts,
};
