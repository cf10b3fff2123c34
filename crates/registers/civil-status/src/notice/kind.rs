use dean06_contracts::{
    FieldProblem,
    population::{VerifyPerson, VerifyPersonRequest},
};
use dean06_kernel::{PartialDate, PersonId};
use dean06_mediator::{Ask, Context, MediatorError, ServiceError};
use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::CivilStatus;

/// Where the notice stands in the request, once it is opened.
const AT: &str = "/notice";

/// What hospitals send: about a birth, or about a death.
#[derive(Debug)]
pub(crate) struct NoticeKind {
    /// `typ` of the JWS.
    pub jws_type: &'static str,
    /// Name of the schema in the content.
    schema: &'static str,
    /// For what this room asks others when one arrives.
    pub purpose: &'static str,
    /// The table of notices; those of revisions and names are named after it.
    pub table: &'static str,
}

/// Giấy chứng sinh.
pub(crate) const BIRTH: NoticeKind = NoticeKind {
    jws_type: "birth-notice+jws",
    schema: "birth-notice",
    purpose: "birth-notice.receive",
    table: "birth_notice",
};

/// Giấy báo tử.
pub(crate) const DEATH: NoticeKind = NoticeKind {
    jws_type: "death-notice+jws",
    schema: "death-notice",
    purpose: "death-notice.receive",
    table: "death_notice",
};

/// Somebody as a hospital knows that person.
#[derive(Debug, Deserialize)]
pub(crate) struct PersonOfNotice {
    pub name: String,
    pub birth_date: PartialDate,
    /// Present or former.
    #[serde(default)]
    pub personal_number: Option<String>,
}

impl NoticeKind {
    /// What was signed, if it is in every field as the content describes it. The codes of places are
    /// those of the day to which the pointer `day` leads.
    pub fn read<T: DeserializeOwned>(
        &self,
        room: &CivilStatus,
        content: &Value,
        day: &str,
    ) -> Result<T, ServiceError> {
        let schema = room
            .content
            .notice_schema(self.schema)
            .ok_or_else(|| ServiceError::internal(format!("no schema of {}", self.schema)))?;
        let day = content
            .pointer(day)
            .and_then(|date| date.as_str()?.parse::<Date>().ok());
        let problems: Vec<FieldProblem> = schema
            .validate(content, day.unwrap_or_else(|| room.sources.today()))
            .into_iter()
            .map(|error| FieldProblem {
                pointer: at(&error.pointer),
                text: error.message,
            })
            .collect();
        refuse(problems)?;
        T::deserialize(content).map_err(ServiceError::internal)
    }

    /// The person of a notice in the population register, when number, name and birth date belong
    /// together; a former number leads there too. A notice about somebody unknown is taken all the
    /// same: somebody applies with the paper one.
    pub async fn find_person(
        &self,
        room: &CivilStatus,
        context: &Context,
        notice_number: &str,
        person: &PersonOfNotice,
    ) -> Result<Option<PersonId>, ServiceError> {
        let Some(personal_number) = person.personal_number.clone() else {
            return Ok(None);
        };
        let request = VerifyPersonRequest {
            personal_number,
            name: person.name.clone(),
            birth_date: person.birth_date,
        };
        let actor = room.seal.on_behalf_of(context.actor.principal());
        let ask = Ask::new(&actor, self.purpose).in_case(notice_number);
        match room.mediator.call::<VerifyPerson>(ask, &request).await {
            Ok(answer) => Ok(answer.person_id.filter(|_| answer.matches == Some(true))),
            Err(MediatorError::Invalid(_) | MediatorError::Service(ServiceError::Invalid(_))) => {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Where a field of the notice stands in the request.
pub(crate) fn at(pointer: &str) -> String {
    format!("{AT}{pointer}")
}

/// The answer if anything is not right.
pub(crate) fn refuse(problems: Vec<FieldProblem>) -> Result<(), ServiceError> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}
