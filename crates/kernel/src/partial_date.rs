use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::Language;

/// A date of which the month or the day may be unknown, as with many elderly people's births.
///
/// Written `1950`, `1950-03` or `1950-03-07`; years 1 to 9999. Ordered by the first day it can
/// mean; of two that begin on the same day the vaguer comes first. Its text orders the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why something is not a partial date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartialDateError {
    /// Not of the form `1950`, `1950-03` or `1950-03-07`.
    #[error("a date is written 1950, 1950-03 or 1950-03-07")]
    Format,
    /// The year is not one of 1 to 9999.
    #[error("the year {0} is not between 1 and 9999")]
    Year(i16),
    /// No such month.
    #[error("there is no month {0}")]
    Month(i8),
    /// No such day in that month of that year.
    #[error("there is no day {0} in that month")]
    Day(i8),
    /// A day without a month.
    #[error("a day needs its month")]
    DayWithoutMonth,
}

impl PartialDate {
    /// Puts a date together from what is known.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, PartialDateError> {
        if !(1..=9999).contains(&year) {
            return Err(PartialDateError::Year(year));
        }
        match (month, day) {
            (None, None) => {}
            (None, Some(_)) => return Err(PartialDateError::DayWithoutMonth),
            (Some(month), day) => {
                if !(1..=12).contains(&month) {
                    return Err(PartialDateError::Month(month));
                }
                if let Some(day) = day
                    && Date::new(year, month, day).is_err()
                {
                    return Err(PartialDateError::Day(day));
                }
            }
        }
        Ok(Self { year, month, day })
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, if known.
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// The whole date, if all of it is known.
    pub fn exact(self) -> Option<Date> {
        self.day.map(|_| self.earliest())
    }

    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        // `new` has checked the parts, so the fallback is never taken.
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// The last day it can mean.
    pub fn latest(self) -> Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.earliest(),
            (Some(_), None) => self.earliest().last_of_month(),
            (None, None) => self.earliest().last_of_year(),
        }
    }

    /// Completed years of age on `date` of somebody born on this date: the least and the most it
    /// can be. Whoever is born on 29 February completes a year on 1 March where there is no 29th.
    /// Negative before birth.
    pub fn age_on(self, date: Date) -> (i16, i16) {
        (
            completed_years(self.latest(), date),
            completed_years(self.earliest(), date),
        )
    }

    /// For people to read: `07/03/1950`, `tháng 3/1950`, `năm 1950`; in English `7 March 1950`,
    /// `March 1950`, `1950`.
    pub fn display(self, language: Language) -> String {
        let year = self.year;
        match (language, self.month, self.day) {
            (Language::Vi, Some(month), Some(day)) => format!("{day:02}/{month:02}/{year:04}"),
            (Language::Vi, Some(month), None) => format!("tháng {month}/{year:04}"),
            (Language::Vi, None, _) => format!("năm {year:04}"),
            (Language::En, Some(month), Some(day)) => {
                format!("{day} {} {year}", english_month(month))
            }
            (Language::En, Some(month), None) => format!("{} {year}", english_month(month)),
            (Language::En, None, _) => year.to_string(),
        }
    }
}

fn completed_years(birth: Date, on: Date) -> i16 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(before_birthday)
}

fn english_month(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default()
}

