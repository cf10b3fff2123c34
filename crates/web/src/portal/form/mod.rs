//! Pages of any form: what was typed, and the fields as HTML.

mod answers;
mod boxes;
mod communes;
mod fields;
mod next;
mod summary;

pub(super) use answers::Answers;
pub(super) use fields::FormPage;
pub(super) use next::next_notice;
pub(super) use summary::summary;
