//! Cross-reference sections: where each object stands.

use super::{Dictionary, MAX_OBJECTS, Object, Parser, PdfError, Stream};

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Nowhere: the number is not in use.
    Free,
    /// At this byte of the file.
    At { offset: usize, generation: u16 },
    /// In an object stream.
    Within { stream: u32, index: usize },
}

/// The two ways to write a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Lines of text with a trailer.
    Table,
    /// A stream, whose dictionary is the trailer.
    Stream,
}

/// What one section says, and its trailer.
#[derive(Debug)]
pub(crate) struct Section {
    pub entries: Vec<(u32, Entry)>,
    pub trailer: Dictionary,
    pub layout: Layout,
}

/// Reads the lines after the word `xref`, with the trailer.
pub(crate) fn table(parser: &mut Parser<'_>) -> Result<Section, PdfError> {
    let mut entries = Vec::new();
    loop {
        parser.skip_space();
        if !parser.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            break;
        }
        let first = parser.unsigned()?;
        let count = parser.unsigned()?;
        if count > MAX_OBJECTS {
            return Err(PdfError::TooLarge("it has too many objects"));
        }
        for number in first..first.saturating_add(count) {
            let offset = parser.unsigned()?;
            let generation = parser.unsigned()?;
            parser.skip_white();
            let entry = match parser.peek() {
                Some(b'n') => Entry::At {
                    offset,
                    generation: u16::try_from(generation)
                        .map_err(|_| parser.damaged("a generation is too large"))?,
                },
                Some(b'f') => Entry::Free,
                _ => return Err(parser.damaged("a cross-reference is broken")),
            };
            parser.word(
                if entry == Entry::Free { b"f" } else { b"n" },
                "a cross-reference is broken",
            )?;
            push(&mut entries, number, entry)?;
        }
    }
    parser.word(b"trailer", "a cross-reference table has no trailer")?;
    match parser.object()? {
        Object::Dictionary(trailer) => Ok(Section {
            entries,
            trailer,
            layout: Layout::Table,
        }),
        _ => Err(parser.damaged("a trailer is no dictionary")),
    }
}

/// Reads a cross-reference stream, which unpacks to at most `limit` bytes. Tells how many it were.
pub(crate) fn stream(stream: &Stream<'_>, limit: usize) -> Result<(Section, usize), PdfError> {
    let trailer = &stream.dictionary;
    if !trailer.is_type("XRef") {
        return Err(PdfError::object(
            "there are no cross-references where they should be",
        ));
    }
    let rows = stream.unpack(limit)?;
    let widths = sizes(trailer.get("W"))?;
    let [kind_width, second_width, third_width] = widths[..] else {
        return Err(PdfError::object("cross-references have no three fields"));
    };
    if widths.iter().any(|width| *width > 8) || widths.iter().all(|width| *width == 0) {
        return Err(PdfError::object(
            "cross-references have fields of a wrong width",
        ));
    }
    let width = kind_width + second_width + third_width;
    let ranges = match trailer.get("Index") {
        Some(index) => sizes(Some(index))?,
        None => vec![
            0,
            trailer
                .get("Size")
                .and_then(Object::as_size)
                .ok_or(PdfError::object("cross-references have no size"))?,
        ],
    };
    let mut entries = Vec::new();
    let mut each_row = rows.chunks_exact(width);
    for range in ranges.chunks(2) {
        let [first, count] = *range else {
            return Err(PdfError::object("cross-references have half a range"));
        };
        for number in first..first.saturating_add(count) {
            let Some(row) = each_row.next() else {
                return Err(PdfError::object("cross-references are missing"));
            };
            let (kind, rest) = row.split_at(kind_width);
            let (second, third) = rest.split_at(second_width);
            let (second, third) = (big_endian(second)?, big_endian(third)?);
            let entry = match if kind.is_empty() {
                1
            } else {
                big_endian(kind)?
            } {
                0 => Entry::Free,
                1 => Entry::At {
                    offset: second,
                    generation: u16::try_from(third)
                        .map_err(|_| PdfError::object("a generation is too large"))?,
                },
                2 => Entry::Within {
                    stream: u32::try_from(second)
                        .map_err(|_| PdfError::object("an object number is too large"))?,
                    index: third,
                },
                _ => return Err(PdfError::Unsupported("an unknown kind of cross-reference")),
            };
            push(&mut entries, number, entry)?;
        }
    }
    let section = Section {
        entries,
        trailer: trailer.clone(),
        layout: Layout::Stream,
    };
    Ok((section, rows.len()))
}

