//! The applicant's own dossiers.

mod answer_supplement;
mod get_dossier;
mod list_dossiers;
mod own_dossier;
mod withdraw;

pub(crate) use answer_supplement::answer_supplement;
pub(crate) use get_dossier::get_dossier;
pub(crate) use list_dossiers::list_dossiers;
pub(crate) use own_dossier::OwnDossier;
pub(crate) use withdraw::{withdraw, withdrawal};
