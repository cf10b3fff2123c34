//! Archives in the ZIP format whose files are stored as they are: papers are packed already.

use jiff::civil::DateTime;

/// An archive that grows in memory. It may have at most 65,535 files and four gigabytes; this room
/// stays far below.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

/// The archive would be larger than its format allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the archive would be larger than its format allows")]
pub(super) struct TooLarge;

/// Version of the format that a reader needs.
const NEEDED: u16 = 20;
/// Names are in UTF-8.
const UTF8: u16 = 1 << 11;
/// Nothing is packed.
const STORED: u16 = 0;

impl Archive {
    /// Adds a file with the moment of its last change, in Vietnamese time.
    pub fn add(&mut self, name: &str, at: DateTime, content: &[u8]) -> Result<(), TooLarge> {
        let offset = u32::try_from(self.bytes.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(content.len()).map_err(|_| TooLarge)?;
        let length = u16::try_from(name.len()).map_err(|_| TooLarge)?;
        self.files = self.files.checked_add(1).ok_or(TooLarge)?;
        let (time, day) = moment(at);
        let mut common = Vec::with_capacity(26);
        for value in [NEEDED, UTF8, STORED, time, day] {
            common.extend(value.to_le_bytes());
        }
        for value in [crc32fast::hash(content), size, size] {
            common.extend(value.to_le_bytes());
        }
        common.extend(length.to_le_bytes());
        // No extra field.
        common.extend(0_u16.to_le_bytes());

        self.bytes.extend(0x0403_4b50_u32.to_le_bytes());
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);

        self.directory.extend(0x0201_4b50_u32.to_le_bytes());
        self.directory.extend(NEEDED.to_le_bytes());
        self.directory.extend(&common);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        Ok(())
    }

    /// The archive with its directory at the end.
    pub fn finish(mut self) -> Result<Vec<u8>, TooLarge> {
        let start = u32::try_from(self.bytes.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(self.directory.len()).map_err(|_| TooLarge)?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(0x0605_4b50_u32.to_le_bytes());
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend(0_u16.to_le_bytes());
        Ok(self.bytes)
    }
}

/// Time and day as this format writes them: in steps of two seconds, from 1980 on.
fn moment(at: DateTime) -> (u16, u16) {
    let part = |value: i8| u16::try_from(value).unwrap_or_default();
    let time = (part(at.hour()) << 11) | (part(at.minute()) << 5) | (part(at.second()) / 2);
    let years = u16::try_from(at.year().saturating_sub(1980)).unwrap_or_default();
    let day = (years.min(127) << 9) | (part(at.month()) << 5) | part(at.day());
    (time, day)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn another_program_reads_it() {
        let mut archive = Archive::default();
        let at = date(2026, 11, 22).at(14, 5, 2, 0);
        archive.add("Giấy khai sinh.pdf", at, b"%PDF-1.7").unwrap();
        archive.add("index.json", at, b"{}").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, archive.finish().unwrap()).unwrap();
        let script = "import sys, zipfile\n\
            z = zipfile.ZipFile(sys.argv[1])\n\
            assert z.testzip() is None\n\
            assert z.namelist() == ['Giấy khai sinh.pdf', 'index.json'], z.namelist()\n\
            assert z.infolist()[0].date_time == (2026, 11, 22, 14, 5, 2)\n\
            assert z.read('Giấy khai sinh.pdf') == b'%PDF-1.7'\n";
        let Ok(read) = Command::new("python3")
            .args(["-c", script])
            .arg(&path)
            .output()
        else {
            eprintln!("skipped: there is no python3");
            return;
        };
        assert!(
            read.status.success(),
            "{}",
            String::from_utf8_lossy(&read.stderr)
        );
    }

    proptest! {
        #[test]
        fn every_file_is_in_it(files in proptest::collection::vec(any::<Vec<u8>>(), 0..8)) {
            let mut archive = Archive::default();
            let at = date(1970, 1, 1).at(0, 0, 0, 0);
            for (index, content) in files.iter().enumerate() {
                archive.add(&index.to_string(), at, content).unwrap();
            }
            let bytes = archive.finish().unwrap();
            let end = &bytes[bytes.len() - 22..];
            prop_assert_eq!(usize::from(u16::from_le_bytes([end[10], end[11]])), files.len());
            let start = u32::from_le_bytes([end[16], end[17], end[18], end[19]]);
            let size = u32::from_le_bytes([end[12], end[13], end[14], end[15]]);
            let ends = usize::try_from(start + size).unwrap();
            prop_assert_eq!(ends, bytes.len() - 22);
        }
    }
}
