use axum::{
    Extension, Json, Router,
    body::to_bytes,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use dean06_contracts::{Problem, Shape};

use crate::{Actor, Ask, Mediator, MediatorError, ServiceError, Session};

/// Every data service as `POST /api/{owner.verb-noun}/{version}`.
///
/// The purpose is in the header `Dean06-Purpose`, the case in `Dean06-Case`, the key of a command
/// in `Idempotency-Key`. All use `POST`, so that nobody's number stands in an address or a log.
pub fn api_router(mediator: Mediator) -> Router {
    Router::new()
        .route("/api/{service}/{version}", post(serve))
        .with_state(mediator)
}

async fn serve(
    State(mediator): State<Mediator>,
    session: Option<Extension<Session>>,
    Path((service, version)): Path<(String, String)>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let anonymous = Actor::anonymous();
    let actor = session.as_ref().map_or(&anonymous, |s| &s.0.actor);
    let name = format!("{service}/{version}");
    let text = |header: &str| headers.get(header).and_then(|value| value.to_str().ok());
    let ask = Ask {
        actor,
        purpose: text("dean06-purpose").unwrap_or_default(),
        case: text("dean06-case"),
    };
    let problem = |code| ProblemResponse(mediator.problems().own(code)).into_response();
    let limit = mediator.request_limit(&name);
    // What is announced as too long is not waited for.
    if announced(&headers).is_some_and(|length| length > limit) {
        return problem("too-large");
    }
    // A body that cannot be read to its end is too long, or nobody waits for the answer.
    let Ok(body) = to_bytes(request.into_body(), limit).await else {
        return problem("too-large");
    };
    let Ok(request) = serde_json::from_slice(&body) else {
        return problem("invalid-request");
    };
    let outcome = match mediator.shape(&name) {
        Some(Shape::Command) => {
            let key = text("idempotency-key").unwrap_or_default();
            mediator.command_json(ask, &name, key, request).await
        }
        _ => mediator.call_json(ask, &name, request).await,
    };
    match outcome {
        Ok(answer) => ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(error) => {
            log(&name, &error);
            ProblemResponse(mediator.problems().describe(&error)).into_response()
        }
    }
}

/// How long the body is to be, as far as the request says.
fn announced(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Faults of ours are logged once, here, with their whole chain and without personal data.
fn log(service: &str, error: &MediatorError) {
    if matches!(
        error,
        MediatorError::InsideWrite
            | MediatorError::BadAnswer { .. }
            | MediatorError::NotRecorded(_)
            | MediatorError::Service(ServiceError::Internal(_) | ServiceError::Unavailable(_))
    ) {
        let chain =
            std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |error| {
                error.source()
            });
        let chain: Vec<String> = chain.map(ToString::to_string).collect();
        tracing::error!(service, error = chain.join(": "), "data service failed");
    }
}

/// A [`Problem`] as an HTTP response.
pub struct ProblemResponse(pub Problem);

impl IntoResponse for ProblemResponse {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (
            status,
            [
                (header::CONTENT_TYPE, "application/problem+json"),
                (header::CACHE_CONTROL, "no-store"),
            ],
            Json(&self.0),
        )
            .into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        response
    }
}
