use jiff::civil::{DateTime, date, time};
use proptest::prelude::*;

use super::*;

const SPECIAL: &str = "\
date,kind,name
2025-12-31,holiday,test
2026-01-01,holiday,Tết Dương lịch
2026-08-22,workday,
2026-08-31,holiday,Quốc khánh (nghỉ hoán đổi)
2026-09-01,holiday,Quốc khánh
2026-09-02,holiday,Quốc khánh
2026-11-24,holiday,Ngày Văn hóa Việt Nam
";

fn hours() -> OfficeHours {
    let day = r#"["07:30-11:30","13:30-17:30"]"#;
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let json = days.map(|name| format!("\"{name}\":{day}")).join(",");
    serde_json::from_str(&format!("{{{json}}}")).unwrap()
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::from_csv(SPECIAL.as_bytes(), hours()).unwrap()
}

fn at(text: &str) -> Timestamp {
    instant(text.parse::<DateTime>().unwrap())
}

#[test]
fn holidays_are_off_and_exchanged_weekends_are_worked() {
    let calendar = calendar();
    let works = |year, month, day| calendar.is_working_day(date(year, month, day));
    assert_eq!(works(2026, 11, 23), Ok(true));
    assert_eq!(works(2026, 11, 24), Ok(false));
    assert_eq!(works(2026, 11, 22), Ok(false));
    assert_eq!(works(2026, 8, 22), Ok(true));
    assert_eq!(works(2026, 8, 31), Ok(false));
    assert_eq!(works(2027, 1, 4), Err(CalendarError::YearNotCovered(2027)));
    let exchanged = calendar.hours_on(date(2026, 8, 22)).unwrap();
    assert_eq!(exchanged, hours().on(jiff::civil::Weekday::Monday));
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2025, 2026]);
    let day = calendar.special_day(date(2026, 11, 24)).unwrap();
    assert_eq!(day.name, "Ngày Văn hóa Việt Nam");
    assert_eq!(calendar.special_days().count(), 7);
}

#[test]
fn working_days_are_counted_from_the_day_after_receipt() {
    let calendar = calendar();
    let due = |from, n, cut_off| calendar.add_working_days(at(from), n, cut_off);
    let three = Some(time(15, 0, 0, 0));
    // Monday: the 24th is a holiday.
    assert_eq!(
        due("2026-11-23T09:00", 1, three),
        Ok(at("2026-11-25T17:30"))
    );
    assert_eq!(
        due("2026-11-23T15:00", 1, three),
        Ok(at("2026-11-25T17:30"))
    );
    assert_eq!(
        due("2026-11-23T15:00:01", 1, three),
        Ok(at("2026-11-26T17:30"))
    );
    // Sunday counts as Monday.
    assert_eq!(
        due("2026-11-22T09:00", 1, three),
        Ok(at("2026-11-25T17:30"))
    );
    // Before office hours is the same day.
    assert_eq!(due("2026-11-23T00:00", 0, None), Ok(at("2026-11-23T17:30")));
    assert_eq!(
        due("2026-11-23T09:00", 0, three),
        Ok(at("2026-11-23T17:30"))
    );
    assert_eq!(
        due("2026-11-23T16:00", 0, three),
        Ok(at("2026-11-25T17:30"))
    );
    assert_eq!(due("2026-11-23T16:00", 0, None), Ok(at("2026-11-23T17:30")));
    assert_eq!(due("2026-11-23T17:30", 0, None), Ok(at("2026-11-25T17:30")));
    // Friday evening, over the worked Saturday.
    assert_eq!(due("2026-08-21T20:00", 0, None), Ok(at("2026-08-22T17:30")));
    // Over the National Day: Sat 29, Sun 30, Mon 31 exchanged, 1 and 2 September.
    assert_eq!(due("2026-08-28T08:00", 1, None), Ok(at("2026-09-03T17:30")));
    assert_eq!(
        due("2026-12-31T08:00", 1, None),
        Err(CalendarError::YearNotCovered(2027))
    );
}

#[test]
fn working_hours_run_only_while_offices_are_open() {
    let calendar = calendar();
    let add = |from, hours| calendar.add_working_hours(at(from), hours);
    assert_eq!(add("2026-11-23T07:30", 8), Ok(at("2026-11-23T17:30")));
    assert_eq!(add("2026-11-23T10:30", 2), Ok(at("2026-11-23T14:30")));
    assert_eq!(add("2026-11-23T16:30", 8), Ok(at("2026-11-25T16:30")));
    assert_eq!(add("2026-11-22T03:00", 1), Ok(at("2026-11-23T08:30")));
    assert_eq!(add("2026-11-22T03:00", 0), Ok(at("2026-11-22T03:00")));
    let between = |from, to| calendar.working_hours_between(at(from), at(to));
    let hours = SignedDuration::from_hours;
    assert_eq!(
        between("2026-11-22T03:00", "2026-11-25T08:30"),
        Ok(hours(9))
    );
    assert_eq!(
        between("2026-11-25T08:30", "2026-11-22T03:00"),
        Ok(hours(-9))
    );
    assert_eq!(
        between("2026-11-23T12:00", "2026-11-23T13:00"),
        Ok(hours(0))
    );
    assert!(between("2026-11-23T12:00", "2027-01-01T00:00").is_err());
}

