//! Whether the parts of a service fit each other and the rest of the content.

use std::collections::BTreeSet;

use dean06_kernel::Text;

use super::{CheckReport, examples, once_only, reads, rules};
use crate::service::FOLDER;
use crate::{ClockRule, Content, Law, Service};

/// The file with the rules of a service.
pub(super) fn file(service: &Service) -> String {
    format!("{FOLDER}{}/service.toml", service.slug)
}

/// The file with its form.
pub(super) fn form_file(service: &Service) -> String {
    format!("{FOLDER}{}/form.json", service.slug)
}

pub(super) fn check(content: &Content, service: &Service, report: &mut CheckReport) {
    let file = file(service);
    texts(service, &file, report);
    names(service, &file, report);
    competence(content, service, &file, report);
    clocks(&service.clocks, &file, report);
    sources(content, service, &file, report);
    reads::check(content, service, &file, report);
    once_only::check(content, service, report);
    stray_files(content, service, report);
}

/// Every text in both languages.
fn texts(service: &Service, file: &str, report: &mut CheckReport) {
    let mut look = |place: String, text: &Text| {
        if text.vi.trim().is_empty() || text.en.trim().is_empty() {
            report.error(file, place, "the text is missing in one of the languages");
        }
    };
    look("title".to_owned(), &service.title);
    look("summary".to_owned(), &service.summary);
    for check in &service.checks {
        look(format!("check.{}.message", check.id), &check.message);
    }
    for component in &service.components {
        look(
            format!("component.{}.title", component.id),
            &component.title,
        );
    }
    if let Some(result) = &service.result {
        look("result.title".to_owned(), &result.title);
        for field in &result.fields {
            look(format!("result.field.{}.label", field.id), &field.label);
        }
    }
    if let Some(agreement) = &service.agreement {
        look("agreement.question".to_owned(), &agreement.question);
        look("agreement.declined".to_owned(), &agreement.declined);
    }
    if let Some(again) = &service.apply_again {
        look("apply_again.label".to_owned(), &again.label);
    }
    for (index, related) in service.related.iter().enumerate() {
        look(format!("related.{index}.title"), &related.title);
        look(format!("related.{index}.text"), &related.text);
    }
    if let Some(text) = service.fee.as_ref().and_then(|fee| fee.text.as_ref()) {
        look("fee.text".to_owned(), text);
    }
}

/// Names once each, sources of law said, dates in order.
fn names(service: &Service, file: &str, report: &mut CheckReport) {
    let lines = service.result.iter().flat_map(|result| &result.fields);
    let pages = service.form().pages();
    twice(
        "source",
        service.sources.iter().map(|s| &s.id),
        file,
        report,
    );
    twice("check", service.checks.iter().map(|c| &c.id), file, report);
    twice(
        "component",
        service.components.iter().map(|c| &c.id),
        file,
        report,
    );
    twice("result.field", lines.map(|f| &f.id), file, report);
    twice("page", pages.iter().map(|p| &p.id), file, report);
    law(&service.law, file, report);

    let mut unsaid = |place: String, source: &str| {
        if source.trim().is_empty() {
            report.error(file, place, "the source is empty");
        }
    };
    for check in &service.checks {
        unsaid(format!("check.{}.source", check.id), &check.source);
    }
    if let Some(agreement) = &service.agreement {
        unsaid("agreement.source".to_owned(), &agreement.source);
    }
    if let Some(automatic) = &service.automatic {
        unsaid("automatic.source".to_owned(), &automatic.source);
    }
    if let Some(fee) = &service.fee {
        unsaid("fee.source".to_owned(), &fee.source);
        if fee.amount < 0 {
            report.error(file, "fee.amount", "a fee is not negative");
        }
    }
    if service.applicants.is_empty() {
        report.error(file, "applicants", "nobody may apply");
    }
    for (action, roles) in &service.roles {
        if roles.is_empty() {
            report.error(file, format!("roles.{action}"), "no role may do it");
        }
    }
}

/// Names that occur twice.
pub(super) fn twice<'n>(
    what: &str,
    names: impl Iterator<Item = &'n String>,
    file: &str,
    report: &mut CheckReport,
) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            report.error(file, format!("{what}.{name}"), "the name occurs twice");
        }
    }
}

