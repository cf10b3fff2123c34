use dean06_contracts::{
    Contract, Place,
    civil_status::{
        BookEntry, ParentOfBirth, RegisterBirth, RegisterBirthRequest, RegisterBirthResponse,
    },
    population::{ParentOfChild, RegisterChild, RegisterChildRequest},
};
use dean06_kernel::PersonId;
use dean06_mediator::{ActorKind, Ask, Context, MediatorError, Reply, ServiceError};
use dean06_store::{OutboxEvent, Sql, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use self::{
    check::check,
    reserve::{Reservation, release, reserve},
};
use crate::{CivilStatus, books::next_number, notice::mark_registered};

mod check;
mod reserve;

pub(crate) use self::reserve::parent_key;

/// Why a birth was not entered.
#[derive(Debug, thiserror::Error)]
enum RegisterBirthError {
    #[error("a birth of this child is registered already")]
    AlreadyRegistered { person: PersonId, name: String },
    #[error("the registering body is not known")]
    UnknownBody,
    #[error("neither parent is named")]
    NoParent,
    #[error("no notice gave the child its key")]
    NoSuchNotice,
    #[error("the notice names another mother")]
    AnotherMother,
    #[error("the database failed: {0}")]
    Write(String),
}

impl From<DbErr> for RegisterBirthError {
    fn from(error: DbErr) -> Self {
        Self::Write(error.to_string())
    }
}

impl From<WriteError<RegisterBirthError>> for RegisterBirthError {
    fn from(error: WriteError<RegisterBirthError>) -> Self {
        match error {
            WriteError::Refused(error) => error,
            other => Self::Write(other.to_string()),
        }
    }
}

/// Enters a birth: reserves it, obtains the personal number, then takes the book number. Each step
/// finds what the one before left, so that the same key goes on where a crash stopped it.
pub(crate) async fn register_birth(
    room: CivilStatus,
    context: Context,
    request: RegisterBirthRequest,
) -> Result<Reply<RegisterBirthResponse>, ServiceError> {
    let key = context.command_key()?.to_owned();
    check(&request)?;
    let child = match reserve(&room, &key, &request).await {
        Ok(Reservation::Done(response)) => return Ok(reply(*response, &request)),
        Ok(Reservation::Held(person)) => person,
        Err(error) => return Err(told(error, &context)),
    };
    let number = match obtain_number(&room, &context, child, &request).await {
        Ok(number) => number,
        Err(error) => {
            if is_refusal(&error) {
                release(&room, &key).await.map_err(|e| told(e, &context))?;
            }
            return Err(error);
        }
    };
    let response = enter(&room, &key, child, number, &request).await;
    response
        .map(|response| reply(response, &request))
        .map_err(|e| told(e, &context))
}

/// The owner said no and changed nothing. After everything else it may know the child already, and
/// only the same reservation leads back to that child.
fn is_refusal(error: &ServiceError) -> bool {
    match error {
        ServiceError::NotFound(_)
        | ServiceError::Refused(_)
        | ServiceError::Conflict(_)
        | ServiceError::Forbidden(_)
        | ServiceError::Invalid(_) => true,
        ServiceError::NotNow(_) | ServiceError::Unavailable(_) | ServiceError::Internal(_) => false,
    }
}

fn reply(
    response: RegisterBirthResponse,
    request: &RegisterBirthRequest,
) -> Reply<RegisterBirthResponse> {
    let parents = [&request.mother, &request.father];
    let parents = parents
        .into_iter()
        .flatten()
        .filter_map(|parent| parent.person_id);
    Reply::about_all(response.person_id.into_iter().chain(parents), response)
}

/// The existing entry is named to an officer, not to anybody else.
fn told(error: RegisterBirthError, context: &Context) -> ServiceError {
    match error {
        RegisterBirthError::AlreadyRegistered { person, name } => {
            if context.actor.principal().kind == ActorKind::Officer {
                ServiceError::refused("birth-already-registered-named")
                    .with("name", name)
                    .with("person", person.to_string())
            } else {
                ServiceError::refused("birth-already-registered")
            }
        }
        RegisterBirthError::UnknownBody => ServiceError::refused("body-unknown"),
        RegisterBirthError::NoParent => ServiceError::refused("birth-without-parent"),
        RegisterBirthError::NoSuchNotice => ServiceError::refused("birth-notice-not-found"),
        RegisterBirthError::AnotherMother => {
            ServiceError::refused("birth-notice-of-another-mother")
        }
        error @ RegisterBirthError::Write(_) => ServiceError::unavailable(error),
    }
}

async fn obtain_number(
    room: &CivilStatus,
    context: &Context,
    child: PersonId,
    request: &RegisterBirthRequest,
) -> Result<String, ServiceError> {
    let commune = room
        .content
        .organisation(&request.org_id)
        .and_then(|body| body.commune.clone())
        .ok_or_else(|| ServiceError::refused("body-unknown"))?;
    let entry = RegisterChildRequest {
        person_id: child,
        name: request.child.name.clone(),
        sex: request.child.sex,
        birth_date: request.child.birth_date,
        birth_place: request.child.birth_place.clone(),
        birth_registration_place: Place {
            commune: Some(commune),
            ..Place::default()
        },
        hometown: request.child.hometown.clone(),
        ethnicity: request.child.ethnicity.clone(),
        nationality: request.child.nationality.iter().cloned().collect(),
        mother: request.mother.as_ref().map(parent_of_child),
        father: request.father.as_ref().map(parent_of_child),
        registered_on: request.registered_on,
    };
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let case = context.case.as_deref().unwrap_or_default();
    let ask = Ask::new(&actor, "birth-registration.register").in_case(case);
    let key = format!("birth:{child}");
    let answer = room
        .mediator
        .command::<RegisterChild>(ask, &key, &entry)
        .await?;
    answer.personal_number.ok_or_else(|| {
        let service = RegisterChild::NAME.to_owned();
        let source = serde::de::Error::custom("no personal number");
        MediatorError::BadAnswer { service, source }.into()
    })
}

fn parent_of_child(parent: &ParentOfBirth) -> ParentOfChild {
    ParentOfChild {
        person_id: parent.person_id,
        name: parent.name.clone(),
        personal_number: parent.personal_number.clone(),
        nationality: parent.nationality.clone(),
    }
}

async fn enter(
    room: &CivilStatus,
    key: &str,
    child: PersonId,
    number: String,
    request: &RegisterBirthRequest,
) -> Result<RegisterBirthResponse, RegisterBirthError> {
    let book = room.books.births(request.registered_on.year());
    let body = room
        .content
        .organisation(&request.org_id)
        .map(|body| body.name.vi.clone());
    let event = room.sources.uuid();
    let now = room.sources.now_micros();
    let noticed = request.child.person_id.is_some() || request.child.birth_notice_number.is_some();
    let (book, body, number) = (&book, &body, &number);
    let response = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(done) = tx.recall(RegisterBirth::NAME, key).await? {
                    return serde_json::from_value(done).map_err(|e| {
                        WriteError::Refused(RegisterBirthError::Write(e.to_string()))
                    });
                }
                tx.emit(OutboxEvent {
                    id: event,
                    topic: "civil-status.birth-registered/1".to_owned(),
                    key: child.to_string(),
                    body: json!({ "person_id": child, "org_id": request.org_id }),
                })
                .await?;
                if noticed {
                    mark_registered(tx, child, &request.org_id, now).await?;
                }
                let position = next_number(tx, &request.org_id, book).await?;
                tx.run(
                    "UPDATE civil_birth SET personal_number = ?, book = ?, book_number = ?
                     WHERE person_id = ?",
                    [
                        number.clone().into(),
                        book.clone().into(),
                        position.into(),
                        child.to_string().into(),
                    ],
                )
                .await?;
                let response = RegisterBirthResponse {
                    person_id: Some(child),
                    personal_number: Some(number.clone()),
                    book: Some(BookEntry {
                        number: u32::try_from(position).ok(),
                        book: Some(book.clone()),
                    }),
                    registered_on: Some(request.registered_on),
                    registered_by: body.clone(),
                };
                tx.remember(RegisterBirth::NAME, key, &json!(response))
                    .await?;
                Ok(response)
            })
        })
        .await?;
    Ok(response)
}
