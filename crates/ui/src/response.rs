//! A finished page as an HTTP response.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// A finished page. Return it from an axum handler; add cookies and other headers as a tuple
/// before it.
#[derive(Debug, Clone)]
pub struct PageResponse {
    status: StatusCode,
    language: &'static str,
    private: bool,
    html: String,
}

impl PageResponse {
    pub(crate) fn new(
        status: StatusCode,
        language: &'static str,
        private: bool,
        html: String,
    ) -> Self {
        Self {
            status,
            language,
            private,
            html,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The whole document.
    pub fn html(&self) -> &str {
        &self.html
    }
}

impl IntoResponse for PageResponse {
    fn into_response(self) -> Response {
        // A page about a person must not be found on a shared computer afterwards.
        let cache = if self.private {
            "no-store"
        } else {
            "private, no-cache"
        };
        let mut response = (self.status, Html(self.html)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(self.language),
        );
        response
    }
}
