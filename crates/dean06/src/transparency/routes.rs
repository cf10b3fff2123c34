use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use dean06_ledger::{LedgerError, WitnessError, tlog::TilePath};

use super::Transparency;

/// The longest request to a witness: a checkpoint, its signatures and a proof.
const WITNESS_LIMIT: usize = 128 * 1024;
const TEXT: &str = "text/plain; charset=utf-8";
const SIZE: &str = "text/x.tlog.size";
/// A checkpoint is old after a second.
const BRIEFLY: &str = "no-cache";
/// A tile never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub fn router(transparency: Transparency) -> Router {
    let mut router = Router::new()
        .route("/ledger/checkpoint", get(checkpoint))
        .route("/ledger/key", get(key))
        .route("/ledger/tile/{*path}", get(tile));
    if transparency.witness.is_some() {
        router = router
            .route("/ledger/witness/key", get(witness_key))
            .route("/ledger/witness/add-checkpoint", post(add_checkpoint))
            .layer(DefaultBodyLimit::max(WITNESS_LIMIT));
    }
    router.with_state(transparency)
}

async fn checkpoint(State(transparency): State<Transparency>) -> Response {
    match transparency.ledger.checkpoint().await {
        Ok(Some(note)) => text(note.to_string()),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

async fn key(State(transparency): State<Transparency>) -> Response {
    text(format!("{}\n", transparency.publisher.verifier()))
}

async fn tile(State(transparency): State<Transparency>, Path(path): Path<String>) -> Response {
    let Ok(path) = path.parse::<TilePath>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    match transparency.ledger.tile(path).await {
        Ok(Some(bytes)) => (headers, bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

async fn witness_key(State(transparency): State<Transparency>) -> Response {
    let key = transparency
        .witness
        .map(|witness| witness.verifier().to_string());
    text(format!("{}\n", key.unwrap_or_default()))
}

async fn add_checkpoint(State(transparency): State<Transparency>, body: Bytes) -> Response {
    let Some(witness) = transparency.witness else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(body) = std::str::from_utf8(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let seconds = u64::try_from(transparency.sources.now().as_second()).unwrap_or(0);
    let refuse = |status: StatusCode, error: &WitnessError| (status, format!("{error}\n"));
    match witness.add_checkpoint(body, seconds).await {
        Ok(lines) => text(lines),
        Err(WitnessError::Seen(size) | WitnessError::Forked(size)) => {
            let kind = [(header::CONTENT_TYPE, SIZE)];
            (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response()
        }
        Err(WitnessError::Ledger(error)) => unavailable(&error),
        Err(error) => {
            let status = match &error {
                WitnessError::UnknownLog => StatusCode::NOT_FOUND,
                WitnessError::Unsigned => StatusCode::FORBIDDEN,
                WitnessError::Inconsistent => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::BAD_REQUEST,
            };
            refuse(status, &error).into_response()
        }
    }
}

fn text(body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, TEXT),
        (header::CACHE_CONTROL, BRIEFLY),
    ];
    (headers, body).into_response()
}

fn unavailable(error: &LedgerError) -> Response {
    tracing::error!(%error, "the ledger cannot be served");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
