use dean06_contracts::casework::{BundleStanding, BundleState};
use dean06_mediator::{Context, ServiceError};

use super::chain::Chain;
use crate::command::Key;
use crate::drafts::party_of;
use crate::error::no_bundle;
use crate::room::Casework;
use crate::rows::Bundle;

/// An interlinked application of the applicant who acts.
pub(super) struct OwnBundle {
    pub room: Casework,
    pub context: Context,
    pub chain: Chain,
    pub now: i64,
}

impl OwnBundle {
    /// The application, if it is the actor's own: for everybody else there is none.
    pub async fn find(
        room: &Casework,
        context: &Context,
        bundle_id: &str,
    ) -> Result<Self, ServiceError> {
        let chain = Chain::find(room, &party_of(context)?, bundle_id)
            .await?
            .ok_or_else(no_bundle)?;
        Ok(Self {
            room: room.clone(),
            context: context.clone(),
            chain,
            now: room.sources.now_micros(),
        })
    }

    /// Fails unless it is still filled in.
    pub fn begin_draft(&self) -> Result<(), ServiceError> {
        match self.chain.bundle.state {
            BundleState::Draft => Ok(()),
            _ => Err(ServiceError::conflict("bundle-submitted")),
        }
    }

    /// The key of a command about it.
    pub fn key(&self, contract: &'static str) -> Result<Key, ServiceError> {
        let key = self.context.command_key()?;
        let actor = self.context.actor.id();
        Ok(Key::new(contract, &self.chain.bundle.bundle_id, actor, key))
    }
}

/// Where an application stands, for whoever took a step.
pub(super) fn standing(bundle: &Bundle) -> BundleStanding {
    BundleStanding {
        bundle_id: Some(bundle.bundle_id.clone()),
        state: Some(bundle.state),
        version: Some(bundle.version),
    }
}
