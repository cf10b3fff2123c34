use std::collections::BTreeSet;

use dean06_content as content;
use dean06_contracts::casework::{BundleState, BundleView, GetOwnBundleRequest, ObstacleView};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Context, Reply, ServiceError};

use super::judged::{JudgedForm, JudgedLeg, judge};
use super::next::{LegMatters, clock_of, quoted};
use super::own_bundle::OwnBundle;
use super::{in_force_instead, leg_view};
use crate::drafts::{about, silent};
use crate::edition::{ChainWords, ObstacleWords, fill};
use crate::error::database;
use crate::form::section_of;
use crate::registers::Age;
use crate::room::Casework;
use crate::rows::{Agreement, Leg, VainTry};
use crate::views;

/// The applicant's own interlinked application. While it is filled in, the registers fill its forms
/// and each leg says what is missing; once it is submitted, each leg says where it stands.
pub(crate) async fn get_own_bundle(
    room: Casework,
    context: Context,
    request: GetOwnBundleRequest,
) -> Result<Reply<BundleView>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    let head = head(&own);
    let (body, mut subjects) = match own.chain.bundle.state {
        BundleState::Draft => draft(&own, head).await?,
        _ => submitted(&own, head).await?,
    };
    subjects.extend(context.actor.person());
    Ok(Reply::about_all(subjects, body))
}

fn head(own: &OwnBundle) -> BundleView {
    let (chain, bundle) = (&own.chain, &own.chain.bundle);
    let words = &own.room.editions.current().words.chain;
    let procedure = chain.procedure();
    let opening = procedure.and_then(|procedure| {
        let mut opens = procedure.opens.iter();
        opens.find(|opening| Some(&opening.event) == bundle.opened_by.as_ref())
    });
    let occasion = bundle.opened_by.as_ref().map(|_| {
        let text = opening.and_then(|opening| opening.text.clone());
        text.unwrap_or_else(|| words.occasion.clone())
    });
    let corrected = !bundle.changes.is_empty();
    let notices = corrected.then(|| words.occasion_changed.clone());
    BundleView {
        bundle_id: Some(bundle.bundle_id.clone()),
        slug: Some(bundle.slug.clone()),
        family: Some(bundle.family.clone()),
        procedure_code: procedure.map(|procedure| procedure.procedure_code.clone()),
        title: procedure.map(|procedure| procedure.title.clone()),
        summary: procedure.map(|procedure| procedure.summary.clone()),
        number: bundle.number.clone(),
        about: bundle.about.clone(),
        state: Some(bundle.state),
        state_text: Some(words.state(bundle.state)),
        version: Some(bundle.version),
        occasion_text: occasion,
        notices: Some(notices.into_iter().collect()),
        started_at: Some(bundle.started_at),
        submitted_at: bundle.submitted_at,
        finished_at: bundle.finished_at,
        clock: Some(clock_of(chain, own.now)),
        can_withdraw: Some(matches!(
            bundle.state,
            BundleState::Draft | BundleState::Running
        )),
        ..BundleView::default()
    }
}

async fn draft(
    own: &OwnBundle,
    head: BundleView,
) -> Result<(BundleView, Vec<PersonId>), ServiceError> {
    let words = &own.room.editions.current().words.chain;
    let applicant = own.context.actor.reference();
    let judged = judge(&own.room, &own.chain, applicant, Age::FreshIsEnough).await?;
    let mut notices = head.notices.clone().unwrap_or_default();
    let mut subjects = Vec::new();
    for (leg, form) in judged
        .iter()
        .filter_map(|leg| Some((leg, leg.form.as_ref()?)))
    {
        if form.filled.answers != form.open.draft.answers {
            form.open.keep(&form.filled).await?;
        }
        subjects.extend(form.filled.answers.persons());
        let silent = silent(&form.open, leg.service, &form.filled).into_iter();
        for text in silent.filter_map(|flag| flag.message) {
            if !notices.contains(&text) {
                notices.push(text);
            }
        }
    }
    let moves_to = in_force_instead(&own.room, &own.chain);
    let mut obstacles = obstacles(own, words, &judged);
    if let Some(ended) = ended(own, words, moves_to.as_ref()) {
        obstacles.insert(0, ended);
    }
    let about = judged
        .iter()
        .find_map(|leg| about(leg.service, &leg.form.as_ref()?.filled));
    let legs = judged
        .iter()
        .map(|leg| leg_view::before(&own.chain, words, leg));
    let body = BundleView {
        about,
        notices: Some(notices),
        legs: Some(legs.collect()),
        can_submit: Some(obstacles.is_empty()),
        moves_to,
        obstacles: Some(obstacles),
        ..head
    };
    Ok((body, subjects))
}

