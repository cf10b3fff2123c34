//! Handling of dossiers (giải quyết hồ sơ): the catalogue, forms filled from registers, drafts,
//! dossiers with their legal course, interlinked applications, and the officer's desk.
//!
//! What a service asks, checks, does and signs stands in the content; here is only how any service
//! runs. A dossier lives under the version of the content that it was submitted under.

mod agreement;
mod bundle;
mod catalogue;
mod change;
mod clocks;
mod command;
mod course;
mod desk;
mod drafts;
mod edition;
mod effect;
mod error;
mod following;
mod form;
mod own;
mod papers;
mod registers;
mod reuse;
mod room;
mod rows;
mod schema;
mod signing;
mod views;

pub use edition::EditionError;
pub use room::{Casework, PrepareError};
pub use schema::tables;
pub use signing::{KeyError, Signer, SigningError, qr};

/// Places on the way of an effect and of an interlinked application at which a test kills the
/// process: see [`dean06_store::crash`].
pub const CRASH_POINTS: &[&str] = &[
    "casework.automatic.before",
    "casework.bundle.finished",
    "casework.bundle.opened",
    "casework.bundle.submitted",
    "casework.effect.after",
    "casework.effect.before",
    "casework.leg.after",
    "casework.leg.before",
    "casework.result.finished",
    "casework.result.signed",
];
