//! The list of everything that is not official.

use std::collections::BTreeMap;

use dean06_kernel::Confidence;
use serde::Deserialize;

use super::{CheckReport, bundles, services};
use crate::Content;
use crate::data::{MESSAGES, NOTICES};
use crate::reader::Reader;

#[derive(Deserialize)]
struct CalendarRow {
    date: jiff::civil::Date,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    table: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    file: String,
    source: String,
    confidence: Confidence,
}

pub(super) fn collect(content: &Content, report: &mut CheckReport) {
    tables(content, report);
    calendar(content, report);
    code_lists(content, report);
    organisations(content, report);
    for basis in content.legal_bases.values() {
        doubt(
            report,
            "legal-bases.toml",
            &basis.id,
            basis.confidence,
            &basis.source,
        );
    }
    for profile in content.profiles() {
        doubt(
            report,
            "profiles.toml",
            &profile.id,
            profile.confidence,
            &profile.source,
        );
    }
    let counts = count(content.province_codes().iter().map(|code| code.confidence));
    many(report, "province-codes.csv", "", &counts, "code(s)");
    for service in content.services() {
        let file = services::file(service);
        let law = &service.law;
        doubt(report, &file, "law", law.confidence, &law.source);
        for clock in &service.clocks {
            let place = format!("clock.{}", clock.id);
            doubt(report, &file, &place, clock.confidence, &clock.source);
        }
        if let Some(fee) = &service.fee {
            doubt(report, &file, "fee", fee.confidence, &fee.source);
        }
        for check in &service.checks {
            let place = format!("check.{}", check.id);
            doubt(report, &file, &place, check.confidence, &check.source);
        }
        if let Some(rule) = &service.agreement {
            doubt(report, &file, "agreement", rule.confidence, &rule.source);
        }
        if let Some(rule) = &service.automatic {
            doubt(report, &file, "automatic", rule.confidence, &rule.source);
        }
        let validity = service
            .result
            .as_ref()
            .and_then(|result| result.valid_to.as_ref());
        if let Some(rule) = validity {
            let place = "result.valid_to";
            doubt(report, &file, place, rule.confidence, &rule.source);
        }
        if let Some(effect) = &service.effect
            && let (Some(confidence), Some(source)) = (effect.confidence, &effect.source)
        {
            doubt(report, &file, "effect", confidence, source);
        }
    }
    bundles_and_notices(content, report);
    words(content, report);
}

fn bundles_and_notices(content: &Content, report: &mut CheckReport) {
    for bundle in content.bundles() {
        let file = bundles::file(bundle);
        let law = &bundle.law;
        doubt(report, &file, "law", law.confidence, &law.source);
        for clock in &bundle.clocks {
            let place = format!("clock.{}", clock.id);
            doubt(report, &file, &place, clock.confidence, &clock.source);
        }
    }
    for notice in content.notice_schemas() {
        let confidence = notice.confidence;
        doubt(report, NOTICES, &notice.id, confidence, &notice.source);
    }
    if let Some((source, confidence)) = content.messages().origin() {
        doubt(report, MESSAGES, "", confidence, source);
    }
}

/// What other rooms read from files of their own: wherever such a file says how sure it is.
fn words(content: &Content, report: &mut CheckReport) {
    let mut reader = Reader::new(&content.files);
    let paths: Vec<&str> = reader.paths().filter(|path| is_of_a_room(path)).collect();
    for path in paths {
        if let Some(table) = reader.toml::<toml::Table>(path) {
            origins(&toml::Value::Table(table), path, "", report);
        }
    }
    report.errors.append(&mut reader.findings);
}

/// The tables that are looked at one entry after the other above.
const LISTED: [&str; 5] = [
    "calendar.toml",
    "legal-bases.toml",
    "organisations.toml",
    "profiles.toml",
    MESSAGES,
];

fn is_of_a_room(path: &str) -> bool {
    let folder = match path.split_once('/') {
        Some((folder, _)) => ["registers", "synthetic"].contains(&folder),
        None => !LISTED.contains(&path),
    };
    folder && path.strip_suffix(".toml").is_some()
}

