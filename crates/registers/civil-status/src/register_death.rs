use dean06_contracts::{
    Contract, Place,
    civil_status::{BookEntry, RegisterDeath, RegisterDeathRequest, RegisterDeathResponse},
    population,
};
use dean06_kernel::PersonId;
use dean06_mediator::{Ask, Context, Reply, ServiceError};
use dean06_store::{OutboxEvent, Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use self::{
    check::check,
    reserve::{Reservation, release, reserve},
};
use crate::{CivilStatus, books::next_number, notice::mark_death_registered};

mod check;
mod reserve;

/// The event that tells that a death was entered. Its key is the deceased; its body holds
/// `person_id`, `died_on` and `org_id`, the body that entered it.
pub const DEATH_REGISTERED: &str = "civil-status.death-registered/1";

/// For what the population register is told.
const PURPOSE: &str = "death-registration.register";

/// Why a death was not entered.
#[derive(Debug, thiserror::Error)]
enum RegisterDeathError {
    #[error("the death of this person is registered already")]
    AlreadyRegistered,
    #[error("the registering body is not known")]
    UnknownBody,
    #[error("there is no such notice")]
    NoSuchNotice,
    #[error("the notice is about another person")]
    AnotherPerson,
    #[error("the database failed: {0}")]
    Write(String),
}

impl From<DbErr> for RegisterDeathError {
    fn from(error: DbErr) -> Self {
        Self::Write(error.to_string())
    }
}

impl From<WriteError<RegisterDeathError>> for RegisterDeathError {
    fn from(error: WriteError<RegisterDeathError>) -> Self {
        match error {
            WriteError::Refused(error) => error,
            other => Self::Write(other.to_string()),
        }
    }
}

impl From<RegisterDeathError> for ServiceError {
    fn from(error: RegisterDeathError) -> Self {
        match error {
            RegisterDeathError::AlreadyRegistered => Self::refused("death-already-registered"),
            RegisterDeathError::UnknownBody => Self::refused("body-unknown"),
            RegisterDeathError::NoSuchNotice => Self::refused("death-notice-not-found"),
            RegisterDeathError::AnotherPerson => Self::refused("death-notice-of-another"),
            error @ RegisterDeathError::Write(_) => Self::unavailable(error),
        }
    }
}

/// Enters a death: reserves it, tells the population register, then takes the book number. Each step
/// finds what the one before left, so that the same key goes on where a crash stopped it.
pub(crate) async fn register_death(
    room: CivilStatus,
    context: Context,
    request: RegisterDeathRequest,
) -> Result<Reply<RegisterDeathResponse>, ServiceError> {
    let key = context.command_key()?.to_owned();
    check(&room, &request)?;
    match reserve(&room, &key, &request).await? {
        Reservation::Done(response) => return Ok(reply(*response, &request)),
        Reservation::Held => {}
    }
    let changed = match tell_population(&room, &context, &request).await {
        Ok(changed) => changed,
        Err(error) => {
            if is_refusal(&error) {
                release(&room, &key, &request).await?;
            }
            return Err(error);
        }
    };
    let response = enter(&room, &key, &request, &changed).await?;
    Ok(reply(response, &request))
}

/// The population register said no and changed nothing. After everything else it may hold the person
/// as dead already, and only the same reservation goes on from there.
fn is_refusal(error: &ServiceError) -> bool {
    !matches!(
        error,
        ServiceError::NotNow(_) | ServiceError::Unavailable(_) | ServiceError::Internal(_)
    )
}

fn reply(
    response: RegisterDeathResponse,
    request: &RegisterDeathRequest,
) -> Reply<RegisterDeathResponse> {
    let declarant = request.declarant.person_id;
    let subjects = [request.deceased.person_id].into_iter().chain(declarant);
    Reply::about_all(subjects, response)
}

async fn tell_population(
    room: &CivilStatus,
    context: &Context,
    request: &RegisterDeathRequest,
) -> Result<population::RegisterDeathResponse, ServiceError> {
    let person = request.deceased.person_id;
    let says_where = |place: &Place| {
        let parts = [&place.country, &place.commune, &place.line];
        parts.into_iter().any(Option::is_some)
    };
    let death = population::RegisterDeathRequest {
        person_id: person,
        died_on: request.died_on,
        place: request.place.clone().filter(says_where),
        registered_on: request.registered_on,
    };
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let case = context.case.as_deref().unwrap_or_default();
    let ask = Ask::new(&actor, PURPOSE).in_case(case);
    let key = format!("death:{person}");
    let told = room
        .mediator
        .command::<population::RegisterDeath>(ask, &key, &death)
        .await?;
    Ok(told)
}

async fn enter(
    room: &CivilStatus,
    key: &str,
    request: &RegisterDeathRequest,
    changed: &population::RegisterDeathResponse,
) -> Result<RegisterDeathResponse, RegisterDeathError> {
    let person = request.deceased.person_id;
    let book = &room.books.deaths(request.registered_on.year());
    let body = room.content.organisation(&request.org_id);
    let body = &body.map(|body| body.name.vi.clone());
    let event = room.sources.uuid();
    let now = room.sources.now_micros();
    let written = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(done) = tx.recall(RegisterDeath::NAME, key).await? {
                    return serde_json::from_value(done).map_err(|e| {
                        WriteError::Refused(RegisterDeathError::Write(e.to_string()))
                    });
                }
                tx.emit(OutboxEvent {
                    id: event,
                    topic: DEATH_REGISTERED.to_owned(),
                    key: person.to_string(),
                    body: json!({
                        "person_id": person,
                        "died_on": request.died_on,
                        "org_id": request.org_id,
                    }),
                })
                .await?;
                let notice = request.notice_id.as_deref();
                mark_death_registered(tx, person, notice, &request.org_id, now).await?;
                end_marriages(tx, request).await?;
                let position = next_number(tx, &request.org_id, book).await?;
                tx.run(
                    "UPDATE civil_death SET book = ?, book_number = ? WHERE person_id = ?",
                    [
                        book.clone().into(),
                        position.into(),
                        person.to_string().into(),
                    ],
                )
                .await?;
                let response = RegisterDeathResponse {
                    person_id: Some(person),
                    died_on: Some(request.died_on),
                    book: Some(BookEntry {
                        number: u32::try_from(position).ok(),
                        book: Some(book.clone()),
                    }),
                    registered_on: Some(request.registered_on),
                    registered_by: body.clone(),
                    household_without_head: changed.household_without_head,
                };
                tx.remember(RegisterDeath::NAME, key, &json!(response))
                    .await?;
                Ok(response)
            })
        })
        .await;
    Ok(written?)
}

