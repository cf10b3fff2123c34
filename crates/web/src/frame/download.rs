//! Files that pages hand out.

use std::fmt::Write;

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};

/// What is handed out as what it is; anything else is only bytes to a browser.
const KNOWN: &[&str] = &[
    "application/jose",
    "application/pdf",
    "application/zip",
    "image/jpeg",
    "image/png",
];
const BYTES: &str = "application/octet-stream";

/// A file to be saved. It is somebody's, and kept in no cache.
#[derive(Debug)]
pub(crate) struct Download {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Download {
    /// A file by the name to save it under and what it is.
    pub fn new(name: impl Into<String>, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let known = KNOWN.iter().find(|known| **known == kind);
        Self {
            name: name.into(),
            kind: known.copied().unwrap_or(BYTES),
            bytes: bytes.into(),
        }
    }

    /// A file whose bytes came in base 64; nothing where they do not read.
    pub fn coded(name: Option<String>, kind: Option<&str>, bytes: Option<&str>) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(bytes?).ok()?;
        Some(Self::new(
            name.unwrap_or_default(),
            kind.unwrap_or_default(),
            bytes,
        ))
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let mut response = self.bytes.into_response();
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: HeaderValue| headers.insert(name, value);
        set(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        set(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        );
        let attachment = HeaderValue::from_str(&disposition(&self.name));
        set(
            header::CONTENT_DISPOSITION,
            attachment.unwrap_or(HeaderValue::from_static("attachment")),
        );
        response
    }
}

/// An attachment with its name (RFC 6266): in letters that every program reads, and as it is.
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._ ".contains(c);
    let simple: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(coded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use axum::http::header;
    use axum::response::IntoResponse;

    use super::{Download, disposition};

    #[test]
    fn a_name_keeps_its_letters_and_nothing_else() {
        assert_eq!(
            disposition("Giấy\r\n\"a\".pdf"),
            "attachment; filename=\"Gi_y___a_.pdf\"; \
             filename*=UTF-8''Gi%E1%BA%A5y%0D%0A%22a%22.pdf"
        );
    }

    #[test]
    fn what_is_not_known_is_only_bytes() {
        let kind = |kind: &str| {
            let response = Download::new("a", kind, "x").into_response();
            let headers = response.headers();
            assert_eq!(headers[header::CACHE_CONTROL], "private, no-store");
            headers[header::CONTENT_TYPE].to_str().unwrap().to_owned()
        };
        assert_eq!(kind("application/pdf"), "application/pdf");
        assert_eq!(kind("text/html"), "application/octet-stream");
    }

    #[test]
    fn bytes_that_do_not_read_are_no_file() {
        let coded = |bytes: Option<&str>| Download::coded(None, Some("image/png"), bytes);
        assert_eq!(coded(Some("aGk=")).unwrap().bytes, b"hi");
        assert!(coded(Some("!")).is_none());
        assert!(coded(None).is_none());
    }
}
