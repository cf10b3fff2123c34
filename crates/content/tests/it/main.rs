//! The content as others see it: the whole base data, and a service that no law knows.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod base_data;
mod checks;
mod common;
mod forms;
mod services;
