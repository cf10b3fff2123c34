use dean06_contracts::casework::{BundleInfo, ClockOfService, GetBundleInfoRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::limit;
use super::list_bundles::legs;
use crate::desk::invalid;
use crate::room::Casework;

/// An interlinked procedure: which legs, who acts, how long, and where that is written.
pub(crate) async fn get_bundle_info(
    room: Casework,
    _context: Context,
    request: GetBundleInfoRequest,
) -> Result<Reply<BundleInfo>, ServiceError> {
    let edition = room.editions.current();
    let content = &edition.content;
    let today = room.sources.today();
    let procedure = match (&request.family, &request.slug) {
        (Some(family), None) => content.bundle_in_force(family, today),
        (None, Some(slug)) => content.bundle(slug),
        _ => {
            let words = &edition.words.mend;
            return Err(invalid("/family", words.exactly_one_name.clone()));
        }
    };
    let procedure = procedure.ok_or_else(|| ServiceError::not_found("bundle-family-not-found"))?;
    let clocks = procedure.clocks.iter().map(|clock| ClockOfService {
        id: Some(clock.id.clone()),
        limit: limit(&edition.words.clocks, clock),
        confidence: Some(clock.confidence.to_string()),
    });
    let law = &procedure.law;
    Ok(Reply::public(BundleInfo {
        slug: Some(procedure.slug.clone()),
        family: Some(procedure.family.clone()),
        procedure_code: Some(procedure.procedure_code.clone()),
        title: Some(procedure.title.clone()),
        summary: Some(procedure.summary.clone()),
        category: Some(procedure.category.clone()),
        legs: Some(legs(edition, procedure)),
        clocks: Some(clocks.collect()),
        in_force: Some(law.holds_on(today)),
        source: Some(law.source.clone()),
        acts: law.acts.clone(),
        confidence: Some(law.confidence.to_string()),
        valid_from: Some(law.valid_from.to_string()),
        valid_to: law.valid_to.map(|day| day.to_string()),
    }))
}