/// Whether it says where it is written, and ends after it begins.
pub(super) fn law(law: &Law, file: &str, report: &mut CheckReport) {
    if law.source.trim().is_empty() {
        report.error(file, "law.source", "the source is empty");
    }
    if law.valid_to.is_some_and(|last| last < law.valid_from) {
        report.error(file, "law.valid_to", "ends before it begins");
    }
}

fn competence(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    let kind = &service.competent.kind;
    match content.organisation_kinds().find(|other| other.id == *kind) {
        None => report.error(
            file,
            "competent.kind",
            format_args!("there is no kind of organisation {kind}"),
        ),
        Some(kind) if !kind.is_everywhere() => report.error(
            file,
            "competent.kind",
            format_args!("{} does not exist for every commune", kind.id),
        ),
        Some(_) => {}
    }
    // A content that names no roles says nothing of who has which.
    let named = content.roles().next().is_some();
    for (action, roles) in service.roles.iter().filter(|_| named) {
        let stray = |role: &&String| {
            let role = content.role(role);
            !role.is_some_and(|role| role.kinds.contains(kind))
        };
        if let Some(role) = roles.iter().find(stray) {
            report.error(
                file,
                format!("roles.{action}"),
                format_args!("{kind} has no role {role}"),
            );
        }
    }
}

/// Each time limit in one unit, by one name, and where it is written.
pub(super) fn clocks(clocks: &[ClockRule], file: &str, report: &mut CheckReport) {
    twice("clock", clocks.iter().map(|clock| &clock.id), file, report);
    for clock in clocks {
        let place = format!("clock.{}", clock.id);
        if clock.source.trim().is_empty() {
            report.error(file, format!("{place}.source"), "the source is empty");
        }
        match (clock.working_hours, clock.working_days) {
            (Some(_), None) if clock.cut_off.is_some() => {
                report.error(file, place, "cut_off goes with working_days only");
            }
            (Some(_), None) | (None, Some(_)) => {}
            _ => report.error(file, place, "needs either working_hours or working_days"),
        }
    }
}

fn sources(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    for source in &service.sources {
        let place = format!("source.{}", source.id);
        let plain = source
            .id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let letter_first = source.id.starts_with(|c: char| c.is_ascii_lowercase());
        if !plain || !letter_first || rules::is_reserved(&source.id) {
            report.error(file, &place, "cannot be the name of a variable");
        }
        if let Some(section) = &source.about
            && !service
                .form()
                .pages()
                .iter()
                .any(|page| page.section == *section)
        {
            report.error(
                file,
                &place,
                format_args!("the form has no section {section}"),
            );
        }
        allowed(
            content,
            &source.purpose,
            &source.service,
            file,
            &place,
            report,
        );
    }
    if let Some(effect) = &service.effect {
        allowed(
            content,
            &effect.purpose,
            &effect.command,
            file,
            "effect",
            report,
        );
        if effect.source.is_some() != effect.confidence.is_some() {
            report.error(file, "effect", "source and confidence need each other");
        }
    }
    if let Some(by_hand) = &service.by_hand {
        allowed(
            content,
            &by_hand.purpose,
            &by_hand.service,
            file,
            "by_hand",
            report,
        );
    }
}

fn allowed(
    content: &Content,
    purpose: &str,
    service: &str,
    file: &str,
    place: &str,
    report: &mut CheckReport,
) {
    match content.purposes().get(purpose) {
        None => report.error(file, place, format_args!("there is no purpose {purpose}")),
        Some(found) if found.allows(service).is_none() => report.error(
            file,
            place,
            format_args!("the purpose {purpose} does not open {service}"),
        ),
        Some(_) => {}
    }
}

/// Files in the folder of a service that nothing reads.
fn stray_files(content: &Content, service: &Service, report: &mut CheckReport) {
    let folder = format!("{FOLDER}{}/", service.slug);
    for path in content.files().keys() {
        let Some(name) = path.strip_prefix(&folder) else {
            continue;
        };
        let read = matches!(
            name,
            "service.toml" | "form.json" | "result.typ" | "README.md"
        ) || examples::is_example(name);
        if !read {
            report.error(path, "", "nothing reads this file");
        }
    }
}
