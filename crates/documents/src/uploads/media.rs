//! What a file is, by its content alone.

/// What may be put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Pdf,
    Jpeg,
    Png,
}

impl Media {
    /// Looks at the first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const PDF: &[u8] = b"%PDF-";
        const JPEG: &[u8] = &[0xff, 0xd8, 0xff];
        const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
        [(PDF, Self::Pdf), (JPEG, Self::Jpeg), (PNG, Self::Png)]
            .into_iter()
            .find(|(magic, _)| bytes.starts_with(magic))
            .map(|(_, media)| media)
    }

    /// As the web names it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// What names of such files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_says_what_it_is() {
        assert_eq!(Media::of(b"%PDF-1.7\n"), Some(Media::Pdf));
        assert_eq!(Media::of(&[0xff, 0xd8, 0xff, 0xe0]), Some(Media::Jpeg));
        assert_eq!(Media::of(b"\x89PNG\r\n\x1a\n...."), Some(Media::Png));
        for other in [
            &b""[..],
            b"<html>",
            b"PK\x03\x04",
            b"MZ",
            b"GIF89a",
            b" %PDF-1.7",
        ] {
            assert_eq!(Media::of(other), None);
        }
    }
}
