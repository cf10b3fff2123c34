//! Public services: one folder of `content/services` each.

mod fill;
mod load;
mod run;
mod side;
mod terms;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use dean06_kernel::{Confidence, Text};
use serde::Deserialize;

use crate::form::Form;
use crate::rule::{Engine, Rule, RuleError, Template};

pub(crate) use load::{FOLDER, load};
pub use run::ResultField;
pub use side::{Agreement, AgreementRule, AutomaticRule, ByHand, ValidityRule};
pub use terms::{ClockRule, Fee, Law, Numbering};

/// A public service: what `service.toml` says (see [`ServiceRules`], whose fields are at hand on a
/// service), and its form.
pub struct Service {
    rules: ServiceRules,
    form: Form,
    template: Option<String>,
    engine: Arc<Engine>,
    /// The same in English, for what people read beside the official text.
    english: Arc<Engine>,
}

/// What `service.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRules {
    /// Name in addresses, and of its folder.
    pub slug: String,
    /// Mã thủ tục hành chính.
    pub procedure_code: String,
    /// Title.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Id of the category in the catalogue.
    pub category: String,
    /// How much of it is done online.
    pub level: Level,
    /// Who may apply.
    pub applicants: Vec<Applicant>,
    /// Whether it stands in the catalogue by itself. One that is only a leg of bundles does not.
    #[serde(default = "yes")]
    pub offered: bool,
    /// Where the rules are written and from when to when they hold.
    pub law: Law,
    /// Which organisation handles it.
    pub competent: Competence,
    /// Role names that may take each desk action.
    pub roles: BTreeMap<String, Vec<String>>,
    /// How dossiers are numbered.
    pub number: Numbering,
    /// Time limits.
    #[serde(default, rename = "clock")]
    pub clocks: Vec<ClockRule>,
    /// What it costs; nothing if that is not known.
    pub fee: Option<Fee>,
    /// Registers that are asked, in this order.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// What is checked by the machine.
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    /// Thành phần hồ sơ.
    #[serde(default, rename = "component")]
    pub components: Vec<Component>,
    /// Whose agreement it needs; nobody's if nothing.
    pub agreement: Option<AgreementRule>,
    /// When the machine decides; an officer always does if nothing.
    pub automatic: Option<AutomaticRule>,
    /// What approval does at the owner of a register.
    pub effect: Option<Effect>,
    /// How the effect is found in the register when somebody did it there by hand.
    pub by_hand: Option<ByHand>,
    /// What the applicant receives, signed.
    pub result: Option<ResultRule>,
    /// A second application from the same start.
    pub apply_again: Option<ApplyAgain>,
    /// Other procedures, offered in given cases.
    #[serde(default)]
    pub related: Vec<Related>,
}

fn yes() -> bool {
    true
}

/// How much of a service is done online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Toàn trình.
    FullOnline,
    /// Một phần.
    PartialOnline,
}

impl Level {
    /// The word used in content and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FullOnline => "full_online",
            Self::PartialOnline => "partial_online",
        }
    }
}

/// Who may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// A person.
    Citizen,
    /// An organisation, by somebody who acts for it.
    Organisation,
}

/// Which organisation handles a dossier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// Kind of organisation; there is one for every commune.
    pub kind: String,
    /// Gives the code of the commune.
    pub commune: Rule,
}

/// A register that is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of its answer in rules and forms.
    pub id: String,
    /// The data service, as `population.get-person/1`.
    pub service: String,
    /// Whether it is asked; a source that is not gives `null`.
    pub when: Option<Rule>,
    /// What it is asked.
    pub request: Template,
    /// The purpose, which says what of the answer may be used.
    pub purpose: String,
    /// The section of the form that is about the same person, if any: nothing that the register
    /// tells may be asked for there.
    pub about: Option<String>,
}

/// Something that the machine looks at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub id: String,
    /// Whether it strikes.
    pub when: Rule,
    /// What follows.
    pub effect: CheckEffect,
    /// What the applicant or the officer is told.
    pub message: Text,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
    /// JSON Pointer of the field it is about, if it is about one.
    pub field: Option<String>,
}

/// What follows when a check strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckEffect {
    /// The dossier is accepted and marked for the officer.
    Flag,
    /// The application cannot be sent.
    Refuse,
    /// This is not the right procedure: another one is named.
    Redirect,
}

/// A part of the dossier that the law lists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Its name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Where it comes from.
    pub from: ComponentFrom,
}

/// Where a part of the dossier comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentFrom {
    /// A register has it; nobody brings it.
    Register,
    /// It is typed.
    Form,
}

impl ComponentFrom {
    /// The word used in content and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Form => "form",
        }
    }
}

/// What approval does at the owner of a register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The command, as `civil-status.register-birth/1`.
    pub command: String,
    /// The purpose.
    pub purpose: String,
    /// What is sent.
    pub request: Template,
    /// Where that is written which the request says and no form or register does, such as how long
    /// a card holds.
    pub source: Option<String>,
    /// How surely it is so.
    pub confidence: Option<Confidence>,
}

/// What is signed for the applicant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRule {
    /// Kind of document, as `birth-certificate`.
    pub kind: String,
    /// Title.
    pub title: Text,
    /// Gives the `PersonId` of the person whose paper it is; the applicant's if nothing.
    pub person: Option<Rule>,
    /// Ids of the lines that its QR holds, in this order.
    #[serde(default)]
    pub qr: Vec<String>,
    /// Until when it is in force; without an end if nothing.
    pub valid_to: Option<ValidityRule>,
    /// Its lines in order.
    #[serde(default, rename = "field")]
    pub fields: Vec<ResultFieldRule>,
}

/// A line of the result.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultFieldRule {
    /// Name in the signed data.
    pub id: String,
    /// Label.
    pub label: Text,
    /// Its value.
    pub value: Rule,
}

/// A second application from the same start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplyAgain {
    /// What the link says.
    pub label: Text,
    /// Sections, groups or fields of the form that are taken over, with dots.
    pub copy: Vec<String>,
}

/// Another procedure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// In which case; always if nothing.
    pub when: Option<Rule>,
    /// Its title.
    pub title: Text,
    /// When and how.
    pub text: Text,
}

/// A rule of a service has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rule {place} of the service {service}: {error}")]
pub struct ServiceError {
    /// The service.
    pub service: String,
    /// Where the rule stands.
    pub place: String,
    /// What happened.
    #[source]
    pub error: RuleError,
}

impl Service {
    /// Its form.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Whether a role may take a desk action.
    pub fn role_may(&self, action: &str, role: &str) -> bool {
        self.roles
            .get(action)
            .is_some_and(|roles| roles.iter().any(|other| other == role))
    }

    /// The template of its result in typst, `result.typ` of its folder; that of
    /// [`crate::Content::default_template`] serves where there is none.
    pub fn template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The time limit with this name.
    pub fn clock(&self, id: &str) -> Option<&ClockRule> {
        self.clocks.iter().find(|clock| clock.id == id)
    }
}

impl Deref for Service {
    type Target = ServiceRules;

    fn deref(&self) -> &ServiceRules {
        &self.rules
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&self.slug).finish()
    }
}
