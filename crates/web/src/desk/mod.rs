//! The officers' desk.

mod act;
mod action;
mod dossier;
mod forms;
mod papers;
mod queue;
mod side;

use axum::{
    Router,
    routing::{get, post},
};

use crate::frame::Web;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/dossiers/{id}", get(dossier::show))
        .route("/desk/dossiers/{id}/{action}", post(act::act))
        .route("/desk/dossiers/{id}/slips/{kind}", get(papers::slip))
        .route("/desk/dossiers/{id}/result", get(papers::result))
        .route("/desk/dossiers/{id}/result.jws", get(papers::download))
}
