use dean06_contracts::{
    Contract, FieldProblem, Place,
    civil_status::{BookEntry, ParentOfBirth, RegisterBirthRequest, RegisterBirthResponse},
    population::{ParentOfChild, RegisterChild, RegisterChildRequest},
};
use dean06_kernel::{PartialDate, PersonId, PersonName, Sex};
use dean06_mediator::{ActorKind, Ask, Context, MediatorError, Reply, ServiceError};
use dean06_store::{OutboxEvent, Sql, Tx, WriteError};
use sea_orm::{DbErr, Value};
use serde_json::json;

use crate::{CivilStatus, books::next_number, room::OWNER};

/// Why a birth was not entered.
#[derive(Debug, thiserror::Error)]
enum RegisterBirthError {
    #[error("a birth of this child is registered already")]
    AlreadyRegistered { person: PersonId, name: String },
    #[error("the registering body is not known")]
    UnknownBody,
    #[error("neither parent is named")]
    NoParent,
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
        ServiceError::Unavailable(_) | ServiceError::Internal(_) => false,
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
        error @ RegisterBirthError::Write(_) => ServiceError::unavailable(error),
    }
}

fn check(request: &RegisterBirthRequest) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, vi: &str, en: &str| {
        problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            text: dean06_kernel::Text::new(vi, en),
        });
    };
    if PersonName::new(&request.child.name).is_err() {
        wrong(
            "/child/name",
            "Nhập họ, chữ đệm và tên của trẻ",
            "Enter the child's full name",
        );
    }
    if request.child.sex == Sex::Unknown {
        wrong(
            "/child/sex",
            "Chọn giới tính của trẻ",
            "Choose the child's sex",
        );
    }
    if request.child.birth_date.earliest() > request.registered_on {
        wrong(
            "/child/birth_date",
            "Nhập ngày sinh không muộn hơn ngày đăng ký",
            "Enter a birth date that is not after the day of registration",
        );
    }
    for (pointer, parent) in [
        ("/mother/name", &request.mother),
        ("/father/name", &request.father),
    ] {
        if parent
            .as_ref()
            .is_some_and(|parent| PersonName::new(&parent.name).is_err())
        {
            wrong(pointer, "Nhập họ, chữ đệm và tên", "Enter the full name");
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}

enum Reservation {
    /// The entry was made under this key before.
    Done(Box<RegisterBirthResponse>),
    /// The birth is held for this child.
    Held(PersonId),
}

async fn reserve(
    room: &CivilStatus,
    key: &str,
    request: &RegisterBirthRequest,
) -> Result<Reservation, RegisterBirthError> {
    if room.content.organisation(&request.org_id).is_none() {
        return Err(RegisterBirthError::UnknownBody);
    }
    let parents = parent_keys(request);
    if parents.is_empty() {
        return Err(RegisterBirthError::NoParent);
    }
    let minted = room.sources.person_id();
    let now = room.sources.now_micros();
    let name_key = name_key(&request.child.name);
    let birth_date = request.child.birth_date.to_string();
    let (parents, name_key, birth_date) = (&parents, &name_key, &birth_date);
    let outcome = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(done) = tx.recall(OWNER, key).await? {
                    let response = serde_json::from_value(done).map_err(|e| {
                        WriteError::Refused(RegisterBirthError::Write(e.to_string()))
                    })?;
                    return Ok(Reservation::Done(Box::new(response)));
                }
                for parent in parents {
                    let values: [Value; 5] = [
                        parent.clone().into(),
                        birth_date.clone().into(),
                        name_key.clone().into(),
                        minted.to_string().into(),
                        key.into(),
                    ];
                    tx.run(
                        "INSERT INTO civil_birth_of_parent
                           (parent_id, birth_date, name_key, person_id, command_key)
                         VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        values,
                    )
                    .await?;
                    let held = holder(tx, parent, birth_date, name_key).await?;
                    let (person, holder_key) = held;
                    if holder_key != key {
                        let error = RegisterBirthError::AlreadyRegistered {
                            person,
                            name: request.child.name.clone(),
                        };
                        return Err(WriteError::Refused(error));
                    }
                    if person != minted {
                        return Ok(Reservation::Held(person));
                    }
                }
                tx.run(
                    "INSERT INTO civil_birth (person_id, command_key, org_id, child, mother, father,
                       declarant, dossier_number, registrar, registered_on, recorded_at)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        minted.to_string().into(),
                        key.into(),
                        request.org_id.to_string().into(),
                        json!(request.child).into(),
                        request.mother.as_ref().map(|m| json!(m)).into(),
                        request.father.as_ref().map(|f| json!(f)).into(),
                        json!(request.declarant).into(),
                        request.dossier_number.clone().into(),
                        request.registrar.clone().into(),
                        request.registered_on.to_string().into(),
                        now.into(),
                    ],
                )
                .await?;
                Ok(Reservation::Held(minted))
            })
        })
        .await?;
    Ok(outcome)
}

async fn holder(
    tx: &Tx<'_>,
    parent: &str,
    birth_date: &str,
    name_key: &str,
) -> Result<(PersonId, String), DbErr> {
    let row = tx
        .row(
            "SELECT person_id, command_key FROM civil_birth_of_parent
             WHERE parent_id = ? AND birth_date = ? AND name_key = ?",
            [parent.into(), birth_date.into(), name_key.into()],
        )
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("civil_birth_of_parent".to_owned()))?;
    let person: String = row.try_get("", "person_id")?;
    let person = person
        .parse()
        .map_err(|_| DbErr::Type("person_id".to_owned()))?;
    Ok((person, row.try_get("", "command_key")?))
}

/// The parents by which a birth is told from another: their person ids, or their names and birth
/// dates when they stand in no register.
fn parent_keys(request: &RegisterBirthRequest) -> Vec<String> {
    [&request.mother, &request.father]
        .into_iter()
        .flatten()
        .map(parent_key)
        .collect()
}

pub(crate) fn parent_key(parent: &ParentOfBirth) -> String {
    parent.person_id.map_or_else(
        || {
            let born = parent.birth_date.map(|date: PartialDate| date.to_string());
            format!("{}:{}", name_key(&parent.name), born.unwrap_or_default())
        },
        |person| person.to_string(),
    )
}

fn name_key(name: &str) -> String {
    dean06_kernel::search_key(name)
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

/// Gives a reservation up after its child was refused.
async fn release(room: &CivilStatus, key: &str) -> Result<(), RegisterBirthError> {
    room.store
        .write(|tx| {
            Box::pin(async move {
                for table in ["civil_birth_of_parent", "civil_birth"] {
                    let text = format!("DELETE FROM {table} WHERE command_key = ?");
                    tx.run(&text, [key.into()]).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
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
    let (book, body, number) = (&book, &body, &number);
    let response = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(done) = tx.recall(OWNER, key).await? {
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
                tx.remember(OWNER, key, &json!(response)).await?;
                Ok(response)
            })
        })
        .await?;
    Ok(response)
}
