//! The room at work on both engines: real rows, the real mediator, and a register that is a room of
//! its own. The service is one that no law knows, so that nothing here can depend on a real one.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends"
)]

mod catalogue;
mod crash;
mod desk;
mod drafts;
mod effect;
mod hostile;
mod own;
mod papers;
mod pinned;
mod queue;
mod register;
mod schema;
mod submit;
mod support;
