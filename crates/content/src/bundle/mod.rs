//! Bundles (nhóm thủ tục liên thông): several procedures applied for at once, one file of
//! `content/bundles` each.
//!
//! A bundle has legs (thủ tục thành phần); each is a service of its own with its form, its
//! organisation and its clock. The bundle says in which order they run, what passes from one to
//! the next, and what the applicant may choose.

mod load;
mod run;

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use dean06_kernel::Text;
use serde::Deserialize;

use crate::rule::{Engine, Rule, RuleError, Template};
use crate::service::{ClockRule, Law, Numbering};

pub(crate) use load::{FOLDER, load};

/// A bundle: what its file says (see [`BundleRules`], whose fields are at hand on a bundle).
pub struct Bundle {
    rules: BundleRules,
    engine: Arc<Engine>,
}

/// What `bundles/<slug>.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleRules {
    /// Name in addresses, and of its file.
    pub slug: String,
    /// What it is a version of: of each family one is in force on a day.
    pub family: String,
    /// Mã thủ tục hành chính.
    pub procedure_code: String,
    /// Title.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Id of the category in the catalogue.
    pub category: String,
    /// Where the rules are written and from when to when they hold; the day of submission decides.
    pub law: Law,
    /// How the whole is numbered; `{org}` is the organisation of the first leg.
    pub number: Numbering,
    /// Time limits of the whole, counted from its submission.
    #[serde(default, rename = "clock")]
    pub clocks: Vec<ClockRule>,
    /// Events that open a draft of it.
    #[serde(default)]
    pub opens: Vec<Opening>,
    /// Events that change what one began with.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// The legs in order.
    #[serde(rename = "leg")]
    pub legs: Vec<Leg>,
}

/// An event that opens a draft for somebody, such as a birth notice that arrived.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Topic of the event.
    pub event: String,
    /// Gives the `PersonId` of the person for whom it is opened, from `event`.
    pub party: Rule,
    /// What the draft begins with, from `event`; each occasion opens one bundle.
    pub occasion: Template,
    /// Kind of the message to that person.
    pub message: String,
    /// What the bundle says it began with.
    pub text: Option<Text>,
}

/// An event that changes what bundles began with, such as a corrected birth notice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Topic of the event.
    pub event: String,
    /// Name of the member of the event and of the occasion that must be the same.
    pub key: String,
    /// Kind of the message to the applicant.
    pub message: String,
}

/// Thủ tục thành phần.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// Its name in the bundle.
    pub id: String,
    /// Slug of the service.
    pub service: String,
    /// Ids of the legs that must be done before it begins.
    #[serde(default)]
    pub after: Vec<String>,
    /// Whether it applies at all; always if nothing.
    pub when: Option<Rule>,
    /// Whether the applicant chooses it.
    #[serde(default)]
    pub optional: bool,
    /// Whether an optional leg is chosen until the applicant says otherwise.
    #[serde(default)]
    pub chosen: bool,
    /// After how many minutes without an answer of its register the desk is told and may hand it
    /// over by hand.
    pub stuck_after_minutes: Option<u32>,
    /// What follows for the others when it is refused.
    #[serde(default)]
    pub refused: Refused,
    /// What its service is given, by name, as the variable `passed`.
    #[serde(default)]
    pub pass: Template,
}

/// What follows for the other legs when one is refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// Those that do not need it go on; those that do end as not possible.
    #[default]
    Continue,
}

/// A rule of a bundle has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rule {place} of the bundle {bundle}: {error}")]
pub struct BundleError {
    /// The bundle.
    pub bundle: String,
    /// Where the rule stands.
    pub place: String,
    /// What happened.
    #[source]
    pub error: RuleError,
}

impl Bundle {
    /// The legs in order.
    pub fn legs(&self) -> &[Leg] {
        &self.rules.legs
    }

    /// The leg with this id.
    pub fn leg(&self, id: &str) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == id)
    }

    /// The time limit with this name.
    pub fn clock(&self, id: &str) -> Option<&ClockRule> {
        self.clocks.iter().find(|clock| clock.id == id)
    }
}

impl Deref for Bundle {
    type Target = BundleRules;

    fn deref(&self) -> &BundleRules {
        &self.rules
    }
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bundle").field(&self.slug).finish()
    }
}
