//! The content as others see it: the whole base data, and a service that no law knows.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod base_data;
mod bundle_checks;
mod bundles;
mod checks;
mod common;
mod example_checks;
mod forms;
mod notices;
mod real_bundles;
mod services;
