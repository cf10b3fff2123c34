//! The national population register (Cơ sở dữ liệu quốc gia về dân cư).

mod correct_person;
mod end_permanent_residence;
mod get_household;
mod get_person;
mod issue_identity_card;
mod register_child;
mod register_death;
mod register_permanent_residence;
mod register_temporary_residence;
mod replace_personal_number;
mod search_persons;
mod verify_person;

pub use correct_person::{CorrectPerson, CorrectPersonRequest, CorrectPersonResponse};
pub use end_permanent_residence::{
    EndPermanentResidence, EndPermanentResidenceRequest, EndPermanentResidenceResponse,
};
pub use get_household::{GetHousehold, GetHouseholdRequest, Household, HouseholdMember};
pub use get_person::{
    GetPerson, GetPersonRequest, HouseholdOfPerson, IdentityCard, LifeStatus, PersonRecord,
    Provenance, Relation, Relative, TemporaryAbsence,
};
pub use issue_identity_card::{
    IssueIdentityCard, IssueIdentityCardRequest, IssueIdentityCardResponse,
};
pub use register_child::{
    ParentOfChild, RegisterChild, RegisterChildRequest, RegisterChildResponse,
};
pub use register_death::{RegisterDeath, RegisterDeathRequest, RegisterDeathResponse};
pub use register_permanent_residence::{
    RegisterPermanentResidence, RegisterPermanentResidenceRequest,
    RegisterPermanentResidenceResponse,
};
pub use register_temporary_residence::{
    RegisterTemporaryResidence, RegisterTemporaryResidenceRequest,
    RegisterTemporaryResidenceResponse,
};
pub use replace_personal_number::{
    ReplacePersonalNumber, ReplacePersonalNumberRequest, ReplacePersonalNumberResponse,
};
pub use search_persons::{PersonRow, SearchPersons, SearchPersonsRequest, SearchPersonsResponse};
pub use verify_person::{VerifyPerson, VerifyPersonRequest, VerifyPersonResponse};

/// The law that names the groups of information of the register.
const REGISTER: &str = "id-card-law.9";

/// The law of residence.
const RESIDENCE: &str = "residence-law";
