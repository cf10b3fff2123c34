//! Whether the parts of a bundle fit each other and the rest of the content.

use std::collections::BTreeSet;

use dean06_kernel::Text;

use super::{CheckReport, services};
use crate::bundle::FOLDER;
use crate::rule::{Rule, Template};
use crate::{Bundle, Content, Leg};

/// The file of a bundle.
pub(super) fn file(bundle: &Bundle) -> String {
    format!("{FOLDER}{}.toml", bundle.slug)
}

pub(super) fn check(content: &Content, report: &mut CheckReport) {
    for bundle in content.bundles() {
        let file = file(bundle);
        plain(bundle, &file, report);
        services::clocks(&bundle.clocks, &file, report);
        legs(content, bundle, &file, report);
        order(bundle, &file, report);
        events(content, bundle, &file, report);
    }
    one_in_force(content, report);
    out_of_reach(content, report);
}

/// Texts in both languages, names once each, sources of law said.
fn plain(bundle: &Bundle, file: &str, report: &mut CheckReport) {
    let mut look = |place: &str, text: &Text| {
        if text.vi.trim().is_empty() || text.en.trim().is_empty() {
            report.error(file, place, "the text is missing in one of the languages");
        }
    };
    look("title", &bundle.title);
    look("summary", &bundle.summary);
    for text in bundle
        .opens
        .iter()
        .filter_map(|opening| opening.text.as_ref())
    {
        look("opens.text", text);
    }
    services::twice("leg", bundle.legs().iter().map(|l| &l.id), file, report);
    services::law(&bundle.law, file, report);
    if bundle.legs().is_empty() {
        report.error(file, "leg", "a bundle needs legs");
    }
}

fn legs(content: &Content, bundle: &Bundle, file: &str, report: &mut CheckReport) {
    for (index, leg) in bundle.legs().iter().enumerate() {
        let place = format!("leg.{}", leg.id);
        let mut note = |message: String| report.error(file, &place, message);
        if content.service(&leg.service).is_none() {
            note(format!("there is no service {}", leg.service));
        }
        if leg.chosen && !leg.optional {
            note("chosen goes with optional only".to_owned());
        }
        for before in &leg.after {
            match bundle.leg(before) {
                None => note(format!("there is no leg {before}")),
                Some(before) if before.optional && !leg.optional => note(format!(
                    "waits for {}, which the applicant may leave out",
                    before.id
                )),
                Some(_) => {}
            }
        }
        if !matches!(leg.pass, Template::Object(_)) {
            note("pass is a table of names".to_owned());
        }
        let rules = leg.pass.rules();
        let rules = rules
            .iter()
            .map(|(name, rule)| (format!("{place}.pass.{name}"), *rule))
            .chain(leg.when.iter().map(|when| (format!("{place}.when"), when)));
        for (place, rule) in rules {
            for path in rule.references() {
                if let Some(problem) = problem(content, bundle, index, path) {
                    report.error(file, &place, problem);
                }
            }
            known_lists(content, rule, file, &place, report);
        }
    }
}

/// What a rule of the leg at `index` may not read.
fn problem(content: &Content, bundle: &Bundle, index: usize, path: &[String]) -> Option<String> {
    let (root, below) = path.split_first()?;
    if ["applicant", "occasion", "today"].contains(&root.as_str()) {
        return None;
    }
    if root != "legs" {
        return Some(format!("there is no variable {root} here"));
    }
    let (Some(id), Some(part)) = (below.first(), below.get(1)) else {
        return Some("legs is read as legs.<id>.form, .effect, .commune or .state".to_owned());
    };
    // Legs are filled in their order, so a leg knows of those before it only.
    let Some(before) = bundle.legs().iter().take(index).find(|leg| leg.id == *id) else {
        return Some(format!("there is no leg {id} before this one"));
    };
    match part.as_str() {
        "form" => {
            let service = content.service(&before.service)?;
            let known = service.form().knows(&below[2..]);
            (!known).then(|| format!("the form of {id} has no field {}", below[2..].join(".")))
        }
        "effect" => {
            let this = bundle.legs().get(index)?;
            (!all_before(bundle, this).contains(id.as_str()))
                .then(|| format!("the effect of {id} is not known: it must stand in after"))
        }
        "commune" | "state" => None,
        _ => Some(format!("legs.{id} has no {part}")),
    }
}

fn known_lists(content: &Content, rule: &Rule, file: &str, place: &str, report: &mut CheckReport) {
    for list in rule.code_lists() {
        if content.code_list(list).is_none() {
            report.error(file, place, format_args!("there is no code list {list}"));
        }
    }
}

/// The ids of all legs that must be done before this one; also its own if they wait for each other.
fn all_before<'b>(bundle: &'b Bundle, leg: &'b Leg) -> BTreeSet<&'b str> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Leg> = vec![leg];
    while let Some(leg) = waiting.pop() {
        for before in leg.after.iter().filter_map(|id| bundle.leg(id)) {
            if found.insert(before.id.as_str()) {
                waiting.push(before);
            }
        }
    }
    found
}

fn order(bundle: &Bundle, file: &str, report: &mut CheckReport) {
    for leg in bundle.legs() {
        if all_before(bundle, leg).contains(leg.id.as_str()) {
            report.error(file, format!("leg.{}.after", leg.id), "waits for itself");
        }
    }
}

fn events(content: &Content, bundle: &Bundle, file: &str, report: &mut CheckReport) {
    for opening in &bundle.opens {
        let place = format!("opens.{}", opening.event);
        let occasion = opening.occasion.rules();
        let rules = occasion.iter().map(|(_, rule)| *rule);
        for rule in rules.chain([&opening.party]) {
            for path in rule.references() {
                if path.first().is_none_or(|root| root != "event") {
                    let message = format!("knows event only, not {}", path.join("."));
                    report.error(file, &place, message);
                }
            }
        }
        known_message(content, &opening.message, file, &place, report);
    }
    for change in &bundle.changes {
        let place = format!("changes.{}", change.event);
        let known = bundle.opens.iter().any(|opening| {
            let Template::Object(members) = &opening.occasion else {
                return false;
            };
            members.iter().any(|(name, _)| *name == change.key)
        });
        if !known {
            report.error(
                file,
                &place,
                format_args!("no occasion has a member {}", change.key),
            );
        }
        known_message(content, &change.message, file, &place, report);
    }
}

fn known_message(content: &Content, kind: &str, file: &str, place: &str, report: &mut CheckReport) {
    if content.messages().get(kind).is_none() {
        report.error(file, place, format_args!("there is no message {kind}"));
    }
}

/// Of each family one version holds on a day.
fn one_in_force(content: &Content, report: &mut CheckReport) {
    let mut all: Vec<&Bundle> = content.bundles().collect();
    all.sort_by_key(|bundle| (bundle.family.as_str(), bundle.law.valid_from));
    for pair in all.windows(2) {
        let [older, newer] = pair else { continue };
        let ended = older
            .law
            .valid_to
            .is_some_and(|last| last < newer.law.valid_from);
        if older.family == newer.family && !ended {
            report.error(
                &file(newer),
                "law",
                format_args!("{} of the same family holds at the same time", older.slug),
            );
        }
    }
}

/// A service that is not offered must be a leg of something.
fn out_of_reach(content: &Content, report: &mut CheckReport) {
    for service in content.services().filter(|service| !service.offered) {
        let is_leg = content
            .bundles()
            .any(|bundle| bundle.legs().iter().any(|leg| leg.service == service.slug));
        if !is_leg {
            let file = services::file(service);
            report.error(&file, "offered", "is not offered and no leg of a bundle");
        }
    }
}
