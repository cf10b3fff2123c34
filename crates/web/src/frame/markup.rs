//! Small pieces of HTML that many pages need.

use dean06_ui::Markup;

/// A paragraph.
pub(crate) fn paragraph(text: &str) -> Markup {
    within("<p>", text, "</p>")
}

/// A text that somebody wrote, a paragraph for each of its lines.
pub(crate) fn written(text: &str) -> Markup {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Markup::join(lines.map(paragraph))
}

/// A paragraph beside the point.
pub(crate) fn quiet(text: &str) -> Markup {
    within("<p class=\"quiet\">", text, "</p>")
}

/// A paragraph that is not printed.
pub(crate) fn on_screen(text: &str) -> Markup {
    within("<p class=\"quiet screen\">", text, "</p>")
}

/// A link.
pub(crate) fn link(href: &str, text: &str) -> Markup {
    Markup::join([
        Markup::trusted("<a href=\""),
        Markup::from(href),
        Markup::trusted("\">"),
        Markup::from(text),
        Markup::trusted("</a>"),
    ])
}

/// A heading of a part of the page.
pub(crate) fn heading(text: &str) -> Markup {
    within("<h2>", text, "</h2>")
}

/// A heading below [`heading`].
pub(crate) fn subheading(text: &str) -> Markup {
    within("<h3>", text, "</h3>")
}

/// Lines with dots before them; nothing for no line.
pub(crate) fn list<'t>(lines: impl IntoIterator<Item = &'t str>) -> Markup {
    let lines: Vec<Markup> = lines
        .into_iter()
        .map(|line| within("<li>", line, "</li>"))
        .collect();
    if lines.is_empty() {
        return Markup::default();
    }
    Markup::join([
        Markup::trusted("<ul>"),
        Markup::join(lines),
        Markup::trusted("</ul>"),
    ])
}

/// A form that posts to a page of ours.
pub(crate) fn form(action: &str, content: impl IntoIterator<Item = Markup>) -> Markup {
    Markup::join([
        Markup::trusted("<form method=\"post\" action=\""),
        Markup::from(action),
        Markup::trusted("\" novalidate>"),
        Markup::join(content),
        Markup::trusted("</form>"),
    ])
}

/// A form with files that posts to a page of ours.
pub(crate) fn upload_form(action: &str, content: impl IntoIterator<Item = Markup>) -> Markup {
    Markup::join([
        Markup::trusted("<form method=\"post\" action=\""),
        Markup::from(action),
        Markup::trusted("\" enctype=\"multipart/form-data\" novalidate>"),
        Markup::join(content),
        Markup::trusted("</form>"),
    ])
}

/// A form whose fields become the query of an address.
pub(crate) fn filter_form(
    action: &str,
    kind: &str,
    content: impl IntoIterator<Item = Markup>,
) -> Markup {
    Markup::join([
        Markup::trusted("<form class=\"filters\" action=\""),
        Markup::from(action),
        Markup::trusted("\" role=\"search\" aria-label=\""),
        Markup::from(kind),
        Markup::trusted("\">"),
        Markup::join(content),
        Markup::trusted("</form>"),
    ])
}

fn within(open: &'static str, text: &str, close: &'static str) -> Markup {
    Markup::join([
        Markup::trusted(open),
        Markup::from(text),
        Markup::trusted(close),
    ])
}

#[cfg(test)]
mod tests {
    use super::{form, list, paragraph, written};

    #[test]
    fn text_stays_text() {
        assert_eq!(paragraph("a<b").as_str(), "<p>a&#60;b</p>");
        assert_eq!(list(["<i>"]).as_str(), "<ul><li>&#60;i&#62;</li></ul>");
        assert!(list([]).is_empty());
        assert_eq!(written("a\r\n\n b").as_str(), "<p>a</p><p>b</p>");
        assert!(form("/a\"b", []).as_str().contains("action=\"/a&#34;b\""));
    }
}
