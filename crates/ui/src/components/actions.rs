//! Buttons, hidden fields and the way through pages.

use askama::Template;

use super::components;
use crate::words::Words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Primary,
    Secondary,
    Danger,
    Plain,
}

impl Rank {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button secondary",
            Self::Danger => "button danger",
            Self::Plain => "button plain",
        }
    }
}

/// A button that sends its form, or a link that looks like one.
#[derive(Debug, Clone, Template)]
#[template(path = "button.html")]
pub struct Button {
    label: String,
    href: Option<String>,
    rank: Rank,
    value: Option<(String, String)>,
    form: Option<String>,
    key: Option<char>,
    script: Option<Script>,
}

/// What a button does that only a script can do.
#[derive(Debug, Clone)]
enum Script {
    Print,
    Copy { field: String, done: String },
}

impl Button {
    /// The one thing to do on this page. A page has one.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::of(Rank::Primary, label.into())
    }

    /// Another thing to do.
    pub fn secondary(label: impl Into<String>) -> Self {
        Self::of(Rank::Secondary, label.into())
    }

    /// Something that cannot be undone.
    pub fn danger(label: impl Into<String>) -> Self {
        Self::of(Rank::Danger, label.into())
    }

    /// Something beside the point, such as "not now": it looks like a link.
    pub fn plain(label: impl Into<String>) -> Self {
        Self::of(Rank::Plain, label.into())
    }

    /// A button that prints the page. It shows itself only where the script runs.
    pub fn print(words: &Words) -> Self {
        Self {
            script: Some(Script::Print),
            ..Self::secondary(words.text("ui-print"))
        }
    }

    /// A button that copies what stands in the field with this id. It shows itself only where the
    /// script runs.
    pub fn copy(words: &Words, field: impl Into<String>) -> Self {
        Self {
            script: Some(Script::Copy {
                field: field.into(),
                done: words.text("ui-copied"),
            }),
            ..Self::secondary(words.text("ui-copy"))
        }
    }

    /// Makes it a link.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// What the form sends when this button is used.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.value = Some((name.into(), value.into()));
        self
    }

    /// The id of the form, when the button stands outside it.
    #[must_use]
    pub fn form(mut self, id: impl Into<String>) -> Self {
        self.form = Some(id.into());
        self
    }

    /// A key that leads here on the desk: a link is followed, a button gets the focus, so that
    /// Enter uses it. Name the key in a [`KeyHelp`](super::KeyHelp) too.
    #[must_use]
    pub fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    fn of(rank: Rank, label: String) -> Self {
        Self {
            label,
            href: None,
            rank,
            value: None,
            form: None,
            key: None,
            script: None,
        }
    }
}

/// Buttons in a row, the primary one first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "buttons.html")]
pub struct Buttons {
    buttons: Vec<Button>,
}

impl Buttons {
    /// The buttons in their order.
    pub fn new(buttons: impl IntoIterator<Item = Button>) -> Self {
        Self {
            buttons: buttons.into_iter().collect(),
        }
    }
}

/// A hidden field of a form, such as a version or a key.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"<input type="hidden" name="{{ name }}" value="{{ value }}">"#,
    ext = "html"
)]
pub struct Hidden {
    name: String,
    value: String,
}

impl Hidden {
    /// The name and the value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// The links between the pages of a long list, which is read by cursor: there is no number of
/// pages. Without any neighbour it prints nothing.
#[derive(Debug, Clone, Template)]
#[template(path = "pagination.html")]
pub struct Pagination {
    label: String,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

impl Pagination {
    /// The addresses of the neighbours, where there are any.
    pub fn new(words: &Words, previous: Option<String>, next: Option<String>) -> Self {
        Self {
            label: words.text("ui-pages"),
            previous: previous.map(|href| (words.text("ui-previous"), href)),
            next: next.map(|href| (words.text("ui-next"), href)),
        }
    }

    /// Of which list, where a page has several.
    #[must_use]
    pub fn of(mut self, list: &str) -> Self {
        self.label = format!("{}: {list}", self.label);
        self
    }
}

components!(Button, Buttons, Hidden, Pagination);
