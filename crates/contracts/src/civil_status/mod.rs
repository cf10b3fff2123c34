//! The civil-status register (hộ tịch).

mod find_births;
mod find_marriage;
mod get_birth;
mod register_birth;

pub use find_births::{BirthRow, FindBirths, FindBirthsRequest, FindBirthsResponse};
pub use find_marriage::{FindMarriage, FindMarriageRequest, Marriage};
pub use get_birth::{BirthRecord, GetBirth, GetBirthRequest};
pub use register_birth::{
    BookEntry, ChildOfBirth, DeclarantOfBirth, ParentOfBirth, RegisterBirth, RegisterBirthRequest,
    RegisterBirthResponse,
};

/// The law of civil status.
const CIVIL_STATUS: &str = "civil-status-law";
