//! Parts of the officers' desk.

use askama::Template;

use super::{Tone, components};
use crate::words::Words;

/// A number that leads to what it is made of.
#[derive(Debug, Clone)]
pub struct Figure {
    number: String,
    label: String,
    href: Option<String>,
    tone: Tone,
    current: bool,
}

impl Figure {
    /// The number as it is written, and what it counts.
    pub fn new(number: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            label: label.into(),
            href: None,
            tone: Tone::Neutral,
            current: false,
        }
    }

    /// The list behind the number.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The tone; red only where someone must act.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Whether the list behind the number is the one on the page.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// Numbers side by side.
#[derive(Debug, Clone, Template)]
#[template(path = "figures.html")]
pub struct Figures {
    figures: Vec<Figure>,
}

impl Figures {
    /// The numbers in their order.
    pub fn new(figures: Vec<Figure>) -> Self {
        Self { figures }
    }
}

/// The line that names the keys of the desk. It shows itself only where the script runs, and
/// carries the switch that turns the keys off.
#[derive(Debug, Clone, Template)]
#[template(path = "key_help.html")]
pub struct KeyHelp {
    title: String,
    switch: String,
    keys: Vec<(String, String)>,
}

impl KeyHelp {
    /// The keys that move in a queue: `j`, `k` and Enter.
    pub fn new(words: &Words) -> Self {
        let keys = [
            ("j", "ui-key-next"),
            ("k", "ui-key-previous"),
            ("Enter", "ui-key-open"),
        ];
        Self::empty(words).keys(keys.map(|(key, id)| (key.to_owned(), words.text(id))))
    }

    /// No key yet.
    pub fn empty(words: &Words) -> Self {
        Self {
            title: words.text("ui-keys"),
            switch: words.text("ui-keys-on"),
            keys: Vec::new(),
        }
    }

    /// Adds keys with what they do.
    #[must_use]
    pub fn keys(mut self, keys: impl IntoIterator<Item = (String, String)>) -> Self {
        self.keys.extend(keys);
        self
    }
}

components!(Figures, KeyHelp);
