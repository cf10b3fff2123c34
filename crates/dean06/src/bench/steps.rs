use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context;
use dean06_contracts::{Contract, Shape};
use dean06_kernel::Sources;
use dean06_mediator::{Actor, Ask, Mediator};
use serde_json::{Value, json};

use super::latency::Speed;

/// Steps that people take, each with the times that it took.
#[derive(Clone)]
pub struct Steps {
    mediator: Mediator,
    sources: Sources,
    taken: Arc<Mutex<BTreeMap<&'static str, Vec<Duration>>>>,
}

impl Steps {
    /// Of people who ask through this mediator.
    pub fn new(mediator: Mediator, sources: Sources) -> Self {
        Self {
            mediator,
            sources,
            taken: Arc::default(),
        }
    }

    /// A citizen applies, or an officer handles a case.
    pub async fn ask<C: Contract>(
        &self,
        name: &'static str,
        actor: &Actor,
        request: &C::Request,
    ) -> anyhow::Result<C::Response> {
        let begun = Instant::now();
        let answer = self.ask_aside::<C>(actor, request).await;
        self.took(name, begun.elapsed());
        answer.with_context(|| format!("{name} for {}", actor.name()))
    }

    /// The same, but its time does not count.
    pub async fn ask_aside<C: Contract>(
        &self,
        actor: &Actor,
        request: &C::Request,
    ) -> anyhow::Result<C::Response> {
        let purpose = if actor.org().is_some() {
            "case-handling"
        } else {
            "application"
        };
        let ask = Ask::new(actor, purpose);
        Ok(match C::SHAPE {
            Shape::Command => {
                let key = self.sources.uuid().to_string();
                self.mediator.command::<C>(ask, &key, request).await?
            }
            _ => self.mediator.call::<C>(ask, request).await?,
        })
    }

    /// A step took so long.
    pub fn took(&self, name: &'static str, time: Duration) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.entry(name).or_default().push(time);
    }

    /// How long each took since the last time that this was asked.
    pub fn speeds(&self, took: Duration, clients: usize) -> Value {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *taken)
            .into_iter()
            .map(|(step, each)| (step, json!(Speed::of(each, took, clients))))
            .collect()
    }
}
