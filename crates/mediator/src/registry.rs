use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

use dean06_contracts::{Contract, Descriptor};
use dean06_kernel::PersonId;
use serde_json::Value;

use crate::{Actor, ServiceError};

/// What a handler knows of a call besides the request.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who acts.
    pub actor: Actor,
    /// Id of the purpose.
    pub purpose: String,
    /// The case that the caller named.
    pub case: Option<String>,
    /// The key of a command: the same key returns the same result.
    pub key: Option<String>,
}

impl Context {
    /// The key of a command. The mediator lets no command through without one.
    pub fn command_key(&self) -> Result<&str, ServiceError> {
        self.key
            .as_deref()
            .ok_or_else(|| ServiceError::internal("a command without a key"))
    }
}

/// An owner's answer, and whose data it holds.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The answer.
    pub body: T,
    /// Everybody whose data stands in it: each of them gets an entry in the ledger.
    pub subjects: Vec<PersonId>,
}

impl<T> Reply<T> {
    /// An answer that says nothing about anybody.
    pub fn public(body: T) -> Self {
        Self {
            body,
            subjects: Vec::new(),
        }
    }

    /// An answer about one person.
    pub fn about(person: PersonId, body: T) -> Self {
        Self {
            body,
            subjects: vec![person],
        }
    }

    /// An answer about several persons.
    pub fn about_all(subjects: impl IntoIterator<Item = PersonId>, body: T) -> Self {
        Self {
            body,
            subjects: subjects.into_iter().collect(),
        }
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Reply<Value>, ServiceError>> + Send>>;
type Handler = Arc<dyn Fn(Context, Value) -> Answer + Send + Sync>;

/// A data service that lives in this process.
pub(crate) struct Entry {
    pub descriptor: Descriptor,
    pub request: jsonschema::Validator,
    pub handler: Handler,
}

/// A contract that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Two handlers for one data service.
    #[error("{0} is served twice")]
    Twice(&'static str),
    /// Its request schema does not compile.
    #[error("the request schema of {0} does not compile: {1}")]
    Schema(&'static str, String),
}

/// The data services of this process.
#[derive(Default)]
pub struct Registry {
    pub(crate) entries: HashMap<&'static str, Entry>,
    fault: Option<RegistryError>,
}

impl Registry {
    /// Serves the contract `C` with `handler`.
    ///
    /// A contract that cannot be served makes [`crate::Mediator::open`] fail.
    pub fn serve<C, F, Fut>(&mut self, handler: F)
    where
        C: Contract,
        F: Fn(Context, C::Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<C::Response>, ServiceError>> + Send + 'static,
    {
        let descriptor = Descriptor::of::<C>();
        let request = match jsonschema::draft202012::new(&descriptor.request) {
            Ok(validator) => validator,
            Err(error) => {
                self.fault = Some(RegistryError::Schema(C::NAME, error.to_string()));
                return;
            }
        };
        let handler: Handler = Arc::new(move |context, body| {
            let parsed = serde_json::from_value::<C::Request>(body);
            let answer = parsed.map(|request| handler(context, request));
            Box::pin(async move {
                let reply = answer.map_err(ServiceError::internal)?.await?;
                let body = serde_json::to_value(reply.body).map_err(ServiceError::internal)?;
                Ok(Reply {
                    body,
                    subjects: reply.subjects,
                })
            })
        });
        if self
            .entries
            .insert(
                C::NAME,
                Entry {
                    descriptor,
                    request,
                    handler,
                },
            )
            .is_some()
        {
            self.fault = Some(RegistryError::Twice(C::NAME));
        }
    }

    pub(crate) fn finish(self) -> Result<HashMap<&'static str, Entry>, RegistryError> {
        self.fault.map_or(Ok(self.entries), Err)
    }
}
