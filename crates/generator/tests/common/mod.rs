//! What the tests share.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use dean06_generator::{Generator, Inputs};
use dean06_kernel::AdminUnits;
use jiff::civil::{Date, date};

/// The day of generation of most tests.
pub const TODAY: Date = date(2026, 11, 22);

/// A file of the content.
pub fn read(path: &str) -> Vec<u8> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    fs::read(content.join(path)).unwrap()
}

/// The administrative units.
pub static UNITS: LazyLock<AdminUnits> = LazyLock::new(|| {
    AdminUnits::from_csv(
        read("admin-units/before-2025-07.csv").as_slice(),
        read("admin-units/since-2025-07.csv").as_slice(),
        read("admin-units/merger-2025.csv").as_slice(),
        read("admin-units/districts-2025.csv").as_slice(),
        date(2025, 7, 1),
    )
    .unwrap()
});

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

/// The inputs made of them.
pub static INPUTS: LazyLock<Arc<Inputs>> = LazyLock::new(|| {
    let tables = tables();
    let files = tables.iter();
    let files = files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    Arc::new(Inputs::from_files(files, &UNITS).unwrap())
});

/// A population as of [`TODAY`].
pub fn generator(seed: u64, people: u64) -> Generator {
    Generator::new(Arc::clone(&INPUTS), seed, TODAY, people).unwrap()
}
