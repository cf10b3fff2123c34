//! A page of a form to be read.

use dean06_contracts::casework::{FieldView, PageView, Widget};
use dean06_ui::{Markup, Source, SummaryList, SummaryRow};

use crate::frame::{Names, Shell, link};

/// The answers of a page with their sources. With `change`, the address of the page on which they
/// are typed, each line that can be changed leads there.
pub(crate) fn summary(shell: &Shell, page: &PageView, change: Option<&str>) -> SummaryList {
    let words = &shell.words;
    let rows = page.fields.iter().map(|field| {
        let row = SummaryRow::new(words.of(&field.label), value(shell, field));
        let row = match &field.source {
            Some(source) => row.source(Source::new(words, words.of(&source.title))),
            None => row,
        };
        match change {
            Some(address) if field.editable => {
                row.change(format!("{address}#{}", Names::of(&field.pointer)))
            }
            _ => row,
        }
    });
    SummaryList::new(words, rows.collect())
}

/// A value as people read it; a paper of the store can be opened.
fn value(shell: &Shell, field: &FieldView) -> Markup {
    let shown = shell.say(field.display.as_ref());
    let paper = field
        .value
        .as_str()
        .filter(|_| field.widget == Widget::Paper)
        .and_then(crate::frame::id);
    match paper {
        Some(paper) if shown.is_empty() || crate::frame::id(shown).is_some() => {
            link(&format!("/my/papers/{paper}"), &shell.t("papers-open"))
        }
        Some(paper) => link(&format!("/my/papers/{paper}"), shown),
        None => shown.into(),
    }
}
