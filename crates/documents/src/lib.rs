//! The store of papers (kho quản lý dữ liệu điện tử của tổ chức, cá nhân).
//!
//! When casework has signed a result, this room makes the paper of it: set from the template of the
//! service, signed by the officer who decided and sealed by the agency, kept as a file under its
//! digest, entered into the store of the person whose paper it is. People keep papers of their own
//! beside it, show one by a link, use one again in a form, and take all of them away. Anybody can
//! ask whether a paper is genuine.

mod blobs;
mod cursor;
mod error;
mod export;
mod issue;
mod notary;
mod papers;
mod press;
mod reuse;
mod rights;
mod room;
mod rows;
mod schema;
mod settings;
mod shares;
mod uploads;
mod verify;

pub use blobs::{BlobError, Blobs};
pub use issue::{CRASH_POINTS, sheet};
pub use notary::{
    Anchor, Credential, Hand, Issued, Judged, NotAPdf, Notary, NotaryError, Pades, PadesOptions,
    Role, SignersError, Signing, Subject, Validity,
};
pub use press::{Library, Press, PressError, TypstPress};
pub use room::{Documents, DocumentsOptions, PrepareError, SetupError};
pub use schema::tables;
pub use settings::SettingsError;
pub use shares::TokensError;
pub use uploads::{AcceptAll, Clamd, Scan, ScanError, Scanner};
