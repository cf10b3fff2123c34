//! The officer's desk: the queue and the steps that officers take.

mod actions;
mod approve;
mod at_desk;
mod begin_verification;
mod check_attached;
mod decline_intake;
mod extend;
mod finish_by_hand;
mod list_queue;
mod open_chain;
mod open_dossier;
mod receive;
mod refuse;
mod request_supplement;
mod retry_leg;
mod return_result;
mod take_dossier;

pub(crate) use actions::supervises;
pub(crate) use approve::approve;
pub(crate) use at_desk::{find, invalid, reason, written};
pub(crate) use begin_verification::begin_verification;
pub(crate) use check_attached::check_attached;
pub(crate) use decline_intake::decline_intake;
pub(crate) use extend::extend;
pub(crate) use finish_by_hand::finish_by_hand;
pub(crate) use list_queue::list_queue;
pub(crate) use open_chain::open_chain;
pub(crate) use open_dossier::open_dossier;
pub(crate) use receive::receive;
pub(crate) use refuse::{REASONS, refuse};
pub(crate) use request_supplement::request_supplement;
pub(crate) use retry_leg::retry_leg;
pub(crate) use return_result::return_result;
pub(crate) use take_dossier::take_dossier;
