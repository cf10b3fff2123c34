//! Slips and certificates as pages that print well.

use askama::Template;
use dean06_kernel::Language;

use super::components;
use crate::markup::Markup;
use crate::words::Words;

/// The block at the lower right: who signs.
#[derive(Debug, Clone)]
pub struct Seal {
    role: String,
    name: String,
    note: Option<String>,
}

impl Seal {
    /// The office and the name.
    pub fn new(role: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            role: role.into(),
            name: name.into(),
            note: None,
        }
    }

    /// How it is signed ("Đã ký số ngày …").
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A sheet in the layout of official documents: issuing body at the left, national title and
/// motto at the right, number, place and date, title, text, signature, and at the lower left a
/// code with a line that says how to check the sheet. It carries the heading of the page.
#[derive(Debug, Clone, Template)]
#[template(path = "paper.html")]
pub struct Paper {
    national_title: String,
    motto: String,
    translation: Option<(String, String)>,
    above: Option<String>,
    issuer: String,
    number: Option<String>,
    place_and_date: String,
    title: String,
    subtitle: Option<String>,
    body: Markup,
    seal: Option<Seal>,
    code: Option<(Markup, String)>,
}

impl Paper {
    /// Who issues the sheet, and its title.
    pub fn new(words: &Words, issuer: impl Into<String>, title: impl Into<String>) -> Self {
        let national = |language| {
            (
                words.text_in(language, "ui-national-title"),
                words.text_in(language, "ui-motto"),
            )
        };
        let (national_title, motto) = national(Language::Vi);
        Self {
            national_title,
            motto,
            translation: (words.language() == Language::En).then(|| national(Language::En)),
            above: None,
            issuer: issuer.into(),
            number: None,
            place_and_date: String::new(),
            title: title.into(),
            subtitle: None,
            body: Markup::default(),
            seal: None,
            code: None,
        }
    }

    /// The body above the issuing one.
    #[must_use]
    pub fn above(mut self, above: impl Into<String>) -> Self {
        self.above = Some(above.into());
        self
    }

    /// The number line ("Số: 12/2026").
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Place and date ("Hà Nội, ngày 25 tháng 11 năm 2026").
    #[must_use]
    pub fn place_and_date(mut self, place_and_date: impl Into<String>) -> Self {
        self.place_and_date = place_and_date.into();
        self
    }

    /// A line under the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = Some(subtitle.into());
        self
    }

    /// The text.
    #[must_use]
    pub fn body(mut self, body: impl Into<Markup>) -> Self {
        self.body = body.into();
        self
    }

    /// Who signs.
    #[must_use]
    pub fn seal(mut self, seal: Seal) -> Self {
        self.seal = Some(seal);
        self
    }

    /// The code as SVG, and how to check the sheet with it.
    #[must_use]
    pub fn code(mut self, svg: Markup, how: impl Into<String>) -> Self {
        self.code = Some((svg, how.into()));
        self
    }
}

components!(Paper);
