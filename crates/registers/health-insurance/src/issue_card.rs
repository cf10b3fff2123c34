//! A health card for a person who has none in force.

use dean06_contracts::{
    Contract, FieldProblem,
    health_insurance::{IssueCard, IssueCardRequest, IssueCardResponse},
};
use dean06_kernel::{PersonName, PersonalNumber, Sex, is_unseen};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use crate::{
    HealthInsurance,
    error::{unreadable, write_failed},
    insured::Insured,
    room::source,
    rules::Group,
};

/// Serials that are tried in one write.
const BATCH: usize = 16;
/// Writes that are tried before the numbers count as used up.
const BATCHES: usize = 4;

/// Why a card was not issued.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueCardError {
    /// The person died.
    #[error("the person is dead")]
    Dead,
    /// The person has a card in force.
    #[error("the person has a card in force")]
    AlreadyIssued,
    /// No number was free.
    #[error("no card number was found free")]
    UsedUp,
}

impl From<IssueCardError> for ServiceError {
    fn from(error: IssueCardError) -> Self {
        match error {
            IssueCardError::Dead => Self::refused("person-not-alive"),
            IssueCardError::AlreadyIssued => Self::refused("card-already-issued"),
            IssueCardError::UsedUp => Self::refused("card-numbers-used-up"),
        }
    }
}

/// Answers `health-insurance.issue-card/1`.
pub(crate) async fn issue_card(
    room: HealthInsurance,
    context: Context,
    request: IssueCardRequest,
) -> Result<Reply<IssueCardResponse>, ServiceError> {
    let person = request.person_id;
    let card = &Card::check(&room, &context, request)?;
    let mut batch = 1;
    let response = loop {
        let serials = &card.draw();
        let written = room
            .store
            .write(|tx| Box::pin(card.write(tx, serials)))
            .await;
        match written {
            Err(WriteError::Refused(IssueCardError::UsedUp)) if batch < BATCHES => batch += 1,
            written => break written.map_err(write_failed)?,
        }
    };
    Ok(Reply::about(person, response))
}

/// A card as checked, with everything that must be made before the write.
struct Card<'r> {
    room: &'r HealthInsurance,
    key: String,
    request: IssueCardRequest,
    number: PersonalNumber,
    group: &'r Group,
    source: String,
    recorded_at: i64,
}

impl<'r> Card<'r> {
    fn check(
        room: &'r HealthInsurance,
        context: &Context,
        mut request: IssueCardRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let mut problems = Vec::new();
        let mut wrong = |pointer: &str, code: &str| {
            problems.push(FieldProblem {
                pointer: pointer.to_owned(),
                text: room.mediator.problems().tell(422, code).detail,
            });
        };
        match PersonName::new(&request.name) {
            Ok(name) => name.as_str().clone_into(&mut request.name),
            Err(_) => wrong("/name", "name-not-usable"),
        }
        let number = request.personal_number.parse::<PersonalNumber>();
        if number.is_err() {
            wrong("/personal_number", "number-not-usable");
        }
        if request.sex == Sex::Unknown {
            wrong("/sex", "sex-needed");
        }
        if request.birth_date.earliest() > room.sources.today() {
            wrong("/birth_date", "date-in-future");
        }
        let facility = request.facility_code.as_deref().unwrap_or("-");
        if facility.trim().is_empty() || facility.chars().any(is_unseen) {
            wrong("/facility_code", "text-not-usable");
        }
        if request.valid_to.is_some_and(|to| to < request.valid_from) {
            wrong("/valid_to", "date-before-start");
        }
        let group = room.rules.group(&request.group_code);
        match group {
            None => wrong("/group_code", "code-unknown"),
            Some(group) if !group.takes(request.birth_date, request.valid_from) => {
                wrong("/group_code", "card-group-unfit");
            }
            Some(_) => {}
        }
        let (Ok(number), Some(group), true) = (number, group, problems.is_empty()) else {
            return Err(ServiceError::Invalid(problems));
        };
        Ok(Self {
            room,
            key,
            number,
            group,
            source: source(context),
            recorded_at: room.sources.now_micros(),
            request,
        })
    }

    /// Serials to try in one write, drawn before it.
    fn draw(&self) -> [u64; BATCH] {
        std::array::from_fn(|_| self.room.sources.below(self.room.rules.serials()))
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
        serials: &[u64],
    ) -> Result<IssueCardResponse, WriteError<IssueCardError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let insured = Insured::take(tx, self.request.person_id).await?;
        if let Some(known) = tx.recall(IssueCard::NAME, &self.key).await? {
            return Ok(serde_json::from_value(known).map_err(unreadable)?);
        }
        if insured.died_on.is_some() {
            return refused(IssueCardError::Dead);
        }
        if insured.card_from(self.request.valid_from).is_some() {
            return refused(IssueCardError::AlreadyIssued);
        }
        let Some(number) = self.take_number(tx, serials).await? else {
            return refused(IssueCardError::UsedUp);
        };
        self.insert(tx, &number).await?;
        insured.holds(tx, &number, self.request.valid_to).await?;
        let response = IssueCardResponse {
            person_id: Some(self.request.person_id),
            card_number: Some(number),
            valid_from: Some(self.request.valid_from),
            valid_to: self.request.valid_to,
            initial_facility: self.request.facility_code.clone(),
        };
        tx.remember(IssueCard::NAME, &self.key, &json!(response))
            .await?;
        Ok(response)
    }

    /// The first number with one of these serials that no card ever had.
    async fn take_number(&self, tx: &Tx<'_>, serials: &[u64]) -> Result<Option<String>, DbErr> {
        for serial in serials {
            let number = self.room.rules.number(self.group, &self.number, *serial);
            let given = tx
                .run(
                    "INSERT INTO health_card_number (number, person_id) VALUES (?, ?)
                     ON CONFLICT (number) DO NOTHING",
                    [
                        number.clone().into(),
                        self.request.person_id.to_string().into(),
                    ],
                )
                .await?;
            if given == 1 {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    async fn insert(&self, tx: &Tx<'_>, number: &str) -> Result<(), DbErr> {
        let request = &self.request;
        tx.run(
            "INSERT INTO health_card (person_id, card_number, group_code, personal_number, name,
               birth_date, sex, valid_from, valid_to, initial_facility, dossier_number, source,
               recorded_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                request.person_id.to_string().into(),
                number.into(),
                request.group_code.clone().into(),
                self.number.to_string().into(),
                request.name.clone().into(),
                request.birth_date.to_string().into(),
                request.sex.as_str().into(),
                request.valid_from.to_string().into(),
                self.request.valid_to.map(|day| day.to_string()).into(),
                request.facility_code.clone().into(),
                request.dossier_number.clone().into(),
                self.source.clone().into(),
                self.recorded_at.into(),
            ],
        )
        .await?;
        Ok(())
    }
}
