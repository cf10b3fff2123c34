use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{MAX_FIELDS, MAX_TEXT_CHARS, TypesetError};

/// Bodies above the one that issues, and that one itself.
const MAX_ISSUERS: usize = 4;

/// What stands on a paper, in Vietnamese, the language of official papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// What sort of paper it is, as content calls it: `birth-certificate`.
    pub kind: String,
    /// Its title: `Giấy khai sinh`.
    pub title: String,
    /// The body that issues it, last; before it those that it is part of. Never empty.
    pub issuer: Vec<String>,
    /// Number and sign (số, ký hiệu).
    #[serde(default)]
    pub number: Option<String>,
    /// Place and date in words: `Phường Ba Đình, ngày 22 tháng 11 năm 2026`.
    pub place_and_date: String,
    /// What it says, in order. No two have the same id.
    pub fields: Vec<PaperField>,
    /// The office of who signs: `Chủ tịch`.
    #[serde(default)]
    pub office: Option<String>,
    /// Who signs. Nobody when the machine decided: then the body alone seals it.
    #[serde(default)]
    pub signer: Option<String>,
    /// The code by which anybody can check it.
    pub code: String,
    /// The page on which it is checked, beginning with `https://` or `http://`.
    pub verify_url: String,
    /// What the QR code holds; without it there is none.
    #[serde(default)]
    pub qr_text: Option<String>,
    /// When it was issued: the date of the file.
    pub issued_at: Timestamp,
}

/// One statement of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperField {
    /// The name by which templates find it.
    pub id: String,
    /// What it is: `Nơi sinh`.
    pub label: String,
    /// What it says. May be empty.
    pub value: String,
}

impl Paper {
    /// Refuses what has no place on a sheet.
    pub(crate) fn check(&self) -> Result<(), TypesetError> {
        let needed = [
            ("title", self.title.as_str()),
            ("issuer", self.issuer.last().map_or("", String::as_str)),
            ("code", &self.code),
        ];
        for (part, text) in needed {
            if text.trim().is_empty() {
                return Err(TypesetError::Missing(part));
            }
        }
        if !["https://", "http://"]
            .iter()
            .any(|scheme| self.verify_url.starts_with(scheme))
        {
            return Err(TypesetError::Missing("web address for checking"));
        }
        at_most("issuer", self.issuer.len(), MAX_ISSUERS)?;
        at_most("fields", self.fields.len(), MAX_FIELDS)?;
        for text in self.texts() {
            at_most("text", text.chars().count(), MAX_TEXT_CHARS)?;
        }
        Ok(())
    }

    /// Every text that a template may print.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let single = [
            &self.kind,
            &self.title,
            &self.place_and_date,
            &self.code,
            &self.verify_url,
        ];
        let optional = [&self.number, &self.office, &self.signer];
        let fields = self
            .fields
            .iter()
            .flat_map(|field| [&field.id, &field.label, &field.value]);
        single
            .into_iter()
            .chain(&self.issuer)
            .chain(optional.into_iter().flatten())
            .chain(fields)
            .map(String::as_str)
    }
}

fn at_most(part: &'static str, count: usize, limit: usize) -> Result<(), TypesetError> {
    if count > limit {
        return Err(TypesetError::TooLarge { part, limit });
    }
    Ok(())
}
