//! Pages that are there for citizens only, or for officers only.

use std::ops::Deref;

use axum::{
    extract::FromRequestParts,
    http::{Method, StatusCode, request::Parts},
    response::Redirect,
};
use dean06_kernel::PersonId;
use dean06_mediator::ActorKind;
use dean06_ui::{Button, Buttons, Markup};

use super::{Address, Stop, Visit, Web, paragraph};

/// A visit of a citizen who is signed in. Others are led to sign in, or told what to do.
pub(crate) struct Citizen {
    visit: Visit,
    /// The person.
    pub person: PersonId,
}

/// A visit of an officer who is signed in.
pub(crate) struct Officer {
    visit: Visit,
}

impl Deref for Citizen {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Deref for Officer {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<Web> for Citizen {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Stop> {
        let mut visit = visit(parts, web).await?;
        match (visit.actor.kind(), visit.actor.person()) {
            (ActorKind::Citizen, Some(person)) => {
                if shows_inbox(&parts.method, parts.uri.path()) {
                    visit.shell.unread = visit.unread().await;
                }
                Ok(Self { visit, person })
            }
            _ => Err(visit.other_door("portal-for-citizens", "/desk", "portal-to-desk")),
        }
    }
}

impl FromRequestParts<Web> for Officer {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Stop> {
        let visit = visit(parts, web).await?;
        match visit.actor.kind() {
            ActorKind::Officer => Ok(Self { visit }),
            _ => Err(visit.other_door("desk-for-officers", "/", "desk-to-portal")),
        }
    }
}

/// The visit of somebody who is signed in.
async fn visit(parts: &mut Parts, web: &Web) -> Result<Visit, Stop> {
    let visit = match Visit::from_request_parts(parts, web).await {
        Ok(visit) => visit,
        Err(never) => match never {},
    };
    if visit.actor.kind() == ActorKind::Anonymous {
        return Err(sign_in(&readable(&parts.method, &parts.uri.to_string())));
    }
    Ok(visit)
}

/// The sign-in page, from which one comes back to `address`.
pub(super) fn sign_in(address: &str) -> Stop {
    let page = Address::new("/sign-in").with("continue", address);
    Stop::with(Redirect::to(&page.to_string()))
}

/// Whether a page shows how many messages wait: pages of a form and downloads have no such line, and
/// looking at who used the data should not add to it.
fn shows_inbox(method: &Method, path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let download = last.contains('.') || last == "file";
    method.is_safe() && !download && !path.starts_with("/drafts/") && path != "/my-data/use"
}

/// The last parts of addresses that can only be posted to: the page that posts is one above.
const ACTS: &[&str] = &[
    "start",
    "submit",
    "discard",
    "again",
    "move",
    "choose",
    "open",
    "end-share",
];

/// A page that can be opened after signing in, in place of the one that was asked for.
fn readable(method: &Method, address: &str) -> String {
    if method.is_safe() {
        return address.to_owned();
    }
    let path = address.split('?').next().unwrap_or_default();
    match path.rsplit_once('/') {
        Some((page, act)) if ACTS.contains(&act) || path.starts_with("/desk/dossiers/") => {
            page.to_owned()
        }
        _ => path.to_owned(),
    }
}

impl Visit {
    /// The page is there, but for other accounts; says for whom, and leads to where this one works.
    fn other_door(&self, text: &str, href: &str, label: &str) -> Stop {
        let shell = &self.shell;
        let way = Button::primary(shell.t(label)).href(href);
        let content = [paragraph(&shell.t(text)), Buttons::new([way]).into()];
        Stop::with(
            shell
                .page(shell.t("portal-other-account"))
                .status(StatusCode::FORBIDDEN)
                .markup(Markup::join(content)),
        )
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{readable, shows_inbox};

    #[test]
    fn the_inbox_is_counted_where_it_is_shown() {
        for (path, shown) in [
            ("/dossiers", true),
            ("/my/papers/1", true),
            ("/my/papers/1/file", false),
            ("/dossiers/1/result.pdf", false),
            ("/drafts/1/child", false),
            ("/my-data/use", false),
        ] {
            assert_eq!(shows_inbox(&Method::GET, path), shown, "{path}");
        }
        assert!(!shows_inbox(&Method::POST, "/dossiers"));
    }

    #[test]
    fn signing_in_leads_back_to_a_page() {
        let back = |method: Method, address: &str| readable(&method, address);
        assert_eq!(back(Method::GET, "/services?q=a"), "/services?q=a");
        assert_eq!(
            back(Method::POST, "/drafts/1/child?from=check"),
            "/drafts/1/child"
        );
        assert_eq!(back(Method::POST, "/services/x/start"), "/services/x");
        assert_eq!(
            back(Method::POST, "/desk/dossiers/1/approve"),
            "/desk/dossiers/1"
        );
    }
}
