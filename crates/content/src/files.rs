//! The files of a version of the content, and its digest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::ContentError;

/// The largest file, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;
/// How many files a version may have.
pub const MAX_FILES: usize = 5_000;
/// How deep its folders may be nested.
pub const MAX_FOLDER_DEPTH: usize = 8;

/// Files by their path inside the content folder, parts parted by `/`.
pub type Files = BTreeMap<String, Cow<'static, [u8]>>;

#[derive(RustEmbed)]
#[folder = "../../content"]
struct Embedded;

pub(crate) fn embedded() -> Files {
    Embedded::iter()
        .filter(|path| !path.split('/').any(|part| part.starts_with('.')))
        .filter_map(|path| Embedded::get(&path).map(|file| (path.into_owned(), file.data)))
        .collect()
}

/// Reads a folder. Hidden files are left out, links are followed.
pub(crate) fn from_dir(root: &Path) -> Result<Files, ContentError> {
    let mut files = Files::new();
    read_folder(root, "", 0, &mut files)?;
    Ok(files)
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Files,
) -> Result<(), ContentError> {
    let failed = |source| ContentError::Read {
        path: prefix.to_owned(),
        source,
    };
    if depth > MAX_FOLDER_DEPTH {
        return Err(ContentError::TooLarge(prefix.to_owned()));
    }
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(ContentError::Name(name.to_string_lossy().into_owned()));
        };
        if name.starts_with('.') {
            continue;
        }
        let path = match prefix {
            "" => name.to_owned(),
            _ => format!("{prefix}/{name}"),
        };
        let failed = |source| ContentError::Read {
            path: path.clone(),
            source,
        };
        let kind = fs::metadata(entry.path()).map_err(failed)?;
        if kind.is_dir() {
            read_folder(&entry.path(), &path, depth + 1, files)?;
            continue;
        }
        if kind.len() > MAX_FILE_BYTES || files.len() >= MAX_FILES {
            return Err(ContentError::TooLarge(path));
        }
        let bytes = fs::read(entry.path()).map_err(failed)?;
        files.insert(path, Cow::Owned(bytes));
    }
    Ok(())
}

/// Lower hex SHA-256 over the files in the order of their paths: path, a zero byte, SHA-256 of the
/// file.
pub(crate) fn digest(files: &Files) -> String {
    let mut all = Sha256::new();
    for (path, bytes) in files {
        all.update(path.as_bytes());
        all.update([0]);
        all.update(Sha256::digest(bytes));
    }
    hex::encode(all.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("services/one");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("service.toml"), "x").unwrap();
        fs::write(folder.path().join(".hidden"), "x").unwrap();
        fs::write(folder.path().join("a.toml"), "y").unwrap();
        let files = from_dir(folder.path()).unwrap();
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(paths, ["a.toml", "services/one/service.toml"]);
    }

    #[test]
    fn a_folder_has_limits() {
        let folder = tempfile::tempdir().unwrap();
        let large = fs::File::create(folder.path().join("large")).unwrap();
        large.set_len(MAX_FILE_BYTES + 1).unwrap();
        assert!(
            matches!(from_dir(folder.path()), Err(ContentError::TooLarge(path)) if path == "large")
        );

        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("x/".repeat(MAX_FOLDER_DEPTH + 1))).unwrap();
        assert!(matches!(
            from_dir(folder.path()),
            Err(ContentError::TooLarge(_))
        ));
        assert!(matches!(
            from_dir(&folder.path().join("nowhere")),
            Err(ContentError::Read { .. })
        ));
    }

    #[test]
    fn the_digest_parts_names_from_bytes() {
        let of = |files: &[(&str, &str)]| {
            let files = files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), Cow::Owned(text.as_bytes().to_vec())));
            digest(&files.collect())
        };
        // SHA-256 of nothing.
        assert!(of(&[]).starts_with("e3b0c44298fc1c14"));
        assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
        assert_ne!(of(&[("a", "b"), ("c", "d")]), of(&[("a", "d"), ("c", "b")]));
    }
}
