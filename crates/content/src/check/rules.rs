//! Whether the variables that rules read exist.

use super::CheckReport;
use crate::rule::{Rule, Template};
use crate::{Content, Leg, Service};

/// Variables that casework gives beside the form and the sources.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub content: &'s Content,
    pub service: &'s Service,
    /// How many of the sources are asked before the rule is evaluated.
    pub sources: usize,
    /// Names beside those of every rule.
    pub more: &'static [&'static str],
}

/// The variables of every rule; the last two are `null` outside of a bundle.
const ALWAYS: [&str; 5] = ["form", "applicant", "today", PASSED, "occasion"];
/// What a bundle gives the service of a leg.
const PASSED: &str = "passed";
/// The variables of an officer's decision.
pub(super) const DECISION: [&str; 2] = ["dossier", "officer"];
/// The variables of a result.
pub(super) const RESULT: [&str; 3] = ["dossier", "officer", "effect"];
/// The variables of what was done by hand.
pub(super) const BY_HAND: [&str; 3] = ["dossier", "officer", "record"];

/// Whether a source may not be called that.
pub(super) fn is_reserved(name: &str) -> bool {
    ALWAYS.contains(&name) || RESULT.contains(&name) || BY_HAND.contains(&name)
}

impl Scope<'_> {
    pub fn check(&self, rule: &Rule, file: &str, place: &str, report: &mut CheckReport) {
        for path in rule.references() {
            if let Some(problem) = self.problem(path) {
                report.error(file, place, problem);
            }
        }
        for list in rule.code_lists() {
            if self.content.code_list(list).is_none() {
                report.error(file, place, format_args!("there is no code list {list}"));
            }
        }
    }

    fn problem(&self, path: &[String]) -> Option<String> {
        let (root, below) = path.split_first()?;
        let shown = path.join(".");
        if root == "form" {
            let known = self.service.form().knows(below);
            return (!known).then(|| format!("the form has no field {shown}"));
        }
        if let Some(index) = self.service.sources.iter().position(|s| s.id == *root) {
            if index >= self.sources {
                return Some(format!(
                    "the source {root} is not asked yet when this is needed"
                ));
            }
            return source_problem(self.content, self.service, root, below);
        }
        if root == PASSED {
            return passed_problem(self.content, self.service, below);
        }
        let known = ALWAYS.contains(&root.as_str()) || self.more.contains(&root.as_str());
        (!known).then(|| format!("there is no variable {root} here"))
    }
}

/// Whether every bundle with this service as a leg passes it what the path names. One that is
/// offered by itself does without what no bundle passes.
fn passed_problem(content: &Content, service: &Service, path: &[String]) -> Option<String> {
    let name = path.first()?;
    let mut legs = content.bundles().flat_map(|bundle| {
        let legs = bundle.legs().iter().filter(|l| l.service == service.slug);
        legs.map(move |leg| (bundle, leg))
    });
    let passes = |leg: &Leg| match &leg.pass {
        Template::Object(names) => names.iter().any(|(passed, _)| passed == name),
        _ => false,
    };
    let lacking = legs.find(|(_, leg)| !passes(leg));
    lacking.map(|(bundle, _)| format!("the bundle {} does not pass {name}", bundle.slug))
}

/// Whether the purpose of a source opens the path in its answer.
pub(super) fn source_problem(
    content: &Content,
    service: &Service,
    source: &str,
    path: &[String],
) -> Option<String> {
    if source == PASSED {
        return passed_problem(content, service, path);
    }
    let Some(declared) = service.sources.iter().find(|s| s.id == source) else {
        return Some(format!("there is no source {source}"));
    };
    // The purpose itself is looked at with the source.
    let allow = content
        .purposes()
        .get(&declared.purpose)?
        .allows(&declared.service)?;
    let open = path.is_empty() || allow.covers(path);
    (!open).then(|| {
        format!(
            "the purpose {} does not open {} of {}",
            declared.purpose,
            path.join("."),
            declared.service
        )
    })
}
