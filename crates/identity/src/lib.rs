//! Electronic identity, first form: accounts with a password, sessions, and the only place where
//! an [`Actor`](dean06_mediator::Actor) is made.
//!
//! A browser carries its session in a cookie, a program in `Authorization: Bearer`. A request that
//! changes something and comes with a cookie must come from our own pages, as the browser says in
//! `Sec-Fetch-Site` or `Origin`.

mod account;
mod kept_form;
mod pages;
mod password;
mod register_account;
mod resolve;
mod room;
mod same_origin;
mod schema;
mod session;
mod sign_in;
mod sign_in_api;
mod sign_out;
mod throttle;

pub use account::{Account, AccountKind};
pub use register_account::{NewAccount, RegisterAccountError};
pub use room::{Identity, IdentityOptions};
pub use schema::tables;
pub use session::{SessionToken, SignedInAccount};
pub use sign_in::SignInError;
pub use sign_in_api::ApiDoc;
