//! The legs of an application that is not submitted, filled and judged in order, each with what the
//! legs before it pass on.

use dean06_content as content;
use dean06_content::{Check, Organisation};
use dean06_contracts::FieldProblem;
use dean06_mediator::{ActorRef, ServiceError};
use serde_json::Value;

use super::chain::Chain;
use super::facts::{Facts, is_wanted, surroundings};
use crate::drafts::OpenDraft;
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::{Attached, Leg};

/// A leg that is not submitted.
pub(super) struct JudgedLeg<'c> {
    pub rule: &'c content::Leg,
    pub leg: &'c Leg,
    pub service: &'c content::Service,
    /// Nothing if the applicant does not want it.
    pub form: Option<JudgedForm<'c>>,
}

/// The form of a leg that is wanted.
pub(super) struct JudgedForm<'c> {
    pub open: OpenDraft,
    pub filled: Filled,
    pub problems: Vec<FieldProblem>,
    /// The checks that strike.
    pub struck: Vec<&'c Check>,
    /// The check that keeps it from being submitted.
    pub obstacle: Option<&'c Check>,
    /// Who will handle it.
    pub organisation: Option<Organisation>,
    /// Papers of the store that it uses, once they are attached.
    pub attached: Vec<Attached>,
}

impl JudgedForm<'_> {
    /// Nothing speaks against submitting it.
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty() && self.obstacle.is_none() && self.organisation.is_some()
    }
}

/// Fills and judges the legs that apply. Those that do not are left out.
pub(super) async fn judge<'c>(
    room: &Casework,
    chain: &'c Chain,
    applicant: &ActorRef,
    age: Age,
) -> Result<Vec<JudgedLeg<'c>>, ServiceError> {
    let Some(procedure) = chain.procedure() else {
        return Ok(Vec::new());
    };
    let today = room.sources.today();
    let mut facts = Facts::new(applicant, &chain.bundle.occasion, today);
    let mut judged = Vec::new();
    for (rule, leg) in chain.in_order() {
        if !facts.applies(procedure, rule)? {
            facts.tell_absent(&rule.id);
            continue;
        }
        let service = chain.service(rule)?;
        let mut form = None;
        if let Some(draft) = chain.draft_of(leg).filter(|_| is_wanted(rule, leg)) {
            let around = surroundings(chain, facts.around(procedure, rule)?);
            let open = OpenDraft::of(room, applicant.clone(), draft.clone(), around);
            let filled = judge_form(open, service, age).await?;
            facts.tell(service, leg, &filled.filled, &Value::Null)?;
            form = Some(filled);
        } else {
            facts.tell_absent(&rule.id);
        }
        judged.push(JudgedLeg {
            rule,
            leg,
            service,
            form,
        });
    }
    // As the content has them, not as they depend on each other.
    judged.sort_by_key(|leg| {
        procedure
            .legs()
            .iter()
            .position(|rule| rule.id == leg.rule.id)
    });
    Ok(judged)
}

async fn judge_form(
    open: OpenDraft,
    service: &content::Service,
    age: Age,
) -> Result<JudgedForm<'_>, ServiceError> {
    let filled = open.fill(service, age).await?;
    let judgement = open.judge(service, &filled)?;
    Ok(JudgedForm {
        organisation: open.competent(service, &filled)?,
        obstacle: judgement.obstacle(),
        problems: judgement.problems,
        struck: judgement.struck,
        attached: Vec::new(),
        filled,
        open,
    })
}
