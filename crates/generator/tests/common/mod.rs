//! What the tests share.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};

/// The day of generation of most tests.
pub const TODAY: Date = date(2026, 11, 22);

/// A file of the content.
pub fn read(path: &str) -> Vec<u8> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    fs::read(content.join(path)).unwrap()
}

/// The tables of the synthetic population, by their paths in the content.
pub fn tables() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/synthetic");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = format!("synthetic/{}", entry.unwrap().file_name().display());
            let bytes = read(&path);
            (path, bytes)
        })
        .collect()
}
