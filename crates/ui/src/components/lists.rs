//! Summary lists and lists of cards.

use askama::Template;

use super::components;
use super::source::Source;
use crate::markup::Markup;
use crate::words::Words;

/// One line of a [`SummaryList`].
#[derive(Debug, Clone)]
pub struct SummaryRow {
    label: String,
    value: Markup,
    source: Option<Source>,
    change: Option<String>,
}

impl SummaryRow {
    /// The label and its value.
    pub fn new(label: impl Into<String>, value: impl Into<Markup>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            source: None,
            change: None,
        }
    }

    /// Where the value comes from.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source.about(&self.label));
        self
    }

    /// The page on which the value can be changed.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Labels and values: what will be sent, what a register says.
#[derive(Debug, Clone, Template)]
#[template(path = "summary_list.html")]
pub struct SummaryList {
    rows: Vec<SummaryRow>,
    change: String,
    nothing: String,
}

impl SummaryList {
    /// The lines in their order. A value that is empty is said to be so.
    pub fn new(words: &Words, rows: Vec<SummaryRow>) -> Self {
        Self {
            rows,
            change: words.text("ui-change"),
            nothing: words.text("ui-nothing"),
        }
    }
}

/// One thing to go to.
#[derive(Debug, Clone)]
pub struct Card {
    title: String,
    href: String,
    text: String,
}

impl Card {
    /// Its title, where it leads, and a sentence about it.
    pub fn new(title: impl Into<String>, href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            href: href.into(),
            text: text.into(),
        }
    }
}

/// Things to go to, side by side where there is room.
#[derive(Debug, Clone, Template)]
#[template(path = "cards.html")]
pub struct Cards {
    cards: Vec<Card>,
}

impl Cards {
    /// The cards in their order.
    pub fn new(cards: Vec<Card>) -> Self {
        Self { cards }
    }
}

components!(SummaryList, Cards);
