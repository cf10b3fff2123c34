use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use dean06_mediator::{ProblemResponse, Session};
use dean06_ui::error_page;
use sea_orm::DbErr;

use crate::{
    Account, Identity, OrganisationTokenError, SessionToken,
    kept_form::{self, FORM_LIMIT, KeptForm},
    same_origin::same_origin,
    session::{self, Presented},
};

/// The cookie of a session.
pub(crate) const SESSION_COOKIE: &str = "dean06";
/// The cookie by which a browser gets a kept form back.
pub(crate) const KEPT_COOKIE: &str = "dean06-kept";

/// The account behind a request, beside the [`Session`] that rooms and pages see.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub account: Account,
    pub token: SessionToken,
}

impl Identity {
    /// Middleware that says who sends a request: it puts a [`Session`] into the extensions, refuses
    /// what another site sends in somebody's name, and keeps a form whose session has ended. Pages
    /// are for people: a token of an organisation says who sends a request to the API only.
    pub async fn resolve(
        State(room): State<Identity>,
        mut request: Request,
        next: Next,
    ) -> Response {
        if let Some(token) = organisation_token(&request) {
            match room.organisation(token).await {
                Ok(actor) => {
                    request.extensions_mut().insert(Session { actor });
                    return next.run(request).await;
                }
                Err(error) => return room.not_signed_in(&error),
            }
        }
        let (token, by_cookie) = if let Some(token) = bearer(request.headers()) {
            (SessionToken::parse(token), false)
        } else {
            let token = cookie(request.headers(), SESSION_COOKIE);
            (token.as_deref().and_then(SessionToken::parse), true)
        };
        if let Some(token) = token {
            match session::present(&room.store, &room.sources, &token).await {
                Ok(Presented::Live(account)) => {
                    if by_cookie && !same_origin(request.method(), request.headers()) {
                        return room.refuse(&request, StatusCode::FORBIDDEN, "not-permitted");
                    }
                    let session = Session {
                        actor: account.actor(&room.mint),
                    };
                    request.extensions_mut().insert(session);
                    request.extensions_mut().insert(SignedIn { account, token });
                }
                Ok(Presented::Over(account)) if by_cookie && is_form(&request) => {
                    return room.keep(&account, request).await;
                }
                Ok(Presented::Over(_) | Presented::Unknown) => {}
                Err(error) => {
                    tracing::error!(%error, "a session could not be read");
                    return room.refuse(&request, StatusCode::SERVICE_UNAVAILABLE, "unavailable");
                }
            }
        }
        next.run(request).await
    }

    /// What is wrong with the token of an organisation.
    fn not_signed_in(&self, error: &OrganisationTokenError) -> Response {
        let problems = self.mediator.problems();
        let problem = if let Some(code) = error.code() {
            problems.tell(StatusCode::UNAUTHORIZED.as_u16(), code)
        } else {
            tracing::error!(%error, "an organisation could not sign in");
            problems.own("unavailable")
        };
        ProblemResponse(problem).into_response()
    }

    /// A page for people, problem details for programs.
    fn refuse(&self, request: &Request, status: StatusCode, code: &str) -> Response {
        if is_api(request) {
            return ProblemResponse(self.mediator.problems().own(code)).into_response();
        }
        error_page(&self.words(request.headers()), status, None).into_response()
    }

    pub(crate) fn words(&self, headers: &HeaderMap) -> dean06_ui::Words {
        let language = cookie(headers, "lang").and_then(|text| text.parse().ok());
        self.ui.words(language.unwrap_or_default())
    }

    /// Nothing typed is lost: the form waits for its owner to sign in again.
    async fn keep(&self, account: &str, request: Request) -> Response {
        let words = self.words(request.headers());
        if !same_origin(request.method(), request.headers()) {
            return error_page(&words, StatusCode::FORBIDDEN, None).into_response();
        }
        let path = request.uri().path().to_owned();
        let Ok(body) = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await else {
            return error_page(&words, StatusCode::PAYLOAD_TOO_LARGE, None).into_response();
        };
        let fields = parse_form(&body);
        let form = KeptForm { path, fields };
        match kept_form::keep(&self.store, &self.sources, account, &form).await {
            Ok(Some(claim)) => {
                let cookie = self.set_cookie(KEPT_COOKIE, &claim.text(), Some(30 * 60));
                (
                    [(header::SET_COOKIE, cookie)],
                    Redirect::to("/sign-in?continue=/sign-in/kept"),
                )
                    .into_response()
            }
            Ok(None) => error_page(&words, StatusCode::INTERNAL_SERVER_ERROR, None).into_response(),
            Err(error) => {
                tracing::error!(%error, "a form could not be kept");
                error_page(&words, StatusCode::SERVICE_UNAVAILABLE, None).into_response()
            }
        }
    }

    /// A cookie that scripts cannot read and other sites do not send along with a form; without
    /// `seconds` it ends with the browser, with zero at once.
    pub(crate) fn set_cookie(&self, name: &str, value: &str, seconds: Option<u32>) -> HeaderValue {
        let secure = if self.options.secure_cookies {
            "; Secure"
        } else {
            ""
        };
        let age = seconds
            .map(|s| format!("; Max-Age={s}"))
            .unwrap_or_default();
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"
        ))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    pub(crate) async fn kept(
        &self,
        headers: &HeaderMap,
        account: &str,
    ) -> Result<Option<KeptForm>, DbErr> {
        let claim = cookie(headers, KEPT_COOKIE)
            .as_deref()
            .and_then(kept_form::Claim::parse);
        match claim {
            Some(claim) => kept_form::find(&self.store, &self.sources, account, &claim).await,
            None => Ok(None),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// The token of an organisation: unlike a session's it has dots.
fn organisation_token(request: &Request) -> Option<&str> {
    bearer(request.headers()).filter(|token| is_api(request) && token.contains('.'))
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn is_form(request: &Request) -> bool {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    request.method() == Method::POST
        && kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && !request.uri().path().starts_with("/sign-")
}

fn parse_form(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}
