//! Handling of dossiers (giải quyết hồ sơ): the catalogue, forms filled from registers, drafts,
//! dossiers with their legal course, and the officer's desk.
//!
//! What a service asks, checks, does and signs stands in the content; here is only how any service
//! runs. A dossier lives under the version of the content that it was submitted under.

mod catalogue;
mod clocks;
mod command;
mod course;
mod desk;
mod drafts;
mod edition;
mod effect;
mod error;
mod form;
mod own;
mod papers;
mod registers;
mod room;
mod rows;
mod schema;
mod signing;
mod views;

pub use edition::EditionError;
pub use effect::CRASH_POINTS;
pub use room::{Casework, PrepareError};
pub use schema::tables;
pub use signing::{KeyError, Signer, SigningError};
