//! Pages that say what went wrong and what to do next.

use axum::http::StatusCode;

use crate::components::{Button, Buttons};
use crate::markup::Markup;
use crate::page::Page;
use crate::response::PageResponse;
use crate::words::Words;

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
    use axum::http::StatusCode;
    use dean06_kernel::Language;

    use super::error_page;
    use crate::words::Ui;

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
