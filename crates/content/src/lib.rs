//! Law as data: what changes when a law changes, loaded once, checked, and known by its digest.
//!
//! [`Content`] holds one version of the folder `content/`: administrative units, calendar,
//! organisations, code lists, purposes, and the public services with their forms and rules. The
//! version that the program was built with is embedded in it; a folder can replace it.

mod bundle;
mod check;
mod content;
mod data;
mod error;
mod files;
mod finding;
mod form;
mod reader;
mod service;
#[cfg(test)]
mod testing;

pub mod limits;
pub mod rule;

use serde_json::Value;

pub use bundle::{Bundle, BundleError, BundleRules, Change, Leg, Opening, Refused};
pub use check::CheckReport;
pub use content::Content;
pub use data::{
    Allow, CodeEntry, CodeList, FilledMessage, Grant, Keep, LegalBasis, MessageText, MessageTexts,
    MissingBlank, NoticeSchema, Organisation, OrganisationKind, Profile, Purpose, Purposes,
    Retention, Role,
};
pub use error::ContentError;
pub use files::{Files, MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_DEPTH};
pub use finding::Finding;
pub use form::{Field, FieldError, FieldKind, FieldSource, Form, Page, Widget};
pub use rule::{Engine, Rule, RuleError, Template};
pub use service::{
    Agreement, AgreementRule, Applicant, ApplyAgain, AutomaticRule, ByHand, Check, CheckEffect,
    ClockRule, Competence, Component, ComponentFrom, Effect, Fee, Law, Level, Numbering, Related,
    ResultField, ResultFieldRule, ResultRule, Service, ServiceError, ServiceRules, Source,
};

/// The variables of a rule by their names: `form`, `applicant`, `today`, the sources by their ids,
/// in a bundle `passed` and `occasion`, and where they exist `dossier`, `officer`, `effect` and
/// `record`. The rules of a bundle know `legs`, `applicant`, `occasion`, `today` and `event`.
pub type Context = serde_json::Map<String, Value>;
