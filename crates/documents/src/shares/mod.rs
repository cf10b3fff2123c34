//! Links that show one paper to whoever has the link.

mod end_share;
mod list_shares;
mod open_share;
mod share_paper;
mod token;

pub(crate) use end_share::end_share;
pub(crate) use list_shares::list_shares;
pub(crate) use open_share::open_share;
pub(crate) use share_paper::share_paper;
pub(crate) use token::Tokens;
pub use token::TokensError;

use dean06_mediator::ServiceError;

/// There is no such link, it ended, or it is somebody else's: nobody learns which.
fn no_share() -> ServiceError {
    ServiceError::not_found("share-not-found")
}
