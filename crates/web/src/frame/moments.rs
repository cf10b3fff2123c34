//! Moments and deadlines as people in Vietnam say them.

use dean06_contracts::casework::ClockView;
use dean06_kernel::local_datetime;
use dean06_ui::{ClockLine, Due};
use jiff::{Timestamp, civil::DateTime};

use super::Shell;

/// A moment of the database on the clock in Vietnam.
pub(crate) fn local(micros: i64) -> Option<DateTime> {
    Timestamp::from_microsecond(micros).ok().map(local_datetime)
}

impl Shell {
    /// A moment in short: `14:05, 22/11/2026`.
    pub fn moment(&self, micros: Option<i64>) -> String {
        let local = micros.and_then(local);
        local.map_or_else(String::new, |local| self.words.date_time(local))
    }

    /// Where a limit stands now. The count of working days comes with the data; what is late or due
    /// today shows on the clock.
    pub fn due(&self, at: i64, working_days_left: Option<i64>) -> Option<(DateTime, Due)> {
        let end = local(at)?;
        let days = working_days_left.unwrap_or_default();
        let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
        let due = if at < self.now.as_microsecond() {
            Due::Overdue(if days < 0 { count } else { 0 })
        } else if end.date() == self.today {
            Due::Today
        } else {
            Due::Left(if days > 0 { count } else { 1 })
        };
        Some((end, due))
    }

    /// The line that tells when a result comes, or why its clock stands; nothing where there is no
    /// limit any more.
    pub fn clock_line(&self, clock: &ClockView, what: &str, paused: &str) -> Option<ClockLine> {
        if clock.paused == Some(true) {
            return Some(ClockLine::paused(paused));
        }
        let (at, due) = self.due(clock.due_at?, clock.working_days_left)?;
        Some(ClockLine::new(&self.words, what, at, due))
    }
}
