//! The formats of texts that forms may name.

use std::sync::Arc;

use dean06_kernel::{AdminLevel, Generation, PartialDate, PersonName, PersonalNumber};
use jiff::civil::Date;
use jsonschema::{PatternOptions, ValidationOptions};

use super::Tools;

/// Their names. Any other is a mistake of the form.
pub(super) const NAMES: [&str; 5] = [
    "date",
    "partial-date",
    "personal-number",
    "person-name",
    "commune",
];

/// Options that know the formats, look at nothing outside and match patterns in linear time.
pub(super) fn options(tools: &Tools) -> ValidationOptions<'static> {
    let codes = Arc::clone(&tools.province_codes);
    let reference = Arc::clone(&tools.reference);
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .with_format("date", |text: &str| {
            text.parse::<PartialDate>()
                .is_ok_and(|date| date.exact().is_some())
        })
        .with_format("partial-date", |text: &str| {
            text.parse::<PartialDate>().is_ok()
        })
        .with_format("personal-number", move |text: &str| {
            text.parse::<PersonalNumber>()
                .is_ok_and(|number| codes.valid_on_or_after(number.province_code(), Date::MIN))
        })
        .with_format("person-name", |text: &str| PersonName::new(text).is_ok())
        .with_format("commune", move |text: &str| {
            [Generation::Before2025, Generation::Since2025]
                .into_iter()
                .filter_map(|generation| reference.units.generation(generation).get(text))
                .any(|unit| unit.level == AdminLevel::Commune)
        })
}
