//! Pages of any form: what was typed, and the fields as HTML.

mod answers;
mod boxes;
mod communes;
mod fields;
mod next;
mod papers;
mod summary;

pub(super) use answers::Answers;
pub(super) use fields::FormPage;
pub(super) use next::next_notice;
pub(super) use papers::Papers;
pub(crate) use summary::summary;
