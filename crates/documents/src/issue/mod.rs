//! From a signed result to a paper in somebody's store.
//!
//! The store delivers the events of one subscription one after another. Setting and signing a paper
//! takes milliseconds of a core and a sync of the disk, so several subscriptions share the stream:
//! each takes the events of some parties, and those of one party stay in their order. A result of
//! which no paper can be made, for instance because its template is wrong, is parked and tried again
//! later; it holds up no other. When something is down that all need, all wait.

mod lanes;
mod library;
mod make;
mod parked;
mod revoked;
mod signed;

pub(crate) use lanes::subscribe;
pub(crate) use library::Libraries;
pub use make::sheet;

/// Places on the way of a paper at which a test kills the process: see [`dean06_store::crash`].
pub const CRASH_POINTS: &[&str] = &[
    "documents.file.kept",
    "documents.paper.signed",
    "documents.paper.written",
    "documents.result.begun",
];
