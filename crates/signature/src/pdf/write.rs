//! Writes values as PDF.

use super::{Dictionary, Object};

/// Appends a value.
pub(super) fn write(value: &Object, out: &mut Vec<u8>) {
    match value {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(written) => out.extend_from_slice(written),
        Object::Name(name) => write_name(name, out),
        Object::String(bytes) => write_string(bytes, out),
        Object::Array(values) => {
            out.push(b'[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write(value, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Reference(id) => {
            out.extend_from_slice(format!("{} {} R", id.number, id.generation).as_bytes());
        }
    }
}

impl Dictionary {
    /// As it stands in a file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_dictionary(self, &mut out);
        out
    }
}

/// Appends a dictionary.
pub(super) fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (name, value) in dictionary.iter() {
        write_name(name, out);
        out.push(b' ');
        write(value, out);
    }
    out.extend_from_slice(b">>");
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+:,;!?*@&=$'~^|".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(b'(');
        for &byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        out.extend_from_slice(hex::encode_upper(bytes).as_bytes());
        out.push(b'>');
    }
}

/// A text for people as a string of PDF: ASCII as it is, anything else in UTF-16.
pub(crate) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().into());
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes.into())
}

/// A string of PDF as a text for people.
pub(crate) fn from_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding is Latin 1 but for a few signs.
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ObjectId, Parser};
    use super::*;

    fn any_object() -> impl Strategy<Value = Object> {
        let leaf = prop_oneof![
            Just(Object::Null),
            any::<bool>().prop_map(Object::Boolean),
            any::<i64>().prop_map(Object::Integer),
            "[+-]?[0-9]{0,5}\\.[0-9]{1,5}".prop_map(|real| Object::Real(real.into_bytes().into())),
            any::<Vec<u8>>().prop_map(|bytes| Object::Name(bytes.into())),
            any::<Vec<u8>>().prop_map(|bytes| Object::String(bytes.into())),
            any::<(u32, u16)>().prop_map(|(number, generation)| Object::Reference(ObjectId {
                number,
                generation
            })),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Object::Array),
                prop::collection::btree_map(any::<Vec<u8>>(), inner, 0..6).prop_map(|entries| {
                    let entries = entries
                        .into_iter()
                        .map(|(name, value)| (name.into(), value))
                        .collect();
                    Object::Dictionary(Dictionary::read(entries).unwrap())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(object in any_object()) {
            let mut written = Vec::new();
            write(&object, &mut written);
            prop_assert_eq!(Parser::new(&written, 0).object(), Ok(object));
        }

        #[test]
        fn texts_read_the_same(content: String) {
            let Object::String(bytes) = text(&content) else { panic!("not a string") };
            prop_assert_eq!(from_text(&bytes), content);
        }
    }
}
