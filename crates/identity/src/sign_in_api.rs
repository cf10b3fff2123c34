use std::net::SocketAddr;

use axum::{
    Extension, Json, Router,
    extract::{ConnectInfo, DefaultBodyLimit, State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use dean06_contracts::Problem;
use dean06_mediator::ProblemResponse;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{AccountKind, Identity, SignInError, resolve::SignedIn};

/// The part of the OpenAPI document that describes signing in.
#[derive(OpenApi)]
#[openapi(
    paths(sign_in, sign_out),
    components(schemas(SignInRequest, SignInResponse))
)]
pub struct ApiDoc;

pub(crate) fn router(room: Identity) -> Router {
    Router::new()
        .route("/api/sign-in", post(sign_in))
        .route("/api/sign-out", post(sign_out))
        .layer(DefaultBodyLimit::max(4096))
        .with_state(room)
}

/// What is typed to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInRequest {
    /// At most 64 characters.
    login: String,
    /// At most 200 bytes.
    password: String,
}

/// A fresh session.
#[derive(Serialize, ToSchema)]
struct SignInResponse {
    /// To be sent as `Authorization: Bearer`.
    token: String,
    /// Name for people.
    name: String,
    /// `citizen` or `officer`.
    kind: &'static str,
    /// The person behind a citizen's account.
    person_id: Option<String>,
    /// The organisation of an officer.
    org_id: Option<String>,
    /// Roles of an officer.
    roles: Vec<String>,
    /// When the session ends at the latest, UTC microseconds.
    ends_at: i64,
}

/// Begins a session for a program.
#[utoipa::path(post, path = "/api/sign-in", tag = "identity", request_body = SignInRequest,
    responses((status = 200, body = SignInResponse), (status = 401), (status = 429)))]
async fn sign_in(
    State(room): State<Identity>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Result<Json<SignInRequest>, JsonRejection>,
) -> Response {
    let Ok(Json(request)) = request else {
        return ProblemResponse(room.mediator.problems().own("invalid-request")).into_response();
    };
    let network = from.ip().to_string();
    match room
        .sign_in(&request.login, &request.password, &network)
        .await
    {
        Ok(session) => {
            let (kind, person_id, org_id, roles) = match session.account.kind {
                AccountKind::Citizen { person } => {
                    ("citizen", Some(person.to_string()), None, Vec::new())
                }
                AccountKind::Officer { person, org, roles } => (
                    "officer",
                    person.map(|p| p.to_string()),
                    Some(org.to_string()),
                    roles,
                ),
            };
            let answer = SignInResponse {
                token: session.token.as_str().to_owned(),
                name: session.account.name,
                kind,
                person_id,
                org_id,
                roles,
                ends_at: session.ends_at,
            };
            ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
        }
        Err(error) => ProblemResponse(problem(&room, &error)).into_response(),
    }
}

/// Ends the session of the request.
#[utoipa::path(post, path = "/api/sign-out", tag = "identity", responses((status = 204)))]
async fn sign_out(State(room): State<Identity>, session: Option<Extension<SignedIn>>) -> Response {
    let ended = match session {
        Some(Extension(SignedIn { token, .. })) => room.sign_out(&token).await,
        None => Ok(()),
    };
    match ended {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => ProblemResponse(problem(&room, &error)).into_response(),
    }
}

fn problem(room: &Identity, error: &SignInError) -> Problem {
    let problems = room.mediator.problems();
    match error {
        SignInError::Wrong => problems.tell(401, "sign-in-wrong"),
        SignInError::TooMany => problems.tell(429, "sign-in-too-many"),
        SignInError::Unavailable(reason) => {
            tracing::error!(reason, "sign-in failed");
            problems.own("unavailable")
        }
    }
}
