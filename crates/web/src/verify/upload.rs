//! Signed data that were pasted or sent as a file.

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::IntoResponse,
};

use super::{Check, JWS_LIMIT};
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
        let is_file = field.name() == Some("file");
        let text = text(field).await?;
        if !text.is_empty() && (is_file || check.jws.is_empty()) {
            check.jws = text;
        }
    }
    Ok(check)
}

/// What a field holds, without white space. Of what is too long only as much is kept as shows that
/// it is; the rest is read all the same, so that the browser sees the answer.
async fn text(mut field: Field<'_>) -> Result<String, MultipartError> {
    let mut kept = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        if kept.len() <= JWS_LIMIT {
            kept.extend(chunk.into_iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
    }
    kept.truncate(JWS_LIMIT + 1);
    Ok(String::from_utf8_lossy(&kept).into_owned())
}
