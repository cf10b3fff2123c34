use axum::response::{IntoResponse, Response};

/// The end of a handler before its page: a redirect, or a page that says what went wrong.
#[derive(Debug)]
pub(crate) struct Stop(Box<Response>);

impl Stop {
    /// Ends with this response.
    pub fn with(response: impl IntoResponse) -> Self {
        Self(Box::new(response.into_response()))
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// What a handler of a page answers.
pub(crate) type Answer = Result<Response, Stop>;
