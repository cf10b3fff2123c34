//! Streams and how they are unpacked.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{Dictionary, Object, PdfError};

/// A stream as it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct Stream<'a> {
    pub dictionary: Dictionary,
    /// The bytes between `stream` and `endstream`, still packed.
    pub raw: &'a [u8],
}

impl Stream<'_> {
    /// The bytes that the stream stands for, at most `limit`.
    pub(crate) fn unpack(&self, limit: usize) -> Result<Vec<u8>, PdfError> {
        let too_large = || PdfError::TooLarge("its streams unpack to too much");
        match self.filter()? {
            None if self.raw.len() > limit => Err(too_large()),
            None => Ok(self.raw.to_vec()),
            Some(()) => {
                let mut unpacked = Vec::new();
                let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
                ZlibDecoder::new(self.raw)
                    .take(most)
                    .read_to_end(&mut unpacked)
                    .map_err(|_| PdfError::object("a stream does not unpack"))?;
                if unpacked.len() > limit {
                    return Err(too_large());
                }
                self.undo_prediction(unpacked)
            }
        }
    }

    /// `Some` if the stream is packed with Flate; nothing else is read.
    fn filter(&self) -> Result<Option<()>, PdfError> {
        let is_flate = |filter: &Object| filter.is_name("FlateDecode");
        match self.dictionary.get("Filter") {
            None | Some(Object::Null) => Ok(None),
            Some(Object::Array(filters)) if filters.is_empty() => Ok(None),
            Some(Object::Array(filters)) if filters.len() == 1 && filters.iter().all(is_flate) => {
                Ok(Some(()))
            }
            Some(filter) if is_flate(filter) => Ok(Some(())),
            Some(_) => Err(PdfError::Unsupported("a filter other than Flate")),
        }
    }

    /// Undoes the predictors of PNG, with which cross-reference streams are often packed.
    fn undo_prediction(&self, packed: Vec<u8>) -> Result<Vec<u8>, PdfError> {
        let parameters = match self.dictionary.get("DecodeParms") {
            None | Some(Object::Null) => return Ok(packed),
            Some(Object::Array(each)) => each.first().and_then(Object::as_dictionary),
            Some(parameters) => parameters.as_dictionary(),
        }
        .ok_or(PdfError::Unsupported("its decoding parameters"))?;
        let parameter = |name: &str, default: i64| match parameters.get(name) {
            None => Some(default),
            Some(value) => value.as_integer(),
        };
        match parameter("Predictor", 1) {
            Some(1) => return Ok(packed),
            Some(10..=15) => {}
            _ => return Err(PdfError::Unsupported("a predictor other than those of PNG")),
        }
        let columns = parameter("Columns", 1)
            .and_then(|columns| usize::try_from(columns).ok())
            .filter(|columns| (1..=1 << 16).contains(columns));
        let (Some(columns), Some(1), Some(8)) = (
            columns,
            parameter("Colors", 1),
            parameter("BitsPerComponent", 8),
        ) else {
            return Err(PdfError::Unsupported("its predictor's parameters"));
        };
        undo_png(&packed, columns)
    }
}

/// Each row is a byte that names the prediction, and `columns` differences to it.
fn undo_png(packed: &[u8], columns: usize) -> Result<Vec<u8>, PdfError> {
    let mut unpacked = Vec::with_capacity(packed.len());
    let mut above = vec![0_u8; columns];
    for packed_row in packed.chunks(columns + 1) {
        let Some((kind, differences)) = packed_row
            .split_first()
            .filter(|(_, differences)| differences.len() == columns)
        else {
            return Err(PdfError::object("a predicted row is cut off"));
        };
        let mut row = Vec::with_capacity(columns);
        let (mut left, mut above_left) = (0_u8, 0_u8);
        for (&difference, &up) in differences.iter().zip(&above) {
            let predicted = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, above_left),
                _ => return Err(PdfError::object("a prediction is unknown")),
            };
            left = difference.wrapping_add(predicted);
            above_left = up;
            row.push(left);
        }
        unpacked.extend_from_slice(&row);
        above = row;
    }
    Ok(unpacked)
}

/// Of the three neighbours the one nearest to `left + up - above_left`.
fn paeth(left: u8, up: u8, above_left: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(above_left);
    let distance = |neighbour: u8| (estimate - i16::from(neighbour)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(above_left) {
        left
    } else if distance(up) <= distance(above_left) {
        up
    } else {
        above_left
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::super::Parser;
    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(dictionary: &str, raw: &[u8], limit: usize) -> Result<Vec<u8>, PdfError> {
        let Object::Dictionary(dictionary) =
            Parser::new(dictionary.as_bytes(), 0).object().unwrap()
        else {
            panic!("not a dictionary")
        };
        Stream { dictionary, raw }.unpack(limit)
    }

    #[test]
    fn plain_and_packed() {
        assert_eq!(unpack("<<>>", b"abc", 3).unwrap(), b"abc");
        let raw = packed(b"abc");
        assert_eq!(unpack("<</Filter/FlateDecode>>", &raw, 3).unwrap(), b"abc");
        assert_eq!(
            unpack("<</Filter[/FlateDecode]>>", &raw, 3).unwrap(),
            b"abc"
        );
        assert!(unpack("<</Filter/LZWDecode>>", &raw, 3).is_err());
        assert!(unpack("<</Filter/FlateDecode>>", b"abc", 3).is_err());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = packed(&vec![0; 1 << 20]);
        assert!(matches!(
            unpack("<</Filter/FlateDecode>>", &bomb, 1 << 10),
            Err(PdfError::TooLarge(_))
        ));
    }

    #[test]
    fn predictions_are_undone() {
        let rows = [0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1];
        let dictionary = "<</Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 3>>>>";
        assert_eq!(
            unpack(dictionary, &packed(&rows), 100).unwrap(),
            [1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]
        );
        assert!(unpack(dictionary, &packed(&rows[..7]), 100).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_unpack_or_fail(raw: Vec<u8>, columns in 1_usize..8) {
            let _ = unpack("<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 4>>>>", &raw, 1000);
            let _ = undo_png(&raw, columns);
        }
    }
}
