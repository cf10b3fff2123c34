//! Declared beside registered.

use dean06_content::{Context, Service};
use dean06_contracts::casework::ComparedField;
use dean06_mediator::ServiceError;
use jiff::civil::Date;
use serde_json::Value;

use super::display::display;
use super::text::clean;
use super::{PASSED, Titles};
use crate::edition::Edition;

/// What was declared beside what the registers say now. `declared` is the context of the
/// submission, `now` the same with the answers of today.
pub(crate) fn compare(
    edition: &Edition,
    service: &Service,
    declared: &Context,
    now: &Context,
    on: Date,
    titles: &Titles,
) -> Result<Vec<ComparedField>, ServiceError> {
    let mut compared = Vec::new();
    for page in service.form().pages() {
        if !service
            .page_shown(page, declared)
            .map_err(ServiceError::internal)?
        {
            continue;
        }
        for field in service.form().fields_of(page) {
            if !service
                .field_shown(field, declared)
                .map_err(ServiceError::internal)?
            {
                continue;
            }
            let stated = declared
                .get("form")
                .and_then(|form| form.pointer(&field.pointer))
                .filter(|value| !value.is_null());
            let known = service.known(field, now);
            let source = field.source.as_ref().filter(|_| known.is_some());
            let register = source.and_then(|source| {
                if source.source == PASSED {
                    return titles.procedure.clone();
                }
                let source = service.sources.iter().find(|s| s.id == source.source)?;
                Some(edition.register(&source.service))
            });
            let told = |value: Option<&Value>| display(edition, field, value?, on, titles);
            compared.push(ComparedField {
                section: Some(page.section.clone()),
                section_title: Some(page.title.clone()),
                pointer: Some(field.pointer.clone()),
                label: Some(field.label.clone()),
                declared: told(stated),
                registered: told(known),
                register,
                differs: Some(known.is_some_and(|known| differ(stated, known))),
            });
        }
    }
    Ok(compared)
}

/// Whether two values mean something different; how a text was typed does not matter.
fn differ(stated: Option<&Value>, known: &Value) -> bool {
    match (stated, known) {
        (Some(Value::String(stated)), Value::String(known)) => clean(stated) != clean(known),
        (Some(stated), known) => stated != known,
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_means_something_else_differs() {
        assert!(!differ(
            Some(&json!("Nguye\u{302}\u{303}n ")),
            &json!("Nguyễn")
        ));
        assert!(differ(Some(&json!("Nguyen")), &json!("Nguyễn")));
        assert!(differ(None, &json!("Nguyễn")));
        assert!(!differ(Some(&json!(3)), &json!(3)));
        assert!(differ(Some(&json!("3")), &json!(3)));
    }
}
