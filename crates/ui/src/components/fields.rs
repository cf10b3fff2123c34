//! The fields of a form, each with its label, hint, error and source.

use askama::Template;

use super::components;
use super::dates::DateBoxes;
use super::source::Source;
use crate::words::Words;

/// One of the answers to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
}

impl Choice {
    /// What the form sends, and what people read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// A line of explanation under a radio button or a box.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[derive(Debug, Clone)]
enum Control {
    Input {
        kind: &'static str,
        mode: Option<&'static str>,
        class: &'static str,
    },
    Area {
        rows: u8,
    },
    Date {
        boxes: DateBoxes,
        labels: [String; 3],
        of_birth: bool,
    },
    Radios(Vec<Choice>),
    Boxes(Vec<Choice>),
    Select {
        first: String,
        choices: Vec<Choice>,
    },
    Box,
    File {
        accept: String,
    },
}

/// A field of a form. `name` is both the key in the posted form and the id to jump to.
#[derive(Debug, Clone, Template)]
#[template(path = "field.html")]
pub struct Field {
    name: String,
    label: String,
    values: Vec<String>,
    hint: Option<String>,
    error: Option<String>,
    error_word: String,
    optional_word: String,
    optional: bool,
    source: Option<Source>,
    heading: bool,
    read_only: bool,
    autocomplete: Option<&'static str>,
    control: Control,
}

impl Field {
    /// A line of text.
    pub fn text(words: &Words, name: impl Into<String>, label: impl Into<String>) -> Self {
        let control = Control::Input {
            kind: "text",
            mode: None,
            class: "",
        };
        Self::of(words, name.into(), label.into(), control)
    }

    /// Digits only, such as a personal number: a box as wide as `width` digits (4, 12 or 20)
    /// and, on a telephone, the keypad.
    pub fn digits(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        width: u8,
    ) -> Self {
        let control = Control::Input {
            kind: "text",
            mode: Some("numeric"),
            class: match width {
                0..=4 => "w4",
                5..=12 => "w12",
                _ => "w20",
            },
        };
        Self::of(words, name.into(), label.into(), control)
    }

    /// A password; what is typed is never printed back.
    pub fn password(words: &Words, name: impl Into<String>, label: impl Into<String>) -> Self {
        let control = Control::Input {
            kind: "password",
            mode: None,
            class: "",
        };
        Self::of(words, name.into(), label.into(), control).autocomplete("current-password")
    }

    /// Several lines of text.
    pub fn area(words: &Words, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(words, name.into(), label.into(), Control::Area { rows: 5 })
    }

    /// A date in three boxes.
    pub fn date(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        boxes: DateBoxes,
    ) -> Self {
        let control = Control::Date {
            boxes,
            labels: ["ui-day", "ui-month-box", "ui-year-box"].map(|id| words.text(id)),
            of_birth: false,
        };
        Self::of(words, name.into(), label.into(), control)
    }

    /// One of a few answers.
    pub fn radios(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Self {
        Self::of(words, name.into(), label.into(), Control::Radios(choices))
    }

    /// Any number of a few answers.
    pub fn checkboxes(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Self {
        Self::of(words, name.into(), label.into(), Control::Boxes(choices))
    }

    /// One of many answers.
    pub fn select(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Self {
        let control = Control::Select {
            first: words.text("ui-choose"),
            choices,
        };
        Self::of(words, name.into(), label.into(), control)
    }

    /// A box to tick, which sends `true`.
    pub fn checkbox(words: &Words, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(words, name.into(), label.into(), Control::Box)
    }

    /// A file to send; `accept` lists its types as HTML writes them (`.pdf,image/jpeg`).
    pub fn file(
        words: &Words,
        name: impl Into<String>,
        label: impl Into<String>,
        accept: impl Into<String>,
    ) -> Self {
        let control = Control::File {
            accept: accept.into(),
        };
        Self::of(words, name.into(), label.into(), control)
    }

    /// What was typed or chosen; for a box, `true` ticks it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values = vec![value.into()];
        self
    }

    /// The answers ticked in [`Field::checkboxes`].
    #[must_use]
    pub fn chosen(mut self, values: Vec<String>) -> Self {
        self.values = values;
        self
    }

    /// What the empty answer of a [`Field::select`] is called, such as "All" in a filter.
    #[must_use]
    pub fn empty_choice(mut self, label: impl Into<String>) -> Self {
        if let Control::Select { first, .. } = &mut self.control {
            *first = label.into();
        }
        self
    }

    /// A line of help under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and how to mend it.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Marks the field as one that may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Where the value that stands in the box comes from.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source.about(&self.label));
        self
    }

    /// Makes the label the heading of the page (a page that asks one thing).
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// A line to be copied from, not typed in.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// What the browser may offer from what it knows, as HTML names it: `username`, `tel`,
    /// `bday` for a date of birth.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        if let Control::Date { of_birth, .. } = &mut self.control {
            *of_birth = token == "bday";
        }
        self.autocomplete = Some(token);
        self
    }

    fn of(words: &Words, name: String, label: String, control: Control) -> Self {
        Self {
            name,
            label,
            values: Vec::new(),
            hint: None,
            error: None,
            error_word: words.text("ui-error-word"),
            optional_word: words.text("ui-optional"),
            optional: false,
            source: None,
            heading: false,
            read_only: false,
            autocomplete: None,
            control,
        }
    }

    fn first_value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    /// A date, radio buttons and boxes are several controls under one label.
    fn is_group(&self) -> bool {
        matches!(
            self.control,
            Control::Date { .. } | Control::Radios(_) | Control::Boxes(_)
        )
    }

    fn is_box(&self) -> bool {
        matches!(self.control, Control::Box)
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The choices with their ids: the first carries the name, so that the error list finds it.
    fn with_ids<'field>(&self, choices: &'field [Choice]) -> Vec<(String, &'field Choice)> {
        let id = |position| match position {
            0 => self.name.clone(),
            later => format!("{}-{later}", self.name),
        };
        let numbered = choices.iter().enumerate();
        numbered
            .map(|(position, choice)| (id(position), choice))
            .collect()
    }
}

components!(Field);
