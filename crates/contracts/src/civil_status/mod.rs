//! The civil-status register (hộ tịch).

mod find_births;
mod find_marriage;
mod get_birth;
mod get_birth_notice;
mod get_death;
mod get_death_notice;
mod receive_birth_notice;
mod receive_death_notice;
mod register_birth;
mod register_death;

pub use find_births::{BirthRow, FindBirths, FindBirthsRequest, FindBirthsResponse};
pub use find_marriage::{FindMarriage, FindMarriageRequest, Marriage};
pub use get_birth::{BirthRecord, GetBirth, GetBirthRequest};
pub use get_birth_notice::{BirthNotice, GetBirthNotice, GetBirthNoticeRequest};
pub use get_death::{DeathRecord, GetDeath, GetDeathRequest};
pub use get_death_notice::{DeathNotice, GetDeathNotice, GetDeathNoticeRequest};
pub use receive_birth_notice::{
    ReceiveBirthNotice, ReceiveBirthNoticeRequest, ReceiveBirthNoticeResponse,
};
pub use receive_death_notice::{
    ReceiveDeathNotice, ReceiveDeathNoticeRequest, ReceiveDeathNoticeResponse,
};
pub use register_birth::{
    BookEntry, ChildOfBirth, DeclarantOfBirth, ParentOfBirth, RegisterBirth, RegisterBirthRequest,
    RegisterBirthResponse,
};
pub use register_death::{
    Deceased, DeclarantOfDeath, RegisterDeath, RegisterDeathRequest, RegisterDeathResponse,
};

/// The law of civil status.
const CIVIL_STATUS: &str = "civil-status-law";
