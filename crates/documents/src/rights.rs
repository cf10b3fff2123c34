//! Whose papers somebody may see: one's own, those of a child for its registered parents, the
//! result of a dossier for who applied, and for officers what their body issued and what the form of
//! a dossier on their desk uses. Everybody else is told that there is no such paper.

use dean06_contracts::casework::{CheckAttached, CheckAttachedRequest};
use dean06_contracts::population::{GetPerson, GetPersonRequest, PersonRecord, Relation};
use dean06_kernel::PersonId;
use dean06_mediator::{ActorKind, Ask, Context, MediatorError, ServiceError};

use crate::error::{database, no_paper};
use crate::room::Documents;
use crate::rows::{Key, Paper};

/// The purpose for which the register is asked who a child's parents are.
const PURPOSE: &str = "papers-of-child";

/// The citizen who acts, or for whom a room acts.
pub(crate) fn citizen(context: &Context) -> Result<PersonId, ServiceError> {
    let principal = context.actor.principal();
    principal
        .person
        .filter(|_| principal.kind == ActorKind::Citizen)
        .ok_or_else(|| ServiceError::forbidden("person-needed"))
}

/// Whose store is meant: the caller's own when nobody is named, else a child's.
pub(crate) async fn store_of(
    room: &Documents,
    context: &Context,
    named: Option<PersonId>,
) -> Result<PersonId, ServiceError> {
    let caller = citizen(context)?;
    match named {
        Some(person) if person != caller => {
            if is_parent_of(room, context, caller, person).await? {
                Ok(person)
            } else {
                Err(ServiceError::not_found("person-not-found"))
            }
        }
        _ => Ok(caller),
    }
}

/// A paper that the caller may see.
pub(crate) async fn visible(
    room: &Documents,
    context: &Context,
    paper: &str,
) -> Result<Paper, ServiceError> {
    let paper = find(room, paper).await?;
    if sees(room, context, &paper).await? {
        Ok(paper)
    } else {
        Err(no_paper())
    }
}

/// A paper in a store that the caller keeps: one's own, or a child's.
pub(crate) async fn kept(
    room: &Documents,
    context: &Context,
    paper: &str,
) -> Result<Paper, ServiceError> {
    let caller = citizen(context)?;
    let paper = find(room, paper).await?;
    if paper.person == caller || is_parent_of(room, context, caller, paper.person).await? {
        Ok(paper)
    } else {
        Err(no_paper())
    }
}

async fn find(room: &Documents, paper: &str) -> Result<Paper, ServiceError> {
    let found = Paper::by_key(room.store.read(), &Key::Id(paper.to_owned()))
        .await
        .map_err(database)?;
    found.into_iter().next().ok_or_else(no_paper)
}

/// Whether the caller sees a paper.
pub(crate) async fn sees(
    room: &Documents,
    context: &Context,
    paper: &Paper,
) -> Result<bool, ServiceError> {
    let principal = context.actor.principal();
    if principal.kind == ActorKind::Officer {
        let issued_by = paper.issue.as_ref().map(|issue| &issue.org_id);
        if issued_by.is_some() && issued_by == principal.org.as_ref() {
            return Ok(true);
        }
        return is_attached(room, context, &paper.paper_id).await;
    }
    let caller = citizen(context)?;
    let applied = paper
        .issue
        .as_ref()
        .is_some_and(|issue| issue.party_id == caller.to_string());
    if paper.person == caller || applied {
        return Ok(true);
    }
    is_parent_of(room, context, caller, paper.person).await
}

/// How long the id of a dossier is.
const DOSSIER_ID: usize = 36;

/// Whether the dossier in which an officer asks lies on that officer's desk and uses the paper.
/// Casework says so; it is asked in the officer's own name.
async fn is_attached(
    room: &Documents,
    context: &Context,
    paper: &str,
) -> Result<bool, ServiceError> {
    let case = context.case.as_deref();
    let Some(dossier) = case.filter(|case| case.len() == DOSSIER_ID) else {
        return Ok(false);
    };
    let ask = Ask::new(&context.actor, &context.purpose).in_case(dossier);
    let request = CheckAttachedRequest {
        dossier_id: dossier.to_owned(),
        paper_id: paper.to_owned(),
    };
    match room.mediator.call::<CheckAttached>(ask, &request).await {
        Ok(told) => Ok(told.attached == Some(true)),
        Err(MediatorError::Service(ServiceError::NotFound(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Whether the register has the caller as a parent of a person who is still a child.
async fn is_parent_of(
    room: &Documents,
    context: &Context,
    caller: PersonId,
    child: PersonId,
) -> Result<bool, ServiceError> {
    // The caller's own record first: nobody makes the register look at a stranger.
    let own = record(room, context, caller).await?;
    if !has(own.as_ref(), child, &[Relation::Child]) {
        return Ok(false);
    }
    let child = record(room, context, child).await?;
    if !has(
        child.as_ref(),
        caller,
        &[Relation::Father, Relation::Mother],
    ) {
        return Ok(false);
    }
    let born = child.and_then(|child| child.birth_date);
    let today = room.sources.today();
    let until = room.settings.child.until_age;
    // Of somebody whose day of birth is not known, the higher age counts.
    Ok(born.is_some_and(|born| i32::from(born.age_on(today).1) < i32::from(until)))
}

fn has(record: Option<&PersonRecord>, other: PersonId, relations: &[Relation]) -> bool {
    let relatives = record.and_then(|record| record.relatives.as_deref());
    relatives
        .unwrap_or_default()
        .iter()
        .any(|relative| relative.person_id == Some(other) && relations.contains(&relative.relation))
}

async fn record(
    room: &Documents,
    context: &Context,
    person: PersonId,
) -> Result<Option<PersonRecord>, ServiceError> {
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let request = GetPersonRequest {
        person_id: Some(person),
        ..GetPersonRequest::default()
    };
    let ask = Ask::new(&actor, PURPOSE);
    match room.mediator.call::<GetPerson>(ask, &request).await {
        Ok(record) => Ok(Some(record)),
        Err(MediatorError::Service(ServiceError::NotFound(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
