//! An application that is being filled in: one page, one question.

mod check;
mod correction;
mod discard;
mod origin;
mod resume;
mod section;
mod sheet;
mod submit;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};
use dean06_contracts::casework::{DraftView, GetDraft, GetDraftRequest, PageView};

use self::origin::Origin;
use crate::frame::{APPLICATION, Citizen, Stop, Web};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/drafts/{id}", get(resume::resume))
        .route("/drafts/{id}/check", get(check::show))
        .route("/drafts/{id}/submit", post(submit::submit))
        .route(
            "/drafts/{id}/discard",
            get(discard::ask).post(discard::discard),
        )
        .route(
            "/drafts/{id}/{section}",
            get(section::show).post(section::save),
        )
        .route("/drafts/{id}/{section}/correction", get(correction::show))
}

/// A draft with all its pages.
struct Draft {
    id: String,
    view: DraftView,
}

impl Draft {
    /// The draft of this citizen. One that was submitted leads to its dossier, or to the application
    /// that it is a leg of.
    async fn load(citizen: &Citizen, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| citizen.missing())?;
        let request = GetDraftRequest {
            draft_id: id.clone(),
            section: None,
        };
        let view = citizen
            .call_in::<GetDraft>(APPLICATION, &id, &request)
            .await?;
        let draft = Self { id, view };
        if let Some(dossier) = &draft.view.dossier_id {
            return Err(Stop::with(Redirect::to(&format!("/dossiers/{dossier}"))));
        }
        if draft.view.sealed == Some(true) {
            return Err(Stop::with(Redirect::to(&draft.home())));
        }
        Ok(draft)
    }

    /// The interlinked application that it is a leg of.
    fn bundle(&self) -> Option<&str> {
        self.view.bundle_id.as_deref()
    }

    /// The list that it stands in.
    fn home(&self) -> String {
        match self.bundle() {
            Some(bundle) => crate::bundles::address(bundle),
            None => "/dossiers".to_owned(),
        }
    }

    /// The page to go back to from one that was not opened in its turn.
    fn back_to(&self, origin: Origin) -> Option<String> {
        match (origin, self.bundle()) {
            (Origin::Series, _) => None,
            (Origin::Bundle, Some(_)) => Some(format!("{}/check", self.home())),
            (Origin::Check | Origin::Bundle, _) => Some(self.address(None)),
        }
    }

    fn pages(&self) -> &[PageView] {
        self.view.pages.as_deref().unwrap_or_default()
    }

    /// The first page on which something is missing.
    fn first_incomplete(&self) -> Option<&PageView> {
        self.pages().iter().find(|page| !page.complete)
    }

    /// The address of a page; without one, of the page that shows what will be sent.
    fn address(&self, section: Option<&str>) -> String {
        format!("/drafts/{}/{}", self.id, section.unwrap_or("check"))
    }
}