impl From<Date> for PartialDate {
    /// A whole date. Years before 1, which no register holds, become year 1.
    fn from(date: Date) -> Self {
        if date.year() < 1 {
            return Self {
                year: 1,
                month: Some(1),
                day: Some(1),
            };
        }
        Self {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn part<T: FromStr>(text: &str, len: usize) -> Result<T, PartialDateError> {
            if text.len() != len || !text.bytes().all(|b| b.is_ascii_digit()) {
                return Err(PartialDateError::Format);
            }
            text.parse().map_err(|_| PartialDateError::Format)
        }

        let mut parts = text.split('-');
        let year = part(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(|text| part(text, 2)).transpose()?;
        let day = parts.next().map(|text| part(text, 2)).transpose()?;
        if parts.next().is_some() {
            return Err(PartialDateError::Format);
        }
        Self::new(year, month, day)
    }
}

serde_as_text!(PartialDate);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn partial(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn any_partial() -> impl Strategy<Value = PartialDate> {
        (1_i16..=9999, 1_i8..=12, 1_i8..=31, 0..3).prop_map(|(year, month, day, known)| {
            let last = date(year, month, 1).days_in_month();
            let month = (known > 0).then_some(month);
            let day = (known > 1).then_some(day.min(last));
            PartialDate::new(year, month, day).unwrap()
        })
    }

    #[test]
    fn what_is_unknown_widens_the_range() {
        assert_eq!(partial("1950").earliest(), date(1950, 1, 1));
        assert_eq!(partial("1950").latest(), date(1950, 12, 31));
        assert_eq!(partial("2024-02").latest(), date(2024, 2, 29));
        assert_eq!(partial("1950-03-07").exact(), Some(date(1950, 3, 7)));
        assert_eq!(partial("1950-03").exact(), None);
    }

    #[test]
    fn ages_are_completed_years() {
        assert_eq!(partial("1950").age_on(date(2026, 11, 22)), (75, 76));
        assert_eq!(partial("2012-11-22").age_on(date(2026, 11, 22)), (14, 14));
        assert_eq!(partial("2012-11-23").age_on(date(2026, 11, 22)), (13, 13));
        assert_eq!(partial("2008-02-29").age_on(date(2026, 2, 28)), (17, 17));
        assert_eq!(partial("2008-02-29").age_on(date(2026, 3, 1)), (18, 18));
        assert_eq!(partial("2026-11-23").age_on(date(2026, 11, 22)), (-1, -1));
    }

    #[test]
    fn people_read_it_in_their_language() {
        assert_eq!(partial("1950-03-07").display(Language::Vi), "07/03/1950");
        assert_eq!(partial("1950-03").display(Language::Vi), "tháng 3/1950");
        assert_eq!(partial("1950").display(Language::Vi), "năm 1950");
        assert_eq!(partial("1950-03-07").display(Language::En), "7 March 1950");
        assert_eq!(partial("1950-12").display(Language::En), "December 1950");
        assert_eq!(partial("1950").display(Language::En), "1950");
    }

    #[test]
    fn wrong_dates_are_named() {
        use PartialDateError as E;
        for (text, error) in [
            ("", E::Format),
            ("50", E::Format),
            ("1950-3", E::Format),
            ("1950-03-07-01", E::Format),
            ("07/03/1950", E::Format),
            ("+950", E::Format),
            ("１９５０", E::Format),
            ("0000", E::Year(0)),
            ("1950-13", E::Month(13)),
            ("2023-02-29", E::Day(29)),
            ("1950-03-00", E::Day(0)),
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(error), "{text}");
        }
        assert_eq!(
            PartialDate::new(1950, None, Some(1)),
            Err(E::DayWithoutMonth)
        );
    }

    proptest! {
        #[test]
        fn text_and_json_lead_back(value in any_partial()) {
            prop_assert_eq!(value.to_string().parse(), Ok(value));
            let json = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(serde_json::from_str::<PartialDate>(&json).unwrap(), value);
        }

        #[test]
        fn order_is_by_earliest_and_equals_text_order(a in any_partial(), b in any_partial()) {
            if a.earliest() != b.earliest() {
                prop_assert_eq!(a.cmp(&b), a.earliest().cmp(&b.earliest()));
            }
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn age_is_the_number_of_birthdays_passed(value in any_partial(), year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
            let on = date(year, month, day);
            let (least, most) = value.age_on(on);
            prop_assert!(least <= most && most - least <= 1);
            prop_assert_eq!(least == most || value.exact().is_none(), true);
            prop_assert_eq!(most >= 0, value.earliest() <= on);
            prop_assert_eq!(least >= 0, value.latest() <= on);
        }

        #[test]
        fn a_date_is_a_partial_date(value in any_partial()) {
            prop_assert_eq!(PartialDate::from(value.earliest()).exact(), Some(value.earliest()));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9-]{0,14}|.{0,20}") {
            let _ = text.parse::<PartialDate>();
        }
    }
}
