//! Forms that bring files.

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::StatusCode,
};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::{Pairs, Stop, Visit};

/// The longest text that is read of a field beside the files, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// The most fields that are read.
const FIELD_LIMIT: usize = 50;

/// A form with what was typed in it and the files that were chosen.
#[derive(Debug, Default)]
pub(crate) struct Uploaded {
    /// What was typed.
    pub fields: Pairs,
    files: Vec<(String, SentFile)>,
}

/// A file as it was sent.
#[derive(Debug)]
pub(crate) struct SentFile {
    /// Its name on the machine that it comes from.
    pub name: String,
    /// What is in it, as far as the limit goes.
    pub bytes: Vec<u8>,
    /// There was more than the limit.
    pub too_large: bool,
}

impl Uploaded {
    /// Reads a form whose files may have `most` bytes each. Of what is too long only as much is kept
    /// as shows that it is; the rest is read all the same, so that the browser sees the answer.
    pub async fn read(
        visit: &Visit,
        form: Result<Multipart, MultipartRejection>,
        most: usize,
    ) -> Result<Self, Stop> {
        let form = form.map_err(|_| visit.failure(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
        let read = Self::fields(form, most).await;
        read.map_err(|error| visit.failure(error.status()))
    }

    async fn fields(mut form: Multipart, most: usize) -> Result<Self, MultipartError> {
        let mut pairs = Vec::new();
        let mut files: Vec<(String, SentFile)> = Vec::new();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let known = files.iter().any(|(known, _)| *known == name);
            let room = pairs.len() + files.len() < FIELD_LIMIT && !known;
            let (bytes, too_large) = content(field, if room { most } else { 0 }).await?;
            match file_name {
                _ if !room => {}
                // A browser sends an empty file where none was chosen.
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(file) => files.push((
                    name,
                    SentFile {
                        name: file,
                        bytes,
                        too_large,
                    },
                )),
                None => {
                    let kept = bytes.get(..TEXT_LIMIT).unwrap_or(&bytes);
                    let text = String::from_utf8_lossy(kept).replace('\0', "\u{fffd}");
                    pairs.push((name, text));
                }
            }
        }
        Ok(Self {
            fields: Pairs::new(pairs),
            files,
        })
    }

    /// The file that was chosen in a field.
    pub fn file(&self, name: &str) -> Option<&SentFile> {
        let mut files = self.files.iter();
        files.find(|(field, _)| field == name).map(|(_, file)| file)
    }
}

impl SentFile {
    /// What is in it, in base 64.
    pub fn coded(&self) -> String {
        BASE64_STANDARD.encode(&self.bytes)
    }

    /// Whether it calls itself a PDF.
    pub fn is_pdf(&self) -> bool {
        self.bytes.starts_with(b"%PDF-")
    }
}

async fn content(mut field: Field<'_>, most: usize) -> Result<(Vec<u8>, bool), MultipartError> {
    let mut kept = Vec::new();
    let mut size = 0_usize;
    while let Some(chunk) = field.chunk().await? {
        size = size.saturating_add(chunk.len());
        let room = most.saturating_sub(kept.len());
        kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
    }
    Ok((kept, size > most))
}
