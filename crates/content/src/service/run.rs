//! The rules of a service at work. Variables are given by name in a [`Context`].

use dean06_kernel::Text;
use serde_json::Value;

use super::{Check, Related, Service, ServiceError};
use crate::Context;
use crate::rule::RuleError;

/// A line of the result with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultField {
    /// Name in the signed data.
    pub id: String,
    /// Label.
    pub label: Text,
    /// Its value, in the language of official papers; `null` when there is none.
    pub value: Value,
    /// The same with labels, names of units and dates in English. What registers and people wrote
    /// stays as it is.
    pub english: Value,
}

impl Service {
    /// What the register of `self.sources[index]` is to be asked; nothing if it is not asked, and
    /// its answer is `null` then. Needs `applicant`, `form`, `today` and the sources before it.
    pub fn source_request(
        &self,
        index: usize,
        context: &Context,
    ) -> Result<Option<Value>, ServiceError> {
        let Some(source) = self.sources.get(index) else {
            return Ok(None);
        };
        let place = |key: &str| format!("source.{}.{key}", source.id);
        if let Some(when) = &source.when
            && !self.told(&place("when"), when.truth(&self.engine, context))?
        {
            return Ok(None);
        }
        let request = source.request.eval(&self.engine, context);
        self.told(&place("request"), request).map(Some)
    }

    /// The code of the commune whose organisation of kind `self.competent.kind` handles it; nothing
    /// while that is not known. Needs `form`, `applicant`, `today` and the sources.
    pub fn competent(&self, context: &Context) -> Result<Option<String>, ServiceError> {
        let commune = self.competent.commune.text(&self.engine, context);
        self.told("competent.commune", commune)
    }

    /// The checks that strike, in order. Needs `form`, `applicant`, `today` and the sources.
    pub fn run_checks(&self, context: &Context) -> Result<Vec<&Check>, ServiceError> {
        let mut struck = Vec::new();
        for check in &self.checks {
            let place = || format!("check.{}.when", check.id);
            if self.told(&place(), check.when.truth(&self.engine, context))? {
                struck.push(check);
            }
        }
        Ok(struck)
    }

    /// What the command `self.effect.command` is sent; nothing if approval has no effect at a
    /// register. Needs `form`, `applicant`, `today`, the sources, `dossier` and `officer`.
    pub fn effect_request(&self, context: &Context) -> Result<Option<Value>, ServiceError> {
        let Some(effect) = &self.effect else {
            return Ok(None);
        };
        let request = effect.request.eval(&self.engine, context);
        self.told("effect.request", request).map(Some)
    }

    /// The lines of the result, in order. Needs what [`Self::effect_request`] needs and `effect`,
    /// the answer of the command.
    pub fn result_fields(&self, context: &Context) -> Result<Vec<ResultField>, ServiceError> {
        let mut fields = Vec::new();
        for field in self.result.iter().flat_map(|result| &result.fields) {
            let place = format!("result.field.{}", field.id);
            let value = self.told(&place, field.value.eval_in(&self.engine, context))?;
            let english = self.told(&place, field.value.eval_in(&self.english, context))?;
            fields.push(ResultField {
                id: field.id.clone(),
                label: field.label.clone(),
                value,
                english,
            });
        }
        Ok(fields)
    }

    /// The other procedures that fit the case. Needs `form`, `applicant`, `today` and the sources.
    pub fn related(&self, context: &Context) -> Result<Vec<&Related>, ServiceError> {
        let mut fitting = Vec::new();
        for (index, related) in self.related.iter().enumerate() {
            let fits = match &related.when {
                Some(when) => when.truth(&self.engine, context),
                None => Ok(true),
            };
            if self.told(&format!("related.{index}.when"), fits)? {
                fitting.push(related);
            }
        }
        Ok(fitting)
    }

    pub(super) fn told<T>(
        &self,
        place: &str,
        result: Result<T, RuleError>,
    ) -> Result<T, ServiceError> {
        result.map_err(|error| ServiceError {
            service: self.slug.clone(),
            place: place.to_owned(),
            error,
        })
    }
}
