//! A dossier as its applicant sees it.

mod again;
mod course;
mod papers;
mod qr;
mod result;
mod show;
mod slip;
mod submitted;
mod supplement;
mod withdraw;

use axum::{
    Router,
    routing::{get, post},
};
use dean06_contracts::casework::{DossierView, GetDossier, GetDossierRequest};

use crate::frame::{APPLICATION, Citizen, Shell, Stop, Web};

pub(crate) use course::{actor, timeline_entry};
pub(crate) use papers::papers;
pub(crate) use result::{download_result, load as load_result, result_page, site};
pub(crate) use slip::{slip_kind, slip_page};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/dossiers/{id}", get(show::show))
        .route("/dossiers/{id}/submitted", get(submitted::show))
        .route(
            "/dossiers/{id}/supplement",
            get(supplement::show).post(supplement::answer),
        )
        .route(
            "/dossiers/{id}/withdraw",
            get(withdraw::ask).post(withdraw::withdraw),
        )
        .route("/dossiers/{id}/again", post(again::again))
        .route("/dossiers/{id}/slips/{kind}", get(slip::show))
        .route("/dossiers/{id}/result", get(result::show))
        .route("/dossiers/{id}/result.jws", get(result::download))
        .route("/dossiers/{id}/result.pdf", get(result::file))
}

/// A dossier of this citizen.
struct Own {
    id: String,
    view: DossierView,
}

impl Own {
    async fn load(citizen: &Citizen, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| citizen.missing())?;
        let request = GetDossierRequest {
            dossier_id: id.clone(),
        };
        let view = citizen
            .call_in::<GetDossier>(APPLICATION, &id, &request)
            .await?;
        Ok(Self { id, view })
    }

    fn address(&self) -> String {
        format!("/dossiers/{}", self.id)
    }

    /// The service and whom it is about.
    fn title(&self, shell: &Shell) -> String {
        let title = shell.say(self.view.title.as_ref());
        match self.view.about.as_deref() {
            Some(about) => shell.tw(
                "portal-title-about",
                &[("title", title.into()), ("about", about.into())],
            ),
            None => title.to_owned(),
        }
    }

    /// The line with the number.
    fn caption(&self, shell: &Shell) -> String {
        let number = self.view.number.as_deref().unwrap_or_default();
        shell.tw("portal-dossier-number", &[("number", number.into())])
    }
}
