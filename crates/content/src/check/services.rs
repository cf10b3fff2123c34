//! Whether the parts of a service fit each other and the rest of the content.

use std::collections::BTreeSet;

use dean06_kernel::Text;

use super::rules::{self, Scope};
use super::{CheckReport, examples, once_only};
use crate::service::FOLDER;
use crate::{Content, Service};

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
    clocks(service, &file, report);
    sources(content, service, &file, report);
    rules_of(content, service, &file, report);
    form(content, service, report);
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
    let mut twice = |what: &str, ids: Vec<&str>| {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                report.error(file, format!("{what}.{id}"), "the name occurs twice");
            }
        }
    };
    twice(
        "source",
        service.sources.iter().map(|s| s.id.as_str()).collect(),
    );
    twice(
        "check",
        service.checks.iter().map(|c| c.id.as_str()).collect(),
    );
    twice(
        "clock",
        service.clocks.iter().map(|c| c.id.as_str()).collect(),
    );
    twice(
        "component",
        service.components.iter().map(|c| c.id.as_str()).collect(),
    );
    let lines = service.result.iter().flat_map(|result| &result.fields);
    twice("result.field", lines.map(|f| f.id.as_str()).collect());
    let pages = service.form().pages();
    twice("page", pages.iter().map(|p| p.id.as_str()).collect());

    let mut unsaid = |place: String, source: &str| {
        if source.trim().is_empty() {
            report.error(file, place, "the source is empty");
        }
    };
    unsaid("law.source".to_owned(), &service.law.source);
    for clock in &service.clocks {
        unsaid(format!("clock.{}.source", clock.id), &clock.source);
    }
    for check in &service.checks {
        unsaid(format!("check.{}.source", check.id), &check.source);
    }
    if let Some(fee) = &service.fee {
        unsaid("fee.source".to_owned(), &fee.source);
        if fee.amount < 0 {
            report.error(file, "fee.amount", "a fee is not negative");
        }
    }
    if service
        .law
        .valid_to
        .is_some_and(|last| last < service.law.valid_from)
    {
        report.error(file, "law.valid_to", "ends before it begins");
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

fn competence(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    let kind = &service.competent.kind;
    match content.organisation_kinds().find(|other| other.id == *kind) {
        None => report.error(
            file,
            "competent.kind",
            format_args!("there is no kind of organisation {kind}"),
        ),
        Some(kind) if !kind.one_per_commune() => report.error(
            file,
            "competent.kind",
            format_args!("{} does not exist in every commune", kind.id),
        ),
        Some(_) => {}
    }
}

fn clocks(service: &Service, file: &str, report: &mut CheckReport) {
    for clock in &service.clocks {
        let place = format!("clock.{}", clock.id);
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

/// The variables that each rule may read.
fn rules_of(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    let all = service.sources.len();
    let scope = |sources, more: &'static [&'static str]| Scope {
        content,
        service,
        sources,
        more,
    };
    let plain = scope(all, &[]);
    plain.check(
        &service.competent.commune,
        file,
        "competent.commune",
        report,
    );
    for (index, source) in service.sources.iter().enumerate() {
        let scope = scope(index, &[]);
        let place = format!("source.{}", source.id);
        if let Some(when) = &source.when {
            scope.check(when, file, &format!("{place}.when"), report);
        }
        for (key, rule) in source.request.rules() {
            scope.check(rule, file, &format!("{place}.request.{key}"), report);
        }
    }
    for check in &service.checks {
        plain.check(
            &check.when,
            file,
            &format!("check.{}.when", check.id),
            report,
        );
        if let Some(pointer) = &check.field {
            let path: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
            if !pointer.starts_with('/') || !service.form().knows(&path) {
                let place = format!("check.{}.field", check.id);
                report.error(file, place, format_args!("the form has no field {pointer}"));
            }
        }
    }
    if let Some(effect) = &service.effect {
        for (key, rule) in effect.request.rules() {
            let place = format!("effect.request.{key}");
            scope(all, &rules::DECISION).check(rule, file, &place, report);
        }
    }
    for field in service.result.iter().flat_map(|result| &result.fields) {
        let place = format!("result.field.{}", field.id);
        scope(all, &rules::RESULT).check(&field.value, file, &place, report);
    }
    for (index, related) in service.related.iter().enumerate() {
        if let Some(when) = &related.when {
            plain.check(when, file, &format!("related.{index}.when"), report);
        }
    }
    for path in service.apply_again.iter().flat_map(|again| &again.copy) {
        let parts: Vec<String> = path.split('.').map(str::to_owned).collect();
        if !service.form().knows(&parts) {
            report.error(
                file,
                "apply_again.copy",
                format_args!("the form has no field {path}"),
            );
        }
    }
}

fn form(content: &Content, service: &Service, report: &mut CheckReport) {
    let file = form_file(service);
    let scope = Scope {
        content,
        service,
        sources: service.sources.len(),
        more: &[],
    };
    for page in service.form().pages() {
        for rule in &page.show_if {
            scope.check(rule, &file, &page.section, report);
        }
        if service.form().fields_of(page).is_empty() {
            report.error(&file, &page.section, "the page has no field");
        }
    }
    for field in service.form().fields() {
        for rule in field
            .show_if
            .iter()
            .map(AsRef::as_ref)
            .chain(&field.default)
        {
            scope.check(rule, &file, &field.pointer, report);
        }
        if let Some(source) = &field.source
            && let Some(problem) =
                rules::source_problem(content, service, &source.source, &source.path)
        {
            report.error(&file, &field.pointer, problem);
        }
        if field.editable.is_some()
            && field.source.is_none()
            && !once_only::knows(content, service, field)
        {
            report.error(
                &file,
                &field.pointer,
                "x-editable gives a reason, but no declared source knows the value",
            );
        }
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
