//! The portal: services, applications, dossiers.

mod dossier;
mod dossiers;
mod draft;
mod form;
mod home;
mod progress;
mod service;
mod services;
mod start;

use axum::{
    Router,
    routing::{get, post},
};

use crate::frame::Web;

pub(crate) use form::summary;
pub(crate) use service::clock_row;

pub(crate) use dossier::{
    actor, download_result, load_result, papers, result_page, site, slip_kind, slip_page,
    timeline_entry,
};

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/", get(home::show))
        .route("/services", get(services::show))
        .route("/services/{slug}", get(service::show))
        .route("/services/{slug}/start", post(start::start))
        .route("/dossiers", get(dossiers::show))
        .merge(draft::router())
        .merge(dossier::router())
}
