//! Time limits of a dossier, in working time.

use dean06_content::{ClockRule, Service};
use dean06_contracts::casework::ClockView;
use dean06_kernel::{CalendarError, WorkingCalendar, instant, local_datetime};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::course::Status;
use crate::rows::Dossier;

/// The limit until acceptance (tiếp nhận).
pub(crate) const INTAKE: &str = "intake";
/// The limit until the result.
pub(crate) const TOTAL: &str = "total";

/// When the limit with this name ends that starts with a submission at `from`, UTC microseconds.
/// Nothing where the service has no such limit, or the calendar does not reach that far: a limit is
/// never guessed, and nobody is turned away because a calendar is missing.
pub(crate) fn due(
    calendar: &WorkingCalendar,
    service: &Service,
    clock: &str,
    from: i64,
) -> Option<i64> {
    let clock = service.clock(clock)?;
    known(&service.slug, ends(calendar, clock, timestamp(from)?))
}

fn ends(
    calendar: &WorkingCalendar,
    clock: &ClockRule,
    from: Timestamp,
) -> Result<Option<Timestamp>, CalendarError> {
    match (clock.working_days, clock.working_hours) {
        (Some(days), _) => calendar.add_working_days(from, days, clock.cut_off).map(Some),
        (None, Some(hours)) => calendar.add_working_hours(from, hours).map(Some),
        (None, None) => Ok(None),
    }
}

/// When a limit ends that stood at `due` when the clock was stopped at `stopped` and runs on at
/// `from`: as much working time later as was left then. What was late stays late.
pub(crate) fn resumed(
    calendar: &WorkingCalendar,
    service: &Service,
    stopped: i64,
    due: i64,
    from: i64,
) -> Option<i64> {
    if due <= stopped {
        return Some(due);
    }
    let clock = service.clock(TOTAL)?;
    let ends = left_from(
        calendar,
        clock,
        timestamp(stopped)?,
        timestamp(due)?,
        timestamp(from)?,
    );
    known(&service.slug, ends.map(Some))
}

fn left_from(
    calendar: &WorkingCalendar,
    clock: &ClockRule,
    stopped: Timestamp,
    due: Timestamp,
    from: Timestamp,
) -> Result<Timestamp, CalendarError> {
    if clock.working_days.is_none() {
        let left = calendar.working_hours_between(stopped, due)?;
        return calendar.add_working_time(from, left);
    }
    let left = calendar.working_days_left(stopped, due)?;
    let left = u32::try_from(left).unwrap_or(0);
    calendar.add_working_days(from, left, clock.cut_off)
}

/// `days` working days after the day of `due`, at the end of office hours.
pub(crate) fn extended(calendar: &WorkingCalendar, due: i64, days: u16) -> Option<i64> {
    let day = local_datetime(timestamp(due)?).date();
    let morning = instant(day.to_datetime(Time::midnight()));
    known(
        "extension",
        calendar
            .add_working_days(morning, days.into(), None)
            .map(Some),
    )
}

/// The clock of a dossier as people see it.
pub(crate) fn view(calendar: &WorkingCalendar, dossier: &Dossier, now: i64) -> ClockView {
    let running = !dossier.status.is_final();
    let due_at = dossier.due_at.filter(|_| running);
    ClockView {
        due_at,
        working_days_left: due_at.and_then(|due| days_left(calendar, now, due)),
        paused: Some(dossier.status == Status::SupplementAsked),
        extended: Some(dossier.matters.extension.is_some()),
    }
}

/// Whole working days left; negative when late.
pub(crate) fn days_left(calendar: &WorkingCalendar, now: i64, due: i64) -> Option<i64> {
    let left = calendar.working_days_left(timestamp(now)?, timestamp(due)?);
    left.ok().map(i64::from)
}

/// The last microsecond of the day of `now` in Vietnam.
pub(crate) fn end_of_day(now: i64) -> i64 {
    let end = timestamp(now).and_then(|now| {
        let tomorrow = local_datetime(now).date().tomorrow().ok()?;
        Some(instant(tomorrow.to_datetime(Time::midnight())).as_microsecond() - 1)
    });
    end.unwrap_or(now)
}

/// How urgent a limit is, in the words of the queue.
pub(crate) fn urgency(now: i64, due: i64) -> &'static str {
    if due < now {
        "overdue"
    } else if due <= end_of_day(now) {
        "today"
    } else {
        "later"
    }
}

/// The day of a moment in Vietnam.
pub(crate) fn day(micros: i64) -> Date {
    timestamp(micros).map_or(Date::MIN, |at| local_datetime(at).date())
}

/// A moment that the database keeps as UTC microseconds.
pub(crate) fn timestamp(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}

fn known(what: &str, ends: Result<Option<Timestamp>, CalendarError>) -> Option<i64> {
    match ends {
        Ok(ends) => ends.map(Timestamp::as_microsecond),
        Err(error) => {
            tracing::error!(what, %error, "a time limit has no end");
            None
        }
    }
}
