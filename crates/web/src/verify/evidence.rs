//! What is brought to be checked.

use crate::frame::SentFile;

/// The largest file, in bytes.
pub(super) const FILE_LIMIT: usize = 10 * 1024 * 1024;
/// The longest text that is shown again, in characters.
pub(super) const TEXT_LIMIT: usize = 4_096;
/// The longest code, in characters.
const CODE_LIMIT: usize = 40;
/// The longest signed data, in characters.
const SIGNED_LIMIT: usize = 32_768;
/// With what the text of a QR begins.
const QR: &str = "D1.";

/// Something that can be checked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// A file, in base 64.
    Pdf(String),
    /// Signed data.
    Signed(String),
    /// The text of a QR.
    Qr(String),
    /// A code that is printed on a paper.
    Code(String),
}

/// Why something cannot be checked: the field, and the message that says how to mend it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    pub field: &'static str,
    pub message: &'static str,
}

impl Unfit {
    /// The field and the message.
    pub const fn of(field: &'static str, message: &'static str) -> Self {
        Self { field, message }
    }
}

impl Evidence {
    /// A code as it was typed.
    pub fn of_code(code: &str) -> Result<Self, Unfit> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        if code.chars().count() > CODE_LIMIT {
            return Err(Unfit::of("code", "verify-code-too-long"));
        }
        Ok(Self::Code(code))
    }

    /// A text that was scanned or pasted: of a QR, also within the address that it opens, or signed
    /// data.
    pub fn of_text(text: &str) -> Result<Self, Unfit> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return Err(Unfit::of("qr", "verify-qr-empty"));
        }
        if let Some(start) = text.find(QR) {
            let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            let qr: String = text[start..].chars().take_while(|&c| known(c)).collect();
            if qr.len() > TEXT_LIMIT {
                return Err(Unfit::of("qr", "verify-text-too-long"));
            }
            return Ok(Self::Qr(qr));
        }
        if text.len() > SIGNED_LIMIT {
            return Err(Unfit::of("qr", "verify-text-too-long"));
        }
        Ok(Self::Signed(text))
    }

    /// A file: a PDF by how it begins, else signed data.
    pub fn of_file(file: &SentFile) -> Result<Self, Unfit> {
        if file.is_pdf() {
            if file.too_large {
                return Err(Unfit::of("file", "verify-file-too-large"));
            }
            return Ok(Self::Pdf(file.coded()));
        }
        match Self::of_text(&String::from_utf8_lossy(&file.bytes)) {
            Ok(evidence) if !file.too_large => Ok(evidence),
            _ => Err(Unfit::of("file", "verify-file-unknown")),
        }
    }

    /// The field that it came by.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Pdf(_) => "file",
            Self::Signed(_) | Self::Qr(_) => "qr",
            Self::Code(_) => "code",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, SIGNED_LIMIT};
    use crate::frame::SentFile;

    fn file(bytes: &[u8], too_large: bool) -> SentFile {
        SentFile {
            name: "x".to_owned(),
            bytes: bytes.to_vec(),
            too_large,
        }
    }

    #[test]
    fn a_text_is_told_by_what_it_is() {
        let qr = Evidence::Qr("D1.abc-_.def".to_owned());
        for text in [
            "D1.abc-_.def",
            " D1.abc\n-_.def ",
            "https://x.example/verify?qr=D1.abc-_.def&lang=vi",
            "https://x.example/verify#D1.abc-_.def",
        ] {
            assert_eq!(Evidence::of_text(text).as_ref(), Ok(&qr), "{text}");
        }
        let signed = Evidence::of_text("a.b.c");
        assert_eq!(signed, Ok(Evidence::Signed("a.b.c".to_owned())));
        assert!(Evidence::of_text(" ").is_err());
        assert!(Evidence::of_text(&"x".repeat(SIGNED_LIMIT + 1)).is_err());
        assert!(Evidence::of_code(&"A".repeat(41)).is_err());
        let code = Evidence::of_code("AB 12");
        assert_eq!(code, Ok(Evidence::Code("AB12".to_owned())));
    }

    #[test]
    fn a_file_is_told_by_its_content() {
        let pdf = Evidence::of_file(&file(b"%PDF-1.7 ...", false));
        assert!(matches!(pdf, Ok(Evidence::Pdf(_))));
        assert!(Evidence::of_file(&file(b"%PDF-1.7 ...", true)).is_err());
        let signed = Evidence::of_file(&file(b"a.b.c\n", false));
        assert_eq!(signed, Ok(Evidence::Signed("a.b.c".to_owned())));
        let huge = "x".repeat(SIGNED_LIMIT + 1);
        assert!(Evidence::of_file(&file(huge.as_bytes(), false)).is_err());
        assert!(Evidence::of_file(&file(b"", false)).is_err());
    }
}
