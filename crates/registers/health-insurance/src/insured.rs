//! What holds of a person today. Every change takes this row first.

use dean06_kernel::PersonId;
use dean06_store::{Sql, Tx};
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult};

use crate::error::unreadable;

/// The row of a person, taken for this write.
#[derive(Debug)]
pub(crate) struct Insured {
    person: PersonId,
    /// The card that was issued last and has not ended before its last day.
    card: Option<Card>,
    /// The day of death, once the population register has told it.
    pub died_on: Option<Date>,
}

#[derive(Debug)]
struct Card {
    number: String,
    valid_to: Option<Date>,
}

/// How a card ends before its last day.
pub(crate) struct End<'e> {
    pub ended_on: Date,
    pub reason: &'e str,
    pub by_death: bool,
    pub case: Option<&'e str>,
    pub source: &'e str,
    pub recorded_at: i64,
}

impl Insured {
    /// Takes the row of a person, new if there was none.
    pub async fn take(tx: &Tx<'_>, person: PersonId) -> Result<Self, DbErr> {
        let row = tx
            .row(
                "INSERT INTO health_insured (person_id, version) VALUES (?, 1)
                 ON CONFLICT (person_id) DO UPDATE SET version = health_insured.version + 1
                 RETURNING card_number, card_valid_to, died_on",
                [person.to_string().into()],
            )
            .await?;
        let row = row.ok_or(DbErr::RecordNotInserted)?;
        let number: Option<String> = row.try_get("", "card_number")?;
        let valid_to = day(&row, "card_valid_to")?;
        Ok(Self {
            person,
            card: number.map(|number| Card { number, valid_to }),
            died_on: day(&row, "died_on")?,
        })
    }

    /// The number of the card that is good on a day or after it.
    pub fn card_from(&self, on: Date) -> Option<&str> {
        let card = self.card.as_ref()?;
        let good = card.valid_to.is_none_or(|last| last >= on);
        good.then_some(&card.number)
    }

    /// Says which card is in force now.
    pub async fn holds(
        &self,
        tx: &Tx<'_>,
        number: &str,
        valid_to: Option<Date>,
    ) -> Result<(), DbErr> {
        let valid_to = valid_to.map(|day| day.to_string());
        tx.run(
            "UPDATE health_insured SET card_number = ?, card_valid_to = ? WHERE person_id = ?",
            [
                number.into(),
                valid_to.into(),
                self.person.to_string().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Ends the card in force.
    pub async fn end(&self, tx: &Tx<'_>, number: &str, end: End<'_>) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO health_card_end (person_id, card_number, ended_on, reason, by_death,
               case_ref, source, recorded_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self.person.to_string().into(),
                number.into(),
                end.ended_on.to_string().into(),
                end.reason.into(),
                i64::from(end.by_death).into(),
                end.case.map(str::to_owned).into(),
                end.source.into(),
                end.recorded_at.into(),
            ],
        )
        .await?;
        tx.run(
            "UPDATE health_insured SET card_number = NULL, card_valid_to = NULL
             WHERE person_id = ?",
            [self.person.to_string().into()],
        )
        .await?;
        Ok(())
    }

    /// Says that the person died.
    pub async fn died(&self, tx: &Tx<'_>, on: Date) -> Result<(), DbErr> {
        tx.run(
            "UPDATE health_insured SET died_on = ? WHERE person_id = ?",
            [on.to_string().into(), self.person.to_string().into()],
        )
        .await?;
        Ok(())
    }
}

/// A column that holds a day.
pub(crate) fn day(row: &QueryResult, column: &str) -> Result<Option<Date>, DbErr> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| text.parse().map_err(unreadable))
        .transpose()
}
