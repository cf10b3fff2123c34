//! Reads values out of bytes.

use std::ops::Range;

use super::{Dictionary, MAX_DEPTH, MAX_VALUES, Object, ObjectId, PdfError};

/// An entry of a dictionary, with the place of its value in the file.
pub(crate) type Spanned = (Box<[u8]>, Object, Range<usize>);

/// A place in the file from which values are read.
#[derive(Debug, Clone)]
pub(crate) struct Parser<'a> {
    bytes: &'a [u8],
    position: usize,
    /// How many more values may be read.
    left: usize,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(bytes: &'a [u8], position: usize) -> Self {
        Self {
            bytes,
            position,
            left: MAX_VALUES,
        }
    }

    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    pub(crate) fn damaged(&self, what: &'static str) -> PdfError {
        PdfError::Damaged {
            what,
            at: self.position,
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    pub(super) fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        Some(byte)
    }

    /// Passes over white space.
    pub(crate) fn skip_white(&mut self) {
        while self.peek().is_some_and(is_white) {
            self.position += 1;
        }
    }

    /// Passes over white space and comments.
    pub(crate) fn skip_space(&mut self) {
        self.skip_white();
        while self.peek() == Some(b'%') {
            while self
                .peek()
                .is_some_and(|byte| !matches!(byte, b'\r' | b'\n'))
            {
                self.position += 1;
            }
            self.skip_white();
        }
    }

    /// Whether these bytes stand here; passes over them if so.
    pub(crate) fn take(&mut self, expected: &[u8]) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.position += expected.len();
        }
        found
    }

    /// Passes over a word, which must stand here after white space, and end.
    pub(crate) fn word(&mut self, word: &[u8], what: &'static str) -> Result<(), PdfError> {
        self.skip_space();
        if self.take(word) && !self.peek().is_some_and(is_regular) {
            return Ok(());
        }
        Err(self.damaged(what))
    }

    /// A number of digits only, after white space.
    pub(crate) fn unsigned(&mut self) -> Result<usize, PdfError> {
        self.skip_space();
        let start = self.position;
        let mut value = 0_usize;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit - b'0')))
                .ok_or_else(|| self.damaged("a number is too large"))?;
            self.position += 1;
        }
        if self.position == start {
            return Err(self.damaged("a number was expected"));
        }
        Ok(value)
    }

    /// `N G obj`.
    pub(crate) fn object_header(&mut self) -> Result<ObjectId, PdfError> {
        let number = self.unsigned()?;
        let generation = self.unsigned()?;
        self.word(b"obj", "an object was expected")?;
        self.object_id(number, generation)
    }

    fn object_id(&self, number: usize, generation: usize) -> Result<ObjectId, PdfError> {
        Ok(ObjectId {
            number: u32::try_from(number)
                .map_err(|_| self.damaged("an object number is too large"))?,
            generation: u16::try_from(generation)
                .map_err(|_| self.damaged("a generation is too large"))?,
        })
    }

    /// The value that comes next, after white space and comments.
    pub(crate) fn object(&mut self) -> Result<Object, PdfError> {
        self.value(0)
    }

    /// A dictionary that comes next, with the place of each of its values.
    pub(crate) fn spanned_dictionary(&mut self) -> Result<Vec<Spanned>, PdfError> {
        self.skip_space();
        if !self.take(b"<<") {
            return Err(self.damaged("a dictionary was expected"));
        }
        let entries = self.entries(1)?;
        let plain = entries
            .iter()
            .map(|(name, value, _)| (name.clone(), value.clone()))
            .collect();
        Dictionary::read(plain)?;
        Ok(entries)
    }

    fn value(&mut self, depth: usize) -> Result<Object, PdfError> {
        if depth > MAX_DEPTH {
            return Err(PdfError::TooLarge("its values are nested too deeply"));
        }
        self.left = self
            .left
            .checked_sub(1)
            .ok_or(PdfError::TooLarge("one of its objects holds too much"))?;
        self.skip_space();
        match self.peek() {
            Some(b'<') if self.rest().starts_with(b"<<") => {
                self.position += 2;
                let entries = self.entries(depth + 1)?;
                Dictionary::read(
                    entries
                        .into_iter()
                        .map(|(name, value, _)| (name, value))
                        .collect(),
                )
                .map(Object::Dictionary)
            }
            Some(b'<') => self.hex_string().map(Object::String),
            Some(b'(') => self.literal_string().map(Object::String),
            Some(b'/') => self.name().map(Object::Name),
            Some(b'[') => self.array(depth + 1).map(Object::Array),
            Some(b'0'..=b'9') => self.number_or_reference(),
            Some(b'+' | b'-' | b'.') => self.number(),
            _ if self.keyword(b"true") => Ok(Object::Boolean(true)),
            _ if self.keyword(b"false") => Ok(Object::Boolean(false)),
            _ if self.keyword(b"null") => Ok(Object::Null),
            _ => Err(self.damaged("a value was expected")),
        }
    }

    /// Passes over a word that stands exactly here.
    fn keyword(&mut self, word: &[u8]) -> bool {
        let rest = self.rest();
        let stands =
            rest.starts_with(word) && !rest.get(word.len()).copied().is_some_and(is_regular);
        if stands {
            self.position += word.len();
        }
        stands
    }

    fn entries(&mut self, depth: usize) -> Result<Vec<Spanned>, PdfError> {
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Ok(entries);
            }
            if self.peek() != Some(b'/') {
                return Err(self.damaged("a name was expected in a dictionary"));
            }
            let name = self.name()?;
            self.skip_space();
            let start = self.position;
            let value = self.value(depth)?;
            entries.push((name, value, start..self.position));
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Object>, PdfError> {
        self.position += 1;
        let mut values = Vec::new();
        loop {
            self.skip_space();
            if self.take(b"]") {
                return Ok(values);
            }
            values.push(self.value(depth)?);
        }
    }

    fn name(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.position += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.position += 1;
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let (Some(high), Some(low)) = (
                self.next().and_then(hex_digit),
                self.next().and_then(hex_digit),
            ) else {
                return Err(self.damaged("a name has a broken escape"));
            };
            name.push(high << 4 | low);
        }
        Ok(name.into())
    }

    fn number_or_reference(&mut self) -> Result<Object, PdfError> {
        let mut ahead = self.clone();
        if let Ok(number) = ahead.unsigned()
            && ahead.peek().is_some_and(is_white)
            && let Ok(generation) = ahead.unsigned()
            && ahead.peek().is_some_and(is_white)
        {
            ahead.skip_white();
            if ahead.keyword(b"R") {
                let id = ahead.object_id(number, generation)?;
                self.position = ahead.position;
                return Ok(Object::Reference(id));
            }
        }
        self.number()
    }

    fn number(&mut self) -> Result<Object, PdfError> {
        let start = self.position;
        while self
            .peek()
            .is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'))
        {
            self.position += 1;
        }
        let written = self.bytes.get(start..self.position).unwrap_or_default();
        let digits = written
            .strip_prefix(b"+")
            .or_else(|| written.strip_prefix(b"-"))
            .unwrap_or(written);
        let mut parts = digits.split(|byte| *byte == b'.');
        let (is_real, has_more_points) = (parts.nth(1).is_some(), parts.next().is_some());
        let well_formed = digits.iter().any(u8::is_ascii_digit)
            && digits
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b'.')
            && !has_more_points
            && !self.peek().is_some_and(is_regular);
        if !well_formed {
            return Err(self.damaged("a number is broken"));
        }
        if is_real {
            return Ok(Object::Real(written.into()));
        }
        std::str::from_utf8(written)
            .ok()
            .and_then(|written| written.parse().ok())
            .map(Object::Integer)
            .ok_or_else(|| self.damaged("a number is too large"))
    }
}

