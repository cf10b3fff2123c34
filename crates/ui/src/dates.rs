//! Dates, deadlines, money and counts as people say them.

use dean06_kernel::{Dong, PartialDate};
use jiff::civil::{Date, DateTime};

use crate::components::Tone;
use crate::numbers::grouped;
use crate::words::Words;

/// Where a clock stands towards its due time, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// So many working days remain after today (at least one).
    Left(u32),
    /// It is due today, and the time has not passed.
    Today,
    /// It is overdue by so many working days; zero: since earlier today.
    Overdue(u32),
}

impl Due {
    /// From a count of working days: positive are left, zero is today, negative are overdue.
    pub fn from_days(days: i64) -> Self {
        let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
        match days {
            0 => Self::Today,
            1.. => Self::Left(count),
            _ => Self::Overdue(count),
        }
    }

    /// Red when overdue, amber when due today, else plain.
    pub fn tone(self) -> Tone {
        match self {
            Self::Left(_) => Tone::Neutral,
            Self::Today => Tone::Waiting,
            Self::Overdue(_) => Tone::Bad,
        }
    }
}

impl Words {
    /// A date in short: `25/11/2026`, in English `25 November 2026`; of which only the month or
    /// the year is known: `tháng 3/1950`, `năm 1950`.
    pub fn date(&self, date: impl Into<PartialDate>) -> String {
        date.into().display(self.language())
    }

    /// A date with its weekday, to stand within a sentence: `thứ Tư, 25/11/2026`.
    pub fn full_date(&self, date: Date) -> String {
        self.text_with(
            "ui-full-date",
            &[
                ("weekday", self.weekday(date).into()),
                ("date", self.date(date).into()),
            ],
        )
    }

    /// An instant of the day in short: `17:00, 25/11/2026`.
    pub fn date_time(&self, at: DateTime) -> String {
        self.text_with(
            "ui-date-time",
            &[
                ("time", clock(at).into()),
                ("date", self.date(at.date()).into()),
            ],
        )
    }

    /// An instant of the day with the weekday: `17:00 thứ Tư, 25/11/2026`.
    pub fn full_date_time(&self, at: DateTime) -> String {
        self.text_with(
            "ui-full-date-time",
            &[
                ("time", clock(at).into()),
                ("date", self.full_date(at.date()).into()),
            ],
        )
    }

    /// A deadline in full: `trước 17:00 thứ Tư, 25/11/2026 (còn 2 ngày làm việc)`.
    pub fn deadline(&self, at: DateTime, due: Due) -> String {
        let (id, days) = match due {
            Due::Left(days) => ("ui-deadline-left", days),
            Due::Today => ("ui-deadline-today", 0),
            Due::Overdue(0) => ("ui-deadline-overdue-today", 0),
            Due::Overdue(days) => ("ui-deadline-overdue", days),
        };
        self.text_with(
            id,
            &[
                ("at", self.full_date_time(at).into()),
                ("time", clock(at).into()),
                ("date", self.full_date(at.date()).into()),
                ("days", days.into()),
            ],
        )
    }

    /// A deadline in a few words, for tables: `còn 2 ngày`, `hôm nay`, `quá hạn 1 ngày`.
    pub fn due(&self, due: Due) -> String {
        let (id, days) = match due {
            Due::Left(days) => ("ui-due-left", days),
            Due::Today => ("ui-due-today", 0),
            Due::Overdue(0) => ("ui-due-overdue-today", 0),
            Due::Overdue(days) => ("ui-due-overdue", days),
        };
        self.text_with(id, &[("days", days.into())])
    }

    /// An amount of money: `75.000 đồng`.
    pub fn money(&self, amount: Dong) -> String {
        amount.display(self.language())
    }

    /// A fee; nothing to pay is said in words.
    pub fn fee(&self, amount: Dong) -> String {
        if amount == Dong::default() {
            self.text("ui-no-fee")
        } else {
            self.money(amount)
        }
    }

    /// A number with its digits grouped: `1.234`.
    pub fn count(&self, number: i64) -> String {
        grouped(self.language(), &number.to_string())
    }

    /// Several things in one phrase: `A, B và C`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => self.text_with(
                "ui-list",
                &[
                    ("first", first.join(", ").into()),
                    ("last", last.as_str().into()),
                ],
            ),
        }
    }

    fn weekday(&self, date: Date) -> String {
        let day = date.weekday().to_monday_one_offset();
        self.text_with("ui-weekday", &[("day", day.into())])
    }
}

