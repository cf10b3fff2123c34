use std::net::SocketAddr;

use askama::Template;
use axum::{
    Extension, Form, Router,
    extract::{ConnectInfo, FromRef, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use dean06_ui::{Button, Buttons, ErrorSummary, Field, Hidden, Page, Ui, Words, error_page};
use serde::Deserialize;

use crate::{
    Identity, SignInError,
    resolve::{SESSION_COOKIE, SignedIn},
    same_origin::same_origin,
};

impl FromRef<Identity> for Ui {
    fn from_ref(room: &Identity) -> Self {
        room.ui.clone()
    }
}

pub(crate) fn router(room: Identity) -> Router {
    Router::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/kept", get(kept))
        .route("/sign-out", post(sign_out))
        .with_state(room)
}

/// Where to go afterwards: an address on this site.
#[derive(Deserialize)]
struct Next {
    #[serde(rename = "continue")]
    next: Option<String>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default, rename = "continue")]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInContent {
    lead: String,
    login: Field,
    password: Field,
    next: Hidden,
    buttons: Buttons,
    accounts: Option<DemoAccounts>,
}

struct DemoAccounts {
    title: String,
    text: String,
}

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptContent {
    lead: String,
    action: String,
    fields: Vec<Hidden>,
    buttons: Buttons,
}

async fn show(State(room): State<Identity>, words: Words, Query(query): Query<Next>) -> Response {
    form(
        &room,
        &words,
        &query.next.unwrap_or_default(),
        "",
        None,
        StatusCode::OK,
    )
}

fn form(
    room: &Identity,
    words: &Words,
    next: &str,
    login: &str,
    error: Option<&'static str>,
    status: StatusCode,
) -> Response {
    let mut errors = ErrorSummary::new(words);
    if let Some(id) = error {
        errors = errors.field("login", words.text(id));
    }
    let lead = if next == "/sign-in/kept" {
        "sign-in-kept-lead"
    } else {
        "sign-in-lead"
    };
    let content = SignInContent {
        lead: words.text(lead),
        login: Field::text(words, "login", words.text("sign-in-login"))
            .value(login)
            .error(error.map(|id| words.text(id)))
            .autocomplete("username"),
        password: Field::password(words, "password", words.text("sign-in-password")),
        next: Hidden::new("continue", next),
        buttons: Buttons::new([Button::primary(words.text("ui-sign-in"))]),
        accounts: room.options.demo.then(|| DemoAccounts {
            title: words.text("sign-in-demo-title"),
            text: words.text("sign-in-demo-text"),
        }),
    };
    Page::new(words, words.text("sign-in-title"))
        .errors(errors)
        .status(status)
        .body(&content)
        .into_response()
}

async fn sign_in(
    State(room): State<Identity>,
    words: Words,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    // Somebody else's page must not sign a browser in under an account of its choice.
    if !same_origin(&axum::http::Method::POST, &headers) {
        return error_page(&words, StatusCode::FORBIDDEN, None).into_response();
    }
    let network = from.ip().to_string();
    match room.sign_in(&typed.login, &typed.password, &network).await {
        Ok(session) => {
            let next = local_address(&typed.next).unwrap_or(session.account.home());
            let cookie = room.set_cookie(SESSION_COOKIE, session.token.as_str(), None);
            ([(header::SET_COOKIE, cookie)], Redirect::to(next)).into_response()
        }
        Err(error) => {
            let (id, status) = match &error {
                SignInError::Wrong => ("sign-in-wrong", StatusCode::UNAUTHORIZED),
                SignInError::TooMany => ("sign-in-too-many", StatusCode::TOO_MANY_REQUESTS),
                SignInError::Unavailable(reason) => {
                    tracing::error!(reason, "sign-in failed");
                    ("sign-in-unavailable", StatusCode::SERVICE_UNAVAILABLE)
                }
            };
            form(&room, &words, &typed.next, &typed.login, Some(id), status)
        }
    }
}

/// Shows that a form was kept, and sends it again on its owner's word.
async fn kept(
    State(room): State<Identity>,
    words: Words,
    headers: HeaderMap,
    session: Option<Extension<SignedIn>>,
) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/sign-in?continue=/sign-in/kept").into_response();
    };
    match room.kept(&headers, &session.account.id).await {
        Ok(Some(form)) => {
            let content = KeptContent {
                lead: words.text("kept-lead"),
                action: form.path,
                fields: form
                    .fields
                    .into_iter()
                    .map(|(n, v)| Hidden::new(n, v))
                    .collect(),
                buttons: Buttons::new([Button::primary(words.text("kept-continue"))]),
            };
            Page::new(&words, words.text("kept-title"))
                .body(&content)
                .into_response()
        }
        Ok(None) => Redirect::to(session.account.home()).into_response(),
        Err(error) => {
            tracing::error!(%error, "a kept form could not be read");
            error_page(&words, StatusCode::SERVICE_UNAVAILABLE, None).into_response()
        }
    }
}

async fn sign_out(
    State(room): State<Identity>,
    words: Words,
    session: Option<Extension<SignedIn>>,
) -> Response {
    if let Some(Extension(session)) = session
        && let Err(error) = room.sign_out(&session.token).await
    {
        tracing::error!(%error, "sign-out failed");
        return error_page(&words, StatusCode::SERVICE_UNAVAILABLE, None).into_response();
    }
    let cookie = room.set_cookie(SESSION_COOKIE, "", Some(0));
    ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

/// An address on this site; everything else could lead a person astray.
fn local_address(next: &str) -> Option<&str> {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n'])
        && next.len() <= 2000;
    local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::local_address;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(
            local_address("/dossiers?status=5"),
            Some("/dossiers?status=5")
        );
        for foreign in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "dossiers",
        ] {
            assert_eq!(local_address(foreign), None, "{foreign}");
        }
    }
}