/// White space of PDF.
pub(super) const fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

/// Neither white space nor a delimiter: what words, names and numbers are made of.
const fn is_regular(byte: u8) -> bool {
    !is_white(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Result<Object, PdfError> {
        Parser::new(text, 0).object()
    }

    #[test]
    fn plain_values() {
        assert_eq!(read(b" null "), Ok(Object::Null));
        assert_eq!(read(b"true]"), Ok(Object::Boolean(true)));
        assert_eq!(read(b"% say\n -17"), Ok(Object::Integer(-17)));
        assert_eq!(read(b"-.5"), Ok(Object::Real(b"-.5"[..].into())));
        assert_eq!(read(b"/A#42c/"), Ok(Object::name("ABc")));
        assert_eq!(
            read(b"12 3 R"),
            Ok(Object::Reference(ObjectId {
                number: 12,
                generation: 3
            }))
        );
        assert_eq!(
            read(b"[12 3 Rx]").map_err(|error| matches!(error, PdfError::Damaged { .. })),
            Err(true)
        );
        assert_eq!(
            read(b"[12 3 R 4 5]"),
            Ok(Object::Array(vec![
                Object::Reference(ObjectId {
                    number: 12,
                    generation: 3
                }),
                Object::Integer(4),
                Object::Integer(5)
            ]))
        );
    }

    #[test]
    fn dictionaries_tell_where_their_values_stand() {
        let text = b"<< /A <00> /B << /C 1 >> >>";
        let entries = Parser::new(text, 0).spanned_dictionary().unwrap();
        assert_eq!(&text[entries[0].2.clone()], b"<00>");
        assert_eq!(&text[entries[1].2.clone()], b"<< /C 1 >>");
        assert!(
            Parser::new(b"<< /A 1 /A 2 >>", 0)
                .spanned_dictionary()
                .is_err()
        );
    }

    #[test]
    fn deep_and_wide_values_are_refused() {
        let deep = [b'['; MAX_DEPTH + 5];
        assert!(matches!(read(&deep), Err(PdfError::TooLarge(_))));
        let wide = [b"[".to_vec(), b"0 ".repeat(MAX_VALUES + 1)].concat();
        assert!(matches!(read(&wide), Err(PdfError::TooLarge(_))));
    }

    proptest! {
        #[test]
        fn anything_may_be_read_without_a_panic(text: Vec<u8>) {
            let _ = read(&text);
        }

        #[test]
        fn the_grammar_at_random(text in "[0-9 ./<>()\\[\\]#%RtrueA-F\\\\\n-]{0,60}") {
            let _ = read(text.as_bytes());
        }
    }
}
