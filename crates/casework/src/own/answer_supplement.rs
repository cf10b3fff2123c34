use dean06_content::Service;
use dean06_contracts::casework::{AnswerSupplement, AnswerSupplementRequest, DossierState};
use dean06_contracts::{Contract, FieldProblem};
use dean06_mediator::{Context, Reply, ServiceError};
use serde_json::Value;

use super::own_dossier::OwnDossier;
use crate::clocks;
use crate::command::{Stride, take};
use crate::course::Step;
use crate::desk::{invalid, written};
use crate::drafts::about;
use crate::form::{Data, problems_of, read_section, section_of};
use crate::registers::{Age, Asking, Filled};
use crate::reuse::Use;
use crate::room::Casework;
use crate::rows::Supplement;

/// Answers a supplement request: what was asked for is changed, and the clock runs on.
pub(crate) async fn answer_supplement(
    room: Casework,
    context: Context,
    request: AnswerSupplementRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let own = OwnDossier::find(&room, &context, &request.dossier_id).await?;
    let key = own.key(AnswerSupplement::NAME)?;
    let planned = plan(&own, &request).await;
    let state = take(&room, &key, planned).await?;
    Ok(Reply::about_all(context.actor.person(), state))
}

async fn plan(own: &OwnDossier, request: &AnswerSupplementRequest) -> Result<Stride, ServiceError> {
    let standing = own.begin(Step::AnswerSupplement, request.version).await?;
    let service = own.service()?;
    let asked = own
        .dossier
        .matters
        .supplement
        .as_ref()
        .ok_or_else(|| ServiceError::internal("a supplement that nobody asked for"))?;
    let typed = changed(own, service, asked, &request.data)?;
    let answer = request.answer.as_deref();
    let answer = answer.map(|text| written(&own.edition, "/answer", text));
    let mut stride = own.stride(Step::AnswerSupplement, standing);
    stride.entry.note = answer.transpose()?.filter(|answer| !answer.is_empty());
    let after = &mut stride.after;
    if !request.data.is_empty() {
        let filled = fill(own, service, &typed).await?;
        let problems = problems_of(&own.edition, service, &filled)?;
        // A section that is not open cannot be mended, so that nothing is asked of it.
        let open = |p: &FieldProblem| asked.sections.iter().any(|s| s == section_of(&p.pointer));
        let problems: Vec<FieldProblem> = problems.into_iter().filter(open).collect();
        if !problems.is_empty() {
            return Err(ServiceError::Invalid(problems));
        }
        let papers = Use {
            room: &own.room,
            applicant: own.context.actor.reference(),
            draft: &own.dossier.draft_id,
        };
        let (attached, problems) = papers.attach(service, &filled.shown).await?;
        if !problems.is_empty() {
            return Err(ServiceError::Invalid(problems));
        }
        after.matters.attached = attached;
        after.about = about(service, &filled);
        after.declared = filled.shown;
        after.answers = filled.answers;
    }
    let stopped_due_at = after.matters.stopped_due_at.take();
    after.due_at = stopped_due_at.and_then(|due| {
        let calendar = own.edition.content.calendar();
        let clock = service.clock(clocks::TOTAL);
        clocks::resumed(calendar, clock, asked.asked_at, due, own.now)
    });
    if let Some(supplement) = &mut after.matters.supplement {
        supplement.answered_at = Some(own.now);
    }
    Ok(stride)
}

/// What was declared with the sections that were sent in place of the old ones.
fn changed(
    own: &OwnDossier,
    service: &Service,
    asked: &Supplement,
    sent: &Data,
) -> Result<Data, ServiceError> {
    let words = &own.edition.words.mend;
    let mut typed = own.dossier.declared.clone();
    for (section, fields) in sent {
        let pointer = format!("/data/{section}");
        let page = service
            .form()
            .pages()
            .iter()
            .find(|page| page.section == *section);
        let (Some(page), Value::Object(fields)) = (page, fields) else {
            return Err(invalid("/data", words.unknown_section.clone()));
        };
        if !asked.sections.contains(section) {
            return Err(invalid(&pointer, words.section_not_open.clone()));
        }
        let fields =
            read_section(service.form(), page, fields, words).map_err(ServiceError::Invalid)?;
        typed.insert(section.clone(), Value::Object(fields));
    }
    Ok(typed)
}

async fn fill(own: &OwnDossier, service: &Service, typed: &Data) -> Result<Filled, ServiceError> {
    let applicant = own.context.actor.reference();
    let asking = Asking {
        mediator: &own.room.mediator,
        service,
        actor: &own.room.seal.on_behalf_of(applicant),
        case: &own.dossier.number,
        applicant: &own.dossier.applicant,
        typed,
        known: &own.dossier.answers,
        around: &own.dossier.matters.around,
        age: Age::AskAgain,
        now: own.now,
        today: own.room.sources.today(),
    };
    asking.fill().await
}
