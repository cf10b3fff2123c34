//! Names of data for people who look who used theirs.

use dean06_contracts::{Descriptor, Sensitivity, all};

use crate::frame::Shell;

/// What people call a field of an answer.
pub(super) fn field_name(shell: &Shell, field: &str) -> String {
    shell.tw("data-field", &[("field", field.into())])
}

/// What people call the data service that was asked.
pub(super) fn service_name(shell: &Shell, service: &str) -> String {
    let key = service
        .split('/')
        .next()
        .unwrap_or(service)
        .replace('.', "-");
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
    let Some(contract) = contract else {
        return true;
    };
    let classified = contract.fields.iter().find(|known| known.name == field);
    // A key tells nothing that a person could read.
    classified.is_none_or(|known| {
        known.sensitivity != Sensitivity::Public && !field.ends_with("_id") && field != "rows"
    })
}

#[cfg(test)]
mod tests {
    use dean06_contracts::{Sensitivity, all};

    use super::{field_name, field_names, service_name};
    use crate::frame::testing::{citizen, citizen_in_english};

    #[test]
    fn every_field_about_a_person_has_words() {
        for shell in [citizen(), citizen_in_english()] {
            for contract in all() {
                for field in contract.fields {
                    let told = field.sensitivity != Sensitivity::Public
                        && !field.name.ends_with("_id")
                        && field.name != "rows";
                    let name = field_name(&shell, field.name);
                    assert!(
                        !told || name != field.name,
                        "{}: {}",
                        contract.name,
                        field.name
                    );
                }
            }
        }
    }

    #[test]
    fn every_register_service_has_words() {
        let shell = citizen();
        let other = service_name(&shell, "x.y/1");
        for contract in all().iter().filter(|c| c.owner != "casework") {
            assert_ne!(
                service_name(&shell, contract.name),
                other,
                "{}",
                contract.name
            );
        }
    }

    #[test]
    fn keys_and_public_fields_are_left_out() {
        let fields = ["person_id", "name", "provenance", "name"].map(str::to_owned);
        let names = field_names(&citizen(), "population.get-person/1", &fields);
        assert_eq!(names, ["Họ, chữ đệm và tên"]);
        let unknown = field_names(&citizen(), "x.y/1", &["z".to_owned()]);
        assert_eq!(unknown, ["z"]);
    }
}
