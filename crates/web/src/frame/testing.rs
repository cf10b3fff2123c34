//! A shell for tests: the embedded content and words, at a fixed moment.

use std::sync::{Arc, LazyLock};

use dean06_content::Content;
use dean06_kernel::{Language, local_datetime};
use dean06_ui::Ui;
use jiff::Timestamp;

use super::shell::{Shell, Visitor};

static CONTENT: LazyLock<Arc<Content>> =
    LazyLock::new(|| Arc::new(Content::embedded().expect("the embedded content")));
static UI: LazyLock<Ui> = LazyLock::new(|| Ui::load().expect("the embedded words"));

/// Nine in the morning of Monday, 23 November 2026, in Vietnam; UTC microseconds.
pub(crate) const NOW: i64 = 1_795_399_200_000_000;
/// One hour in microseconds.
pub(crate) const HOUR: i64 = 3_600_000_000;

fn shell(language: Language, visitor: Visitor) -> Shell {
    let now = Timestamp::from_microsecond(NOW).expect("a moment");
    Shell {
        words: UI.words(language),
        content: Arc::clone(&CONTENT),
        now,
        today: local_datetime(now).date(),
        unread: 0,
        uri: "/page?x=1".parse().expect("an address"),
        visitor,
    }
}

/// A page in Vietnamese that nobody signed in for.
pub(crate) fn anybody() -> Shell {
    shell(Language::Vi, Visitor::Nobody)
}

/// A page of a citizen in Vietnamese.
pub(crate) fn citizen() -> Shell {
    shell(Language::Vi, citizen_called("Lò Thị Mai"))
}

/// A page of a citizen in English.
pub(crate) fn citizen_in_english() -> Shell {
    shell(Language::En, citizen_called("Lò Thị Mai"))
}

/// A page of an officer in Vietnamese.
pub(crate) fn officer() -> Shell {
    let visitor = Visitor::Officer {
        name: "Quàng Văn Hặc".to_owned(),
        office: "Công chức hộ tịch, Ủy ban nhân dân xã Thanh Nưa".to_owned(),
    };
    shell(Language::Vi, visitor)
}

fn citizen_called(name: &str) -> Visitor {
    Visitor::Citizen {
        name: name.to_owned(),
    }
}
