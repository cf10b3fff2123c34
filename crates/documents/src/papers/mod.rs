//! Papers as their owners and officers see them.

mod get_paper;
mod get_paper_file;
mod get_paper_of_dossier;
mod list_papers;
mod revoke_paper;
mod view;

pub(crate) use get_paper::get_paper;
pub(crate) use get_paper_file::{bytes_of, get_paper_file};
pub(crate) use get_paper_of_dossier::get_paper_of_dossier;
pub(crate) use list_papers::{list_papers, rows_wanted};
pub(crate) use revoke_paper::revoke_paper;
pub(crate) use view::row;
