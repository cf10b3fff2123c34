//! Working time (thời gian làm việc): which days and hours a legal time limit counts.

mod load;
mod office_hours;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use crate::{instant, local_datetime};

pub use load::{CalendarDataError, DayKind, SpecialDay};
pub use office_hours::{OfficeHours, OfficeHoursError, OfficeSpan};

/// The working calendar: office hours by weekday, holidays, and days worked in exchange.
///
/// It answers only for years it has data about; a time limit that runs into another year is an
/// error, never a guess.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    special: BTreeMap<Date, SpecialDay>,
    years: BTreeSet<i16>,
    hours: OfficeHours,
}

/// Why the calendar gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The holidays of this year are not known.
    #[error("the working calendar does not cover the year {0}")]
    YearNotCovered(i16),
}

impl WorkingCalendar {
    /// The years it can answer for, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    /// The special days, in order.
    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.special.values()
    }

    /// The special day that falls on `date`.
    pub fn special_day(&self, date: Date) -> Option<&SpecialDay> {
        self.special.get(&date)
    }

    /// The hours in which offices are open on `date`; none on a day off. A day worked in exchange
    /// has the hours of its weekday, or if that is usually off those of the first working weekday.
    pub fn hours_on(&self, date: Date) -> Result<&[OfficeSpan], CalendarError> {
        if !self.years.contains(&date.year()) {
            return Err(CalendarError::YearNotCovered(date.year()));
        }
        Ok(match self.special.get(&date).map(|day| day.kind) {
            Some(DayKind::Holiday) => &[],
            Some(DayKind::Workday) => self.hours.on_exchanged(date.weekday()),
            None => self.hours.on(date.weekday()),
        })
    }

    /// Whether `date` is a working day (ngày làm việc).
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        Ok(self.closing(date)?.is_some())
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: Date) -> Result<Date, CalendarError> {
        let mut day = tomorrow(date)?;
        while !self.is_working_day(day)? {
            day = tomorrow(day)?;
        }
        Ok(day)
    }

    /// The day as of which something received at `from` counts as received: the same day, if it is
    /// a working day and `from` is not after `cut_off` and before the end of office hours; else the
    /// next working day.
    pub fn counted_from(
        &self,
        from: Timestamp,
        cut_off: Option<Time>,
    ) -> Result<Date, CalendarError> {
        let local = local_datetime(from);
        let in_time = self.closing(local.date())?.is_some_and(|closing| {
            local.time() < closing && cut_off.is_none_or(|cut_off| local.time() <= cut_off)
        });
        if in_time {
            Ok(local.date())
        } else {
            self.next_working_day(local.date())
        }
    }

    /// When a time limit of `n` working days ends that starts with a receipt at `from`: at the end
    /// of office hours of the `n`-th working day after the day of receipt.
    ///
    /// The day of receipt is [`counted_from`](Self::counted_from): what arrives after `cut_off`,
    /// after the end of office hours or on a day off counts as received on the next working day.
    /// The day of receipt itself is not counted; `n` = 0 therefore means the end of office hours of
    /// the day of receipt. The answer is always later than `from`.
    pub fn add_working_days(
        &self,
        from: Timestamp,
        n: u32,
        cut_off: Option<Time>,
    ) -> Result<Timestamp, CalendarError> {
        let mut day = self.counted_from(from, cut_off)?;
        for _ in 0..n {
            day = self.next_working_day(day)?;
        }
        let closing = self.closing(day)?.unwrap_or(Time::MAX);
        Ok(instant(day.to_datetime(closing)))
    }

    /// When `hours` hours of office time have passed since `from`.
    pub fn add_working_hours(
        &self,
        from: Timestamp,
        hours: u32,
    ) -> Result<Timestamp, CalendarError> {
        self.add_working_time(from, SignedDuration::from_hours(i64::from(hours)))
    }

    /// The earliest instant at which `time` of office time has passed since `from`; `from` itself
    /// if `time` is zero or negative.
    pub fn add_working_time(
        &self,
        from: Timestamp,
        time: SignedDuration,
    ) -> Result<Timestamp, CalendarError> {
        let mut left = time;
        if left <= SignedDuration::ZERO {
            return Ok(from);
        }
        let mut day = local_datetime(from).date();
        loop {
            for (opens, closes) in self.open_spans(day)? {
                let start = opens.max(from);
                let length = closes.duration_since(start);
                if length <= SignedDuration::ZERO {
                    continue;
                }
                if left <= length {
                    return Ok(start.saturating_add(left).unwrap_or(closes));
                }
                left -= length;
            }
            day = tomorrow(day)?;
        }
    }

    /// How much office time passes from `from` until `to`; negative if `to` is the earlier.
    pub fn working_hours_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<SignedDuration, CalendarError> {
        if to < from {
            return Ok(-self.working_hours_between(to, from)?);
        }
        let mut sum = SignedDuration::ZERO;
        let mut day = local_datetime(from).date();
        let last = local_datetime(to).date();
        loop {
            for (opens, closes) in self.open_spans(day)? {
                let length = closes.min(to).duration_since(opens.max(from));
                sum += length.max(SignedDuration::ZERO);
            }
            if day >= last {
                return Ok(sum);
            }
            day = tomorrow(day)?;
        }
    }

    /// How many working days are left until `due`: those after today up to and including the day
    /// of `due`. Negative once that day has passed: the working days since then, today included.
    pub fn working_days_left(&self, now: Timestamp, due: Timestamp) -> Result<i32, CalendarError> {
        let (today, last) = (local_datetime(now).date(), local_datetime(due).date());
        if today <= last {
            self.working_days_after(today, last)
        } else {
            Ok(-self.working_days_after(last, today)?)
        }
    }

    /// The number of working days after `first` up to and including `last`.
    fn working_days_after(&self, first: Date, last: Date) -> Result<i32, CalendarError> {
        let mut count = 0;
        let mut day = first;
        while day < last {
            day = tomorrow(day)?;
            count += i32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }

    /// The end of office hours on `date`; nothing on a day off.
    fn closing(&self, date: Date) -> Result<Option<Time>, CalendarError> {
        Ok(self.hours_on(date)?.last().map(|span| span.to()))
    }

    fn open_spans(
        &self,
        day: Date,
    ) -> Result<impl Iterator<Item = (Timestamp, Timestamp)>, CalendarError> {
        let spans = self.hours_on(day)?.iter();
        Ok(spans.map(move |span| {
            (
                instant(day.to_datetime(span.from())),
                instant(day.to_datetime(span.to())),
            )
        }))
    }
}

/// The day after. The last representable day has none, and nobody knows its holidays either.
fn tomorrow(day: Date) -> Result<Date, CalendarError> {
    day.tomorrow()
        .map_err(|_| CalendarError::YearNotCovered(day.year()))
}
