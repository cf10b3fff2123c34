//! Where a signature stands in a file, and what it covers, with no room for doubt.

use std::ops::Range;

use der::asn1::Any;
use der::{Decode, Encode};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::{Finding, Kind};
use crate::pdf::{Dictionary, Document, Entry, Field, Form, Object, ObjectId, Parser, from_text};

/// A signature of which the place and the reach are certain.
#[derive(Debug)]
pub(super) struct Placed {
    pub kind: Kind,
    /// The signature itself (CMS in DER).
    pub value: Vec<u8>,
    /// The only bytes that it does not cover: its own digits and their brackets.
    gap: Range<usize>,
    /// Where what it covers ends.
    pub end: usize,
    pub claimed_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub location: Option<String>,
}

impl Placed {
    pub(super) fn read(document: &Document<'_>, field: &Field) -> Result<Self, Finding> {
        let id = match &field.value {
            Some(Object::Reference(id)) => *id,
            _ => return Err(Finding::Broken("a signature is no object of its own")),
        };
        let Some(Entry::At { offset, .. }) = document.entry(id.number) else {
            return Err(Finding::Broken(
                "a signature does not stand in the file by itself",
            ));
        };
        let broken = |_| Finding::Broken("a signature's object does not read");
        let mut parser = Parser::new(document.bytes(), offset);
        if parser.object_header().map_err(broken)? != id {
            return Err(Finding::Broken(
                "another object stands in a signature's place",
            ));
        }
        let entries = parser.spanned_dictionary().map_err(broken)?;
        parser
            .word(b"endobj", "an object does not end where it should")
            .map_err(broken)?;
        let digits = entries
            .iter()
            .find(|(name, _, _)| **name == *b"Contents")
            .map(|(_, _, place)| place.clone())
            .ok_or(Finding::Broken("a signature has no value"))?;
        let entries = entries
            .into_iter()
            .map(|(name, value, _)| (name, value))
            .collect();
        let dictionary = Dictionary::read(entries).map_err(broken)?;
        let kind = kind(&dictionary)?;
        let end = reach(&dictionary, &digits, document.bytes())?;
        check_revision(document, field, id, offset, end)?;
        let said = |name: &str| {
            dictionary
                .get(name)
                .and_then(Object::as_string)
                .map(from_text)
        };
        Ok(Self {
            kind,
            value: value(document.bytes().get(digits.clone()).unwrap_or_default())?,
            gap: digits,
            end,
            claimed_at: said("M").as_deref().and_then(instant),
            reason: said("Reason"),
            location: said("Location"),
        })
    }

    /// The two parts that it covers.
    pub(super) fn covered<'p>(&self, pdf: &'p [u8]) -> [&'p [u8]; 2] {
        [
            pdf.get(..self.gap.start).unwrap_or_default(),
            pdf.get(self.gap.end..self.end).unwrap_or_default(),
        ]
    }
}

fn kind(dictionary: &Dictionary) -> Result<Kind, Finding> {
    let sub_filter = dictionary.get("SubFilter").ok_or(Finding::Broken(
        "a signature does not say of what kind it is",
    ))?;
    if sub_filter.is_name("ETSI.CAdES.detached") {
        Ok(Kind::Signature)
    } else if sub_filter.is_name("ETSI.RFC3161") {
        Ok(Kind::DocumentTimestamp)
    } else {
        Err(Finding::Unsupported("a signature is not of the kind PAdES"))
    }
}

/// The byte range must leave out the value with its brackets, and nothing else, and end where an
/// update ends. Tells where that is.
fn reach(dictionary: &Dictionary, digits: &Range<usize>, pdf: &[u8]) -> Result<usize, Finding> {
    let range: Option<Vec<usize>> = dictionary
        .get("ByteRange")
        .and_then(Object::as_array)
        .and_then(|range| range.iter().map(Object::as_size).collect());
    let Some([0, before, after, length]) = range.as_deref() else {
        return Err(Finding::Broken("a signature does not say what it covers"));
    };
    if *before != digits.start || *after != digits.end {
        return Err(Finding::Broken(
            "a signature leaves out more than its own value",
        ));
    }
    let end = after
        .checked_add(*length)
        .filter(|end| *end <= pdf.len())
        .ok_or(Finding::Broken("a signature covers more than there is"))?;
    let covered = pdf.get(..end).unwrap_or_default();
    let covered = covered.strip_suffix(b"\n").unwrap_or(covered);
    let covered = covered.strip_suffix(b"\r").unwrap_or(covered);
    if !covered.ends_with(b"%%EOF") {
        return Err(Finding::Broken("a signature does not cover a whole update"));
    }
    Ok(end)
}

