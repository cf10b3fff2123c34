//! Assets, headers and the choice of a language, over HTTP.

use anyhow::{Context, Result};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, http::HeaderMap};
use dean06_ui::{
    Markup, Page, PageResponse, SignedIn, Ui, Words, asset_path, assets_router, remember_language,
    security_headers,
};
use tower::ServiceExt;

/// No answer of these tests is larger.
const LIMIT: usize = 1 << 20;

async fn open(words: Words) -> PageResponse {
    Page::new(&words, words.text("ui-sign-in")).markup(Markup::default())
}

async fn private(words: Words) -> PageResponse {
    let person = SignedIn::new("Lò Thị Mai", "/sign-out");
    Page::new(&words, "Riêng")
        .signed_in(person)
        .markup(Markup::default())
}

fn app() -> Result<Router> {
    Ok(Router::new()
        .route("/", get(open))
        .route("/private", get(private))
        .layer(from_fn(remember_language))
        .merge(assets_router())
        .layer(from_fn(security_headers))
        .with_state(Ui::load()?))
}

async fn send(path: &str, headers: &[(header::HeaderName, &str)]) -> Result<Response> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    Ok(app()?.oneshot(request.body(Body::empty())?).await?)
}

fn value<'headers>(headers: &'headers HeaderMap, name: &str) -> Result<&'headers str> {
    let value = headers.get(name).with_context(|| name.to_owned())?;
    Ok(value.to_str()?)
}

async fn html(response: Response) -> Result<String> {
    let bytes = to_bytes(response.into_body(), LIMIT).await?;
    Ok(String::from_utf8(bytes.to_vec())?)
}

#[tokio::test]
async fn assets_are_small_compressed_and_kept_for_ever() -> Result<()> {
    for (name, content_type, limit) in [
        ("app.css", "text/css; charset=utf-8", 12 * 1024),
        ("app.js", "text/javascript; charset=utf-8", 10 * 1024),
    ] {
        let path = asset_path(name);
        let response = send(&path, &[(header::ACCEPT_ENCODING, "gzip")]).await?;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(value(response.headers(), "content-encoding")?, "gzip");
        assert_eq!(value(response.headers(), "content-type")?, content_type);
        assert_eq!(
            value(response.headers(), "cache-control")?,
            "public, max-age=31536000, immutable"
        );
        let size = to_bytes(response.into_body(), LIMIT).await?.len();
        assert!(size <= limit, "{name}: {size} bytes compressed");
    }
    let script = html(send(&asset_path("app.js"), &[]).await?).await?;
    assert!(
        script.len() <= 10 * 1024,
        "{} bytes of script",
        script.len()
    );
    Ok(())
}

#[tokio::test]
async fn another_hash_is_another_file() -> Result<()> {
    for path in [
        "/assets/app.css",
        "/assets/app.0000000000000000.css",
        "/assets/..%2Fsrc%2Flib.rs",
    ] {
        assert_eq!(send(path, &[]).await?.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(asset_path("no-such.css"), "/assets/no-such.css");
    Ok(())
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() -> Result<()> {
    for path in ["/", "/private", "/no-such-page", &asset_path("app.css")] {
        let response = send(path, &[]).await?;
        let headers = response.headers();
        let policy = value(headers, "content-security-policy")?;
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(value(headers, "x-content-type-options")?, "nosniff");
        assert_eq!(value(headers, "referrer-policy")?, "same-origin");
        assert_eq!(value(headers, "cross-origin-opener-policy")?, "same-origin");
        assert!(value(headers, "permissions-policy")?.contains("camera=()"));
    }
    Ok(())
}

#[tokio::test]
async fn a_page_needs_nothing_that_the_policy_forbids() -> Result<()> {
    let html = html(send("/private", &[]).await?).await?;
    for forbidden in ["style=", "<style", " on", "<script>", "http://", "https://"] {
        let found = html.split('<').any(|tag| {
            let tag = tag.split('>').next().unwrap_or_default();
            format!("<{tag}>").contains(forbidden)
        });
        assert!(!found, "{forbidden}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_about_a_person_are_kept_nowhere() -> Result<()> {
    let response = send("/private", &[]).await?;
    assert_eq!(value(response.headers(), "cache-control")?, "no-store");
    let response = send("/", &[]).await?;
    assert_eq!(
        value(response.headers(), "cache-control")?,
        "private, no-cache"
    );
    Ok(())
}

#[tokio::test]
async fn vietnamese_is_the_default_and_english_a_choice() -> Result<()> {
    let cookie = header::COOKIE;
    for (path, headers, language) in [
        ("/", vec![], "vi"),
        ("/", vec![(header::ACCEPT_LANGUAGE, "en-GB,en")], "vi"),
        ("/?lang=en", vec![], "en"),
        ("/?lang=fr", vec![], "vi"),
        ("/", vec![(cookie.clone(), "sid=1; lang=en")], "en"),
        ("/", vec![(cookie.clone(), "lang=xx")], "vi"),
        ("/?q=1&lang=vi", vec![(cookie, "lang=en")], "vi"),
    ] {
        let response = send(path, &headers).await?;
        assert_eq!(
            value(response.headers(), "content-language")?,
            language,
            "{path} {headers:?}"
        );
        let html = html(response).await?;
        assert!(html.contains(&format!("<html lang=\"{language}\">")));
    }
    Ok(())
}

#[tokio::test]
async fn a_choice_is_remembered() -> Result<()> {
    let response = send("/?lang=en", &[]).await?;
    assert_eq!(
        value(response.headers(), "set-cookie")?,
        "lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    );
    for path in ["/", "/?lang=fr", "/?language=en"] {
        let response = send(path, &[]).await?;
        assert!(response.headers().get("set-cookie").is_none(), "{path}");
    }
    Ok(())
}
