//! Days as numbers, for date arithmetic a few million times a second.

use jiff::civil::Date;

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i32);

impl Day {
    /// The day of a calendar date.
    pub(crate) fn of(date: Date) -> Self {
        let month = i32::from(date.month());
        // Years that begin in March: the leap day is the last of such a year.
        let year = i32::from(date.year()) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// The calendar date of the day.
    pub(crate) fn date(self) -> Date {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = (shifted_month + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        civil(year, month, day)
    }

    /// The day so many days later, or earlier if negative.
    pub(crate) const fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// How many days it is after `other`; negative before it.
    pub(crate) const fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// The same day of the year so many years later, or earlier if negative; 29 February becomes
    /// the 28th.
    pub(crate) fn plus_years(self, years: i32) -> Self {
        let date = self.date();
        let day = if date.month() == 2 {
            date.day().min(28)
        } else {
            date.day()
        };
        Self::of(civil(
            i32::from(date.year()) + years,
            i32::from(date.month()),
            i32::from(day),
        ))
    }

    /// The year it lies in.
    pub(crate) fn year(self) -> i16 {
        self.date().year()
    }
}

fn civil(year: i32, month: i32, day: i32) -> Date {
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).unwrap_or(Date::MIN),
        _ => Date::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(Day::of(date(1970, 1, 1)), Day(0));
        assert_eq!(Day::of(date(2000, 2, 29)).date(), date(2000, 2, 29));
        assert_eq!(
            Day::of(date(2024, 2, 29)).plus_years(-1).date(),
            date(2023, 2, 28)
        );
    }

    proptest! {
        #[test]
        fn agrees_with_jiff(days in -80_000_i32..80_000) {
            let expected = date(1970, 1, 1).saturating_add(days.days());
            prop_assert_eq!(Day(days).date(), expected);
            prop_assert_eq!(Day::of(expected), Day(days));
        }
    }
}
