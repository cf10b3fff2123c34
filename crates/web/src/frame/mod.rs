//! What all pages share: who visits, the shell around the content, forms, errors, ways of saying.

mod address;
mod command_key;
mod download;
mod fields;
mod guests;
mod law;
mod markup;
mod moments;
mod news;
mod posted;
mod purposes;
mod reason;
mod reasoned;
mod refusals;
mod shell;
mod states;
mod stop;
#[cfg(test)]
pub(crate) mod testing;
mod uploaded;
mod visit;
mod wrong;

pub(crate) use address::{Address, form_page, id, number};
pub(crate) use command_key::CommandKey;
pub(crate) use download::Download;
pub(crate) use fields::Names;
pub(crate) use guests::{Citizen, Officer};
pub(crate) use law::{confidence, flag_notice, law, related_notice};
pub(crate) use markup::{
    filter_form, form, heading, link, list, on_screen, paragraph, quiet, subheading, upload_form,
    written,
};
pub(crate) use moments::local;
pub(crate) use news::news;
pub(crate) use posted::{Pairs, Posted};
pub(crate) use purposes::{APPLICATION, CASE_HANDLING, OWN_DATA, OWN_MESSAGES, OWN_PAPERS, PUBLIC};
pub(crate) use reason::Reason;
pub(crate) use reasoned::{Question, Reasoned};
pub(crate) use refusals::Refused;
pub(crate) use shell::Shell;
pub(crate) use states::{status_tag, status_tone};
pub(crate) use stop::{Answer, Stop};
pub(crate) use uploaded::{SentFile, Uploaded};
pub(crate) use visit::{Visit, Web};
pub(crate) use wrong::Wrong;
