//! Birth notices, death notices and deaths on both engines, through the real mediator.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

mod death_notices;
mod death_support;
mod deaths;
mod receiving;
mod registering;
mod signing;
mod support;
