//! The shell of a page: navigation and the visitor's name, in the visitor's language.

use std::sync::Arc;

use axum::http::Uri;
use dean06_content::Content;
use dean06_kernel::Text;
use dean06_mediator::{Actor, ActorKind};
use dean06_ui::{FluentValue, Link, Page, SignedIn, Words};
use jiff::{Timestamp, civil::Date};

use super::{Address, Web};

/// Pages that lie below a link of the navigation without its address saying so.
const BELOW: &[(&str, &str)] = &[
    ("/bundles/", "/services"),
    ("/my/bundles/", "/dossiers"),
    ("/my/agreements", "/dossiers"),
];

/// Everything that a page says beside its data.
pub(crate) struct Shell {
    pub words: Words,
    /// The law and the lists in force, for the names of codes, places and organisations.
    pub content: Arc<Content>,
    pub now: Timestamp,
    pub today: Date,
    /// Messages that this visitor has not read.
    pub unread: u32,
    pub(super) uri: Uri,
    pub(super) visitor: Visitor,
}

/// Who visits, as the shell names them.
pub(super) enum Visitor {
    Nobody,
    Citizen { name: String },
    Officer { name: String, office: String },
}

impl Shell {
    pub(super) fn new(web: &Web, words: Words, uri: Uri, actor: &Actor) -> Self {
        let content = Arc::clone(web.mediator.content());
        let visitor = match actor.kind() {
            ActorKind::Citizen => Visitor::Citizen {
                name: actor.name().to_owned(),
            },
            ActorKind::Officer => Visitor::Officer {
                name: actor.name().to_owned(),
                office: office(&words, &content, actor),
            },
            ActorKind::Anonymous | ActorKind::Organisation | ActorKind::System => Visitor::Nobody,
        };
        Self {
            words,
            content,
            now: web.sources.now(),
            today: web.sources.today(),
            unread: 0,
            uri,
            visitor,
        }
    }

    /// A page with this title; an empty one is for failures, which bring their own.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let page = Page::new(&self.words, title)
            .address(&self.uri)
            .home(self.home())
            .navigation(self.navigation())
            .footer(vec![
                Link::new(self.t("portal-nav-services"), "/services"),
                Link::new(self.t("portal-nav-verify"), "/verify"),
            ]);
        let signed_in = |name: &str| SignedIn::new(name, "/sign-out");
        match &self.visitor {
            Visitor::Nobody => {
                let address = Address::new("/sign-in").with("continue", &self.address());
                page.sign_in(address)
            }
            Visitor::Citizen { name } => page.signed_in(signed_in(name)),
            Visitor::Officer { name, office } => page.signed_in(signed_in(name).detail(office)),
        }
    }

    /// A page of a form, on which nothing leads away from the question.
    pub fn focused(&self, title: impl Into<String>) -> Page {
        self.page(title).navigation(Vec::new()).footer(Vec::new())
    }

    /// Whether a citizen is signed in.
    pub fn is_citizen(&self) -> bool {
        matches!(self.visitor, Visitor::Citizen { .. })
    }

    /// Whether nobody is signed in.
    pub fn is_nobody(&self) -> bool {
        matches!(self.visitor, Visitor::Nobody)
    }

    /// The path and query of this request.
    pub fn address(&self) -> String {
        let path = self.uri.path_and_query();
        path.map_or_else(|| "/".to_owned(), ToString::to_string)
    }

    /// Where this visitor's work begins.
    pub fn home(&self) -> &'static str {
        match self.visitor {
            Visitor::Officer { .. } => "/desk",
            Visitor::Citizen { .. } | Visitor::Nobody => "/",
        }
    }

    /// The message `id`.
    pub fn t(&self, id: &str) -> String {
        self.words.text(id)
    }

    /// The message `id` with its variables.
    pub fn tw(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.words.text_with(id, args)
    }

    /// The visitor's side of a text that may be absent.
    pub fn say<'t>(&self, text: Option<&'t Text>) -> &'t str {
        text.map_or("", |text| self.words.of(text))
    }

    /// What a code of a list means; the code itself where the list does not tell.
    pub fn code(&self, list: &str, code: &str) -> String {
        let entry = self.content.code_list(list).and_then(|list| list.get(code));
        entry.map_or_else(
            || code.to_owned(),
            |entry| self.words.of(&entry.label).to_owned(),
        )
    }

    fn navigation(&self) -> Vec<Link> {
        let links: &[(&str, &str)] = match self.visitor {
            Visitor::Nobody => &[
                ("portal-nav-services", "/services"),
                ("portal-nav-verify", "/verify"),
            ],
            Visitor::Citizen { .. } => &[
                ("portal-nav-services", "/services"),
                ("portal-nav-dossiers", "/dossiers"),
                ("papers-nav", "/my/papers"),
                ("portal-nav-my-data", "/my-data"),
                (self.inbox(), "/my/messages"),
            ],
            Visitor::Officer { .. } => &[
                ("desk-nav-queue", "/desk"),
                ("desk-nav-done", "/desk?filter=done"),
            ],
        };
        let address = self.address();
        let above = BELOW.iter().find(|(page, _)| address.starts_with(page));
        let address = above.map_or(address, |(_, above)| (*above).to_owned());
        let mut current = links
            .iter()
            .map(|(_, href)| *href)
            .filter(|href| leads_to(&address, href))
            .max_by_key(|href| href.len());
        links
            .iter()
            .map(|(id, href)| {
                let here = current.take_if(|current| current == href).is_some();
                let label = self.tw(id, &[("n", self.unread.into())]);
                Link::new(label, *href).current(here)
            })
            .collect()
    }

    /// The message that names the inbox.
    fn inbox(&self) -> &'static str {
        if self.unread == 0 {
            "inbox-nav"
        } else {
            "inbox-nav-unread"
        }
    }
}

/// Whether a page lies under a link of the navigation.
fn leads_to(address: &str, href: &str) -> bool {
    address
        .strip_prefix(href)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '&']))
}

/// What an officer is, and where.
fn office(words: &Words, content: &Content, actor: &Actor) -> String {
    let role = actor.roles().first().map_or("", String::as_str);
    let role = words.text_with("desk-role", &[("role", role.into())]);
    let org = actor.org().and_then(|org| content.organisation(org));
    match org {
        Some(org) => format!("{role}, {}", words.of(&org.name)),
        None => role,
    }
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn a_link_of_the_navigation_knows_its_pages() {
        assert!(leads_to("/dossiers/1/result", "/dossiers"));
        assert!(leads_to("/desk?filter=done&cursor=1", "/desk?filter=done"));
        assert!(!leads_to("/my-database", "/my-data"));
    }
}
