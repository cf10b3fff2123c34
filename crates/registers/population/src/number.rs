//! Personal numbers: drawn by chance, given once, leading to their person for ever.

use dean06_content::Content;
use dean06_kernel::{AdminUnits, PersonId, PersonalNumber, Sex, Sources};
use dean06_mediator::ServiceError;
use dean06_store::{Sql, Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;

use crate::fact_rows::unreadable;

/// Serials that are tried in one write.
const BATCH: usize = 16;
/// Writes that are tried before a series counts as used up. With 99 of 100 serials given, 64 tries
/// miss about every second time; with 9 of 10, once in a thousand.
pub(crate) const BATCHES: usize = 4;

/// Where the random part of numbers comes from.
pub(crate) trait Serials: Send + Sync {
    /// A serial, from 0 to [`PersonalNumber::MAX_SERIAL`].
    fn draw(&self) -> u32;
}

impl Serials for Sources {
    fn draw(&self) -> u32 {
        let serial = self.below(u64::from(PersonalNumber::MAX_SERIAL) + 1);
        u32::try_from(serial).unwrap_or_default()
    }
}

/// The numbers of one province, sex and year of birth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Series {
    /// Three digits.
    pub province: String,
    /// Male or female.
    pub sex: Sex,
    /// Year of birth.
    pub year: i16,
}

impl Series {
    /// Whether numbers can express a year of birth.
    pub fn can_express(year: i16) -> bool {
        PersonalNumber::compose("000", Sex::Male, year, 0).is_ok()
    }

    fn number(&self, serial: u32) -> Result<PersonalNumber, DbErr> {
        PersonalNumber::compose(&self.province, self.sex, self.year, serial).map_err(unreadable)
    }
}

/// Serials to try in one write, drawn before it.
pub(crate) fn draw(serials: &dyn Serials) -> [u32; BATCH] {
    std::array::from_fn(|_| serials.draw())
}

/// Every number of a series that was tried was given before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no number was found free for {} and {}", .0.province, .0.year)]
pub(crate) struct UsedUp(pub Series);

impl From<UsedUp> for ServiceError {
    fn from(UsedUp(series): UsedUp) -> Self {
        Self::refused("personal-numbers-used-up")
            .with("province", series.province)
            .with("year", series.year.to_string())
    }
}

/// The province code that a birth registered in this commune on this day gives to a number.
pub(crate) fn province_of(content: &Content, commune: &str, on: Date) -> Result<String, NotGiven> {
    let province = content.admin_units().on(on).province_of(commune);
    let code = province.map_or_else(String::new, |unit| format!("0{}", unit.code));
    given_on(content, code, on)
}

/// The province code of a number that replaces one with `code`: the same, or if that is no longer
/// given out, the one of the province that took over.
pub(crate) fn province_after(content: &Content, code: &str, on: Date) -> Result<String, NotGiven> {
    given_on(content, code.to_owned(), on).or_else(|error| {
        let after = successor(content.admin_units(), code).ok_or(error)?;
        given_on(content, after, on)
    })
}

fn successor(units: &AdminUnits, code: &str) -> Option<String> {
    let province = units.province_successor(code.strip_prefix('0')?)?;
    Some(format!("0{}", province.code))
}

fn given_on(content: &Content, code: String, on: Date) -> Result<String, NotGiven> {
    if content.province_codes().valid_on(&code, on) {
        Ok(code)
    } else {
        Err(NotGiven { code, on })
    }
}

/// The province code is given to nobody on that day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the province code {code:?} is not given out on {on}")]
pub(crate) struct NotGiven {
    code: String,
    on: Date,
}

impl From<NotGiven> for ServiceError {
    fn from(error: NotGiven) -> Self {
        Self::refused("province-code-not-given").with("code", error.code)
    }
}

/// Gives a person the first number with one of these serials that nobody ever had.
pub(crate) async fn give<E: From<UsedUp>>(
    tx: &Tx<'_>,
    series: &Series,
    serials: &[u32],
    person: PersonId,
) -> Result<PersonalNumber, WriteError<E>> {
    for serial in serials {
        let number = series.number(*serial)?;
        let given = tx
            .run(
                "INSERT INTO population_number (number, person_id) VALUES (?, ?)
                 ON CONFLICT (number) DO NOTHING",
                [number.to_string().into(), person.to_string().into()],
            )
            .await?;
        if given == 1 {
            return Ok(number);
        }
    }
    Err(WriteError::Refused(UsedUp(series.clone()).into()))
}

/// To whom a number was given, now or in the past.
pub(crate) async fn holder<C: Sql>(
    connection: &C,
    number: PersonalNumber,
) -> Result<Option<PersonId>, DbErr> {
    let row = connection
        .row(
            "SELECT person_id FROM population_number WHERE number = ?",
            [number.to_string().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let person: String = row.try_get("", "person_id")?;
    Ok(Some(person.parse().map_err(unreadable)?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::testing::content;

    #[test]
    fn the_province_code_follows_from_the_commune_and_the_day() {
        let content = content();
        let today = date(2026, 11, 22);
        assert_eq!(province_of(&content, "00004", today).as_deref(), Ok("001"));
        assert!(province_of(&content, "99999", today).is_err());
        // The same commune code was there before the merger too.
        let before = date(2020, 1, 1);
        assert_eq!(province_of(&content, "00004", before).as_deref(), Ok("001"));
        assert!(province_of(&content, "00004", date(1999, 1, 1)).is_err());
    }

    #[test]
    fn a_new_number_keeps_its_province_while_that_is_given_out() {
        let content = content();
        let today = date(2026, 11, 22);
        assert_eq!(province_after(&content, "001", today).as_deref(), Ok("001"));
        assert!(province_after(&content, "999", today).is_err());
        assert!(province_after(&content, "", today).is_err());
        assert_eq!(
            successor(content.admin_units(), "002").as_deref(),
            Some("008"),
            "Hà Giang is part of Tuyên Quang now"
        );
    }

    #[test]
    fn numbers_stay_within_their_series() {
        let series = Series {
            province: "001".to_owned(),
            sex: Sex::Female,
            year: 2026,
        };
        let drawn = draw(&Sources::system());
        for serial in drawn {
            let number = series.number(serial).expect("a number");
            assert_eq!(number.as_str(), format!("001326{serial:06}"));
        }
        assert!(Series::can_express(1900) && !Series::can_express(1899));
    }
}
