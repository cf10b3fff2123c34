//! Whether a sheet shows all that the paper says.

use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use unicode_normalization::char::is_combining_mark;

use crate::paper::Paper;

/// The ids of the fields whose value is not printed as it is. Capitals and white space may differ.
pub(crate) fn left_out(paper: &Paper, document: &PagedDocument) -> Vec<String> {
    let pages: Vec<String> = document
        .pages()
        .iter()
        .map(|page| plain(&page.frame))
        .collect();
    let missing = paper
        .fields
        .iter()
        .filter(|field| !shown(&folded(&field.value), &pages));
    missing.map(|field| field.id.clone()).collect()
}

/// The text on a sheet in the order of reading, folded.
fn plain(frame: &Frame) -> String {
    let mut text = String::new();
    collect(frame, &mut text);
    folded(&text)
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(item) => text.push_str(&item.text),
            _ => {}
        }
    }
}

/// Capitals without white space: line breaks take the place of spaces. A letter with a mark for
/// which there is no single character is passed over: typst says such a letter once for itself and
/// once more for its mark.
fn folded(text: &str) -> String {
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut folded = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        if letters.next_if(|&c| is_combining_mark(c)).is_some() {
            while letters.next_if(|&c| is_combining_mark(c)).is_some() {}
        } else {
            folded.extend(letter.to_uppercase());
        }
    }
    folded
}

/// On one page, or begun on one and ended on the next.
fn shown(value: &str, pages: &[String]) -> bool {
    pages.iter().any(|page| page.contains(value))
        || pages.windows(2).any(|pair| {
            value.char_indices().any(|(at, _)| {
                let (head, tail) = value.split_at(at);
                pair[0].contains(head) && pair[1].contains(tail)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_go_on_overleaf() {
        let pages = ["SỐĐỊNHDANH:00132".to_owned(), "26000104CHỦTỊCH".to_owned()];
        assert!(shown(&folded("0013226000104"), &pages));
        assert!(shown(&folded("Số định danh"), &pages));
        assert!(shown("", &pages));
        assert_eq!(folded("Y Blo\u{302}\u{306}k Ê\u{306}ban"), "YBLKBAN");
        assert!(!shown(&folded("0013226000105"), &pages));
    }
}
