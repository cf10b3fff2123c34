//! Panels that tell something.

use askama::Template;

use super::actions::Button;
use super::{Tone, components};
use crate::markup::Markup;
use crate::words::Words;

/// A panel with a title and a text.
#[derive(Debug, Clone, Template)]
#[template(path = "notice.html")]
pub struct Notice {
    tone: Tone,
    title: String,
    body: Markup,
    live: bool,
}

impl Notice {
    /// The tone and the title.
    pub fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self {
            tone,
            title: title.into(),
            body: Markup::default(),
            live: false,
        }
    }

    /// A paragraph.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        let paragraph = Markup::join([
            self.body,
            Markup::trusted("<p>"),
            Markup::from(text),
            Markup::trusted("</p>"),
        ]);
        self.body = paragraph;
        self
    }

    /// HTML of the caller's.
    #[must_use]
    pub fn markup(mut self, markup: Markup) -> Self {
        self.body = Markup::join([self.body, markup]);
        self
    }

    /// Reads it out at once where a page is heard: for news about what was just done.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }
}

/// The panel that says that something is done, with the number to keep. It carries the heading
/// of the page.
#[derive(Debug, Clone, Template)]
#[template(path = "confirmation.html")]
pub struct Confirmation {
    title: String,
    number: Option<(String, String)>,
}

impl Confirmation {
    /// What is done.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            number: None,
        }
    }

    /// The number to keep, under its name.
    #[must_use]
    pub fn number(mut self, name: impl Into<String>, number: impl Into<String>) -> Self {
        self.number = Some((name.into(), number.into()));
        self
    }
}

/// What stands where nothing is yet: why, and what to do.
#[derive(Debug, Clone, Template)]
#[template(path = "empty_state.html")]
pub struct EmptyState {
    title: String,
    text: String,
    action: Option<Button>,
}

impl EmptyState {
    /// What is not there, and why or how it comes.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            text: text.into(),
            action: None,
        }
    }

    /// The way on.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.action = Some(action);
        self
    }
}

/// The line that says whether a draft is saved. A form with
/// `data-autosave="<address>"` posts itself there while it is typed in, and reports here.
#[derive(Debug, Clone, Template)]
#[template(path = "save_status.html")]
pub struct SaveStatus {
    saving: String,
    saved: String,
    failed: String,
    now: Option<String>,
}

impl SaveStatus {
    /// The line, empty; or with `now`, what is true when the page is made ("Đã lưu lúc 14:05").
    pub fn new(words: &Words, now: Option<String>) -> Self {
        Self {
            saving: words.text("ui-saving"),
            saved: words.text("ui-saved"),
            failed: words.text("ui-save-failed"),
            now,
        }
    }
}

components!(Notice, Confirmation, EmptyState, SaveStatus);
