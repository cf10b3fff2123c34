use dean06_contracts::casework::{DossierState, RequestSupplement, RequestSupplementRequest};
use dean06_contracts::{Contract, FieldProblem};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::command::Stride;
use crate::course::Step;
use crate::edition::fill;
use crate::form::{clean, problem_of};
use crate::room::Casework;
use crate::rows::Supplement;

/// The longest item, in characters.
const MOST_ITEM: usize = 500;

/// Asks the applicant for what is missing: once, in full, in writing. The clock stands until the
/// answer.
pub(crate) async fn request_supplement(
    room: Casework,
    context: Context,
    request: RequestSupplementRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(RequestSupplement::NAME, plan(&desk, &request))
        .await
}

fn plan(desk: &AtDesk, request: &RequestSupplementRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::RequestSupplement, request.version)?;
    let items: Vec<String> = request.items.iter().map(|item| clean(item)).collect();
    let problems = problems(desk, &items, &request.sections)?;
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let reason = desk.reason(&request.reason)?;
    let mut stride = desk.stride(Step::RequestSupplement, standing);
    stride.entry.note = Some(reason.clone());
    let after = &mut stride.after;
    after.matters.stopped_due_at = after.due_at.take();
    after.matters.supplement = Some(Supplement {
        items,
        sections: request.sections.clone(),
        reason,
        asked_at: desk.now,
        asked_by: desk.context.actor.reference().clone(),
        answered_at: None,
    });
    Ok(stride)
}

fn problems(
    desk: &AtDesk,
    items: &[String],
    sections: &[String],
) -> Result<Vec<FieldProblem>, ServiceError> {
    let mend = &desk.edition.words.mend;
    let limit = MOST_ITEM.to_string();
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let text = if item.is_empty() {
            let limit = Text::new(limit.clone(), limit.clone());
            Some(fill(&mend.item_empty, "n", &limit))
        } else {
            problem_of(item, MOST_ITEM, mend)
        };
        problems.extend(text.map(|text| FieldProblem {
            pointer: format!("/items/{index}"),
            text,
        }));
    }
    let pages = desk.service()?.form().pages();
    for (index, section) in sections.iter().enumerate() {
        if pages.iter().all(|page| page.section != *section) {
            problems.push(FieldProblem {
                pointer: format!("/sections/{index}"),
                text: mend.unknown_section.clone(),
            });
        }
    }
    Ok(problems)
}
