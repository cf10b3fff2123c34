//! The values a PDF is made of.

use super::PdfError;

/// Names an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId {
    pub number: u32,
    pub generation: u16,
}

impl ObjectId {
    /// The first object of this number.
    pub(crate) const fn new(number: u32) -> Self {
        Self {
            number,
            generation: 0,
        }
    }
}

/// A value. Two are equal if they mean the same, however they were written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// As it was written: nothing here calculates with it.
    Real(Box<[u8]>),
    /// Without the slash, its escapes resolved.
    Name(Box<[u8]>),
    String(Box<[u8]>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(ObjectId),
}

impl Object {
    pub(crate) fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().into())
    }

    pub(crate) fn as_array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// An integer that is a size or a position.
    pub(crate) fn as_size(&self) -> Option<usize> {
        self.as_integer()
            .and_then(|value| usize::try_from(value).ok())
    }

    pub(crate) fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    pub(crate) fn as_string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(bytes) if **bytes == *name.as_bytes())
    }

    /// An integer or a real.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => i32::try_from(*value).ok().map(f64::from),
            Self::Real(written) => std::str::from_utf8(written).ok()?.parse().ok(),
            _ => None,
        }
    }
}

/// Names with their values, in the order of the file. A name stands once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    entries: Vec<(Box<[u8]>, Object)>,
}

impl Dictionary {
    pub(crate) fn get(&self, key: &str) -> Option<&Object> {
        self.entries
            .iter()
            .find(|(name, _)| **name == *key.as_bytes())
            .map(|(_, value)| value)
    }

    /// Sets a value, in the place of the old one or at the end.
    pub(crate) fn set(&mut self, key: &str, value: Object) {
        match self
            .entries
            .iter_mut()
            .find(|(name, _)| **name == *key.as_bytes())
        {
            Some((_, old)) => *old = value,
            None => self.entries.push((key.as_bytes().into(), value)),
        }
    }

    /// Sets a value and hands the dictionary on.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: Object) -> Self {
        self.set(key, value);
        self
    }

    /// The dictionary of these entries of a file.
    ///
    /// # Errors
    /// If a name stands twice: readers differ in which of the two they take.
    pub(crate) fn read(entries: Vec<(Box<[u8]>, Object)>) -> Result<Self, PdfError> {
        let mut names: Vec<&[u8]> = entries.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(PdfError::object("a dictionary has a name twice"));
        }
        Ok(Self { entries })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.entries.iter().map(|(name, value)| (&**name, value))
    }

    /// Whether the value of `/Type` is this.
    pub(crate) fn is_type(&self, name: &str) -> bool {
        self.get("Type").is_some_and(|value| value.is_name(name))
    }

    /// Whether both hold the same, apart from what stands under the names in `ignored`.
    pub(crate) fn same_but(&self, other: &Self, ignored: &[&str]) -> bool {
        let counted = |(name, _): &(&[u8], &Object)| {
            !ignored.iter().any(|ignored| ignored.as_bytes() == *name)
        };
        let find = |name: &[u8]| {
            other
                .entries
                .iter()
                .find(|(candidate, _)| **candidate == *name)
                .map(|(_, value)| value)
        };
        self.iter().filter(counted).count() == other.iter().filter(counted).count()
            && self
                .iter()
                .filter(counted)
                .all(|(name, value)| find(name) == Some(value))
    }
}

impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        self.same_but(other, &[])
    }
}

impl FromIterator<(&'static str, Object)> for Dictionary {
    fn from_iter<I: IntoIterator<Item = (&'static str, Object)>>(entries: I) -> Self {
        Self {
            entries: entries
                .into_iter()
                .map(|(name, value)| (name.as_bytes().into(), value))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(entries: &[(&'static str, i64)]) -> Dictionary {
        entries
            .iter()
            .map(|&(name, value)| (name, Object::Integer(value)))
            .collect()
    }

    #[test]
    fn the_order_of_entries_does_not_matter() {
        let one = dictionary(&[("A", 1), ("B", 2)]);
        assert_eq!(one, dictionary(&[("B", 2), ("A", 1)]));
        assert_ne!(one, dictionary(&[("A", 1)]));
        assert_ne!(dictionary(&[("A", 1)]), one);
        assert_ne!(one, dictionary(&[("A", 1), ("B", 3)]));
    }

    #[test]
    fn ignored_entries_may_differ_or_be_missing() {
        let one = dictionary(&[("A", 1), ("B", 2)]);
        assert!(one.same_but(&dictionary(&[("A", 1)]), &["B"]));
        assert!(dictionary(&[("A", 1)]).same_but(&one, &["B"]));
        assert!(!one.same_but(&dictionary(&[("A", 2)]), &["B"]));
    }

    #[test]
    fn a_name_stands_once() {
        let entry = || (b"A"[..].into(), Object::Null);
        assert!(Dictionary::read(vec![entry()]).is_ok());
        assert!(Dictionary::read(vec![entry(), entry()]).is_err());
        let mut one = dictionary(&[("A", 1)]);
        one.set("A", Object::Integer(5));
        assert_eq!(one, dictionary(&[("A", 5)]));
    }
}