/// Whether the death of this person stands in the book.
pub(crate) async fn is_entered(database: &impl Sql, person: PersonId) -> Result<bool, DbErr> {
    let row = database
        .row(
            "SELECT book_number FROM civil_death WHERE person_id = ? AND book_number IS NOT NULL",
            [person.to_string().into()],
        )
        .await?;
    Ok(row.is_some())
}

/// The marriages of the deceased that were in force ended on the day of death, on both sides.
async fn end_marriages(tx: &Tx<'_>, request: &RegisterDeathRequest) -> Result<(), DbErr> {
    let died_on = request.died_on.to_string();
    let marriages = tx
        .rows(
            "SELECT marriage_id, spouse_id FROM civil_marriage_of_person
             WHERE person_id = ? AND married_from <= ? AND ended_on IS NULL",
            [
                request.deceased.person_id.to_string().into(),
                died_on.clone().into(),
            ],
        )
        .await?;
    for marriage in marriages {
        let id: String = marriage.try_get("", "marriage_id")?;
        let spouse: Option<String> = marriage.try_get("", "spouse_id")?;
        let deceased = request.deceased.person_id.to_string();
        for person in [deceased].into_iter().chain(spouse) {
            tx.run(
                "UPDATE civil_marriage_of_person SET ended_on = ?
                 WHERE person_id = ? AND marriage_id = ? AND ended_on IS NULL",
                [died_on.clone().into(), person.into(), id.clone().into()],
            )
            .await?;
        }
    }
    Ok(())
}
