use dean06_content::{self as content, Applicant, ClockRule, Service};
use dean06_contracts::casework::{
    BundleOfService, ClockOfService, ComponentView, GetServiceRequest, RelatedView, ServiceView,
};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use jiff::civil::Date;

use crate::drafts::is_offered;
use crate::edition::{ClockWords, Edition, fill};
use crate::error::no_service;
use crate::room::Casework;

/// A public service: who, what, how long, how much, and where that is written. One that is only a
/// leg of interlinked procedures says so.
pub(crate) async fn get_service(
    room: Casework,
    _context: Context,
    request: GetServiceRequest,
) -> Result<Reply<ServiceView>, ServiceError> {
    let edition = room.editions.current();
    let today = room.sources.today();
    let service = edition
        .content
        .service(&request.slug)
        .filter(|service| service.law.holds_on(today))
        .ok_or_else(no_service)?;
    Ok(Reply::public(view(edition, service, today)))
}

fn view(edition: &Edition, service: &Service, today: Date) -> ServiceView {
    let components = service.components.iter().map(|part| ComponentView {
        title: Some(part.title.clone()),
        from: Some(part.from.as_str().to_owned()),
    });
    let clocks = service.clocks.iter().map(|clock| ClockOfService {
        id: Some(clock.id.clone()),
        limit: limit(&edition.words.clocks, clock),
        confidence: Some(clock.confidence.to_string()),
    });
    let related = service.related.iter().map(|related| RelatedView {
        title: Some(related.title.clone()),
        text: Some(related.text.clone()),
    });
    let applicants = service.applicants.iter().map(|applicant| {
        let word = match applicant {
            Applicant::Citizen => "citizen",
            Applicant::Organisation => "organisation",
        };
        word.to_owned()
    });
    let bundles = edition.content.bundles().filter(|procedure| {
        let is_leg = |leg: &content::Leg| leg.service == service.slug;
        procedure.law.holds_on(today) && procedure.legs().iter().any(is_leg)
    });
    let bundles = bundles.map(|procedure| BundleOfService {
        family: Some(procedure.family.clone()),
        title: Some(procedure.title.clone()),
    });
    ServiceView {
        slug: Some(service.slug.clone()),
        procedure_code: Some(service.procedure_code.clone()),
        title: Some(service.title.clone()),
        summary: Some(service.summary.clone()),
        category: Some(service.category.clone()),
        level: Some(service.level.as_str().to_owned()),
        components: Some(components.collect()),
        clocks: Some(clocks.collect()),
        fee_text: service.fee.as_ref().and_then(|fee| fee.text.clone()),
        office: edition
            .content
            .organisation_kinds()
            .find(|kind| kind.id == service.competent.kind)
            .map(|kind| kind.title.clone()),
        fee: service.fee.as_ref().map(|fee| fee.amount),
        result: service.result.as_ref().map(|result| result.title.clone()),
        related: Some(related.collect()),
        source: Some(service.law.source.clone()),
        acts: service.law.acts.clone(),
        confidence: Some(service.law.confidence.to_string()),
        valid_from: Some(service.law.valid_from.to_string()),
        applicants: Some(applicants.collect()),
        offered: Some(is_offered(service, today)),
        bundles: Some(bundles.collect()),
    }
}

/// A time limit in words.
pub(crate) fn limit(words: &ClockWords, clock: &ClockRule) -> Option<Text> {
    let counted = |text: &Text, n: u32| fill(text, "n", &Text::new(n.to_string(), n.to_string()));
    let limit = match (clock.working_days, clock.working_hours) {
        (Some(0), _) => words.same_day.clone(),
        (Some(days), _) => counted(&words.working_days, days),
        (None, hours) => counted(&words.working_hours, hours?),
    };
    Some(match clock.cut_off {
        None => limit,
        Some(time) => {
            let time = format!("{:02}:{:02}", time.hour(), time.minute());
            let text = fill(&words.cut_off, "limit", &limit);
            fill(&text, "time", &Text::new(time.clone(), time))
        }
    })
}
