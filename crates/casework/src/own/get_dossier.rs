use dean06_contracts::casework::{DossierView, GetDossierRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::own_dossier::OwnDossier;
use crate::bundle::titles_of;
use crate::clocks;
use crate::course::{Status, Step};
use crate::error::database;
use crate::form::{Data, Open, View, pages};
use crate::papers::slips_of;
use crate::registers::as_declared;
use crate::room::Casework;
use crate::rows::Entry;
use crate::views;

/// The applicant's own dossier with its course and what was declared. While a supplement is
/// awaited, the sections that it opened can be typed on.
pub(crate) async fn get_dossier(
    room: Casework,
    context: Context,
    request: GetDossierRequest,
) -> Result<Reply<DossierView>, ServiceError> {
    let own = OwnDossier::find(&room, &context, &request.dossier_id).await?;
    let (dossier, edition) = (&own.dossier, &*own.edition);
    let service = own.service()?;
    let today = room.sources.today();
    let filled = as_declared(service, dossier, today);
    let supplement = views::supplement(dossier);
    let open = supplement
        .as_ref()
        .and_then(|supplement| supplement.sections.as_deref())
        .map_or(Open::Nothing, Open::Sections);
    let entries = Entry::of_dossier(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?;
    let titles = titles_of(&room, edition, dossier).await?;
    let view = View {
        edition,
        service,
        filled: &filled,
        today,
        open,
        titles: &titles,
        problems: &[],
        typed: &Data::new(),
    };
    let refused = matches!(dossier.status, Status::NotAccepted | Status::Stopped);
    let closing = dossier.matters.closing.as_ref().filter(|_| refused);
    let again = service.apply_again.as_ref();
    let body = DossierView {
        dossier_id: Some(dossier.dossier_id.clone()),
        number: Some(dossier.number.clone()),
        service: Some(dossier.service.clone()),
        title: Some(service.title.clone()),
        about: dossier.about.clone(),
        status: Some(dossier.status.code()),
        status_text: Some(views::status_for_applicant(edition, dossier.status)),
        version: Some(dossier.version),
        organisation: Some(edition.organisation(&dossier.org_id)),
        submitted_at: Some(dossier.submitted_at),
        clock: Some(clocks::view(edition.content.calendar(), dossier, own.now)),
        timeline: Some(views::own_timeline(edition, entries)),
        pages: Some(pages(&view, None)?),
        refusal: closing.map(|closing| closing.reason.clone()),
        can_withdraw: Some(dossier.standing().after(Step::Withdraw).is_ok()),
        can_apply_again: again.map(|again| again.label.clone()),
        has_result: Some(matches!(dossier.status, Status::Done | Status::Returned)),
        related: Some(views::related(service, &filled.context)?),
        intake_due_at: dossier
            .intake_due_at
            .filter(|_| dossier.status == Status::Submitted),
        slips: Some(slips_of(dossier)),
        bundle_id: dossier.bundle_id.clone(),
        leg_id: dossier.leg_id.clone(),
        papers: Some(views::papers(service, dossier)),
        supplement,
    };
    Ok(Reply::about_all(views::subjects(dossier, Vec::new()), body))
}
