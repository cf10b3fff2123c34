//! Text that is already HTML.

use std::fmt;

use askama::Template;
use askama::filters::{Html, HtmlSafe, escape};

/// A piece of HTML that may be printed as it stands. Plain strings become one by escaping
/// (`Markup::from("a < b")`), components and templates by rendering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Renders a template.
    ///
    /// # Errors
    /// What askama reports: a filter or a `Display` inside the template failed.
    pub fn render(template: &impl Template) -> askama::Result<Self> {
        template.render().map(Self)
    }

    /// Takes HTML as it is. The caller vouches that no input stands in it unescaped
    /// (an SVG made by a library, for example).
    pub fn trusted(html: impl Into<String>) -> Self {
        Self(html.into())
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing would be printed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Several pieces after one another.
    #[must_use]
    pub fn join(pieces: impl IntoIterator<Item = Markup>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// Renders a component of this crate. Its templates print strings only, so that rendering
    /// cannot fail; should it ever, the page lacks the piece and the log says why.
    pub(crate) fn of(component: &impl Template) -> Self {
        Self::render(component).unwrap_or_else(|error| {
            tracing::error!(%error, "a component was not rendered");
            Self::default()
        })
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        Self(escape(text, Html).map_or_else(|never| match never {}, |safe| safe.to_string()))
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Markup {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn plain_text_is_escaped() {
        assert_eq!(
            Markup::from("<b a='\"'>&").as_str(),
            "&#60;b a=&#39;&#34;&#39;&#62;&#38;"
        );
    }

    #[test]
    fn pieces_are_joined_in_order() {
        let joined = Markup::join([Markup::from("a<"), Markup::trusted("<br>")]);
        assert_eq!(joined.as_str(), "a&#60;<br>");
        assert!(!joined.is_empty());
    }
}
