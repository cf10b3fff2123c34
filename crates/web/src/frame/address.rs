//! Addresses of pages.

use std::fmt;

use uuid::Uuid;

/// An address on this site, put together so that nothing in it can lead elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    path: String,
    query: String,
}

impl Address {
    /// A path that is our own.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            query: String::new(),
        }
    }

    /// With a value in its query.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let mut pairs = form_urlencoded::Serializer::new(std::mem::take(&mut self.query));
        pairs.append_pair(name, value);
        self.query = pairs.finish();
        self
    }

    /// With a value in its query if there is one.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        if !self.query.is_empty() {
            write!(formatter, "?{}", self.query)?;
        }
        Ok(())
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

/// The key of a draft or dossier that stands in a path, if it can be one.
pub(crate) fn id(text: &str) -> Option<String> {
    Uuid::parse_str(text)
        .ok()
        .map(|id| id.hyphenated().to_string())
}

/// The page of a form that stands in a query, if it can be one: nothing else may be led back to.
pub(crate) fn form_page(text: &str) -> Option<Address> {
    const LONGEST: usize = 80;
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let (draft, section) = path.strip_prefix("/drafts/")?.split_once('/')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let fits = !section.is_empty() && section.len() <= LONGEST && section.chars().all(plain);
    let page = Address::new(format!("/drafts/{}/{section}", id(draft)?));
    match query.strip_prefix("from=") {
        _ if !fits => None,
        Some(origin) if origin.chars().all(plain) => Some(page.with("from", origin)),
        Some(_) => None,
        None => query.is_empty().then_some(page),
    }
}

/// A dossier number that stands in a query, if it can be one.
pub(crate) fn number(text: &str) -> Option<&str> {
    const MOST: usize = 100;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-./_".contains(c);
    (!text.is_empty() && text.len() <= MOST && text.chars().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{Address, form_page, id, number};

    #[test]
    fn only_the_page_of_a_form_is_led_back_to() {
        let page = "/drafts/018f0000-0000-7000-8000-000000000001/birth_place";
        for good in [page.to_owned(), format!("{page}?from=bundle")] {
            assert_eq!(form_page(&good).map(|page| page.to_string()), Some(good));
        }
        for bad in [
            "//evil.example/drafts",
            "/drafts/x/birth",
            "/drafts/018f0000-0000-7000-8000-000000000001/",
            "/drafts/018f0000-0000-7000-8000-000000000001/a/b",
            "/drafts/018f0000-0000-7000-8000-000000000001/a?x=1",
            "/my/papers",
        ] {
            assert!(form_page(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn values_are_written_so_that_they_stay_values() {
        let address = Address::new("/services")
            .with("q", "a&b=c#d ệ")
            .with_some("x", None);
        assert_eq!(address.to_string(), "/services?q=a%26b%3Dc%23d+%E1%BB%87");
        assert_eq!(Address::new("/").to_string(), "/");
    }

    #[test]
    fn keys_and_numbers_are_told_from_anything_else() {
        let key = "018F0000-0000-7000-8000-000000000001";
        assert_eq!(id(key), Some(key.to_lowercase()));
        assert_eq!(id("../desk"), None);
        assert_eq!(
            number("H26.8.4-20261122-0007"),
            Some("H26.8.4-20261122-0007")
        );
        assert_eq!(number("H26 <b>"), None);
        assert_eq!(number(&"9".repeat(101)), None);
    }
}
