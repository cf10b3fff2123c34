//! What hospitals send: notices as signed JSON, whose form is content.

mod birth;
mod death;
mod death_rows;
mod kind;
mod revisions;
mod rows;
mod signed;

pub(crate) use birth::BirthDocument;
pub(crate) use death::DeathDocument;
pub(crate) use death_rows::{
    KnownDeathNotice, death_notice, hold_death_notice, mark_death_registered, notice_of_deceased,
    release_death_notice,
};
pub(crate) use kind::{BIRTH, DEATH, NoticeKind, PersonOfNotice};
pub(crate) use revisions::{Arrived, Differs, Revision};
pub(crate) use rows::{KnownNotice, mark_registered, notice_of_child, notice_of_mother, person};
pub(crate) use signed::SignedNotice;
