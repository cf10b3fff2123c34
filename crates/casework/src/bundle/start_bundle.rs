use dean06_content as content;
use dean06_contracts::Contract;
use dean06_contracts::casework::{
    BundleState, LegState, StartBundle, StartBundleRequest, StartBundleResponse,
};
use dean06_kernel::Sources;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use sea_orm::DbErr;
use serde_json::Value;

use crate::change::{Change, Made, Unwritten, make};
use crate::command::Key;
use crate::drafts::party_of;
use crate::form::Data;
use crate::registers::Answers;
use crate::room::Casework;
use crate::rows::{Bundle, Draft, Leg};

/// How many interlinked applications one person may have begun at a time.
const MOST_OPEN: i64 = 20;

/// An application with a draft for each leg, to be stored.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub bundle: Bundle,
    legs: Vec<(Leg, Draft)>,
}

impl Begun {
    /// A new application of a procedure.
    pub fn of(
        procedure: &content::Bundle,
        party: &str,
        occasion: Value,
        opened_by: Option<&str>,
        sources: &Sources,
    ) -> Self {
        let now = sources.now_micros();
        let bundle = Bundle {
            party_id: party.to_owned(),
            bundle_id: sources.uuid().to_string(),
            family: procedure.family.clone(),
            slug: procedure.slug.clone(),
            content_digest: None,
            number: None,
            state: BundleState::Draft,
            occasion,
            opened_by: opened_by.map(str::to_owned),
            changes: Vec::new(),
            about: None,
            applicant: None,
            version: 1,
            started_at: now,
            submitted_at: None,
            due_at: None,
            finished_at: None,
        };
        let legs = procedure.legs().iter();
        let legs = legs.map(|rule| new_leg(&bundle, rule, Data::new(), sources));
        Self {
            legs: legs.collect(),
            bundle,
        }
    }

    /// Stores it.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        self.bundle.insert(tx).await?;
        for (leg, draft) in &self.legs {
            draft.insert(tx).await?;
            leg.insert(tx).await?;
        }
        Ok(())
    }
}

/// A leg of an application with its empty form, or with what was typed elsewhere.
pub(super) fn new_leg(
    bundle: &Bundle,
    rule: &content::Leg,
    data: Data,
    sources: &Sources,
) -> (Leg, Draft) {
    let now = sources.now_micros();
    let draft = Draft {
        party_id: bundle.party_id.clone(),
        draft_id: sources.uuid().to_string(),
        service: rule.service.clone(),
        data,
        answers: Answers::default(),
        version: 1,
        saved_at: now,
        dossier_id: None,
        bundle_id: Some(bundle.bundle_id.clone()),
        leg_id: Some(rule.id.clone()),
        sealed: false,
    };
    let leg = Leg {
        party_id: bundle.party_id.clone(),
        bundle_id: bundle.bundle_id.clone(),
        leg_id: rule.id.clone(),
        draft_id: draft.draft_id.clone(),
        dossier_id: None,
        attempt: 1,
        state: LegState::Preparing,
        chosen: !rule.optional || rule.chosen,
        reason: None,
        asked_person: None,
        agreement_id: None,
        since: now,
        version: 1,
    };
    (leg, draft)
}

#[async_trait::async_trait]
impl Change for Begun {
    type Answer = StartBundleResponse;

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<Option<StartBundleResponse>, WriteError<Unwritten>> {
        if Bundle::count_drafts(tx, &self.bundle.party_id).await? >= MOST_OPEN {
            return Ok(None);
        }
        self.insert(tx).await?;
        Ok(Some(StartBundleResponse {
            bundle_id: Some(self.bundle.bundle_id.clone()),
        }))
    }
}

/// Begins an interlinked application of the procedure of a family that is in force.
pub(crate) async fn start_bundle(
    room: Casework,
    context: Context,
    request: StartBundleRequest,
) -> Result<Reply<StartBundleResponse>, ServiceError> {
    let party = party_of(&context)?;
    let today = room.sources.today();
    let edition = room.editions.current();
    let procedure = edition
        .content
        .bundle_in_force(&request.family, today)
        .ok_or_else(|| ServiceError::not_found("bundle-family-not-found"));
    let begun =
        procedure.map(|procedure| Begun::of(procedure, &party, Value::Null, None, &room.sources));
    let actor = context.actor.id();
    let key = Key::new(StartBundle::NAME, &party, actor, context.command_key()?);
    match make(&room, &key, begun).await? {
        Made::Now(body) | Made::Before(body) => Ok(Reply::public(body)),
        Made::Overtaken => Err(ServiceError::refused("too-many-bundles")),
    }
}
