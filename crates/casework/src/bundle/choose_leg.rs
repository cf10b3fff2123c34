use dean06_contracts::Contract;
use dean06_contracts::casework::{BundleStanding, ChooseLeg, ChooseLegRequest};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::own_bundle::{OwnBundle, standing};
use crate::change::{Change, Unwritten, make};
use crate::room::Casework;
use crate::rows::{Bundle, Leg};

/// A leg that is wanted or not.
struct Choice {
    bundle: Bundle,
    leg: Leg,
}

/// Says whether an optional leg is wanted.
pub(crate) async fn choose_leg(
    room: Casework,
    context: Context,
    request: ChooseLegRequest,
) -> Result<Reply<BundleStanding>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    let made = make(&room, &own.key(ChooseLeg::NAME)?, plan(&own, &request)).await?;
    let body = made.or_conflict("bundle-changed")?;
    Ok(Reply::about_all(context.actor.person(), body))
}

fn plan(own: &OwnBundle, request: &ChooseLegRequest) -> Result<Choice, ServiceError> {
    own.begin_draft()?;
    let rule = own
        .chain
        .procedure()
        .and_then(|procedure| procedure.leg(&request.leg_id));
    let leg = own.chain.leg(&request.leg_id);
    let (Some(rule), Some(leg)) = (rule, leg) else {
        return Err(ServiceError::not_found("leg-not-found"));
    };
    if !rule.optional {
        return Err(ServiceError::refused("leg-not-optional"));
    }
    let mut bundle = own.chain.bundle.clone();
    bundle.version += 1;
    let leg = Leg {
        chosen: request.chosen,
        version: leg.version + 1,
        ..leg.clone()
    };
    Ok(Choice { bundle, leg })
}

#[async_trait::async_trait]
impl Change for Choice {
    type Answer = BundleStanding;

    async fn write(&self, tx: &Tx<'_>) -> Result<Option<BundleStanding>, WriteError<Unwritten>> {
        if !self.bundle.advance(tx).await? || !self.leg.advance(tx).await? {
            return Ok(None);
        }
        Ok(Some(standing(&self.bundle)))
    }
}
