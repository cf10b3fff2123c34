//! The three boxes in which a date is typed.

use dean06_kernel::PartialDate;

use crate::words::Words;

/// What stands in the boxes day, month and year, as typed. In the posted form they are
/// `<name>.day`, `<name>.month` and `<name>.year`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateBoxes {
    /// The day of the month; empty if unknown.
    pub day: String,
    /// The month as a number; empty if unknown.
    pub month: String,
    /// The year in four digits.
    pub year: String,
}

/// Why the boxes hold no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Something other than digits was typed.
    #[error("not digits")]
    NotDigits,
    /// The year does not have four digits, or is missing.
    #[error("the year needs four digits")]
    Year,
    /// There is a day but no month.
    #[error("a day without its month")]
    Month,
    /// There is no such day in the calendar.
    #[error("no such day")]
    NoSuchDay,
}

impl DateProblem {
    /// How to mend it.
    pub fn explain(self, words: &Words) -> String {
        words.text(match self {
            Self::NotDigits => "ui-date-not-digits",
            Self::Year => "ui-date-year",
            Self::Month => "ui-date-month",
            Self::NoSuchDay => "ui-date-no-such-day",
        })
    }
}

impl DateBoxes {
    /// The date in the boxes: none when all are empty. Only a year, or a month and a year, is a
    /// date too; the caller asks for more where more is needed.
    ///
    /// # Errors
    /// A [`DateProblem`] that says how to mend what was typed.
    pub fn read(&self) -> Result<Option<PartialDate>, DateProblem> {
        let [day, month, year] = [&self.day, &self.month, &self.year].map(|text| text.trim());
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if ![day, month, year].into_iter().all(digits) {
            return Err(DateProblem::NotDigits);
        }
        if year.len() != 4 {
            return Err(DateProblem::Year);
        }
        let text = match (day, month) {
            ("", "") => year.to_owned(),
            (_, "") => return Err(DateProblem::Month),
            ("", month) => format!("{year}-{month:0>2}"),
            (day, month) => format!("{year}-{month:0>2}-{day:0>2}"),
        };
        text.parse().map(Some).map_err(|_| DateProblem::NoSuchDay)
    }
}

impl From<PartialDate> for DateBoxes {
    fn from(date: PartialDate) -> Self {
        let two = |part: Option<i8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
        Self {
            day: two(date.day()),
            month: two(date.month()),
            year: format!("{:04}", date.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::PartialDate;

    use super::{DateBoxes, DateProblem};

    fn boxes(day: &str, month: &str, year: &str) -> DateBoxes {
        DateBoxes {
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        }
    }

    #[test]
    fn whole_and_partial_dates_are_read() {
        for (typed, expected) in [
            (boxes("7", " 3 ", "1990"), Some("1990-03-07")),
            (boxes("", "12", "1950"), Some("1950-12")),
            (boxes("", "", "1950"), Some("1950")),
            (boxes("", "  ", ""), None),
        ] {
            let date = typed.read().unwrap().map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected);
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (typed, problem) in [
            (boxes("7", "3", "90"), DateProblem::Year),
            (boxes("7", "3", ""), DateProblem::Year),
            (boxes("7", "", "1990"), DateProblem::Month),
            (boxes("30", "2", "1990"), DateProblem::NoSuchDay),
            (boxes("1", "123456789", "1990"), DateProblem::NoSuchDay),
            (boxes("-1", "3", "1990"), DateProblem::NotDigits),
            (boxes("٣", "3", "1990"), DateProblem::NotDigits),
        ] {
            assert_eq!(typed.read(), Err(problem));
        }
    }

    #[test]
    fn a_date_fills_its_boxes() {
        let date: PartialDate = "1990-03-07".parse().unwrap();
        assert_eq!(DateBoxes::from(date), boxes("07", "03", "1990"));
    }
}
