//! The national population register (Cơ sở dữ liệu quốc gia về dân cư).
//!
//! What is known of a person is a list of facts that is only ever added to, each with the day from
//! which it holds in law and the moment at which it was recorded. The record of a person on a day,
//! as known at a moment, follows from them; what is searched and verified is kept ready beside them.
//! Other rooms reach the register by its data services alone.

mod checks;
mod command;
mod correct_person;
mod current;
mod end_permanent_residence;
mod error;
mod fact;
mod fact_rows;
mod field;
mod get_household;
mod get_person;
mod home;
mod household;
mod import;
mod issue_identity_card;
mod number;
mod place;
mod record;
mod refresh;
mod register_child;
mod register_death;
mod register_permanent_residence;
mod register_temporary_residence;
mod replace_personal_number;
mod room;
mod rules;
mod schema;
mod search_persons;
#[cfg(test)]
mod testing;
mod verify_person;

use dean06_store::TableDeclaration;

pub use import::{ImportError, ImportedHousehold, ImportedPerson};
pub use register_child::PERSON_REGISTERED;
pub use register_death::PERSON_DIED;
pub use room::Population;
pub use rules::RulesError;

/// The tables of this room, and how a sharded cluster would spread them.
pub fn tables() -> &'static [TableDeclaration] {
    schema::TABLES
}
