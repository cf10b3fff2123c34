//! One request to a page.

use std::convert::Infallible;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use dean06_contracts::Contract;
use dean06_contracts::messages::{CountUnread, CountUnreadRequest};
use dean06_kernel::Sources;
use dean06_mediator::{Actor, Ask, Mediator, MediatorError, ServiceError, Session};
use dean06_ui::{Ui, Words};

use super::{OWN_MESSAGES, Pairs, Shell, Stop};

/// What pages are made with.
#[derive(Clone)]
pub(crate) struct Web {
    pub mediator: Mediator,
    pub ui: Ui,
    pub sources: Sources,
}

impl FromRef<Web> for Ui {
    fn from_ref(web: &Web) -> Self {
        web.ui.clone()
    }
}

/// One request to a page: who asks, in which language, where.
pub(crate) struct Visit {
    pub web: Web,
    pub shell: Shell,
    /// The query of the address.
    pub query: Pairs,
    pub actor: Actor,
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let words = Words::from_request_parts(parts, web).await?;
        let session = parts.extensions.get::<Session>();
        let actor = session.map_or_else(Actor::anonymous, |session| session.actor.clone());
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
            query: Pairs::parse(query.as_bytes()),
            shell: Shell::new(web, words, parts.uri.clone(), &actor),
            actor,
            web: web.clone(),
        })
    }
}

impl Visit {
    /// Asks for data; where they are not given, the page says why.
    pub async fn call<C: Contract>(
        &self,
        purpose: &str,
        request: &C::Request,
    ) -> Result<C::Response, Stop> {
        let answer = self.ask::<C>(Ask::new(&self.actor, purpose), request).await;
        answer.map_err(|error| self.stop(&error))
    }

    /// [`Visit::call`] in a case.
    pub async fn call_in<C: Contract>(
        &self,
        purpose: &str,
        case: &str,
        request: &C::Request,
    ) -> Result<C::Response, Stop> {
        let ask = Ask::new(&self.actor, purpose).in_case(case);
        let answer = self.ask::<C>(ask, request).await;
        answer.map_err(|error| self.stop(&error))
    }

    /// Asks for data.
    pub async fn ask<C: Contract>(
        &self,
        ask: Ask<'_>,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        self.web.mediator.call::<C>(ask, request).await
    }

    /// Asks for what may not be there: nothing where its owner has no such thing.
    pub async fn find<C: Contract>(
        &self,
        ask: Ask<'_>,
        request: &C::Request,
    ) -> Result<Option<C::Response>, Stop> {
        match self.ask::<C>(ask, request).await {
            Ok(told) => Ok(Some(told)),
            Err(MediatorError::Service(ServiceError::NotFound(_))) => Ok(None),
            Err(error) => Err(self.stop(&error)),
        }
    }

    /// Asks for what the page can do without: nothing where it does not come, and the log says why.
    pub async fn aside<C: Contract>(
        &self,
        purpose: &str,
        request: &C::Request,
    ) -> Option<C::Response> {
        self.without::<C>(Ask::new(&self.actor, purpose), request)
            .await
    }

    /// [`Visit::aside`] in a case.
    pub async fn aside_in<C: Contract>(
        &self,
        purpose: &str,
        case: &str,
        request: &C::Request,
    ) -> Option<C::Response> {
        let ask = Ask::new(&self.actor, purpose).in_case(case);
        self.without::<C>(ask, request).await
    }

    async fn without<C: Contract>(
        &self,
        ask: Ask<'_>,
        request: &C::Request,
    ) -> Option<C::Response> {
        match self.ask::<C>(ask, request).await {
            Ok(told) => Some(told),
            // The room that would tell it does not run in this installation.
            Err(MediatorError::UnknownService(_)) => None,
            Err(error) => {
                tracing::warn!(service = C::NAME, %error, "a page goes without");
                None
            }
        }
    }

    /// How many messages wait to be read; none where that cannot be told now.
    pub async fn unread(&self) -> u32 {
        let request = CountUnreadRequest::default();
        let told = self.aside::<CountUnread>(OWN_MESSAGES, &request).await;
        told.and_then(|told| told.unread).unwrap_or_default()
    }

    /// Changes something in a case, once for each key.
    pub async fn command<C: Contract>(
        &self,
        purpose: &str,
        case: &str,
        key: &str,
        request: &C::Request,
    ) -> Result<C::Response, MediatorError> {
        let ask = Ask::new(&self.actor, purpose).in_case(case);
        self.web.mediator.command::<C>(ask, key, request).await
    }
}
