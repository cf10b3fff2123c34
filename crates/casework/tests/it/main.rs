//! The room at work on both engines: real rows, the real mediator, and a register that is a room of
//! its own. The service is one that no law knows, so that nothing here can depend on a real one.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends"
)]

mod agreements;
mod automatic;
mod bundle_begins;
mod bundle_course;
mod bundle_crash;
mod bundle_random;
mod bundles;
mod by_hand;
mod catalogue;
mod chain;
mod crash;
mod desk;
mod drafts;
mod effect;
mod festival;
mod fixture;
mod hostile;
mod kept_drafts;
mod keys;
mod occasions;
mod outage;
mod own;
mod papers;
mod pinned;
mod queue;
mod register;
mod reuse;
mod schema;
mod submit;
mod support;
mod verification;