/// Every table that names a source and how sure it is, at any depth. One of a list is known by its
/// `file`, `id` or `kind`.
fn origins(value: &toml::Value, file: &str, place: &str, report: &mut CheckReport) {
    match value {
        toml::Value::Table(table) => {
            let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
            let confidence = table.get("confidence").cloned();
            let confidence = confidence.and_then(|value| value.try_into::<Confidence>().ok());
            let name = ["file", "id", "kind"].into_iter().find_map(text);
            let place = match name {
                Some(name) if !place.is_empty() => format!("{place}.{name}"),
                _ => place.to_owned(),
            };
            if let (Some(source), Some(confidence)) = (text("source"), confidence) {
                doubt(report, file, &place, confidence, source);
            }
            for (key, inner) in table {
                let below = match place.as_str() {
                    "" => key.clone(),
                    above => format!("{above}.{key}"),
                };
                origins(inner, file, &below, report);
            }
        }
        toml::Value::Array(items) => {
            for item in items {
                origins(item, file, place, report);
            }
        }
        _ => {}
    }
}

fn tables(content: &Content, report: &mut CheckReport) {
    let file = "admin-units/index.toml";
    let mut reader = Reader::new(&content.files);
    let tables = reader.required_toml::<Tables>(file);
    for table in tables.map(|tables| tables.table).unwrap_or_default() {
        let path = format!("admin-units/{}", table.file);
        reader.required(&path);
        doubt(report, &path, "", table.confidence, &table.source);
    }
    report.errors.append(&mut reader.findings);
}

fn calendar(content: &Content, report: &mut CheckReport) {
    let hours = &content.office_hours;
    doubt(
        report,
        "calendar.toml",
        "office_hours",
        hours.confidence,
        &hours.source,
    );
    let mut reader = Reader::new(&content.files);
    let mut years: BTreeMap<i16, Vec<Confidence>> = BTreeMap::new();
    for row in reader.csv::<CalendarRow>("calendar.csv") {
        years
            .entry(row.date.year())
            .or_default()
            .push(row.confidence);
    }
    for (year, days) in years {
        let counts = count(days.into_iter());
        many(report, "calendar.csv", &year.to_string(), &counts, "day(s)");
    }
    report.errors.append(&mut reader.findings);
}

fn code_lists(content: &Content, report: &mut CheckReport) {
    for list in content.code_lists() {
        doubt(
            report,
            "code-lists/index.toml",
            &list.id,
            list.confidence,
            &list.source,
        );
        let counts = count(list.entries.iter().map(|entry| entry.confidence));
        many(
            report,
            &format!("code-lists/{}.csv", list.id),
            "",
            &counts,
            "code(s)",
        );
    }
}

fn organisations(content: &Content, report: &mut CheckReport) {
    for kind in content.organisation_kinds() {
        if let Some((confidence, source)) = kind.confidence() {
            doubt(report, "organisations.toml", &kind.id, confidence, source);
        }
    }
    let counts = count(content.listed_organisations().map(|org| org.confidence));
    many(report, "organisations.csv", "", &counts, "organisation(s)");
}

fn doubt(report: &mut CheckReport, file: &str, place: &str, confidence: Confidence, source: &str) {
    if !confidence.is_official() {
        report.warning(file, place, format_args!("{confidence}: {source}"));
    }
}

fn count(all: impl Iterator<Item = Confidence>) -> BTreeMap<Confidence, usize> {
    let mut counts = BTreeMap::new();
    for confidence in all {
        *counts.entry(confidence).or_insert(0) += 1;
    }
    counts
}

fn many(
    report: &mut CheckReport,
    file: &str,
    place: &str,
    counts: &BTreeMap<Confidence, usize>,
    what: &str,
) {
    for (confidence, number) in counts {
        if !confidence.is_official() {
            report.warning(file, place, format_args!("{confidence}: {number} {what}"));
        }
    }
}
