//! What a declared source knows is filled from it and not asked.

use super::{CheckReport, services};
use crate::{Content, Field, Service};

pub(super) fn check(content: &Content, service: &Service, report: &mut CheckReport) {
    let file = services::form_file(service);
    for field in service.form().fields() {
        let asked = field.source.is_none() && field.editable.is_none();
        if asked && knows(content, service, field) {
            report.error(
                &file,
                &field.pointer,
                "a declared source knows this: fill it by x-source, or say in x-editable why it is asked",
            );
        }
    }
}

/// Whether a source that is about the person of the field's section tells something of this name.
/// That it is about that person, `about` says, or another field of the section that it fills.
pub(super) fn knows(content: &Content, service: &Service, field: &Field) -> bool {
    let Some(name) = field.path.last() else {
        return false;
    };
    let fields = service.form().fields();
    service.sources.iter().any(|source| {
        let fills = |other: &&Field| {
            let from = other.source.as_ref();
            from.is_some_and(|from| from.source == source.id)
        };
        let about = match &source.about {
            Some(section) => *section == field.section,
            None => fields
                .iter()
                .filter(fills)
                .any(|f| f.section == field.section),
        };
        let tells = || {
            let allow = content
                .purposes()
                .get(&source.purpose)
                .and_then(|purpose| purpose.allows(&source.service));
            let listed = allow.into_iter().flat_map(|allow| &allow.fields);
            let filled = fields
                .iter()
                .filter(fills)
                .filter_map(|f| f.source.as_ref());
            listed
                .into_iter()
                .any(|listed| listed.split('.').next_back() == Some(name))
                || filled
                    .into_iter()
                    .any(|from| from.path.last() == Some(name))
        };
        about && tells()
    })
}
