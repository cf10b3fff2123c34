//! Names of the fields that a fact can state: those of a [`PersonRecord`], and a few of our own.
//!
//! [`PersonRecord`]: dean06_contracts::population::PersonRecord

use dean06_contracts::population::{Relation, Relative};
use dean06_kernel::search_key;

pub(crate) const BIRTH_DATE: &str = "birth_date";
pub(crate) const BIRTH_REGISTRATION_PLACE: &str = "birth_registration_place";
pub(crate) const CURRENT_RESIDENCE: &str = "current_residence";
pub(crate) const DEATH_OR_MISSING_DATE: &str = "death_or_missing_date";
pub(crate) const IDENTITY_CARD: &str = "identity_card";
pub(crate) const LIFE_STATUS: &str = "life_status";
pub(crate) const MARITAL_STATUS: &str = "marital_status";
pub(crate) const NAME: &str = "name";
pub(crate) const PERMANENT_RESIDENCE: &str = "permanent_residence";
pub(crate) const PERSONAL_NUMBER: &str = "personal_number";
pub(crate) const RELATION_TO_HEAD: &str = "relation_to_head";
pub(crate) const RELATIVES: &str = "relatives";
pub(crate) const RESIDENCE_FILE_NUMBER: &str = "residence_file_number";
pub(crate) const SEX: &str = "sex";
pub(crate) const TEMPORARY_ABSENCE: &str = "temporary_absence";
pub(crate) const TEMPORARY_RESIDENCE: &str = "temporary_residence";

/// The household that the person belongs to: the key of a row of `population_household`.
pub(crate) const HOUSEHOLD_ID: &str = "household_id";

/// The day on which a death was registered. Who has it is dead for good.
pub(crate) const DEATH_REGISTERED_ON: &str = "death/registered_on";

/// Where the person died.
pub(crate) const DEATH_PLACE: &str = "death/place";

/// What the dead have no more.
pub(crate) const ENDED_BY_DEATH: [&str; 9] = [
    PERMANENT_RESIDENCE,
    TEMPORARY_RESIDENCE,
    TEMPORARY_RESIDENCE_UNTIL,
    CURRENT_RESIDENCE,
    TEMPORARY_ABSENCE,
    IDENTITY_CARD,
    HOUSEHOLD_ID,
    RELATION_TO_HEAD,
    RESIDENCE_FILE_NUMBER,
];

/// The last day of a temporary residence, when one was declared. It is stated together with the
/// place, so that the latest registration decides both.
pub(crate) const TEMPORARY_RESIDENCE_UNTIL: &str = "temporary_residence/until";

/// Before the key of a relative: each is a field of its own, so that two facts about two children
/// that arrive at once do not displace each other.
const RELATIVE: &str = "relatives/";

/// The field in which this relative of a person stands.
pub(crate) fn relative(relative: &Relative) -> String {
    let relation = match relative.relation {
        Relation::Father => "father",
        Relation::Mother => "mother",
        Relation::Spouse => "spouse",
        Relation::Child => "child",
        Relation::Representative => "representative",
        Relation::Represented => "represented",
    };
    match relative.person_id {
        Some(person) => format!("{RELATIVE}{relation}-{person}"),
        None => format!("{RELATIVE}{relation}-{}", search_key(&relative.name)),
    }
}

/// Whether a relative stands in this field.
pub(crate) fn is_relative(field: &str) -> bool {
    field.starts_with(RELATIVE)
}

#[cfg(test)]
mod tests {
    use dean06_kernel::PersonId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn two_children_stand_in_two_fields() {
        let child = |id, name: &str| Relative {
            relation: Relation::Child,
            person_id: id,
            name: name.to_owned(),
            personal_number: None,
            old_id_number: None,
            nationality: None,
        };
        let id = PersonId::from_uuid(Uuid::nil());
        let known = relative(&child(Some(id), "Lê An"));
        assert_eq!(
            known,
            "relatives/child-00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(relative(&child(None, "Lê  Ân")), "relatives/child-le an");
        assert!(is_relative(&known) && !is_relative(RELATIVES));
    }
}
