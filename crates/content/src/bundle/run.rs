//! The rules of a bundle at work.

use serde_json::Value;

use super::{Bundle, BundleError, Change, Leg, Opening};
use crate::Context;
use crate::rule::RuleError;

impl Bundle {
    /// Whether a leg applies at all. Needs `legs`, `applicant`, `occasion` and `today`, where
    /// `legs.<id>` holds `form` (the leg's settled form), `commune` (code of the commune whose
    /// organisation handles it, as far as that is known), `state`, and `effect` (the answer of its
    /// command; `null` before the leg is done).
    pub fn leg_applies(&self, leg: &Leg, context: &Context) -> Result<bool, BundleError> {
        match &leg.when {
            Some(when) => {
                let applies = when.truth(&self.engine, context);
                self.told(&format!("leg.{}.when", leg.id), applies)
            }
            None => Ok(true),
        }
    }

    /// What the service of a leg is given as the variable `passed`, as far as it is known yet: what
    /// is not is `null`. Needs what [`Self::leg_applies`] needs.
    pub fn passed(&self, leg: &Leg, context: &Context) -> Result<Value, BundleError> {
        let passed = leg.pass.eval(&self.engine, context);
        self.told(&format!("leg.{}.pass", leg.id), passed)
    }

    /// For whom an event opens a draft, and the occasion it begins with; nothing when the event
    /// names nobody.
    pub fn opening(
        &self,
        opening: &Opening,
        event: &Value,
    ) -> Result<Option<(String, Value)>, BundleError> {
        let context: Context = [("event".to_owned(), event.clone())].into_iter().collect();
        let place = |what: &str| format!("opens.{}.{what}", opening.event);
        let party = opening.party.text(&self.engine, &context);
        let Some(party) = self.told(&place("party"), party)? else {
            return Ok(None);
        };
        let occasion = opening.occasion.eval(&self.engine, &context);
        let occasion = self.told(&place("occasion"), occasion)?;
        Ok(Some((party, occasion)))
    }

    fn told<T>(&self, place: &str, result: Result<T, RuleError>) -> Result<T, BundleError> {
        result.map_err(|error| BundleError {
            bundle: self.slug.clone(),
            place: place.to_owned(),
            error,
        })
    }
}

impl Change {
    /// Whether the event is about a bundle that began with `occasion`.
    pub fn concerns(&self, occasion: &Value, event: &Value) -> bool {
        let changed = event.get(&self.key).filter(|value| !value.is_null());
        changed.is_some() && changed == occasion.get(&self.key)
    }
}
