use dean06_content as content;
use dean06_contracts::casework::{ChainLeg, ChainView, LegState, OpenChainRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::actions::{may, works_on};
use super::at_desk::find;
use crate::bundle::{Chain, LegMatters, agreement_of, clock_of, next, vain_try};
use crate::clocks;
use crate::course::{Status, Step};
use crate::effect::{self, Trouble};
use crate::error::no_bundle;
use crate::room::Casework;
use crate::rows::{Agreement, Dossier, Leg};

/// The whole chain that a dossier is a leg of. Of legs that are not the officer's own it tells where
/// they stand, at which organisation, by when and why.
pub(crate) async fn open_chain(
    room: Casework,
    context: Context,
    request: OpenChainRequest,
) -> Result<Reply<ChainView>, ServiceError> {
    let (dossier, _) = find(&room, &context, &request.dossier_id).await?;
    let bundle = dossier.bundle_id.as_deref().ok_or_else(no_bundle)?;
    let chain = Chain::find(&room, &dossier.party_id, bundle)
        .await?
        .ok_or_else(no_bundle)?;
    let now = room.sources.now_micros();
    let words = &room.editions.current().words.chain;
    let procedure = chain.own_procedure()?;
    let mut legs = Vec::new();
    for rule in procedure.legs() {
        if let Some(row) = chain.leg(&rule.id) {
            legs.push(leg(&room, &context, &chain, rule, row, now).await?);
        }
    }
    let body = ChainView {
        bundle_id: Some(chain.bundle.bundle_id.clone()),
        number: chain.bundle.number.clone(),
        title: Some(procedure.title.clone()),
        state: Some(chain.bundle.state),
        state_text: Some(words.state(chain.bundle.state)),
        submitted_at: chain.bundle.submitted_at,
        clock: Some(clock_of(&chain, now)),
        legs: Some(legs),
    };
    Ok(Reply::about_all(chain.bundle.applicant_id(), body))
}

async fn leg(
    room: &Casework,
    context: &Context,
    chain: &Chain,
    rule: &content::Leg,
    leg: &Leg,
    now: i64,
) -> Result<ChainLeg, ServiceError> {
    let edition = &*chain.edition;
    let words = &room.editions.current().words.chain;
    let dossier = chain.dossier_of(leg);
    let mine = dossier.filter(|dossier| is_mine(context, chain, rule, dossier));
    let trouble = match dossier {
        Some(dossier) => effect::trouble(room, edition, dossier).await?,
        None => None,
    };
    let waits = vain_try(room, leg).await?;
    let agreement = agreement_of(room, leg).await?.map(|agreement| Agreement {
        // Who must agree is nobody's business at the other desks.
        asked_name: None,
        ..agreement
    });
    let matters = LegMatters {
        dossier,
        agreement: agreement.as_ref(),
        vain: waits.as_ref(),
    };
    let vain = trouble
        .as_ref()
        .and_then(|trouble| trouble.vain.clone())
        .or_else(|| waits.clone());
    let stuck = trouble.as_ref().is_some_and(|trouble| trouble.stuck);
    let roles = context.actor.roles();
    let decides =
        mine.is_some() && may(chain.service(rule)?, roles, Step::ByHand, Status::InProcess);
    let by_hand = trouble
        .as_ref()
        .is_some_and(|trouble: &Trouble| trouble.by_hand);
    let organisation = dossier
        .map(|dossier| &dossier.org_id)
        .or_else(|| agreement.as_ref().and_then(|a| a.org_id.as_ref()));
    let calendar = edition.content.calendar();
    Ok(ChainLeg {
        leg_id: Some(leg.leg_id.clone()),
        title: Some(chain.title(&leg.leg_id)),
        state: Some(leg.state),
        state_text: Some(words.leg_state(leg.state)),
        next: next(words, chain, rule, leg, matters),
        since: Some(leg.since),
        reason: leg.reason.clone(),
        organisation: organisation.map(|organisation| edition.organisation(organisation)),
        clock: dossier.map(|dossier| clocks::view(calendar, dossier, now)),
        mine: Some(mine.is_some()),
        dossier_id: mine.map(|dossier| dossier.dossier_id.clone()),
        dossier_number: mine.map(|dossier| dossier.number.clone()),
        version: mine.map(|dossier| dossier.version),
        attempt: u32::try_from(leg.attempt).ok(),
        tries: Some(vain.as_ref().map_or(0, |vain| vain.tries)),
        last_try_at: vain.as_ref().map(|vain| vain.last_at),
        can_retry: Some(vain.is_some() && (mine.is_some() || leg.state == LegState::Waiting)),
        last_error: vain.map(|vain| vain.error),
        stuck: Some(stuck),
        can_finish_by_hand: Some(decides && by_hand),
    })
}

/// Whether a dossier lies at the officer's own organisation, and the officer has a duty in it.
fn is_mine(context: &Context, chain: &Chain, rule: &content::Leg, dossier: &Dossier) -> bool {
    let roles = context.actor.roles();
    let service = chain.service(rule);
    context.actor.org() == Some(&dossier.org_id)
        && service.is_ok_and(|service| works_on(service, roles))
}
