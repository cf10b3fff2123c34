//! The civil-status register (hộ tịch): births and deaths with their register-book numbers, the
//! notices of hospitals from which they are registered, and marriages as far as those need them.

mod books;
mod find_births;
mod find_marriage;
mod get_birth;
mod get_birth_notice;
mod get_death;
mod get_death_notice;
mod import_births;
mod import_marriages;
mod insert_rows;
mod notice;
mod receive_birth_notice;
mod receive_death_notice;
mod register_birth;
mod register_death;
mod room;
mod schema;

pub use books::BooksError;
pub use import_births::ImportedBirth;
pub use import_marriages::{ImportedMarriage, ImportedSpouse};
pub use receive_birth_notice::{BIRTH_NOTICE_CORRECTED, BIRTH_NOTICE_RECEIVED};
pub use receive_death_notice::{DEATH_NOTICE_CORRECTED, DEATH_NOTICE_RECEIVED};
pub use register_death::DEATH_REGISTERED;
pub use room::CivilStatus;
pub use schema::tables;
