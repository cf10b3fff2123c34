use dean06_contracts::Contract;
use dean06_contracts::casework::{
    AppealLeg, AppealLegRequest, AppealLegResponse, BundleState, LegState,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::facts::{known, surroundings};
use super::own_bundle::OwnBundle;
use super::{beside, timer};
use crate::change::{Change, Unwritten, make};
use crate::desk::reason;
use crate::drafts::{Making, OpenDraft};
use crate::following::Following;
use crate::registers::Age;
use crate::room::Casework;
use crate::rows::{Appeal, Bundle, Dossier, Draft, Leg};

/// The kind of the first entry in the history of an appeal.
const APPEALED: &str = "appealed";

/// A new attempt of a leg, to be written.
struct Appealing {
    bundle: Bundle,
    leg: Leg,
    /// Legs that were not possible without it.
    revived: Vec<Leg>,
    draft: Draft,
    making: Making,
    following: Following,
}

/// Appeals the refusal of a leg. What was declared goes to a new dossier; the registers are asked
/// again. The former dossier stays as it is.
pub(crate) async fn appeal_leg(
    room: Casework,
    context: Context,
    request: AppealLegRequest,
) -> Result<Reply<AppealLegResponse>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    let planned = plan(&own, &request).await;
    let made = make(&room, &own.key(AppealLeg::NAME)?, planned).await?;
    let body = made.or_conflict("bundle-changed")?;
    let bundle = &own.chain.bundle;
    beside(&room, &bundle.party_id, &bundle.bundle_id);
    Ok(Reply::about_all(context.actor.person(), body))
}

async fn plan(own: &OwnBundle, request: &AppealLegRequest) -> Result<Appealing, ServiceError> {
    let (room, chain) = (&own.room, &own.chain);
    let leg = chain
        .leg(&request.leg_id)
        .ok_or_else(|| ServiceError::not_found("leg-not-found"))?;
    let former = chain
        .dossier_of(leg)
        .filter(|_| can_be_appealed(&chain.bundle, leg))
        .ok_or_else(|| ServiceError::refused("leg-not-refused"))?;
    let text = reason(&chain.edition, &request.text)?;
    let procedure = chain.own_procedure()?;
    let rule = procedure
        .leg(&leg.leg_id)
        .ok_or_else(|| ServiceError::internal("a leg that its procedure lacks"))?;
    let service = chain.service(rule)?;
    let applicant = own.context.actor.reference();
    let facts = known(room, chain, applicant, Some(&rule.id)).await?;
    let open = OpenDraft::of(
        room,
        applicant.clone(),
        draft_of_appeal(own, former),
        surroundings(chain, facts.around(procedure, rule)?),
    );
    let filled = open.fill(service, Age::AskAgain).await?;
    let Some(organisation) = open.competent(service, &filled)? else {
        open.heard(service, &filled)?;
        return Err(ServiceError::refused("no-competent-organisation"));
    };
    let mut making = Making::of(&open, service, &filled, &organisation, true)?;
    making
        .dossier
        .matters
        .attached
        .clone_from(&former.matters.attached);
    making.dossier.matters.appeal = Some(Appeal {
        text: text.clone(),
        attempt: leg.attempt + 1,
        former_dossier: former.dossier_id.clone(),
        former_number: former.number.clone(),
        former_reason: former
            .matters
            .closing
            .as_ref()
            .map(|closing| closing.reason.clone()),
    });
    APPEALED.clone_into(&mut making.entry.kind);
    making.entry.note = Some(text);
    let mut bundle = chain.bundle.clone();
    bundle.version += 1;
    bundle.state = BundleState::Running;
    bundle.finished_at = None;
    let revived = chain.dependents(&leg.leg_id).into_iter();
    let revived = revived
        .filter(|leg| leg.state == LegState::NotPossible)
        .map(|leg| Leg {
            reason: None,
            ..leg.now(LegState::Waiting, own.now)
        });
    let mut following = Following::leg_began(room, &chain.edition, &making.dossier);
    following.time(timer(&bundle.party_id, &bundle.bundle_id, own.now));
    Ok(Appealing {
        revived: revived.collect(),
        leg: Leg {
            draft_id: open.draft.draft_id.clone(),
            dossier_id: Some(making.dossier.dossier_id.clone()),
            attempt: leg.attempt + 1,
            reason: None,
            ..leg.now(LegState::Running, own.now)
        },
        bundle,
        draft: Draft {
            dossier_id: Some(making.dossier.dossier_id.clone()),
            ..open.draft
        },
        making,
        following,
    })
}

/// Whether a refusal of a leg can be appealed now.
pub(super) fn can_be_appealed(bundle: &Bundle, leg: &Leg) -> bool {
    leg.state == LegState::Refused
        && matches!(bundle.state, BundleState::Running | BundleState::Done)
}

/// The form of the new attempt: what the former one declared, supplements included.
fn draft_of_appeal(own: &OwnBundle, former: &Dossier) -> Draft {
    Draft {
        party_id: former.party_id.clone(),
        draft_id: own.room.sources.uuid().to_string(),
        service: former.service.clone(),
        data: former.declared.clone(),
        answers: former.answers.clone(),
        version: 1,
        saved_at: own.now,
        dossier_id: None,
        bundle_id: former.bundle_id.clone(),
        leg_id: former.leg_id.clone(),
        sealed: true,
    }
}

#[async_trait::async_trait]
impl Change for Appealing {
    type Answer = AppealLegResponse;

    async fn write(&self, tx: &Tx<'_>) -> Result<Option<AppealLegResponse>, WriteError<Unwritten>> {
        if !self.bundle.advance(tx).await? || !self.leg.advance(tx).await? {
            return Ok(None);
        }
        for leg in &self.revived {
            if !leg.advance(tx).await? {
                return Ok(None);
            }
        }
        self.draft.insert(tx).await?;
        let number = self.making.write::<Unwritten>(tx).await?;
        self.following.write(tx).await?;
        Ok(Some(AppealLegResponse {
            bundle_id: Some(self.bundle.bundle_id.clone()),
            leg_id: Some(self.leg.leg_id.clone()),
            attempt: u32::try_from(self.leg.attempt).ok(),
            dossier_id: Some(self.making.dossier.dossier_id.clone()),
            number: Some(number),
        }))
    }
}
