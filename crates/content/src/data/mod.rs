//! The plain tables of the content.

mod code_list;
mod legal_basis;
mod message_text;
mod messages;
mod notice;
mod organisation;
mod profile;
mod purpose;
mod reference;
mod register;
mod retention;
mod role;

pub use code_list::{CodeEntry, CodeList};
pub use legal_basis::LegalBasis;
pub use message_text::{FilledMessage, MessageText, MessageTexts, MissingBlank};
pub use notice::NoticeSchema;
pub use organisation::{Organisation, OrganisationKind};
pub use profile::Profile;
pub use purpose::{Allow, Grant, Purpose, Purposes};
pub use retention::{Keep, Retention};
pub use role::Role;

pub(crate) use code_list::load as load_code_lists;
pub(crate) use legal_basis::load as load_legal_bases;
pub(crate) use message_text::{FILE as MESSAGES, load as load_message_texts};
pub(crate) use messages::{Messages, load as load_messages};
pub(crate) use notice::{INDEX as NOTICES, load as load_notices};
pub(crate) use organisation::{Organisations, load as load_organisations};
pub(crate) use profile::{load as load_profiles, switched_on};
pub(crate) use purpose::load as load_purposes;
pub(crate) use reference::{Reference, load as load_reference};
pub(crate) use register::{Registers, load as load_registers};
pub(crate) use retention::load as load_retention;
pub(crate) use role::load as load_roles;
