//! A leg as its applicant sees it.

use dean06_content as content;
use dean06_contracts::casework::{AgreementOfLeg, BundleState, LegState, LegView};
use dean06_kernel::Text;

use super::appeal_leg::can_be_appealed;
use super::chain::Chain;
use super::judged::{JudgedForm, JudgedLeg};
use super::next::{LegMatters, next};
use crate::catalogue::limit;
use crate::clocks::{self, TOTAL};
use crate::course::{Status, Step};
use crate::edition::{ChainWords, Edition};
use crate::rows::{Agreement, Leg};
use crate::views;

/// A leg that is not submitted.
pub(super) fn before(chain: &Chain, words: &ChainWords, judged: &JudgedLeg<'_>) -> LegView {
    let (rule, leg) = (judged.rule, judged.leg);
    let form = judged.form.as_ref();
    let state = match form {
        Some(_) => LegState::Preparing,
        None => LegState::NotChosen,
    };
    let organisation = form.and_then(|form| form.organisation.as_ref());
    let complete = form.map(JudgedForm::is_complete);
    let next = complete.map(|complete| {
        let next = &words.next;
        if complete { &next.ready } else { &next.fill }.clone()
    });
    let waits = rule.after.iter().map(|id| chain.title(id));
    LegView {
        draft_id: Some(leg.draft_id.clone()),
        draft_complete: complete,
        draft_version: form.map(|form| form.open.draft.version),
        organisation: organisation.map(|organisation| organisation.name.clone()),
        waits_for: Some(waits.collect()),
        next,
        can_appeal: Some(false),
        can_withdraw: Some(false),
        has_result: Some(false),
        ..head(&chain.edition, words, judged.service, rule, leg, state)
    }
}

/// A leg that was submitted.
pub(super) fn after(
    chain: &Chain,
    words: &ChainWords,
    service: &content::Service,
    rule: &content::Leg,
    leg: &Leg,
    matters: LegMatters<'_>,
    now: i64,
) -> LegView {
    let edition = &*chain.edition;
    let dossier = matters.dossier;
    let status = dossier.map(|dossier| dossier.status);
    let organisation = dossier
        .map(|dossier| &dossier.org_id)
        .or_else(|| matters.agreement.and_then(|a| a.org_id.as_ref()));
    let calendar = edition.content.calendar();
    let waiting = leg.state == LegState::Waiting;
    let waits = chain.awaited(rule).filter(|_| waiting);
    let waits = waits.map(|leg| chain.title(&leg.leg_id));
    let former = chain.former_dossiers(leg);
    let can_withdraw = chain.bundle.state == BundleState::Running
        && match dossier {
            Some(dossier) => dossier.standing().after(Step::Withdraw).is_ok(),
            None => !leg.state.is_final(),
        };
    LegView {
        next: next(words, chain, rule, leg, matters),
        reason: leg.reason.clone(),
        draft_id: dossier.is_none().then(|| leg.draft_id.clone()),
        dossier_id: dossier.map(|dossier| dossier.dossier_id.clone()),
        dossier_number: dossier.map(|dossier| dossier.number.clone()),
        former_dossiers: Some(former.map(|former| former.dossier_id.clone()).collect()),
        status: status.map(Status::code),
        status_text: status.map(|status| views::status_for_applicant(edition, status)),
        organisation: organisation.map(|organisation| edition.organisation(organisation)),
        clock: dossier.map(|dossier| clocks::view(calendar, dossier, now)),
        supplement_asked: Some(status == Some(Status::SupplementAsked)),
        has_result: Some(matches!(status, Some(Status::Done | Status::Returned))),
        waits_for: Some(waits.collect()),
        agreement: matters.agreement.map(agreement),
        can_appeal: Some(can_be_appealed(&chain.bundle, leg)),
        can_withdraw: Some(can_withdraw),
        ..head(edition, words, service, rule, leg, leg.state)
    }
}

fn head(
    edition: &Edition,
    words: &ChainWords,
    service: &content::Service,
    rule: &content::Leg,
    leg: &Leg,
    state: LegState,
) -> LegView {
    let limit: Option<Text> = service
        .clock(TOTAL)
        .and_then(|clock| limit(&edition.words.clocks, clock));
    LegView {
        leg_id: Some(leg.leg_id.clone()),
        service: Some(service.slug.clone()),
        title: Some(service.title.clone()),
        summary: Some(service.summary.clone()),
        state: Some(state),
        state_text: Some(words.leg_state(state)),
        since: Some(leg.since),
        optional: Some(rule.optional),
        chosen: Some((!rule.optional || leg.chosen) && state != LegState::NotChosen),
        limit,
        ..LegView::default()
    }
}

fn agreement(agreement: &Agreement) -> AgreementOfLeg {
    AgreementOfLeg {
        asked_name: agreement.asked_name.clone(),
        asked_at: Some(agreement.asked_at),
        due_at: agreement.due_at,
        answered_at: agreement.answered_at,
        agreed: agreement.agreed,
    }
}
