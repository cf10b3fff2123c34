//! What can be asked and told between rooms.
//!
//! One file holds one data service, command or search: its name and version, who owns it, the
//! JSON Schema of what goes in and out (derived from the Rust types), and for each field of the
//! answer how sensitive it is and on which legal basis it may be told. Legal bases are named by
//! the id that `content/legal-bases.toml` gives them; no law stands in this crate.
//!
//! Every field of an answer is optional, so that an answer of which a purpose allows only a part
//! is still a valid one.

mod catalogue;
mod contract;
mod place;
mod problem;

pub mod allowances;
pub mod casework;
pub mod civil_status;
pub mod documents;
pub mod health_insurance;
pub mod identity;
pub mod ledger;
pub mod messages;
pub mod population;

pub use catalogue::all;
pub use contract::{
    Contract, Descriptor, FILE_REQUEST_LIMIT, Field, REQUEST_LIMIT, Sensitivity, Shape,
};
pub use place::Place;
pub use problem::{FieldProblem, Problem};

/// The largest number of rows that one page of a search may hold.
pub const PAGE_LIMIT: u16 = 50;
