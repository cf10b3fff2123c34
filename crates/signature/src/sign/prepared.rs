//! A file with a place for a signature that is not there yet.

use std::ops::Range;

use super::SignError;
use super::place::{Label, Place, with_room};
use crate::digest::sha256_of;
use crate::pdf::Dictionary;

/// A file with a place for a signature that is not there yet. What it covers is fixed.
pub(super) struct Prepared {
    pdf: Vec<u8>,
    /// Where its hexadecimal digits go, without the brackets around them.
    digits: Range<usize>,
}

impl Prepared {
    pub(super) fn new(
        place: &Place<'_, '_>,
        said: &Dictionary,
        label: &Label<'_>,
        room: usize,
    ) -> Result<Self, SignError> {
        let signature = with_room(said, room);
        let (mut pdf, start) = place.write(&signature, label)?;
        let in_file = |range: Range<usize>| start + range.start..start + range.end;
        let digits = in_file(signature.digits);
        let after = digits.end + 1;
        let byte_range = format!(
            "0 {} {after} {}",
            digits.start - 1,
            pdf.len().saturating_sub(after)
        );
        put(&mut pdf, in_file(signature.byte_range), &byte_range)?;
        Ok(Self { pdf, digits })
    }

    /// The digest of what is signed: everything but the digits and their brackets.
    pub(super) fn digest(&self) -> [u8; 32] {
        let before = self.pdf.get(..self.digits.start - 1).unwrap_or_default();
        let after = self.pdf.get(self.digits.end + 1..).unwrap_or_default();
        sha256_of(&[before, after])
    }

    /// Puts the signature in its place.
    pub(super) fn fill(mut self, value: &[u8]) -> Result<Vec<u8>, SignError> {
        put(&mut self.pdf, self.digits, &hex::encode(value))?;
        Ok(self.pdf)
    }
}

/// Writes a text over the beginning of a range.
fn put(pdf: &mut [u8], range: Range<usize>, text: &str) -> Result<(), SignError> {
    match pdf
        .get_mut(range)
        .and_then(|range| range.get_mut(..text.len()))
    {
        Some(place) => {
            place.copy_from_slice(text.as_bytes());
            Ok(())
        }
        None => Err(SignError::Write("there is no room for it".into())),
    }
}
