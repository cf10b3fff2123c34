//! Time limits of a dossier, in working time.

use dean06_content::ClockRule;
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
/// The limit until the result where something has to be verified outside the registers.
pub(crate) const WITH_VERIFICATION: &str = "with-verification";

/// When a limit ends that starts with a submission at `from`, UTC microseconds. Nothing where the
/// service has no such limit, or the calendar does not reach that far: a limit is never guessed, and
/// nobody is turned away because a calendar is missing.
pub(crate) fn due(calendar: &WorkingCalendar, clock: Option<&ClockRule>, from: i64) -> Option<i64> {
    known(ends(calendar, clock?, timestamp(from)?))
}

fn ends(
    calendar: &WorkingCalendar,
    clock: &ClockRule,
    from: Timestamp,
) -> Result<Option<Timestamp>, CalendarError> {
    match (clock.working_days, clock.working_hours) {
        (Some(days), _) => calendar
            .add_working_days(from, days, clock.cut_off)
            .map(Some),
        (None, Some(hours)) => calendar.add_working_hours(from, hours).map(Some),
        (None, None) => Ok(None),
    }
}

/// When a limit ends that stood at `due` when the clock was stopped at `stopped` and runs on at
/// `from`: as much working time later as was left then. What was late stays late.
pub(crate) fn resumed(
    calendar: &WorkingCalendar,
    clock: Option<&ClockRule>,
    stopped: i64,
    due: i64,
    from: i64,
) -> Option<i64> {
    if due <= stopped {
        return Some(due);
    }
    let (stopped, due) = (timestamp(stopped)?, timestamp(due)?);
    known(left_from(calendar, clock?, stopped, due, timestamp(from)?).map(Some))
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
        calendar
            .add_working_days(morning, days.into(), None)
            .map(Some),
    )
}

/// When a limit ends that stands at `due_at` and began at `from` with `short`, once `long` holds
/// instead: where the clock was stopped or the limit moved meanwhile, as many working days later as
/// `long` has more.
pub(crate) fn lengthened(
    calendar: &WorkingCalendar,
    short: Option<&ClockRule>,
    long: &ClockRule,
    from: i64,
    due_at: i64,
) -> Option<i64> {
    let (short, long) = (
        due(calendar, short, from)?,
        due(calendar, Some(long), from)?,
    );
    if due_at == short {
        return Some(long);
    }
    let more = told(calendar.working_days_left(timestamp(short)?, timestamp(long)?))?;
    extended(calendar, due_at, u16::try_from(more).ok()?)
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

fn known(ends: Result<Option<Timestamp>, CalendarError>) -> Option<i64> {
    told(ends)?.map(Timestamp::as_microsecond)
}

/// What the calendar says; nothing where it does not reach that far.
fn told<T>(said: Result<T, CalendarError>) -> Option<T> {
    match said {
        Ok(said) => Some(said),
        Err(error) => {
            tracing::error!(%error, "a time limit has no end");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use dean06_content::Content;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> &'static WorkingCalendar {
        static CONTENT: OnceLock<Content> = OnceLock::new();
        CONTENT
            .get_or_init(|| Content::embedded().unwrap())
            .calendar()
    }

    fn clock(limit: &str) -> ClockRule {
        let text = format!("id = 'total'\nsource = 'x'\nconfidence = 'unconfirmed'\n{limit}");
        toml::from_str(&text).unwrap()
    }

    fn at(day: i8, hour: i8) -> i64 {
        instant(date(2026, 11, day).at(hour, 0, 0, 0)).as_microsecond()
    }

    #[test]
    fn a_limit_of_no_days_is_the_end_of_the_day_of_receipt() {
        let clock = clock("working_days = 0\ncut_off = '15:00'");
        assert_eq!(due(calendar(), Some(&clock), at(9, 9)), Some(at(9, 17)));
        assert_eq!(due(calendar(), Some(&clock), at(9, 16)), Some(at(10, 17)));
        assert_eq!(due(calendar(), None, at(9, 9)), None);
    }

    #[test]
    fn the_clock_runs_on_with_what_was_left() {
        let days = clock("working_days = 2");
        // Stopped on Monday with two days left, answered a week later.
        let resumed_at = |due| resumed(calendar(), Some(&days), at(9, 10), due, at(16, 10));
        assert_eq!(resumed_at(at(11, 17)), Some(at(18, 17)));
        assert_eq!(resumed_at(at(9, 17)), Some(at(16, 17)));
        let hours = clock("working_hours = 8");
        let resumed_at = resumed(calendar(), Some(&hours), at(9, 10), at(9, 16), at(16, 8));
        assert_eq!(resumed_at, Some(at(16, 14)));
    }

    #[test]
    fn what_was_late_stays_late() {
        let days = clock("working_days = 2");
        let late = resumed(calendar(), Some(&days), at(12, 10), at(11, 17), at(16, 10));
        assert_eq!(late, Some(at(11, 17)));
    }

    #[test]
    fn an_appointment_moves_by_whole_working_days() {
        assert_eq!(extended(calendar(), at(11, 17), 1), Some(at(12, 17)));
        assert_eq!(extended(calendar(), at(13, 17), 1), Some(at(16, 17)));
        assert_eq!(extended(calendar(), i64::MAX, 1), None);
    }

    #[test]
    fn a_longer_limit_counts_from_the_same_beginning() {
        let (short, long) = (clock("working_days = 2"), clock("working_days = 5"));
        let moved = |due| lengthened(calendar(), Some(&short), &long, at(9, 10), due);
        assert_eq!(moved(at(11, 17)), Some(at(16, 17)));
        // It was stopped for a day meanwhile.
        assert_eq!(moved(at(12, 17)), Some(at(17, 17)));
        assert_eq!(
            lengthened(calendar(), None, &long, at(9, 10), at(11, 17)),
            None
        );
    }

    #[test]
    fn urgency_changes_at_the_limit_and_at_midnight() {
        let now = at(9, 12);
        assert_eq!(urgency(now, now - 1), "overdue");
        assert_eq!(urgency(now, now), "today");
        assert_eq!(urgency(now, end_of_day(now)), "today");
        assert_eq!(urgency(now, end_of_day(now) + 1), "later");
        assert_eq!(end_of_day(now) + 1, at(10, 0));
    }

    proptest! {
        #[test]
        fn a_stopped_clock_never_costs_the_applicant_time(
            days in 0_u32..10, start in 0_i64..2_000, stop in 0_i64..400, wait in 0_i64..2_000
        ) {
            const HOUR: i64 = 3_600_000_000;
            let clock = clock(&format!("working_days = {days}"));
            let from = at(2, 8) + start * HOUR / 10;
            let due_at = due(calendar(), Some(&clock), from).unwrap();
            prop_assert!(due_at > from);
            let stopped = from + stop * HOUR / 10;
            let answered = stopped + wait * HOUR / 10;
            let moved = resumed(calendar(), Some(&clock), stopped, due_at, answered).unwrap();
            if due_at > stopped {
                prop_assert!(moved > answered);
                prop_assert!(moved >= due_at);
                let left = days_left(calendar(), stopped, due_at).unwrap();
                prop_assert!(days_left(calendar(), answered, moved).unwrap() >= left);
            } else {
                prop_assert_eq!(moved, due_at);
            }
        }
    }
}
