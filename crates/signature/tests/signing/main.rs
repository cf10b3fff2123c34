//! Signing and verifying whole files.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what the tests share fails as tests do"
)]

mod appended;
mod attacks;
mod foreign;
mod hostile;
mod signed;
mod support;
mod time;
mod trust;
