//! Reads strings.

use super::PdfError;
use super::parser::{Parser, hex_digit, is_white};

impl Parser<'_> {
    /// `<…>`, in hexadecimal digits; a missing last one is 0.
    pub(super) fn hex_string(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.next();
        let mut digits = Vec::new();
        loop {
            match self.next() {
                Some(b'>') => break,
                Some(byte) if is_white(byte) => {}
                Some(byte) => digits.push(
                    hex_digit(byte).ok_or_else(|| self.damaged("a string has a broken digit"))?,
                ),
                None => return Err(self.damaged("a string has no end")),
            }
        }
        Ok(digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
            .collect())
    }

    /// `(…)`, with its escapes.
    pub(super) fn literal_string(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.next();
        let mut string = Vec::new();
        let mut open = 0_usize;
        loop {
            let Some(byte) = self.next() else {
                return Err(self.damaged("a string has no end"));
            };
            match byte {
                b'\\' => self.escape(&mut string)?,
                b'(' => {
                    open += 1;
                    string.push(byte);
                }
                b')' if open == 0 => return Ok(string.into()),
                b')' => {
                    open -= 1;
                    string.push(byte);
                }
                // The ends of lines mean one thing, however they are written.
                b'\r' => {
                    self.take(b"\n");
                    string.push(b'\n');
                }
                _ => string.push(byte),
            }
        }
    }

    fn escape(&mut self, string: &mut Vec<u8>) -> Result<(), PdfError> {
        let Some(byte) = self.next() else {
            return Err(self.damaged("a string has no end"));
        };
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\n' => {}
            b'\r' => {
                self.take(b"\n");
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|byte| matches!(byte, b'0'..=b'7')) else {
                        break;
                    };
                    self.next();
                    code = code * 8 + u32::from(digit - b'0');
                }
                // High bits are ignored, as the format says.
                string.push(u8::try_from(code & 0xff).unwrap_or(0));
            }
            other => string.push(other),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Object;
    use super::*;

    fn read(text: &[u8]) -> Result<Object, PdfError> {
        Parser::new(text, 0).object()
    }

    fn string(bytes: &[u8]) -> Object {
        Object::String(bytes.into())
    }

    #[test]
    fn strings() {
        assert_eq!(read(b"(a(b)c)"), Ok(string(b"a(b)c")));
        assert_eq!(read(b"(\\(\\101\\7\\\nx\r\ny)"), Ok(string(b"(A\x07x\ny")));
        assert_eq!(read(b"<48 65 6C6>"), Ok(string(b"Hel`")));
        assert!(read(b"(open").is_err());
        assert!(read(b"<4g>").is_err());
    }
}
