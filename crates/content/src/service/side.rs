//! What a service may say beside its form and its decision: whose agreement it needs, when the
//! machine decides, and how something done by hand is found again.

use dean06_kernel::{Confidence, Text};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{Service, ServiceError};
use crate::Context;
use crate::rule::{Rule, RuleError, Template};

/// Ý kiến đồng ý: somebody else must agree before the dossier is opened, for example the head of
/// the household that a child joins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRule {
    /// Whether an agreement is needed.
    pub when: Rule,
    /// Gives the `PersonId` of the person who is asked.
    pub who: Rule,
    /// What that person is asked.
    pub question: Text,
    /// What the applicant is told when that person declined.
    pub declined: Text,
    /// Where it is written, and where that was read.
    pub source: String,
    /// The acts that it stands in, as people are told.
    pub acts: Option<Text>,
    /// How surely it is so.
    pub confidence: Confidence,
}

/// The machine may decide where the law lets registers alone speak.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutomaticRule {
    /// Whether it does in this case.
    pub when: Rule,
    /// Where it is written that it may.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

/// How the effect is found in the register when an officer did it there by hand, because the
/// command could not reach it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHand {
    /// The data service that tells what the register now holds.
    pub service: String,
    /// The purpose.
    pub purpose: String,
    /// What it is asked.
    pub request: Template,
    /// Whether its answer, `record`, shows that the effect is there.
    pub when: Rule,
    /// The answer in the shape of the command's: what `effect` is for the result.
    pub effect: Template,
}

/// Until when a paper is in force.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidityRule {
    /// Gives the last day; no paper of this case has an end if it gives nothing.
    pub last_day: Rule,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

/// Whether somebody else must agree, and who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Nobody is asked.
    NotNeeded,
    /// The person with this `PersonId` is asked.
    Of(String),
    /// Somebody should be asked, but it is not known who: an officer has to find out.
    OfUnknown,
}

impl Service {
    /// Whose agreement the case needs. Needs `form`, `applicant`, `today` and the sources.
    pub fn agreement_needed(&self, context: &Context) -> Result<Agreement, ServiceError> {
        let Some(rule) = &self.agreement else {
            return Ok(Agreement::NotNeeded);
        };
        if !self.told("agreement.when", rule.when.truth(&self.engine, context))? {
            return Ok(Agreement::NotNeeded);
        }
        let who = self.told("agreement.who", rule.who.text(&self.engine, context))?;
        Ok(who.map_or(Agreement::OfUnknown, Agreement::Of))
    }

    /// Whether the machine decides the case in favour. Needs what [`Self::agreement_needed`] needs;
    /// whether a check strikes or an answer is missing, the caller looks at.
    pub fn decided_by_machine(&self, context: &Context) -> Result<bool, ServiceError> {
        match &self.automatic {
            Some(rule) => self.told("automatic.when", rule.when.truth(&self.engine, context)),
            None => Ok(false),
        }
    }

    /// The `PersonId` of the person whose paper the result is; nothing if the service does not say
    /// or it is not known. Needs what [`Self::result_fields`] needs.
    pub fn result_person(&self, context: &Context) -> Result<Option<String>, ServiceError> {
        let rule = self
            .result
            .as_ref()
            .and_then(|result| result.person.as_ref());
        match rule {
            Some(rule) => self.told("result.person", rule.text(&self.engine, context)),
            None => Ok(None),
        }
    }

    /// The last day on which the result is in force; nothing if it has no end. Needs what
    /// [`Self::result_fields`] needs.
    pub fn result_valid_to(&self, context: &Context) -> Result<Option<Date>, ServiceError> {
        let validity = self
            .result
            .as_ref()
            .and_then(|result| result.valid_to.as_ref());
        let Some(rule) = validity.map(|validity| &validity.last_day) else {
            return Ok(None);
        };
        let last_day = rule.text(&self.engine, context).and_then(|text| {
            let parsed = text.map(|text| text.parse());
            parsed.transpose().map_err(|_| RuleError::Kind {
                wanted: "a date",
                given: "a text",
            })
        });
        self.told("result.valid_to", last_day)
    }

    /// What `self.by_hand.service` is asked; nothing if the service does not say how something done
    /// by hand is found. Needs what [`Self::effect_request`] needs.
    pub fn by_hand_request(&self, context: &Context) -> Result<Option<Value>, ServiceError> {
        let Some(by_hand) = &self.by_hand else {
            return Ok(None);
        };
        let request = by_hand.request.eval(&self.engine, context);
        self.told("by_hand.request", request).map(Some)
    }

    /// What stands for the answer of the effect's command; nothing if the register does not hold
    /// the effect. Needs what [`Self::by_hand_request`] needs and `record`, the register's answer.
    pub fn by_hand_effect(&self, context: &Context) -> Result<Option<Value>, ServiceError> {
        let Some(by_hand) = &self.by_hand else {
            return Ok(None);
        };
        if !self.told("by_hand.when", by_hand.when.truth(&self.engine, context))? {
            return Ok(None);
        }
        let effect = by_hand.effect.eval(&self.engine, context);
        self.told("by_hand.effect", effect).map(Some)
    }
}
