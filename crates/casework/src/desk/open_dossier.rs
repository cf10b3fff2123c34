use dean06_content::Service;
use dean06_contracts::casework::{DeskDossier, Flag, Holder, OpenDossierRequest, OptionView};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};

use super::actions::{Holding, actions};
use super::at_desk::AtDesk;
use crate::clocks;
use crate::course::Status;
use crate::edition::{Edition, fill};
use crate::error::database;
use crate::form::compare;
use crate::registers::{Age, Answers, Asking, Filled, as_declared};
use crate::room::Casework;
use crate::rows::{Dossier, Entry};
use crate::views;

/// A dossier on the desk. The registers are asked again, on behalf of the officer, so that what was
/// declared stands beside what is registered now. Opening changes nothing.
pub(crate) async fn open_dossier(
    room: Casework,
    context: Context,
    request: OpenDossierRequest,
) -> Result<Reply<DeskDossier>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    let dossier = &desk.dossier;
    let edition = &*desk.edition;
    let service = desk.service()?;
    let today = room.sources.today();
    let then = as_declared(
        service,
        &dossier.applicant,
        today,
        &dossier.declared,
        &dossier.answers,
    );
    // A closed case gives no reason to look at anybody's data again.
    let now = if dossier.status.is_final() {
        then.clone()
    } else {
        ask_now(&desk, service, Age::OnlyNow).await?
    };
    let entries = Entry::of_dossier(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?;
    let holding = desk.holding();
    let in_time = dossier.due_at.is_some_and(|due| desk.now < due);
    let roles = context.actor.roles();
    let body = DeskDossier {
        dossier_id: Some(dossier.dossier_id.clone()),
        number: Some(dossier.number.clone()),
        service: Some(dossier.service.clone()),
        title: Some(service.title.clone()),
        about: dossier.about.clone(),
        applicant: Some(dossier.applicant.name.clone()),
        status: Some(dossier.status.code()),
        status_text: Some(views::status_text(edition, dossier.status)),
        version: Some(dossier.version),
        submitted_at: Some(dossier.submitted_at),
        clock: Some(clocks::view(edition.content.calendar(), dossier, desk.now)),
        fields: Some(compare(
            edition,
            service,
            &then.context,
            &now.context,
            today,
        )?),
        flags: Some(flags(service, dossier, &now)?),
        unavailable: unavailable(edition, service, &now.answers),
        timeline: Some(views::desk_timeline(edition, entries)),
        supplement: views::supplement(dossier),
        holder: dossier.matters.holder.as_ref().map(|held| Holder {
            name: Some(held.officer.name.clone()),
            since: Some(held.since),
            me: Some(holding == Holding::Me),
        }),
        actions: Some(actions(
            service,
            roles,
            dossier.standing(),
            holding,
            in_time,
        )),
        sections: Some(sections(service)),
        has_result: Some(matches!(dossier.status, Status::Done | Status::Returned)),
        related: Some(views::related(service, &now.context)?),
        content_digest: Some(dossier.content_digest.clone()),
    };
    let subjects = views::subjects(dossier, now.answers.persons());
    Ok(Reply::about_all(subjects, body))
}

/// The declared form with what the registers say now, asked on behalf of the officer.
pub(super) async fn ask_now(
    desk: &AtDesk,
    service: &Service,
    age: Age,
) -> Result<Filled, ServiceError> {
    let dossier = &desk.dossier;
    let officer = desk.context.actor.reference();
    let asking = Asking {
        mediator: &desk.room.mediator,
        service,
        actor: &desk.room.seal.on_behalf_of(officer),
        case: &dossier.number,
        applicant: &dossier.applicant,
        typed: &dossier.declared,
        known: &dossier.answers,
        age,
        now: desk.now,
        today: desk.room.sources.today(),
    };
    let mut filled = asking.fill().await?;
    // What was declared is what is decided about, whatever a register says today.
    filled.context.insert(
        "form".to_owned(),
        serde_json::Value::Object(dossier.declared.clone()),
    );
    Ok(filled)
}

/// Checks that come up now, and effects that a register refused.
fn flags(service: &Service, dossier: &Dossier, now: &Filled) -> Result<Vec<Flag>, ServiceError> {
    let struck = service
        .run_checks(&now.context)
        .map_err(ServiceError::internal)?;
    let refused = dossier.matters.setbacks.iter().rev().take(1);
    let refused = refused.map(|setback| Flag {
        id: Some("effect-refused".to_owned()),
        effect: Some("flag".to_owned()),
        message: Some(setback.text.clone()),
        confidence: None,
        pointer: None,
    });
    Ok(refused.chain(struck.into_iter().map(views::flag)).collect())
}

fn unavailable(edition: &Edition, service: &Service, answers: &Answers) -> Option<Text> {
    let silent = answers.silent(edition, service);
    if silent.is_empty() {
        return None;
    }
    let join = |name: fn(&Text) -> &str| {
        let names: Vec<&str> = silent.iter().map(name).collect();
        names.join(", ")
    };
    let names = Text::new(join(|text| &text.vi), join(|text| &text.en));
    Some(fill(
        &edition.words.registers.silent_desk,
        "registers",
        &names,
    ))
}

fn sections(service: &Service) -> Vec<OptionView> {
    let pages = service.form().pages().iter();
    pages
        .map(|page| OptionView {
            value: page.section.clone(),
            label: page.title.clone(),
        })
        .collect()
}
