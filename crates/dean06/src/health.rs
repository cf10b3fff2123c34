use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use dean06_store::Store;
use metrics_exporter_prometheus::PrometheusHandle;

/// How long the database may take to answer.
const LIMIT: Duration = Duration::from_secs(2);

/// `/health/live`, `/health/ready` and `/metrics`.
pub fn router(store: Store, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready).with_state(store))
        .route("/metrics", get(async move || metrics.render()))
}

/// Ready means that the database answers.
async fn ready(State(store): State<Store>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(LIMIT, store.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(_)) | Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}
