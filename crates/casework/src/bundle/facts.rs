//! What the legs of an application tell each other.

use std::sync::Arc;

use dean06_content as content;
use dean06_contracts::casework::LegState;
use dean06_kernel::Text;
use dean06_mediator::{ActorRef, ServiceError};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::chain::Chain;
use crate::drafts::OpenDraft;
use crate::edition::Edition;
use crate::registers::{Age, Around, Filled, as_declared};
use crate::room::Casework;
use crate::rows::{Draft, Leg};

/// Under which content a draft lives, and what it is given from outside.
pub(crate) struct Surroundings {
    pub edition: Arc<Edition>,
    pub around: Around,
    /// Title of the interlinked procedure that it is a leg of.
    pub title: Option<Text>,
}

/// The variables of a procedure's rules, as far as the legs have told.
pub(super) struct Facts {
    context: content::Context,
}

impl Facts {
    /// Before any leg has told.
    pub fn new(applicant: &ActorRef, occasion: &Value, today: Date) -> Self {
        let person = applicant.person.map(|person| person.to_string());
        let mut context = content::Context::new();
        context.insert(
            "applicant".to_owned(),
            json!({ "person_id": person, "name": applicant.name }),
        );
        context.insert("occasion".to_owned(), occasion.clone());
        context.insert("today".to_owned(), Value::String(today.to_string()));
        context.insert("legs".to_owned(), Value::Object(Map::new()));
        Self { context }
    }

    /// Whether a leg applies at all.
    pub fn applies(
        &self,
        procedure: &content::Bundle,
        rule: &content::Leg,
    ) -> Result<bool, ServiceError> {
        procedure
            .leg_applies(rule, &self.context)
            .map_err(ServiceError::internal)
    }

    /// What a leg is given.
    pub fn around(
        &self,
        procedure: &content::Bundle,
        rule: &content::Leg,
    ) -> Result<Around, ServiceError> {
        let passed = procedure
            .passed(rule, &self.context)
            .map_err(ServiceError::internal)?;
        let passed = match passed {
            Value::Object(passed) => passed,
            _ => Map::new(),
        };
        let occasion = self.context.get("occasion").cloned().unwrap_or_default();
        Ok(Around { passed, occasion })
    }

    /// A leg tells its form, and what its register answered if it is done.
    pub fn tell(
        &mut self,
        service: &content::Service,
        leg: &Leg,
        filled: &Filled,
        effect: &Value,
    ) -> Result<(), ServiceError> {
        let commune = service
            .competent(&filled.context)
            .map_err(ServiceError::internal)?;
        let form = filled.context.get("form").cloned().unwrap_or_default();
        self.put(
            &leg.leg_id,
            json!({
                "form": form,
                "commune": commune,
                "state": leg.state.as_str(),
                "effect": effect,
            }),
        );
        Ok(())
    }

    /// A leg that is not wanted, or does not apply, only tells that.
    pub fn tell_absent(&mut self, leg: &str) {
        self.put(leg, json!({ "state": LegState::NotChosen.as_str() }));
    }

    fn put(&mut self, leg: &str, told: Value) {
        if let Some(Value::Object(legs)) = self.context.get_mut("legs") {
            legs.insert(leg.to_owned(), told);
        }
    }
}

/// What the legs tell that come before `until`, without asking any register: from their dossiers,
/// and from what was typed and answered before.
pub(super) async fn known(
    room: &Casework,
    chain: &Chain,
    applicant: &ActorRef,
    until: Option<&str>,
) -> Result<Facts, ServiceError> {
    let today = room.sources.today();
    let mut facts = Facts::new(applicant, &chain.bundle.occasion, today);
    let Some(procedure) = chain.procedure() else {
        return Ok(facts);
    };
    for (rule, leg) in chain.in_order() {
        if until == Some(rule.id.as_str()) {
            break;
        }
        if !is_wanted(rule, leg) || !facts.applies(procedure, rule)? {
            facts.tell_absent(&rule.id);
            continue;
        }
        let service = chain.service(rule)?;
        if let Some(dossier) = chain.dossier_of(leg) {
            let filled = as_declared(service, dossier, today);
            let approval = dossier.matters.approval.as_ref();
            let effect = approval
                .filter(|_| leg.state == LegState::Done)
                .map_or(Value::Null, |approval| approval.answer.clone());
            facts.tell(service, leg, &filled, &effect)?;
        } else if let Some(draft) = chain.draft_of(leg) {
            let open = OpenDraft::of(
                room,
                applicant.clone(),
                draft.clone(),
                surroundings(chain, facts.around(procedure, rule)?),
            );
            let filled = open.fill(service, Age::AsKnown).await?;
            facts.tell(service, leg, &filled, &Value::Null)?;
        }
    }
    Ok(facts)
}

/// Whether a leg is part of the application.
pub(super) fn is_wanted(rule: &content::Leg, leg: &Leg) -> bool {
    (!rule.optional || leg.chosen) && leg.state != LegState::NotChosen
}

/// Where the draft of a leg stands.
pub(super) fn surroundings(chain: &Chain, around: Around) -> Surroundings {
    Surroundings {
        edition: Arc::clone(&chain.edition),
        around,
        title: chain.procedure().map(|procedure| procedure.title.clone()),
    }
}

/// Where a draft stands: by itself, or as a leg that is given what the legs before it tell.
pub(crate) async fn around(
    room: &Casework,
    applicant: &ActorRef,
    draft: &Draft,
) -> Result<Surroundings, ServiceError> {
    let alone = || Surroundings {
        edition: Arc::clone(room.editions.current()),
        around: Around::default(),
        title: None,
    };
    let (Some(bundle), Some(leg)) = (&draft.bundle_id, &draft.leg_id) else {
        return Ok(alone());
    };
    let Some(chain) = Chain::find(room, &draft.party_id, bundle).await? else {
        return Ok(alone());
    };
    let facts = known(room, &chain, applicant, Some(leg)).await?;
    let rule = chain.procedure().and_then(|p| Some((p, p.leg(leg)?)));
    let around = match rule {
        Some((procedure, rule)) => facts.around(procedure, rule)?,
        None => Around::default(),
    };
    Ok(surroundings(&chain, around))
}
