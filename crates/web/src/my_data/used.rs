//! Names of data for people who look who used theirs.

use dean06_contracts::{Descriptor, Sensitivity, all};

use crate::frame::Shell;

/// What people call a field of an answer.
pub(super) fn field_name(shell: &Shell, field: &str) -> String {
    shell.tw("data-field", &[("field", field.into())])
}

/// What people call the data service that was asked.
pub(super) fn service_name(shell: &Shell, service: &str) -> String {
    let key = service.split('/').next().unwrap_or(service).replace('.', "-");
    shell.tw("data-service", &[("service", key.into())])
}

/// The names of the fields that say something about a person, in words, each once.
pub(super) fn field_names(shell: &Shell, service: &str, fields: &[String]) -> Vec<String> {
    let contract = all().into_iter().find(|contract| contract.name == service);
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        if about_a_person(contract.as_ref(), field) {
            let name = field_name(shell, field);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn about_a_person(contract: Option<&Descriptor>, field: &str) -> bool {
    // A field of a service that this version does not know is rather told than hidden.
    let Some(contract) = contract else { return true };
    let classified = contract.fields.iter().find(|known| known.name == field);
    // A key tells nothing that a person could read.
    classified.is_none_or(|known| {
        known.sensitivity != Sensitivity::Public && !field.ends_with("_id") && field != "rows"
    })
}