/// The phrase with a capital first letter, to begin a line with it.
pub(crate) fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use dean06_kernel::{Dong, Language, PartialDate};
    use jiff::civil::date;

    use super::{Due, sentence};
    use crate::words::{Ui, Words};

    fn both() -> (Words, Words) {
        let ui = Ui::load().unwrap();
        (ui.words(Language::Vi), ui.words(Language::En))
    }

    #[test]
    fn dates_are_said_as_people_say_them() {
        let (vi, en) = both();
        let wednesday = date(2026, 11, 25);
        assert_eq!(vi.date(wednesday), "25/11/2026");
        assert_eq!(en.date(wednesday), "25 November 2026");
        assert_eq!(vi.full_date(wednesday), "thứ Tư, 25/11/2026");
        assert_eq!(en.full_date(wednesday), "Wednesday 25 November 2026");
        assert_eq!(vi.full_date(date(2026, 11, 29)), "Chủ nhật, 29/11/2026");
        assert_eq!(vi.date_time(wednesday.at(8, 5, 0, 0)), "08:05, 25/11/2026");
        assert_eq!(
            en.date_time(wednesday.at(8, 5, 0, 0)),
            "08:05, 25 November 2026"
        );
    }

    #[test]
    fn every_weekday_has_a_name() {
        let (vi, _) = both();
        let weekdays: Vec<String> = (23..30)
            .map(|day| vi.weekday(date(2026, 11, day)))
            .collect();
        assert_eq!(
            weekdays.join(" "),
            "thứ Hai thứ Ba thứ Tư thứ Năm thứ Sáu thứ Bảy Chủ nhật"
        );
    }

    #[test]
    fn partial_dates_say_what_is_known() {
        let (vi, en) = both();
        let text = |words: &Words, known: &str| words.date(known.parse::<PartialDate>().unwrap());
        assert_eq!(text(&vi, "1950"), "năm 1950");
        assert_eq!(text(&en, "1950"), "1950");
        assert_eq!(text(&vi, "1950-03"), "tháng 3/1950");
        assert_eq!(text(&en, "1950-03"), "March 1950");
        assert_eq!(text(&vi, "1950-03-07"), "07/03/1950");
    }

    #[test]
    fn deadlines_say_when_and_how_long() {
        let (vi, en) = both();
        let at = date(2026, 11, 25).at(17, 0, 0, 0);
        for (due, in_vi, in_en) in [
            (
                Due::Left(2),
                "trước 17:00 thứ Tư, 25/11/2026 (còn 2 ngày làm việc)",
                "by 17:00 on Wednesday 25 November 2026 (2 working days left)",
            ),
            (
                Due::Left(1),
                "trước 17:00 thứ Tư, 25/11/2026 (còn 1 ngày làm việc)",
                "by 17:00 on Wednesday 25 November 2026 (1 working day left)",
            ),
            (
                Due::Today,
                "trước 17:00 hôm nay, thứ Tư, 25/11/2026",
                "by 17:00 today, Wednesday 25 November 2026",
            ),
            (
                Due::Overdue(0),
                "quá hạn từ 17:00 hôm nay, thứ Tư, 25/11/2026",
                "overdue since 17:00 today, Wednesday 25 November 2026",
            ),
            (
                Due::Overdue(1),
                "quá hạn 1 ngày làm việc (hạn 17:00 thứ Tư, 25/11/2026)",
                "overdue by 1 working day (due 17:00 on Wednesday 25 November 2026)",
            ),
        ] {
            assert_eq!(vi.deadline(at, due), in_vi);
            assert_eq!(en.deadline(at, due), in_en);
        }
        assert_eq!(vi.due(Due::from_days(3)), "còn 3 ngày");
        assert_eq!(vi.due(Due::from_days(0)), "hôm nay");
        assert_eq!(vi.due(Due::from_days(-2)), "quá hạn 2 ngày");
        assert_eq!(en.due(Due::from_days(-1)), "1 day overdue");
        assert_eq!(vi.due(Due::Overdue(0)), "quá hạn hôm nay");
    }

    #[test]
    fn money_counts_and_lists() {
        let (vi, en) = both();
        assert_eq!(vi.money(Dong::new(75_000)), "75.000 đồng");
        assert_eq!(en.money(Dong::new(75_000)), "75,000 VND");
        assert_eq!(vi.fee(Dong::new(0)), "không thu phí");
        assert_eq!(en.count(-1_234_567), "-1,234,567");
        let names = ["An", "Bình", "Chi"].map(str::to_owned);
        assert_eq!(vi.list(&names), "An, Bình và Chi");
        assert_eq!(en.list(&names[..2]), "An and Bình");
        assert_eq!(en.list(&[]), "");
        assert_eq!(sentence("đã tiếp nhận"), "Đã tiếp nhận");
        assert_eq!(sentence(""), "");
    }
}
