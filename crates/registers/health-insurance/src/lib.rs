//! The health insurance register (bảo hiểm y tế): cards, at most one in force for each person.
//!
//! A card is issued once and ends once, on its last day, by a decision, or by the death that the
//! population register tells. Other rooms reach the register by its data services alone.

mod end_card;
mod error;
mod get_card;
mod insured;
mod issue_card;
mod person_died;
mod room;
mod rules;
mod schema;

use dean06_store::TableDeclaration;

pub use room::HealthInsurance;
pub use rules::RulesError;

/// The tables of this room, and how a sharded cluster would spread them.
pub fn tables() -> &'static [TableDeclaration] {
    schema::TABLES
}