fn push(entries: &mut Vec<(u32, Entry)>, number: usize, entry: Entry) -> Result<(), PdfError> {
    if entries.len() >= MAX_OBJECTS {
        return Err(PdfError::TooLarge("it has too many objects"));
    }
    let number =
        u32::try_from(number).map_err(|_| PdfError::object("an object number is too large"))?;
    entries.push((number, entry));
    Ok(())
}

fn sizes(value: Option<&Object>) -> Result<Vec<usize>, PdfError> {
    value
        .and_then(Object::as_array)
        .and_then(|values| values.iter().map(Object::as_size).collect())
        .ok_or(PdfError::object(
            "cross-references have a broken dictionary",
        ))
}

fn big_endian(bytes: &[u8]) -> Result<usize, PdfError> {
    bytes
        .iter()
        .try_fold(0_usize, |value, byte| {
            Some(value.checked_mul(256)? | usize::from(*byte))
        })
        .ok_or(PdfError::object("a cross-reference is too large"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Result<Section, PdfError> {
        table(&mut Parser::new(text, 0))
    }

    const AT_NINE: Entry = Entry::At {
        offset: 9,
        generation: 0,
    };

    #[test]
    fn a_table_has_sections() {
        let text = b"\n0 2\n0000000000 65535 f \n0000000009 00000 n \n7 1\n0000000009 00000 n \ntrailer <</Size 8>>";
        let section = read(text).unwrap();
        assert_eq!(
            section.entries,
            [(0, Entry::Free), (1, AT_NINE), (7, AT_NINE)]
        );
        assert_eq!(section.trailer.get("Size"), Some(&Object::Integer(8)));
        assert!(read(b"0 2\n0000000000 65535 f \ntrailer <<>>").is_err());
        assert!(read(b"0 99999999999 0000000000 65535 f").is_err());
        assert!(read(b"0 1\n0000000000 65535 x \ntrailer <<>>").is_err());
    }

    #[test]
    fn a_stream_has_rows() {
        let read = |dictionary: &str, raw: &[u8]| {
            let Ok(Object::Dictionary(dictionary)) = Parser::new(dictionary.as_bytes(), 0).object()
            else {
                panic!("not a dictionary")
            };
            super::stream(&Stream { dictionary, raw }, 100)
        };
        let (section, unpacked) = read(
            "<</Type/XRef/W[1 2 1]/Index[0 2 5 1]/Size 6>>",
            &[0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 4, 3],
        )
        .unwrap();
        assert_eq!(unpacked, 12);
        assert_eq!(
            section.entries,
            [
                (0, Entry::Free),
                (1, AT_NINE),
                (
                    5,
                    Entry::Within {
                        stream: 4,
                        index: 3
                    }
                )
            ]
        );
        assert!(read("<</Type/XRef/W[1 2 1]/Size 2>>", &[0, 0, 0, 0]).is_err());
        assert!(read("<</Type/XRef/W[0 0 0]/Size 99999999>>", &[]).is_err());
        assert!(read("<</Type/XRef/W[1 9 1]/Size 1>>", &[0; 11]).is_err());
        assert!(read("<</Type/XRef/W[1 2 1]/Size -1>>", &[0; 4]).is_err());
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(text in "[0-9 nf\ntrailer<>/Size]{0,80}") {
            let _ = read(text.as_bytes());
        }
    }
}
