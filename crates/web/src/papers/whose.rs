//! Whose papers a citizen may see: the own ones, and those of the registered children.

use dean06_contracts::civil_status::{FindBirths, FindBirthsRequest};
use dean06_kernel::PersonId;

use crate::frame::{Citizen, OWN_DATA};

/// Somebody whose papers are in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub person: PersonId,
    /// The name; none for oneself.
    pub name: Option<String>,
}

/// Oneself, then the children whose births name this citizen as a parent.
pub(super) async fn owners(citizen: &Citizen) -> Vec<Owner> {
    let request = FindBirthsRequest {
        parent_id: citizen.person,
        birth_date: None,
        limit: None,
        cursor: None,
    };
    let births = citizen.aside::<FindBirths>(OWN_DATA, &request).await;
    let births = births.and_then(|births| births.rows).unwrap_or_default();
    let children = births.into_iter().filter_map(|birth| {
        Some(Owner {
            person: birth.person_id?,
            name: Some(birth.name.unwrap_or_default()),
        })
    });
    let oneself = Owner {
        person: citizen.person,
        name: None,
    };
    [oneself].into_iter().chain(children).collect()
}
