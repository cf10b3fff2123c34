//! Allowances at a death: the funeral allowance (mai táng phí) and the survivor benefit (tử tuất), one
//! of each kind for each deceased person.
//!
//! Who may have one, and how much, the services that grant it say; this room sees to it that nobody
//! gets it twice. Other rooms reach it by its data services alone.

mod error;
mod get_grants;
mod grant;
mod room;
mod schema;

use dean06_store::TableDeclaration;

pub use room::Allowances;

/// The tables of this room, and how a sharded cluster would spread them.
pub fn tables() -> &'static [TableDeclaration] {
    schema::TABLES
}
