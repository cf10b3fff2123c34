use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{OfficeHours, WorkingCalendar};

/// What makes a day differ from its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A public holiday, or a day off in exchange: nobody works.
    Holiday,
    /// A day worked in exchange, usually a Saturday.
    #[serde(alias = "working_weekend")]
    Workday,
}

/// A day that differs from its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// In what it differs.
    pub kind: DayKind,
    /// What it is called in Vietnamese; may be empty.
    #[serde(default)]
    pub name: String,
}

/// Why rows cannot become a calendar.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarDataError {
    /// The CSV cannot be read.
    #[error("the calendar cannot be read")]
    Csv(#[from] csv::Error),
    /// A day with two rows.
    #[error("the calendar has two rows for {0}")]
    Duplicate(Date),
}

impl WorkingCalendar {
    /// A calendar of these special days and office hours. It covers exactly the years in which at
    /// least one special day falls.
    pub fn new(
        days: impl IntoIterator<Item = SpecialDay>,
        hours: OfficeHours,
    ) -> Result<Self, CalendarDataError> {
        let mut special = BTreeMap::new();
        for day in days {
            if let Some(twice) = special.insert(day.date, day) {
                return Err(CalendarDataError::Duplicate(twice.date));
            }
        }
        let years = special.keys().map(|date| date.year()).collect();
        Ok(Self {
            special,
            years,
            hours,
        })
    }

    /// Reads rows with the columns `date,kind,name`, where `kind` is `holiday` or `workday`
    /// (`working_weekend` is the same). Further columns are not looked at.
    pub fn from_csv(reader: impl io::Read, hours: OfficeHours) -> Result<Self, CalendarDataError> {
        let days = csv::Reader::from_reader(reader)
            .deserialize()
            .collect::<Result<Vec<SpecialDay>, _>>()?;
        Self::new(days, hours)
    }
}
