use dean06_content as content;
use dean06_contracts::Contract;
use dean06_contracts::casework::{BundleStanding, MoveBundle, MoveBundleRequest};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::own_bundle::{OwnBundle, standing};
use super::start_bundle::new_leg;
use crate::change::{Change, Unwritten, make};
use crate::form::{Data, known_only};
use crate::room::Casework;
use crate::rows::{Bundle, Draft, Leg};

/// An application that goes over to another procedure.
struct Moving {
    bundle: Bundle,
    /// Legs that stay, with their forms as they go on.
    kept: Vec<(Leg, Draft)>,
    new: Vec<(Leg, Draft)>,
    /// Legs that the other procedure does not have.
    gone: Vec<Leg>,
}

/// Moves an application that is not submitted to the procedure of its family that is in force. A leg
/// of the same name keeps its form; where its service is another one, what was typed stays in the
/// sections and fields that the new form has as well.
pub(crate) async fn move_bundle(
    room: Casework,
    context: Context,
    request: MoveBundleRequest,
) -> Result<Reply<BundleStanding>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    let planned = plan(&own, request.version);
    let made = make(&room, &own.key(MoveBundle::NAME)?, planned).await?;
    let body = made.or_conflict("bundle-changed")?;
    Ok(Reply::about_all(context.actor.person(), body))
}

fn plan(own: &OwnBundle, seen: i64) -> Result<Moving, ServiceError> {
    own.begin_draft()?;
    let (chain, sources) = (&own.chain, &own.room.sources);
    if chain.bundle.version != seen {
        return Err(ServiceError::conflict("bundle-changed"));
    }
    let content = &chain.edition.content;
    let procedure = content
        .bundle_in_force(&chain.bundle.family, sources.today())
        .filter(|procedure| procedure.slug != chain.bundle.slug)
        .ok_or_else(|| ServiceError::refused("bundle-not-to-move"))?;
    let mut bundle = chain.bundle.clone();
    bundle.version += 1;
    bundle.slug.clone_from(&procedure.slug);
    let mut moving = Moving {
        bundle,
        kept: Vec::new(),
        new: Vec::new(),
        gone: Vec::new(),
    };
    for rule in procedure.legs() {
        let leg = chain.leg(&rule.id);
        if let Some((leg, draft)) = leg.and_then(|leg| Some((leg, chain.draft_of(leg)?))) {
            moving.kept.push(kept(own, rule, leg, draft));
        } else {
            let added = new_leg(&moving.bundle, rule, Data::new(), sources);
            moving.new.push(added);
        }
    }
    let stays = |leg: &Leg| procedure.leg(&leg.leg_id).is_some();
    let gone = chain.legs().iter().filter(|leg| !stays(leg));
    moving.gone = gone.cloned().collect();
    Ok(moving)
}

/// A leg that both procedures have, and its form.
fn kept(own: &OwnBundle, rule: &content::Leg, leg: &Leg, draft: &Draft) -> (Leg, Draft) {
    let mut draft = draft.clone();
    draft.version += 1;
    if draft.service != rule.service {
        let service = own.chain.edition.content.service(&rule.service);
        if let Some(service) = service {
            draft.data = known_only(service.form(), &draft.data);
        }
        draft.service.clone_from(&rule.service);
    }
    let leg = Leg {
        chosen: !rule.optional || leg.chosen,
        version: leg.version + 1,
        ..leg.clone()
    };
    (leg, draft)
}

#[async_trait::async_trait]
impl Change for Moving {
    type Answer = BundleStanding;

    async fn write(&self, tx: &Tx<'_>) -> Result<Option<BundleStanding>, WriteError<Unwritten>> {
        if !self.bundle.advance(tx).await? {
            return Ok(None);
        }
        for (leg, draft) in &self.kept {
            if !draft.move_to(tx).await? || !leg.advance(tx).await? {
                return Ok(None);
            }
        }
        for (leg, draft) in &self.new {
            draft.insert(tx).await?;
            leg.insert(tx).await?;
        }
        for leg in &self.gone {
            Draft::discard(tx, &leg.party_id, &leg.draft_id).await?;
            leg.discard(tx).await?;
        }
        Ok(Some(standing(&self.bundle)))
    }
}