#[test]
fn days_left_are_what_people_count() {
    let calendar = calendar();
    let left = |now, due| calendar.working_days_left(at(now), at(due));
    let due = "2026-11-25T17:30";
    assert_eq!(left("2026-11-20T09:00", due), Ok(2));
    assert_eq!(left("2026-11-22T09:00", due), Ok(2));
    assert_eq!(left("2026-11-23T09:00", due), Ok(1));
    assert_eq!(left("2026-11-25T20:00", due), Ok(0));
    assert_eq!(left("2026-11-26T08:00", due), Ok(-1));
    assert_eq!(left("2026-11-29T08:00", due), Ok(-2));
}

#[test]
fn a_broken_calendar_is_refused() {
    let read = |rows: &str| {
        let table = format!("date,kind,name\n{rows}");
        WorkingCalendar::from_csv(table.as_bytes(), hours())
    };
    assert!(matches!(
        read("2026-01-01,holiday,a\n2026-01-01,holiday,b\n"),
        Err(CalendarDataError::Duplicate(_))
    ));
    assert!(matches!(
        read("2026-01-01,feast,a\n"),
        Err(CalendarDataError::Csv(_))
    ));
    assert!(matches!(
        read("2026-02-30,holiday,a\n"),
        Err(CalendarDataError::Csv(_))
    ));
    assert!(read("2026-01-01,working_weekend,\n").is_ok());
}

/// The naive model: every quarter of an hour of 2026 is looked at one by one.
const QUARTER: i64 = 15 * 60;

fn works(day: Date, off: &BTreeSet<Date>, worked: &BTreeSet<Date>) -> bool {
    let weekend = day.weekday().to_monday_one_offset() > 5;
    worked.contains(&day) || (!weekend && !off.contains(&day))
}

fn open(at: Timestamp, off: &BTreeSet<Date>, worked: &BTreeSet<Date>) -> bool {
    let local = local_datetime(at);
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    works(local.date(), off, worked)
        && ((450..690).contains(&minute) || (810..1050).contains(&minute))
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.as_second() + seconds).unwrap()
}

#[derive(Debug, Clone)]
struct Case {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    from: Timestamp,
}

impl Case {
    fn calendar(&self) -> WorkingCalendar {
        let day = |kind| {
            move |date: &Date| SpecialDay {
                date: *date,
                kind,
                name: String::new(),
            }
        };
        let days = self.off.iter().map(day(DayKind::Holiday));
        WorkingCalendar::new(
            days.chain(self.worked.iter().map(day(DayKind::Workday))),
            hours(),
        )
        .unwrap()
    }
}

fn any_case() -> impl Strategy<Value = Case> {
    let day = || (1_i8..=6, 1_i8..=28).prop_map(|(month, day)| date(2026, month, day));
    let days = move |n| prop::collection::btree_set(day(), 1..n);
    (days(40), days(8), day(), 0_i64..96).prop_map(|(off, worked, day, quarter)| Case {
        worked: worked.difference(&off).copied().collect(),
        off,
        from: later(instant(day.at(0, 0, 0, 0)), quarter * QUARTER),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn working_time_agrees_with_a_walk_by_quarters(case in any_case(), quarters in 0_i64..200) {
        let calendar = case.calendar();
        let (mut now, mut left) = (case.from, quarters);
        while left > 0 {
            left -= i64::from(open(now, &case.off, &case.worked));
            now = later(now, QUARTER);
        }
        let time = SignedDuration::from_secs(quarters * QUARTER);
        prop_assert_eq!(calendar.add_working_time(case.from, time), Ok(now));
        prop_assert_eq!(calendar.working_hours_between(case.from, now), Ok(time));
        prop_assert_eq!(calendar.working_hours_between(now, case.from), Ok(-time));
    }

    #[test]
    fn working_days_agree_with_a_walk_by_days(case in any_case(), n in 0_u32..30, cut_off in prop::option::of(0_i8..24)) {
        let calendar = case.calendar();
        let local = local_datetime(case.from);
        let mut day = local.date();
        let late = local.time() >= time(17, 30, 0, 0)
            || cut_off.is_some_and(|hour| local.time() > time(hour, 0, 0, 0));
        let next = |mut day: Date| {
            loop {
                day = day.tomorrow().unwrap();
                if works(day, &case.off, &case.worked) {
                    break day;
                }
            }
        };
        if late || !works(day, &case.off, &case.worked) {
            day = next(day);
        }
        let received = day;
        for _ in 0..n {
            day = next(day);
        }
        let cut_off = cut_off.map(|hour| time(hour, 0, 0, 0));
        let due = calendar.add_working_days(case.from, n, cut_off).unwrap();
        prop_assert_eq!(due, instant(day.at(17, 30, 0, 0)));
        prop_assert!(due > case.from);
        let noon = instant(received.at(12, 0, 0, 0));
        prop_assert_eq!(calendar.working_days_left(noon, due), Ok(i32::try_from(n).unwrap()));
        prop_assert_eq!(calendar.working_days_left(due, noon), Ok(-i32::try_from(n).unwrap()));
    }

    #[test]
    fn no_year_is_guessed(days in -4000_i32..4000) {
        let day = date(2026, 6, 1).saturating_add(jiff::Span::new().days(days));
        let answer = calendar().is_working_day(day);
        prop_assert_eq!(answer.is_ok(), [2025, 2026].contains(&day.year()));
    }
}
