//! The parts that pages are built from. Each is a value with a template of its own in
//! `templates/`; printed inside a caller's template it comes out as HTML with all of its text
//! escaped.

mod actions;
mod compare;
mod dates;
mod desk;
mod errors;
mod fields;
mod lists;
mod messages;
mod paper;
mod progress;
mod source;
mod tables;

pub use actions::{Button, Buttons, Hidden, Pagination};
pub use compare::{ComparedRow, Comparison};
pub use dates::{DateBoxes, DateProblem};
pub use desk::{Figure, Figures, KeyHelp};
pub use errors::ErrorSummary;
pub use fields::{Choice, Field};
pub use lists::{Card, Cards, SummaryList, SummaryRow};
pub use messages::{Confirmation, EmptyState, Notice, SaveStatus};
pub use paper::{Paper, Seal};
pub use progress::{Chain, ChainLink, ClockLine, Tag, TaskItem, TaskList, Timeline, TimelineEntry};
pub use source::{FilledValue, Source};
pub use tables::{Row, Table};

/// What a colour says. The words beside it say the same: colour is never alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Going on, or worth knowing.
    Info,
    /// Done, right.
    Good,
    /// Somebody should act soon.
    Waiting,
    /// Late, refused, wrong.
    Bad,
}

impl Tone {
    /// The class of the stylesheet.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
        }
    }
}

/// Lets a component be printed as HTML in other templates and be handed over as [`Markup`].
///
/// [`Markup`]: crate::Markup
macro_rules! components {
    ($($name:ty),+ $(,)?) => {$(
        impl askama::filters::HtmlSafe for $name {}

        impl From<$name> for crate::Markup {
            fn from(component: $name) -> Self {
                Self::of(&component)
            }
        }
    )+};
}
pub(crate) use components;
