//! The words of one request: the locales, and the language its reader chose.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use dean06_kernel::{Language, Text};
use fluent_bundle::FluentValue;

use crate::locales::{Locales, LocalesError};

/// One year: how long a browser keeps the choice of a language, in seconds.
const COOKIE_SECONDS: u32 = 31_536_000;

/// What pages are made of, loaded once at start-up and shared. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ui {
    locales: Arc<Locales>,
    demo: bool,
}

impl Ui {
    /// Loads the embedded locales.
    ///
    /// # Errors
    /// A locale file is broken; see [`LocalesError`].
    pub fn load() -> Result<Self, LocalesError> {
        Ok(Self {
            locales: Arc::new(Locales::load()?),
            demo: false,
        })
    }

    /// Whether each page says that all people and figures in it are made up.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The words in one language.
    pub fn words(&self, language: Language) -> Words {
        Words {
            ui: self.clone(),
            language,
        }
    }
}

/// The locales together with the language of one reader. As an axum extractor it takes the
/// language from `?lang=`, else from the cookie `lang`, else Vietnamese: English is shown to
/// those who chose it, whatever their browser prefers.
#[derive(Debug, Clone)]
pub struct Words {
    ui: Ui,
    language: Language,
}

impl Words {
    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The language as HTML names it: `vi` or `en`.
    pub fn tag(&self) -> &'static str {
        self.language.as_str()
    }

    /// The message `id`; see [`Locales::text`] for what happens when it is missing.
    pub fn text(&self, id: &str) -> String {
        self.ui.locales.text(self.language, id, &[])
    }

    /// The message `id` with variables: `words.text_with("desk-waiting", &[("n", 3.into())])`.
    pub fn text_with(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.ui.locales.text(self.language, id, args)
    }

    /// A message in the other language, for the link that switches to it.
    pub(crate) fn text_in(&self, language: Language, id: &str) -> String {
        self.ui.locales.text(language, id, &[])
    }

    /// The side of a bilingual text that this reader reads.
    pub fn of<'text>(&self, text: &'text Text) -> &'text str {
        text.get(self.language)
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.ui.demo
    }
}

impl<S> FromRequestParts<S> for Words
where
    Ui: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let language = from_query(&parts.uri)
            .or_else(|| from_cookie(&parts.headers))
            .unwrap_or_default();
        Ok(Ui::from_ref(state).words(language))
    }
}

/// Middleware that keeps the choice `?lang=vi` or `?lang=en` of any page in the cookie `lang`.
pub async fn remember_language(request: Request, next: Next) -> Response {
    let choice = (request.method() == Method::GET)
        .then(|| from_query(request.uri()))
        .flatten();
    let mut response = next.run(request).await;
    if let Some(language) = choice {
        let cookie =
            format!("lang={language}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax; HttpOnly");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

fn from_query(uri: &Uri) -> Option<Language> {
    uri.query()?
        .split('&')
        .filter_map(|pair| pair.strip_prefix("lang="))
        .find_map(|tag| tag.parse().ok())
}

fn from_cookie(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix("lang="))
        .find_map(|tag| tag.parse().ok())
}
