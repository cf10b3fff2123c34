use axum::http::{HeaderMap, Method, header};

/// Whether a request may change something with the authority of a cookie.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site` and `Origin`, and pages cannot
/// forge either. What comes from another site, or from a browser so old that it says nothing, is
/// refused. Reading is always allowed.
pub(crate) fn same_origin(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return false;
    };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, from)| !host.is_empty() && from == host)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn allowed(method: &Method, lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            headers.insert(name, HeaderValue::from_static(value));
        }
        same_origin(method, &headers)
    }

    #[test]
    fn reading_is_allowed_from_anywhere() {
        assert!(allowed(&Method::GET, &[("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn our_own_pages_may_post() {
        assert!(allowed(&Method::POST, &[("sec-fetch-site", "same-origin")]));
        let own = [
            ("origin", "http://127.0.0.1:8006"),
            ("host", "127.0.0.1:8006"),
        ];
        assert!(allowed(&Method::POST, &own));
    }

    #[test]
    fn others_may_not() {
        for site in ["cross-site", "same-site"] {
            assert!(!allowed(&Method::POST, &[("sec-fetch-site", site)]));
        }
        let foreign = [
            ("origin", "https://evil.example"),
            ("host", "127.0.0.1:8006"),
        ];
        assert!(!allowed(&Method::POST, &foreign));
        assert!(!allowed(
            &Method::POST,
            &[("origin", "null"), ("host", "127.0.0.1:8006")]
        ));
        assert!(!allowed(&Method::POST, &[("host", "127.0.0.1:8006")]));
    }
}
