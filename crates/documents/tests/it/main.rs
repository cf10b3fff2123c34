//! The room at work on both engines: real rows, the real mediator, and a casework, a register, a
//! press and a notary that do as they are told. [`real`] has the real press and notary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends"
)]

mod crash;
mod export;
mod fakes;
mod issue;
mod real;
mod reuse;
mod rights;
mod schema;
mod shares;
mod support;
mod sweep;
mod uploads;
mod verify;
