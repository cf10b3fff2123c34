//! Public documents at fixed addresses, with which anybody can verify what was signed here.

use axum::{
    Json, Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use dean06_casework::Casework;
use dean06_documents::Documents;

/// Keys of signed data and of the codes on papers, as a JWK set.
const KEYS: &str = "/.well-known/jwks.json";
/// Certificates that signatures on papers lead back to, in PEM.
const ANCHORS: &str = "/.well-known/dean06-ca.pem";
/// Certificates that were revoked, in DER.
pub const REVOCATION_LIST: &str = "/.well-known/dean06.crl";

/// The routes.
pub fn router(casework: Casework, documents: Documents) -> Router {
    let lists = documents.clone();
    Router::new()
        .route(
            KEYS,
            get(async move || answer(casework.jwks().await.map(Json))),
        )
        .route(
            ANCHORS,
            get(async move || {
                let kind = [(header::CONTENT_TYPE, "application/x-pem-file")];
                answer(documents.anchors_pem().await.map(|pem| (kind, pem)))
            }),
        )
        .route(
            REVOCATION_LIST,
            get(async move || {
                let kind = [(header::CONTENT_TYPE, "application/pkix-crl")];
                answer(lists.revocation_list().await.map(|list| (kind, list)))
            }),
        )
}

fn answer(document: Result<impl IntoResponse, impl std::error::Error>) -> Response {
    match document {
        Ok(document) => document.into_response(),
        Err(error) => {
            tracing::error!(%error, "a public document could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
