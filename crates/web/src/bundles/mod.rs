//! Interlinked procedures (nhóm thủ tục liên thông): one request to several offices.

mod appeal;
mod check;
mod choose;
mod course;
mod info;
mod items;
mod leg;
mod moved;
mod show;
mod start;
mod submit;
mod submitted;
mod tasks;
#[cfg(test)]
mod testing;
mod withdraw;
mod withdraw_leg;

use axum::{
    Router,
    routing::{get, post},
};
use dean06_contracts::casework::{
    BundleState, BundleView, GetOwnBundle, GetOwnBundleRequest, LegView,
};
use dean06_ui::Link;

use crate::frame::{APPLICATION, Citizen, Shell, Stop, Web};

pub(crate) use items::{bundle_cards, bundle_item};
pub(crate) use leg::leg_tone;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/bundles/{family}", get(info::show))
        .route("/bundles/{family}/start", post(start::start))
        .route("/my/bundles/{id}", get(show::show))
        .route("/my/bundles/{id}/check", get(check::show))
        .route("/my/bundles/{id}/submit", post(submit::submit))
        .route("/my/bundles/{id}/submitted", get(submitted::show))
        .route("/my/bundles/{id}/choose", post(choose::choose))
        .route("/my/bundles/{id}/move", post(moved::move_on))
        .route(
            "/my/bundles/{id}/withdraw",
            get(withdraw::ask).post(withdraw::withdraw),
        )
        .route(
            "/my/bundles/{id}/legs/{leg}/withdraw",
            get(withdraw_leg::ask).post(withdraw_leg::withdraw),
        )
        .route(
            "/my/bundles/{id}/legs/{leg}/appeal",
            get(appeal::ask).post(appeal::appeal),
        )
}

/// The address of an application's task list.
pub(crate) fn address(bundle: &str) -> String {
    format!("/my/bundles/{bundle}")
}

/// An interlinked application of this citizen.
struct Own {
    id: String,
    view: BundleView,
}

impl Own {
    async fn load(citizen: &Citizen, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| citizen.missing())?;
        let request = GetOwnBundleRequest {
            bundle_id: id.clone(),
        };
        let view = citizen
            .call_in::<GetOwnBundle>(APPLICATION, &id, &request)
            .await?;
        Ok(Self { id, view })
    }

    fn address(&self) -> String {
        address(&self.id)
    }

    fn is_draft(&self) -> bool {
        self.view.state == Some(BundleState::Draft)
    }

    fn legs(&self) -> &[LegView] {
        self.view.legs.as_deref().unwrap_or_default()
    }

    /// The legs that the applicant wants.
    fn wanted(&self) -> impl Iterator<Item = &LegView> {
        self.legs().iter().filter(|leg| leg.chosen != Some(false))
    }

    fn leg(&self, id: &str) -> Option<&LegView> {
        let mut legs = self.legs().iter();
        legs.find(|leg| leg.leg_id.as_deref() == Some(id))
    }

    /// The procedure and whom it is about.
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

    /// The line with the number, once there is one.
    fn caption(&self, shell: &Shell) -> String {
        match self.view.number.as_deref() {
            Some(number) => shell.tw("portal-dossier-number", &[("number", number.into())]),
            None => shell.t("bundle-not-sent"),
        }
    }

    fn crumbs(shell: &Shell) -> Vec<Link> {
        vec![Link::new(shell.t("portal-nav-dossiers"), "/dossiers")]
    }
}