/// What is covered must be a file by itself, with this very signature in this very field.
fn check_revision(
    document: &Document<'_>,
    field: &Field,
    id: ObjectId,
    offset: usize,
    end: usize,
) -> Result<(), Finding> {
    let signed = document.bytes().get(..end).unwrap_or_default();
    let stands = || {
        let signed = Document::open(signed).ok()?;
        let form = Form::read(&signed, &signed.catalog().ok()?).ok()??;
        let then = form.fields(&signed).ok()?;
        let then = then.iter().find(|then| then.id == field.id)?;
        let same_field = then.is_signature && then.value == field.value;
        let place = signed.entry(id.number);
        let same_place = matches!(place, Some(Entry::At { offset: then, .. }) if then == offset);
        Some(same_field && same_place)
    };
    if stands() == Some(true) {
        Ok(())
    } else {
        Err(Finding::Broken("what a signature covers is no whole file"))
    }
}

/// The value between its brackets: digits of one case, then nothing but zeros. So no digit can be
/// changed without being noticed.
fn value(written: &[u8]) -> Result<Vec<u8>, Finding> {
    let broken = Finding::Broken("a signature's value is no plain hexadecimal string");
    let digits = written
        .strip_prefix(b"<")
        .and_then(|digits| digits.strip_suffix(b">"))
        .ok_or(broken.clone())?;
    let upper = digits.iter().any(u8::is_ascii_uppercase);
    let lower = digits.iter().any(u8::is_ascii_lowercase);
    if upper && lower {
        return Err(broken);
    }
    let bytes = hex::decode(digits).map_err(|_| broken.clone())?;
    // The first value in DER says how long it is.
    let (first, rest) = Any::from_der_partial(&bytes)
        .map_err(|_| Finding::Broken("a signature's value does not follow the format"))?;
    if rest.iter().any(|byte| *byte != 0) {
        return Err(Finding::Broken(
            "something stands behind a signature's value",
        ));
    }
    first
        .to_der()
        .map_err(|_| Finding::Broken("a signature's value does not follow the format"))
}

/// `D:YYYYMMDDHHmmSS` with the distance from UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:")?;
    let (local, zone) = text.split_at_checked(14)?;
    if !local.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| local.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize| part(from, from + 2).and_then(|part| i8::try_from(part).ok());
    let local = DateTime::new(
        part(0, 4)?,
        small(4)?,
        small(6)?,
        small(8)?,
        small(10)?,
        small(12)?,
        0,
    )
    .ok()?;
    let mut signs = zone.chars();
    let sign = match signs.next() {
        None | Some('Z') => 0,
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let digits: String = signs.filter(|sign| *sign != '\'').take(4).collect();
    let digits = format!("{digits:0<4}");
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..)?.parse().ok()?;
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    offset.to_timestamp(local).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_pdf() {
        let expected: Timestamp = "2026-11-22T02:30:00Z".parse().unwrap();
        for text in [
            "D:20261122093000+07'00'",
            "D:20261122093000+07'00",
            "D:20261122023000Z",
            "D:20261121213000-05'00'",
            "D:20261122023000",
        ] {
            assert_eq!(instant(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "20261122093000",
            "D:2026",
            "D:20261322093000Z",
            "D:20261122093000+99'99'",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_plain() {
        assert_eq!(value(b"<3000>"), Ok(vec![0x30, 0]));
        assert_eq!(value(b"<30000000>"), Ok(vec![0x30, 0]));
        for broken in [
            &b"<300001>"[..],
            b"<30 00>",
            b"(30)",
            b"<3001>",
            b"<300>",
            b"<>",
        ] {
            assert!(value(broken).is_err(), "{broken:?}");
        }
        assert_eq!(value(b"<0401ab>"), Ok(vec![4, 1, 0xab]));
        assert_eq!(value(b"<0401AB>"), Ok(vec![4, 1, 0xab]));
        assert!(value(b"<0401Ab>").is_err());
    }

    proptest! {
        #[test]
        fn any_date_is_read_or_refused(text in "D?:?[0-9]{0,16}[Z+-]?[0-9']{0,8}") {
            let _ = instant(&text);
        }
    }
}
