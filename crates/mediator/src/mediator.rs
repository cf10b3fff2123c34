use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
    time::Instant,
};

use dean06_content::Content;
use dean06_contracts::{Contract, FieldProblem, PAGE_LIMIT, REQUEST_LIMIT, Shape};
use dean06_kernel::{PersonId, Sources};
use dean06_ledger::{AccessRecord, Ledger};
use dean06_store::Store;
use serde_json::Value;

use crate::{
    Actor, ActorKind, ActorMint, Ask, Context, MediatorError, PolicyError, Problems, ProblemsError,
    Registry, RegistryError, Reply, ServiceError, access_trail,
    faults::{self, Fault},
    minimise::minimise,
    policy::Policy,
    registry::Entry,
};

/// Why the mediator cannot open.
#[derive(Debug, thiserror::Error)]
pub enum MediatorSetupError {
    /// The access policies cannot be used.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The wording of problems cannot be used.
    #[error(transparent)]
    Problems(#[from] ProblemsError),
    /// A data service cannot be served.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// It was opened before.
    #[error("the mediator is open already")]
    Open,
}

/// The hallway. Cheap to clone.
#[derive(Clone)]
pub struct Mediator {
    inner: Arc<Inner>,
}

struct Inner {
    content: Arc<Content>,
    ledger: Ledger,
    sources: Sources,
    policy: Policy,
    problems: Problems,
    entries: OnceLock<HashMap<&'static str, Entry>>,
}

impl Mediator {
    /// Reads policies and purposes; no data service answers before [`Mediator::open`].
    ///
    /// Returns the one capability to say who somebody is, to be handed to `identity`.
    pub fn new(
        content: Arc<Content>,
        ledger: Ledger,
        sources: Sources,
    ) -> Result<(Self, ActorMint), MediatorSetupError> {
        let contracts = dean06_contracts::all();
        let services: Vec<_> = contracts.iter().map(|c| (c.name, c.owner)).collect();
        let policy = Policy::parse(content.policies(), &services)?;
        let wording = content
            .files()
            .get("problems.toml")
            .ok_or(ProblemsError::Missing)?;
        let problems = Problems::parse(&String::from_utf8_lossy(wording))?;
        let inner = Inner {
            content,
            ledger,
            sources,
            policy,
            problems,
            entries: OnceLock::new(),
        };
        Ok((
            Self {
                inner: Arc::new(inner),
            },
            ActorMint(()),
        ))
    }

    /// Begins to answer with the data services of `registry`.
    pub fn open(&self, mut registry: Registry) -> Result<(), MediatorSetupError> {
        access_trail::serve(&mut registry, self.inner.ledger.clone());
        let entries = registry.finish()?;
        self.inner
            .entries
            .set(entries)
            .map_err(|_| MediatorSetupError::Open)
    }

    /// The wording of problems.
    pub fn problems(&self) -> &Problems {
        &self.inner.problems
    }

    /// The content that is in force.
    pub fn content(&self) -> &Arc<Content> {
        &self.inner.content
    }

    /// Names of the data services that answer in this process.
    pub fn services(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self
            .inner
            .entries
            .get()
            .into_iter()
            .flat_map(|e| e.keys().copied())
            .collect();
        names.sort_unstable();
        names
    }

    /// Asks one question (shape `call`) or for one page (shape `search`).
    pub async fn call<C: Contract>(
        &self,
        ask: Ask<'_>,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let body = serde_json::to_value(request).map_err(ServiceError::internal)?;
        typed::<C>(self.call_json(ask, C::NAME, body).await?)
    }

    /// Changes something at its owner. The same `key` always returns the same answer.
    pub async fn command<C: Contract>(
        &self,
        ask: Ask<'_>,
        key: &str,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let body = serde_json::to_value(request).map_err(ServiceError::internal)?;
        typed::<C>(self.command_json(ask, C::NAME, key, body).await?)
    }

    /// [`Mediator::call`] by name and JSON.
    pub async fn call_json(
        &self,
        ask: Ask<'_>,
        service: &str,
        request: Value,
    ) -> Result<Value, MediatorError> {
        let entry = self.entry(service)?;
        if entry.descriptor.shape == Shape::Command {
            return Err(MediatorError::KeyMissing(service.to_owned()));
        }
        self.pass(ask, entry, None, request).await
    }

    /// [`Mediator::command`] by name and JSON.
    pub async fn command_json(
        &self,
        ask: Ask<'_>,
        service: &str,
        key: &str,
        request: Value,
    ) -> Result<Value, MediatorError> {
        let entry = self.entry(service)?;
        if key.is_empty() || key.len() > KEY_LIMIT {
            return Err(MediatorError::KeyMissing(service.to_owned()));
        }
        self.pass(ask, entry, Some(key.to_owned()), request).await
    }

    /// How a service is used, when it answers here.
    pub(crate) fn shape(&self, service: &str) -> Option<Shape> {
        self.entry(service).ok().map(|entry| entry.descriptor.shape)
    }

    /// The longest request of a service, in bytes; of one that does not answer here, the usual one.
    pub(crate) fn request_limit(&self, service: &str) -> usize {
        self.entry(service)
            .map_or(REQUEST_LIMIT, |entry| entry.descriptor.request_limit)
    }

