//! The officers' desk.

mod act;
mod action;
mod chain;
mod dossier;
mod forms;
mod more;
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
        .route("/desk/dossiers/{id}/retry", post(more::retry))
        .route(
            "/desk/dossiers/{id}/finish-by-hand",
            post(more::finish_by_hand),
        )
        .route("/desk/dossiers/{id}/revoke-result", post(more::revoke))
        .route("/desk/dossiers/{id}/slips/{kind}", get(papers::slip))
        .route("/desk/dossiers/{id}/papers/{paper}", get(papers::attached))
        .route("/desk/dossiers/{id}/result", get(papers::result))
        .route("/desk/dossiers/{id}/result.jws", get(papers::download))
        .route("/desk/dossiers/{id}/result.pdf", get(papers::file))
}
