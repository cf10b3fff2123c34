//! What the registers hold of a citizen, and who used it.

mod correction;
mod family;
mod proof;
mod record;
mod show;
mod usage;
mod used;

use axum::{Router, routing::get};

use crate::frame::Web;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/my-data", get(show::show))
        .route("/my-data/correction", get(correction::show))
        .route("/my-data/use", get(usage::show))
        .route("/my-data/use/{index}/proof", get(proof::hand_out))
}
