//! Public documents at fixed addresses, with which anybody can verify what was signed here.

use axum::{
    Json, Router,
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use dean06_casework::Casework;
use dean06_documents::Documents;

/// Keys of signed data and of the codes on papers, as a JWK set.
const KEYS: &str = "/.well-known/jwks.json";
/// Certificates that signatures on papers lead back to, in PEM.
const ANCHORS: &str = "/.well-known/dean06-ca.pem";
/// Certificates that the latest authority revoked, in DER.
const REVOCATION_LIST: &str = "/.well-known/dean06.crl";
/// The same of each authority, by the serial number of its certificate and `.crl`.
pub const REVOCATION_LISTS: &str = "/.well-known/dean06-ca/";

const LIST: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/pkix-crl")];

/// The routes.
pub fn router(casework: Casework, documents: Documents) -> Router {
    let (latest, lists) = (documents.clone(), documents.clone());
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
            get(async move || answer(latest.revocation_list().await.map(|list| (LIST, list)))),
        )
        .route(
            &format!("{REVOCATION_LISTS}{{name}}"),
            get(async move |Path(name): Path<String>| {
                let serial = name.strip_suffix(".crl").unwrap_or_default();
                let list = lists.revocation_list_of(serial).await;
                answer(list.map(|list| match list {
                    Some(list) => (LIST, list).into_response(),
                    None => StatusCode::NOT_FOUND.into_response(),
                }))
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