/// The procedure is not the one in force.
fn ended(own: &OwnBundle, words: &ChainWords, moves_to: Option<&Text>) -> Option<ObstacleView> {
    let content = &own.chain.edition.content;
    let bundle = &own.chain.bundle;
    let in_force = content.bundle_in_force(&bundle.family, own.room.sources.today());
    let text = match (in_force, moves_to) {
        (_, Some(title)) => fill(&words.obstacle.changed, "title", title),
        (None, None) => words.obstacle.ended.clone(),
        (Some(_), None) => return None,
    };
    Some(obstacle("bundle-changed", None, None, text))
}

fn obstacles(own: &OwnBundle, words: &ChainWords, judged: &[JudgedLeg<'_>]) -> Vec<ObstacleView> {
    let wanted: BTreeSet<&str> = judged
        .iter()
        .filter(|leg| leg.form.is_some())
        .map(|leg| leg.rule.id.as_str())
        .collect();
    let words = &words.obstacle;
    if wanted.is_empty() {
        return vec![obstacle(
            "nothing-chosen",
            None,
            None,
            words.nothing_chosen.clone(),
        )];
    }
    let mut found = Vec::new();
    for (leg, form) in judged
        .iter()
        .filter_map(|leg| Some((leg, leg.form.as_ref()?)))
    {
        let id = leg.rule.id.as_str();
        let missing = leg.rule.after.iter();
        let missing: Vec<Text> = missing
            .filter(|id| !wanted.contains(id.as_str()))
            .map(|id| own.chain.title(id))
            .collect();
        if !missing.is_empty() {
            let text = fill(&words.dependency, "legs", &quoted(&missing));
            let text = fill(&text, "leg", &leg.service.title);
            found.push(obstacle("dependency-not-chosen", Some(id), None, text));
        }
        found.extend(of_form(leg, form, words));
    }
    found
}

/// What the form of a leg lacks: one thing after the other.
fn of_form(
    leg: &JudgedLeg<'_>,
    form: &JudgedForm<'_>,
    words: &ObstacleWords,
) -> Option<ObstacleView> {
    let id = Some(leg.rule.id.as_str());
    let title = &leg.service.title;
    if let Some(problem) = form.problems.first() {
        let section = section_of(&problem.pointer);
        let text = fill(&words.incomplete, "leg", title);
        return Some(obstacle("leg-incomplete", id, Some(section), text));
    }
    if let Some(check) = form.obstacle {
        let section = check.field.as_deref().map(section_of);
        return Some(obstacle("check", id, section, check.message.clone()));
    }
    if form.organisation.is_none() {
        let text = fill(&words.no_organisation, "leg", title);
        return Some(obstacle("no-organisation", id, None, text));
    }
    None
}

fn obstacle(kind: &str, leg: Option<&str>, section: Option<&str>, text: Text) -> ObstacleView {
    ObstacleView {
        kind: Some(kind.to_owned()),
        leg_id: leg.map(str::to_owned),
        section: section.map(str::to_owned),
        text: Some(text),
    }
}

async fn submitted(
    own: &OwnBundle,
    head: BundleView,
) -> Result<(BundleView, Vec<PersonId>), ServiceError> {
    let (room, chain) = (&own.room, &own.chain);
    let words = &room.editions.current().words.chain;
    let mut subjects = Vec::new();
    let mut legs = Vec::new();
    for rule in chain
        .procedure()
        .into_iter()
        .flat_map(content::Bundle::legs)
    {
        let Some(leg) = chain.leg(&rule.id) else {
            continue;
        };
        let agreement = agreement_of(room, leg).await?;
        subjects.extend(agreement.as_ref().map(|agreement| agreement.person_id));
        let dossier = chain.dossier_of(leg);
        subjects.extend(dossier.iter().flat_map(|d| views::subjects(d, Vec::new())));
        let vain = vain_try(room, leg).await?;
        let matters = LegMatters {
            dossier,
            agreement: agreement.as_ref(),
            vain: vain.as_ref(),
        };
        let service = chain.service(rule)?;
        legs.push(leg_view::after(
            chain, words, service, rule, leg, matters, own.now,
        ));
    }
    let body = BundleView {
        legs: Some(legs),
        can_submit: Some(false),
        obstacles: Some(Vec::new()),
        ..head
    };
    Ok((body, subjects))
}

/// The last question about a leg.
pub(crate) async fn agreement_of(
    room: &Casework,
    leg: &Leg,
) -> Result<Option<Agreement>, ServiceError> {
    let (Some(person), Some(agreement)) = (leg.asked_person, &leg.agreement_id) else {
        return Ok(None);
    };
    Agreement::find(room.store.read(), person, agreement)
        .await
        .map_err(database)
}

/// What was tried in vain to begin a leg.
pub(crate) async fn vain_try(room: &Casework, leg: &Leg) -> Result<Option<VainTry>, ServiceError> {
    let subject = VainTry::leg(&leg.bundle_id, &leg.leg_id);
    VainTry::find(room.store.read(), &leg.party_id, &subject)
        .await
        .map_err(database)
}
