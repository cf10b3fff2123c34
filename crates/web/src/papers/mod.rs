//! The store of papers (kho giấy tờ điện tử): what agencies issued, what people keep beside it, how
//! one paper is shown to somebody else.

mod discard;
mod export;
mod file;
mod list;
mod of_dossier;
mod share;
mod shared;
mod shares;
mod show;
mod signatures;
mod upload;
mod whose;
mod words;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use dean06_contracts::documents::{GetPaper, GetPaperRequest, PaperView};

use crate::frame::{Citizen, OWN_PAPERS, Stop, Web};

pub(crate) use of_dossier::download as download_of_dossier;
pub(crate) use signatures::signature_table;

pub(crate) fn router() -> Router<Web> {
    let upload = get(upload::show)
        .post(upload::upload)
        .layer(DefaultBodyLimit::max(upload::FORM_LIMIT));
    Router::new()
        .route("/my/papers", get(list::show))
        .route("/my/papers/upload", upload)
        .route("/my/papers/export.zip", get(export::download))
        .route("/my/papers/shares", get(shares::show))
        .route("/my/papers/{id}", get(show::show))
        .route("/my/papers/{id}/file", get(file::download))
        .route("/my/papers/{id}/signed.jws", get(file::signed))
        .route("/my/papers/{id}/share", get(share::ask).post(share::share))
        .route("/my/papers/{id}/end-share", post(shares::end))
        .route(
            "/my/papers/{id}/discard",
            get(discard::ask).post(discard::discard),
        )
        .route("/shared/{token}", get(shared::show))
        .route("/shared/{token}/file", get(shared::download))
}

/// A paper that this citizen may see.
struct Paper {
    id: String,
    view: PaperView,
}

impl Paper {
    async fn load(citizen: &Citizen, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| citizen.missing())?;
        let request = GetPaperRequest {
            paper_id: id.clone(),
        };
        let view = citizen.call::<GetPaper>(OWN_PAPERS, &request).await?;
        Ok(Self { id, view })
    }

    fn address(&self) -> String {
        address(&self.id)
    }
}

/// The page of a paper.
fn address(paper: &str) -> String {
    format!("/my/papers/{paper}")
}
