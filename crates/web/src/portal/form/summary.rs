//! A page of a form to be read.

use dean06_contracts::casework::PageView;
use dean06_ui::{Source, SummaryList, SummaryRow};

use crate::frame::{Names, Shell};

/// The answers of a page with their sources. With `change`, the address of the page on which they
/// are typed, each line that can be changed leads there.
pub(crate) fn summary(shell: &Shell, page: &PageView, change: Option<&str>) -> SummaryList {
    let words = &shell.words;
    let rows = page.fields.iter().map(|field| {
        let row = SummaryRow::new(words.of(&field.label), shell.say(field.display.as_ref()));
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
