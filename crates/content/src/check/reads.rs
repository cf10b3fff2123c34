//! Whether the variables that the rules of a service read are there when they are evaluated.

use super::rules::{self, Scope};
use super::{CheckReport, once_only, services};
use crate::{Content, Service};

/// The code list of the kinds of papers that the document store holds.
const PAPER_KINDS: &str = "paper-kinds";

pub(super) fn check(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    rules_of(content, service, file, report);
    side_rules(content, service, file, report);
    form(content, service, report);
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

/// Agreement, the machine's decision, what was done by hand, and whose paper the result is.
fn side_rules(content: &Content, service: &Service, file: &str, report: &mut CheckReport) {
    let scope = |more: &'static [&'static str]| Scope {
        content,
        service,
        sources: service.sources.len(),
        more,
    };
    if let Some(agreement) = &service.agreement {
        scope(&[]).check(&agreement.when, file, "agreement.when", report);
        scope(&[]).check(&agreement.who, file, "agreement.who", report);
    }
    if let Some(automatic) = &service.automatic {
        scope(&[]).check(&automatic.when, file, "automatic.when", report);
    }
    if let Some(by_hand) = &service.by_hand {
        for (key, rule) in by_hand.request.rules() {
            let place = format!("by_hand.request.{key}");
            scope(&rules::DECISION).check(rule, file, &place, report);
        }
        scope(&rules::BY_HAND).check(&by_hand.when, file, "by_hand.when", report);
        for (key, rule) in by_hand.effect.rules() {
            let place = format!("by_hand.effect.{key}");
            scope(&rules::BY_HAND).check(rule, file, &place, report);
        }
    }
    let Some(result) = &service.result else {
        return;
    };
    if let Some(person) = &result.person {
        scope(&rules::RESULT).check(person, file, "result.person", report);
    }
    if let Some(validity) = &result.valid_to {
        let rule = &validity.last_day;
        scope(&rules::RESULT).check(rule, file, "result.valid_to", report);
    }
    for id in &result.qr {
        if !result.fields.iter().any(|field| field.id == *id) {
            report.error(file, "result.qr", format_args!("there is no line {id}"));
        }
    }
}

fn form(content: &Content, service: &Service, report: &mut CheckReport) {
    let file = services::form_file(service);
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
        let paper = field.paper_kind.as_ref();
        if let Some(kind) = paper.filter(|kind| !is_paper_kind(content, kind)) {
            report.error(
                &file,
                &field.pointer,
                format_args!("the code list {PAPER_KINDS} has no {kind}"),
            );
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

fn is_paper_kind(content: &Content, kind: &str) -> bool {
    let kinds = content.code_list(PAPER_KINDS);
    kinds.is_some_and(|kinds| kinds.get(kind).is_some())
}