    fn entry(&self, service: &str) -> Result<&Entry, MediatorError> {
        self.inner
            .entries
            .get()
            .and_then(|entries| entries.get(service))
            .ok_or_else(|| MediatorError::UnknownService(service.to_owned()))
    }

    /// Decide, dispatch, minimise, record, release.
    async fn pass(
        &self,
        ask: Ask<'_>,
        entry: &Entry,
        key: Option<String>,
        request: Value,
    ) -> Result<Value, MediatorError> {
        if Store::in_write() {
            return Err(MediatorError::InsideWrite);
        }
        let started = Instant::now();
        let service = entry.descriptor.name;
        let outcome = self.pass_decided(ask, entry, key, request).await;
        let label = if outcome.is_ok() { "ok" } else { "error" };
        metrics::histogram!("dean06_mediator_call_seconds", "service" => service, "outcome" => label)
            .record(started.elapsed().as_secs_f64());
        outcome
    }

    async fn pass_decided(
        &self,
        ask: Ask<'_>,
        entry: &Entry,
        key: Option<String>,
        request: Value,
    ) -> Result<Value, MediatorError> {
        let service = entry.descriptor.name;
        let about_self = about_self(ask.actor, entry.descriptor.subject, &request);
        let grant = self.inner.content.purposes().grant(ask.purpose, service);
        let (Some(grant), true) = (grant, self.inner.policy.permits(&ask, service, about_self))
        else {
            return Err(refusal(&ask, service));
        };
        self.check(&entry.request, &request)?;
        let context = Context {
            actor: ask.actor.clone(),
            purpose: ask.purpose.to_owned(),
            case: ask.case.map(str::to_owned),
            key,
        };
        // Only what rooms ask of each other: the people at the ends have no machine that tries again.
        let fault = (ask.actor.kind() == ActorKind::System)
            .then(|| faults::next(service))
            .flatten();
        if fault == Some(Fault::Before) {
            return Err(ServiceError::unavailable("a fault of a test").into());
        }
        let Reply { body, mut subjects } = (entry.handler)(context, request).await?;
        if fault == Some(Fault::After) {
            return Err(ServiceError::unavailable("a fault of a test").into());
        }
        let (body, fields) = minimise(body, grant.fields);
        if entry.descriptor.shape == Shape::Search {
            check_page(service, &body)?;
        }
        subjects.sort_unstable();
        subjects.dedup();
        if !subjects.is_empty() {
            let records = self.records(&ask, service, grant.legal_basis, &subjects, &fields);
            self.inner
                .ledger
                .append(records)
                .await
                .map_err(MediatorError::NotRecorded)?;
        }
        Ok(body)
    }

    /// Holds a request against the schema of its contract.
    fn check(&self, schema: &jsonschema::Validator, request: &Value) -> Result<(), MediatorError> {
        let problems: Vec<FieldProblem> = schema
            .iter_errors(request)
            .take(PROBLEM_LIMIT)
            .map(|error| FieldProblem {
                pointer: error.instance_path().to_string(),
                text: self.inner.problems.unfit(&error.masked().to_string()),
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(MediatorError::Invalid(problems))
        }
    }

    fn records(
        &self,
        ask: &Ask<'_>,
        service: &str,
        legal_basis: &str,
        subjects: &[PersonId],
        fields: &[String],
    ) -> Vec<AccessRecord> {
        let principal = ask.actor.principal();
        let at = self.inner.sources.now_micros();
        let room = (ask.actor.kind() == ActorKind::System).then(|| ask.actor.id().to_owned());
        subjects
            .iter()
            .map(|&person| AccessRecord {
                person,
                at,
                actor_kind: principal.kind.as_str().to_owned(),
                actor_id: principal.id.clone(),
                actor_name: principal.name.clone(),
                actor_person: principal.person,
                org: principal.org.clone(),
                room: room.clone(),
                service: service.to_owned(),
                purpose: ask.purpose.to_owned(),
                legal_basis: legal_basis.to_owned(),
                case: ask.case.map(str::to_owned),
                fields: fields.to_vec(),
            })
            .collect()
    }
}

/// The longest key of a command, in bytes.
const KEY_LIMIT: usize = 200;

fn typed<C: Contract>(body: Value) -> Result<C::Response, MediatorError> {
    serde_json::from_value(body).map_err(|source| MediatorError::BadAnswer {
        service: C::NAME.to_owned(),
        source,
    })
}

fn about_self(actor: &Actor, subject: Option<&str>, request: &Value) -> bool {
    let Some(person) = actor.principal().person else {
        return false;
    };
    subject
        .and_then(|field| request.get(field)?.as_str())
        .is_some_and(|stated| stated == person.to_string())
}

fn refusal(ask: &Ask<'_>, service: &str) -> MediatorError {
    if ask.actor.kind() == ActorKind::Anonymous {
        return MediatorError::SignInRequired(service.to_owned());
    }
    MediatorError::NotPermitted {
        service: service.to_owned(),
        purpose: ask.purpose.to_owned(),
        actor: ask.actor.kind().as_str(),
    }
}

/// The most field problems that one answer names.
const PROBLEM_LIMIT: usize = 50;

fn check_page(service: &str, body: &Value) -> Result<(), MediatorError> {
    let rows = body
        .get("rows")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if rows > usize::from(PAGE_LIMIT) {
        let message = format!("{service} answered a page of {rows} rows");
        return Err(ServiceError::internal(message).into());
    }
    Ok(())
}
