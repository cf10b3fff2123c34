//! How far a matter is: tags, clocks, task lists, timelines.

use askama::Template;
use jiff::civil::DateTime;

use super::{Tone, components};
use crate::dates::{Due, sentence};
use crate::markup::Markup;
use crate::words::Words;

/// A state in a word or two.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"<span class="tag {{ tone.class() }}">{{ text }}</span>"#,
    ext = "html"
)]
pub struct Tag {
    tone: Tone,
    text: String,
}

impl Tag {
    /// The state and its tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }

    /// How long is left, for a table: "còn 2 ngày", red when overdue, amber when due today.
    pub fn due(words: &Words, due: Due) -> Self {
        Self::new(due.tone(), sentence(&words.due(due)))
    }
}

/// A line that tells when something is due.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"<p class="clock {{ tone.class() }}">{{ text }}</p>"#,
    ext = "html"
)]
pub struct ClockLine {
    tone: Tone,
    text: String,
}

impl ClockLine {
    /// What comes when: "Có kết quả trước 17:00 thứ Tư, 25/11/2026 (còn 2 ngày làm việc)".
    /// Without a name for what comes, the line begins with the deadline.
    pub fn new(words: &Words, what: &str, at: DateTime, due: Due) -> Self {
        let deadline = words.deadline(at, due);
        let text = if what.is_empty() {
            sentence(&deadline)
        } else {
            words.text_with(
                "ui-clock",
                &[("what", what.into()), ("deadline", deadline.into())],
            )
        };
        Self {
            tone: due.tone(),
            text,
        }
    }

    /// A clock that does not run now, and why.
    pub fn paused(why: impl Into<String>) -> Self {
        Self {
            tone: Tone::Info,
            text: why.into(),
        }
    }
}

/// One line of a [`TaskList`].
#[derive(Debug, Clone)]
pub struct TaskItem {
    title: String,
    href: Option<String>,
    state: Tag,
    note: Option<String>,
    body: Markup,
}

impl TaskItem {
    /// The task and its state.
    pub fn new(title: impl Into<String>, state: Tag) -> Self {
        Self {
            title: title.into(),
            href: None,
            state,
            note: None,
            body: Markup::default(),
        }
    }

    /// The page of the task.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// What is awaited, from whom, until when.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// More about it, such as a form with one button.
    #[must_use]
    pub fn body(mut self, body: impl Into<Markup>) -> Self {
        self.body = body.into();
        self
    }
}

/// Tasks with their states.
#[derive(Debug, Clone, Template)]
#[template(path = "task_list.html")]
pub struct TaskList {
    items: Vec<TaskItem>,
}

impl TaskList {
    /// The tasks in their order.
    pub fn new(items: Vec<TaskItem>) -> Self {
        Self { items }
    }
}

/// One part of a [`Chain`].
#[derive(Debug, Clone)]
pub struct ChainLink {
    title: String,
    state: Tag,
    body: Markup,
}

impl ChainLink {
    /// The part, and where it stands.
    pub fn new(title: impl Into<String>, state: Tag) -> Self {
        Self {
            title: title.into(),
            state,
            body: Markup::default(),
        }
    }

    /// More about it, after what stands there.
    #[must_use]
    pub fn markup(mut self, markup: impl Into<Markup>) -> Self {
        self.body = Markup::join([self.body, markup.into()]);
        self
    }
}

/// The parts of a matter that several offices work on, each with its own state.
#[derive(Debug, Clone, Template)]
#[template(path = "chain.html")]
pub struct Chain {
    links: Vec<ChainLink>,
    top: bool,
}

impl Chain {
    /// The parts in their order, below a heading of their own.
    pub fn new(links: Vec<ChainLink>) -> Self {
        Self { links, top: false }
    }

    /// Makes the titles the headings right below that of the page.
    #[must_use]
    pub fn top(mut self) -> Self {
        self.top = true;
        self
    }
}

/// One step of a [`Timeline`].
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    when: String,
    title: String,
    by: Option<String>,
    body: Markup,
    class: &'static str,
}

impl TimelineEntry {
    /// What happened, and when.
    pub fn done(when: impl AsRef<str>, title: impl Into<String>) -> Self {
        Self::of(when.as_ref(), title.into(), "done")
    }

    /// What is going on, and until when.
    pub fn now(when: impl AsRef<str>, title: impl Into<String>) -> Self {
        Self::of(when.as_ref(), title.into(), "now")
    }

    /// What comes later.
    pub fn later(when: impl AsRef<str>, title: impl Into<String>) -> Self {
        Self::of(when.as_ref(), title.into(), "later")
    }

    /// Who did it or does it.
    #[must_use]
    pub fn by(mut self, who: impl Into<String>) -> Self {
        self.by = Some(who.into());
        self
    }

    /// More about it.
    #[must_use]
    pub fn body(mut self, body: impl Into<Markup>) -> Self {
        self.body = body.into();
        self
    }

    fn of(when: &str, title: String, class: &'static str) -> Self {
        Self {
            when: sentence(when),
            title,
            by: None,
            body: Markup::default(),
            class,
        }
    }
}

/// The steps of a matter in their order.
#[derive(Debug, Clone, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    entries: Vec<TimelineEntry>,
}

impl Timeline {
    /// The steps in the order in which they stand on the page.
    pub fn new(entries: Vec<TimelineEntry>) -> Self {
        Self { entries }
    }
}

components!(Tag, ClockLine, TaskList, Chain, Timeline);
