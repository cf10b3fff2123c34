//! Pages that say what went wrong and what to do next.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::components::{Button, Buttons};
use crate::markup::Markup;
use crate::page::Page;
use crate::response::PageResponse;
use crate::words::{Ui, Words};

/// After how many seconds a browser may try again what did not get an answer.
const RETRY_AFTER: &str = "5";

/// Middleware that puts a page where a layer gave up without a word, as those for a time limit or
/// a panic do. Programs, which do not ask for a page, get the bare status.
pub async fn failure_pages(State(ui): State<Ui>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let words = match Words::from_request_parts(&mut parts, &ui).await {
        Ok(words) => words,
        Err(never) => match never {},
    };
    let wanted = names(&parts.headers, header::ACCEPT, "text/html");
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let said = names(response.headers(), header::CONTENT_TYPE, "html")
        || names(response.headers(), header::CONTENT_TYPE, "json");
    if !wanted || !status.is_server_error() || said {
        return response;
    }
    let mut page = error_page(&words, status, None).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let later = HeaderValue::from_static(RETRY_AFTER);
        page.headers_mut().insert(header::RETRY_AFTER, later);
    }
    page
}

/// Whether a header names this kind of content.
fn names(headers: &HeaderMap, header: HeaderName, kind: &str) -> bool {
    let value = headers.get(header).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.contains(kind))
}

/// The page for an error, in a bare shell. `next` says what to do; without it the words for the
/// status stand there. Where a handler knows who is signed in, use [`Page::failure`].
pub fn error_page(words: &Words, status: StatusCode, next: Option<&str>) -> PageResponse {
    Page::new(words, "").failure(status, next)
}

impl Page {
    /// Turns this page into one about an error, keeping its navigation: what happened, what to
    /// do next (`next`, or the words for the status), and a way to the start.
    pub fn failure(self, status: StatusCode, next: Option<&str>) -> PageResponse {
        let kind = kind(status);
        let words = self.words().clone();
        let what = words.text(&format!("ui-failure-{kind}"));
        let next = next.map_or_else(
            || words.text(&format!("ui-failure-{kind}-next")),
            str::to_owned,
        );
        let home = Button::secondary(words.text("ui-home")).href(self.home_address());
        let content = Markup::join([
            Markup::trusted("<p>"),
            Markup::from(next),
            Markup::trusted("</p>"),
            Buttons::new([home]).into(),
            Markup::trusted("<p class=\"quiet\">"),
            words
                .text_with(
                    "ui-failure-status",
                    &[("status", status.as_u16().to_string().into())],
                )
                .into(),
            Markup::trusted("</p>"),
        ]);
        self.retitled(what).status(status).markup(content)
    }
}

/// Statuses that have words of their own.
fn kind(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "sign-in",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND | StatusCode::GONE => "not-found",
        StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => "conflict",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::TOO_MANY_REQUESTS => "too-many",
        StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::BAD_GATEWAY
        | StatusCode::GATEWAY_TIMEOUT
        | StatusCode::REQUEST_TIMEOUT => "unavailable",
        status if status.is_client_error() => "request",
        _ => "internal",
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use axum::middleware::from_fn_with_state;
    use axum::response::Response;
    use axum::routing::get;
    use dean06_kernel::Language;
    use tower::ServiceExt;

    use super::{error_page, failure_pages};
    use crate::words::Ui;

    async fn answer(path: &str, accept: &str) -> Response {
        let bare = get(async || StatusCode::SERVICE_UNAVAILABLE);
        let worded = get(async || {
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, "{}")
        });
        let request = Request::get(path).header(header::ACCEPT, accept);
        Router::new()
            .route("/bare", bare)
            .route("/worded", worded)
            .layer(from_fn_with_state(Ui::load().unwrap(), failure_pages))
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_layer_that_gave_up_gets_a_page() {
        let page = answer("/bare?lang=en", "text/html,*/*").await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.headers().contains_key(header::RETRY_AFTER));
        let html = to_bytes(page.into_body(), 1 << 20).await.unwrap();
        let html = String::from_utf8(html.to_vec()).unwrap();
        assert!(html.contains("<html lang=\"en\">") && html.contains("503"));
        for (path, accept) in [("/bare", "application/json"), ("/worded", "text/html")] {
            let body = answer(path, accept).await.into_body();
            assert!(to_bytes(body, 1 << 20).await.unwrap().len() <= 2, "{path}");
        }
    }

    #[test]
    fn every_error_status_has_words_in_both_languages() {
        let ui = Ui::load().unwrap();
        for language in [Language::Vi, Language::En] {
            let words = ui.words(language);
            for code in 400..600 {
                let Ok(status) = StatusCode::from_u16(code) else {
                    continue;
                };
                let page = error_page(&words, status, None);
                assert_eq!(page.status(), status);
                assert!(!page.html().contains("ui-failure"), "{code}");
                assert!(page.html().contains(&code.to_string()), "{code}");
            }
        }
    }

    #[test]
    fn what_to_do_next_is_escaped() {
        let words = Ui::load().unwrap().words(Language::Vi);
        let page = error_page(&words, StatusCode::CONFLICT, Some("Xem <hồ sơ>"));
        assert!(page.html().contains("Xem &#60;hồ sơ&#62;"));
    }
}
