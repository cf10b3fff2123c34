//! The civil-status register (hộ tịch): births with their register-book numbers, and marriages as
//! far as a birth needs them.

mod books;
mod find_births;
mod find_marriage;
mod get_birth;
mod import_births;
mod import_marriages;
mod insert_rows;
mod register_birth;
mod room;
mod schema;

pub use books::BooksError;
pub use import_births::ImportedBirth;
pub use import_marriages::{ImportedMarriage, ImportedSpouse};
pub use room::CivilStatus;
pub use schema::tables;
