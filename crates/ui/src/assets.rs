//! The stylesheet and the script, named by what is in them.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tower_http::compression::CompressionLayer;

/// Hexadecimal digits of the SHA-256 that stand in a file's name.
const HASH_DIGITS: usize = 16;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

struct Asset {
    /// As in the folder: `app.css`.
    name: String,
    /// As in the address: `app.0123456789abcdef.css`.
    hashed: String,
    content_type: &'static str,
    bytes: Vec<u8>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let bytes = Files::get(&name)?.data.into_owned();
            let (stem, extension) = name.rsplit_once('.')?;
            let content_type = match extension {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                "svg" => "image/svg+xml",
                _ => return None,
            };
            let mut hash = hex::encode(Sha256::digest(&bytes));
            hash.truncate(HASH_DIGITS);
            Some(Asset {
                hashed: format!("{stem}.{hash}.{extension}"),
                name: name.into_owned(),
                content_type,
                bytes,
            })
        })
        .collect()
});

/// The address of a file of `assets/`, which changes with its content: `app.css` gives
/// `/assets/app.0123456789abcdef.css`. A name that does not exist gives an address that answers
/// 404.
pub fn asset_path(name: &str) -> String {
    let file = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or(name, |asset| asset.hashed.as_str());
    format!("/assets/{file}")
}

/// Serves the files at [`asset_path`], compressed, to be kept by browsers for ever. They need no
/// sign-in.
pub fn assets_router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{file}", get(serve))
        .layer(CompressionLayer::new().gzip(true))
}

async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.hashed == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (
        [
            (header::CONTENT_TYPE, asset.content_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        asset.bytes.as_slice(),
    )
        .into_response()
}
