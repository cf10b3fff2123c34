//! Electronic identity, first form: accounts with a password, sessions, and the only place where
//! an [`Actor`](dean06_mediator::Actor) is made.
//!
//! A browser carries its session in a cookie, a program in `Authorization: Bearer`. A request that
//! changes something and comes with a cookie must come from our own pages, as the browser says in
//! `Sec-Fetch-Site` or `Origin`. A program of an organisation has no session: it signs a token of its
//! own for each request, with a key that is registered here.

mod account;
mod account_change;
mod change_account;
mod disable_account;
mod enable_account;
mod find_person;
mod get_organisation_key;
mod grant_roles;
mod kept_form;
mod list_accounts;
mod list_organisation_keys;
mod organisation_key;
mod organisation_token;
mod pages;
mod password;
mod register_account;
mod register_organisation_key;
mod resolve;
mod revoke_organisation_key;
mod revoke_roles;
mod roles;
mod room;
mod same_origin;
mod schema;
mod session;
mod set_password;
mod sign_in;
mod sign_in_api;
mod sign_out;
mod sweep;
mod throttle;

pub use account::{Account, AccountKind};
pub use account_change::AccountChange;
pub use change_account::ChangeAccountError;
pub use find_person::FindPersonError;
pub use get_organisation_key::serve;
pub use organisation_key::OrganisationKey;
pub use organisation_token::OrganisationTokenError;
pub use register_account::{NewAccount, RegisterAccountError};
pub use register_organisation_key::{NewOrganisationKey, RegisterOrganisationKeyError};
pub use roles::RoleError;
pub use room::{Identity, IdentityOptions, PrepareError};
pub use schema::tables;
pub use session::{SessionToken, SignedInAccount};
pub use sign_in::SignInError;
pub use sign_in_api::ApiDoc;
