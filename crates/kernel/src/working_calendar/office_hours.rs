use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

/// A stretch of a day in which offices are open, written `07:30-11:30`. Its end is no longer open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficeSpan {
    from: Time,
    to: Time,
}

/// The hours in which offices are open, by day of the week. A day without hours is a day off.
///
/// Read from content as a table of days: `monday = ["07:30-11:30", "13:30-17:00"]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WeekTable", into = "WeekTable")]
pub struct OfficeHours {
    week: [Vec<OfficeSpan>; 7],
}

/// Why something cannot be office hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeHoursError {
    /// Not of the form `07:30-11:30`.
    #[error("{0:?} is not written as 07:30-11:30")]
    Format(String),
    /// A stretch that does not end after its beginning.
    #[error("a stretch of office hours ends before it begins")]
    Backwards,
    /// Two stretches of one day that overlap.
    #[error("two stretches of office hours on one day overlap")]
    Overlap,
    /// No hours on any day.
    #[error("no day of the week has office hours")]
    NeverOpen,
}

impl OfficeSpan {
    /// Open from `from` until just before `to`.
    pub fn new(from: Time, to: Time) -> Result<Self, OfficeHoursError> {
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(OfficeHoursError::Backwards)
        }
    }

    /// When it opens.
    pub const fn from(self) -> Time {
        self.from
    }

    /// When it closes.
    pub const fn to(self) -> Time {
        self.to
    }

    /// How long it lasts.
    pub fn length(self) -> SignedDuration {
        self.to.duration_since(self.from)
    }
}

impl fmt::Display for OfficeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from.hour(),
            from.minute(),
            to.hour(),
            to.minute()
        )
    }
}

impl FromStr for OfficeSpan {
    type Err = OfficeHoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || OfficeHoursError::Format(text.chars().take(20).collect());
        let time = |text: &str| {
            let (hour, minute) = text.split_once(':')?;
            let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if !digits(hour) || !digits(minute) {
                return None;
            }
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        Self::new(time(from).ok_or_else(wrong)?, time(to).ok_or_else(wrong)?)
    }
}

serde_as_text!(OfficeSpan);

impl OfficeHours {
    /// The hours of a week, in any order; a day may have several stretches.
    pub fn new(
        spans: impl IntoIterator<Item = (Weekday, OfficeSpan)>,
    ) -> Result<Self, OfficeHoursError> {
        let mut week: [Vec<OfficeSpan>; 7] = Default::default();
        for (weekday, span) in spans {
            week[index(weekday)].push(span);
        }
        for day in &mut week {
            day.sort_unstable();
            if day.windows(2).any(|pair| pair[1].from < pair[0].to) {
                return Err(OfficeHoursError::Overlap);
            }
        }
        if week.iter().all(Vec::is_empty) {
            return Err(OfficeHoursError::NeverOpen);
        }
        Ok(Self { week })
    }

    /// The stretches of an ordinary day, the earliest first.
    pub fn on(&self, weekday: Weekday) -> &[OfficeSpan] {
        &self.week[index(weekday)]
    }

    /// The stretches of a day that is worked although its weekday may be off: its own, or if it has
    /// none those of the first day of the week that has some.
    pub(super) fn on_exchanged(&self, weekday: Weekday) -> &[OfficeSpan] {
        let own = self.on(weekday);
        if !own.is_empty() {
            return own;
        }
        self.week
            .iter()
            .find(|day| !day.is_empty())
            .map_or(own, Vec::as_slice)
    }
}

fn index(weekday: Weekday) -> usize {
    usize::from(weekday.to_monday_zero_offset().unsigned_abs())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekTable {
    #[serde(default)]
    monday: Vec<OfficeSpan>,
    #[serde(default)]
    tuesday: Vec<OfficeSpan>,
    #[serde(default)]
    wednesday: Vec<OfficeSpan>,
    #[serde(default)]
    thursday: Vec<OfficeSpan>,
    #[serde(default)]
    friday: Vec<OfficeSpan>,
    #[serde(default)]
    saturday: Vec<OfficeSpan>,
    #[serde(default)]
    sunday: Vec<OfficeSpan>,
}

impl TryFrom<WeekTable> for OfficeHours {
    type Error = OfficeHoursError;

    fn try_from(table: WeekTable) -> Result<Self, Self::Error> {
        let days = [
            (Weekday::Monday, table.monday),
            (Weekday::Tuesday, table.tuesday),
            (Weekday::Wednesday, table.wednesday),
            (Weekday::Thursday, table.thursday),
            (Weekday::Friday, table.friday),
            (Weekday::Saturday, table.saturday),
            (Weekday::Sunday, table.sunday),
        ];
        Self::new(
            days.into_iter()
                .flat_map(|(weekday, spans)| spans.into_iter().map(move |span| (weekday, span))),
        )
    }
}

impl From<OfficeHours> for WeekTable {
    fn from(hours: OfficeHours) -> Self {
        let [
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        ] = hours.week;
        Self {
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_are_read_from_content() {
        let json = r#"{"monday":["13:30-17:00","07:30-11:30"],"friday":["08:00-12:00"]}"#;
        let hours: OfficeHours = serde_json::from_str(json).unwrap();
        let monday: Vec<String> = hours
            .on(Weekday::Monday)
            .iter()
            .map(OfficeSpan::to_string)
            .collect();
        assert_eq!(monday, ["07:30-11:30", "13:30-17:00"]);
        assert_eq!(
            hours.on(Weekday::Friday)[0].length(),
            SignedDuration::from_hours(4)
        );
        assert!(hours.on(Weekday::Sunday).is_empty());
        assert_eq!(
            hours.on_exchanged(Weekday::Sunday),
            hours.on(Weekday::Monday)
        );
        assert_eq!(
            hours.on_exchanged(Weekday::Friday),
            hours.on(Weekday::Friday)
        );
        let again = serde_json::to_string(&hours).unwrap();
        assert_eq!(serde_json::from_str::<OfficeHours>(&again).unwrap(), hours);
    }

    #[test]
    fn wrong_hours_are_refused() {
        let span = |text: &str| text.parse::<OfficeSpan>();
        assert_eq!(span("11:30-07:30"), Err(OfficeHoursError::Backwards));
        assert_eq!(span("07:30-07:30"), Err(OfficeHoursError::Backwards));
        for text in [
            "",
            "7:30-11:30",
            "07:30",
            "07:30-24:00",
            "07:60-11:30",
            "+7:30-11:30",
        ] {
            assert!(
                matches!(span(text), Err(OfficeHoursError::Format(_))),
                "{text}"
            );
        }
        let week =
            |json: &str| serde_json::from_str::<OfficeHours>(json).map_err(|e| e.to_string());
        assert!(
            week(r#"{"monday":["07:30-11:30","11:00-12:00"]}"#)
                .unwrap_err()
                .contains("overlap")
        );
        assert!(week("{}").unwrap_err().contains("no day"));
        assert!(week(r#"{"montag":[]}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_span_leads_back(a in 0_i8..24, b in 0_i8..60, c in 0_i8..24, d in 0_i8..60) {
            let (from, to) = (Time::new(a, b, 0, 0).unwrap(), Time::new(c, d, 0, 0).unwrap());
            match OfficeSpan::new(from, to) {
                Ok(span) => {
                    prop_assert_eq!(span.to_string().parse(), Ok(span));
                    prop_assert!(span.length() > SignedDuration::ZERO);
                }
                Err(_) => prop_assert!(from >= to),
            }
        }
    }
}
