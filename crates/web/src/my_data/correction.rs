//! Explains how my data are corrected.

use axum::response::IntoResponse;
use dean06_contracts::population::{GetPerson, GetPersonRequest};

use super::record::{groups, source, source_title};
use super::used::field_name;
use crate::frame::{Answer, Citizen, OWN_DATA, Wrong};

pub(super) async fn show(citizen: Citizen) -> Answer {
    let request = GetPersonRequest {
        person_id: Some(citizen.person),
        ..GetPersonRequest::default()
    };
    let record = citizen.call::<GetPerson>(OWN_DATA, &request).await?;
    let shell = &citizen.shell;
    let wanted = citizen.query.get("field").unwrap_or_default();
    let facts = groups(shell, &record)
        .into_iter()
        .flat_map(|group| group.facts);
    let fact = facts.into_iter().find(|fact| fact.field == wanted);
    let stated = record
        .provenance
        .as_ref()
        .and_then(|facts| facts.get(wanted));
    let (Some(fact), Some(stated)) = (fact, stated) else {
        return Err(citizen.missing());
    };
    let wrong = Wrong {
        label: &field_name(shell, fact.field),
        value: &fact.value,
        register: &source_title(shell, stated).unwrap_or_default(),
        source: &source(shell, stated).unwrap_or_default(),
        owner: stated.source.as_deref().unwrap_or_default(),
        back: "/my-data".to_owned(),
        back_label: "data-correction-back",
    };
    Ok(wrong.page(shell).into_response())
}
