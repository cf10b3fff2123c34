//! Signed data that were pasted or sent as a file.

use axum::{
    extract::{Multipart, multipart::MultipartError, multipart::MultipartRejection},
    http::StatusCode,
    response::IntoResponse,
};

use super::Check;
use crate::frame::{Answer, Visit};

pub(super) async fn upload(visit: Visit, form: Result<Multipart, MultipartRejection>) -> Answer {
    let form = form.map_err(|_| visit.failure(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
    let read = read(form).await;
    let check = read.map_err(|error| visit.failure(error.status()))?;
    Ok(check.run(&visit).await.into_response())
}

/// The file counts where there is one, else the text.
async fn read(mut form: Multipart) -> Result<Check, MultipartError> {
    let mut check = Check::default();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await?;
        let text = String::from_utf8_lossy(&bytes);
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match name.as_str() {
            "file" | "jws" if !text.is_empty() && (name == "file" || check.jws.is_empty()) => {
                check.jws = text;
            }
            _ => {}
        }
    }
    Ok(check)
}
