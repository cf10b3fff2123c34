use dean06_content::Service;
use dean06_contracts::casework::{
    AppealView, DeskDossier, Flag, Holder, OpenDossierRequest, OptionView, ResultField,
};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use serde_json::Value;

use super::actions::{Holding, actions, supervises};
use super::at_desk::AtDesk;
use crate::bundle::titles_of;
use crate::clocks;
use crate::course::Status;
use crate::edition::{Edition, fill};
use crate::effect;
use crate::error::database;
use crate::following::same;
use crate::form::compare;
use crate::registers::{Age, Answers, Asking, Filled, as_declared};
use crate::room::Casework;
use crate::rows::{Appeal, Dossier, Entry};
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
    let then = as_declared(service, dossier, today);
    // A closed case gives no reason to look at anybody's data again.
    let now = if dossier.status.is_final() {
        then.clone()
    } else {
        ask_now(&desk, service, Age::OnlyNow).await?
    };
    let entries = Entry::of_dossier(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?;
    let titles = titles_of(&room, edition, dossier).await?;
    let trouble = effect::trouble(&room, edition, dossier).await?;
    let stuck = trouble.is_some_and(|trouble| trouble.stuck);
    let mut flags = if dossier.standing().approved {
        // The register may hold the effect already: what speaks against it speaks no more.
        Vec::new()
    } else {
        flags(service, dossier, &now)?
    };
    if stuck {
        flags.insert(0, stuck_flag(&room));
    }
    let has_result = matches!(dossier.status, Status::Done | Status::Returned);
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
            &titles,
        )?),
        flags: Some(flags),
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
        has_result: Some(has_result),
        related: Some(views::related(service, &now.context)?),
        content_digest: Some(dossier.content_digest.clone()),
        bundle_id: dossier.bundle_id.clone(),
        leg_id: dossier.leg_id.clone(),
        appeal: dossier.matters.appeal.as_ref().map(appeal),
        papers: Some(views::papers(service, dossier)),
        preview: Some(preview(service, &now)),
        can_revoke: Some(has_result && supervises(service, roles)),
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
        around: &dossier.matters.around,
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

/// The lines of the paper that have a value already. They help the eye and keep nobody from deciding.
fn preview(service: &Service, now: &Filled) -> Vec<ResultField> {
    let lines = service.result_fields(&now.context).unwrap_or_else(|error| {
        tracing::warn!(%error, "it cannot be told what a paper will show");
        Vec::new()
    });
    let told = lines.into_iter().filter_map(|line| match line.value {
        Value::String(text) if !text.is_empty() => Some(ResultField {
            id: Some(line.id),
            label: Some(line.label),
            value: Some(same(&text)),
        }),
        _ => None,
    });
    told.collect()
}

/// The register keeps the decision waiting for longer than the content allows.
fn stuck_flag(room: &Casework) -> Flag {
    Flag {
        id: Some("effect-stuck".to_owned()),
        effect: Some("flag".to_owned()),
        message: Some(room.editions.current().words.chain.stuck.clone()),
        confidence: None,
        pointer: None,
    }
}

fn appeal(appeal: &Appeal) -> AppealView {
    AppealView {
        text: Some(appeal.text.clone()),
        attempt: u32::try_from(appeal.attempt).ok(),
        former_dossier_id: Some(appeal.former_dossier.clone()),
        former_number: Some(appeal.former_number.clone()),
        former_reason: appeal.former_reason.clone(),
    }
}

fn unavailable(edition: &Edition, service: &Service, answers: &Answers) -> Option<Text> {
    let names = answers.silent_together(edition, service)?;
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
