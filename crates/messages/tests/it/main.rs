//! The room at work on both engines: real rows, the real mediator, a register and a courier that do
//! as they are told.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod crash;
mod inbox;
mod letters;
mod schema;
mod support;
