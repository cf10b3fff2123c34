//! The pages that people see: the portal of citizens, the desk of officers, the check of papers.
//!
//! A page is a client like any other. Whatever it shows comes by the [`Mediator`], under a purpose
//! and in the name of whoever is signed in; nothing is kept here. Every page works without script,
//! and one page is one file: its handler, and a function from what was told to HTML.

mod agreements;
mod bundles;
mod desk;
mod frame;
mod inbox;
mod links;
mod my_data;
mod papers;
mod portal;
mod verify;

use axum::Router;
use dean06_kernel::Sources;
use dean06_mediator::Mediator;
use dean06_ui::Ui;

use crate::frame::{Visit, Web};

/// All pages, and the page for an address that does not exist.
///
/// Who is signed in must stand in the request's extensions as a
/// [`Session`](dean06_mediator::Session), put there by a layer around this router.
pub fn router(mediator: Mediator, ui: Ui, sources: Sources) -> Router {
    Router::new()
        .merge(portal::router())
        .merge(bundles::router())
        .merge(agreements::router())
        .merge(papers::router())
        .merge(inbox::router())
        .merge(links::router())
        .merge(my_data::router())
        .merge(verify::router())
        .merge(desk::router())
        .fallback(async |visit: Visit| visit.not_found())
        .with_state(Web {
            mediator,
            ui,
            sources,
        })
}
