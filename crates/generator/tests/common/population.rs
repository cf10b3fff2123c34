//! Populations made from the tables and units of the content.

use std::sync::{Arc, LazyLock};

use dean06_generator::{Generator, Inputs};
use dean06_kernel::AdminUnits;
use jiff::civil::date;

use crate::common::{TODAY, read, tables};

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
