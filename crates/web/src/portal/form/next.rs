use dean06_ui::{Markup, Notice, Tone};

use crate::frame::{Shell, link};

/// What comes next on a page that was sent, with the way to its field.
pub(crate) fn next_notice(shell: &Shell, field: &str, id: &str) -> Notice {
    let way = [
        Markup::trusted("<p>"),
        link(&format!("#{field}"), &shell.t(&format!("{id}-link"))),
        Markup::trusted("</p>"),
    ];
    Notice::new(Tone::Info, shell.t(id))
        .markup(Markup::join(way))
        .live()
}
