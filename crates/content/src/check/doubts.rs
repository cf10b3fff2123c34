//! The list of everything that is not official.

use std::collections::BTreeMap;

use dean06_kernel::Confidence;
use serde::Deserialize;

use super::{CheckReport, services};
use crate::Content;
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
