//! Which chip cards were given out when, to whom, and until when they hold.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use super::parameters::Bands;
use crate::day::Day;
use crate::draw::Draw;
use crate::{Code, SyntheticCard};

const FILE: &str = "identity-cards.toml";

#[derive(Deserialize)]
pub(crate) struct Cards {
    renewal_ages: Vec<i32>,
    early_years: i32,
    required_age: i32,
    holders: Holders,
    kind: Vec<Kind>,
}

#[derive(Deserialize)]
struct Holders {
    per_mille: Bands,
    /// Of those whose card ran out, so many have not come for a new one.
    overdue_per_mille: u32,
}

#[derive(Deserialize)]
struct Kind {
    code: Code,
    issued_by: Arc<str>,
    from: Date,
    to: Option<Date>,
    from_age: i32,
}

impl Cards {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let cards: Self = files.settings(FILE)?;
        if cards.kind.is_empty() || cards.renewal_ages.is_empty() {
            return Err(InputsError::value(FILE, "no kinds or no renewal ages"));
        }
        if !cards.kind.is_sorted_by_key(|kind| kind.from) {
            return Err(InputsError::value(FILE, "kinds are not in order of time"));
        }
        Ok(cards)
    }

    /// The card last issued to somebody born on that day, if there is one.
    pub(crate) fn draw(&self, born: Day, today: Day, draw: &mut Draw) -> Option<SyntheticCard> {
        let age = completed_years(born, today);
        if !draw.per_mille(self.holders.per_mille.at(age)) {
            return None;
        }
        let first = self
            .kind
            .iter()
            .map(|kind| self.first_day(kind, born))
            .min()?;
        if first > today {
            return None;
        }
        // Most come early.
        let span = today.since(first);
        let issued = first.plus(draw.between(0..=span).min(draw.between(0..=span)));
        let card = self.issue(born, issued)?;
        let expired = card.expires_on.map(Day::of).filter(|end| *end < today);
        match expired {
            Some(end) if !draw.per_mille(self.holders.overdue_per_mille) => {
                let renewed = end.plus(draw.between(0..=today.since(end)));
                self.issue(born, renewed).or(Some(card))
            }
            _ => Some(card),
        }
    }

    /// The card issued on the first day on which there was one, or renewed when it ran out; none for
    /// children who need none.
    pub(crate) fn first(&self, born: Day, today: Day) -> Option<SyntheticCard> {
        if completed_years(born, today) < self.required_age {
            return None;
        }
        let mut on = self
            .kind
            .iter()
            .map(|kind| self.first_day(kind, born))
            .min()?;
        loop {
            let card = self.issue(born, on)?;
            match card.expires_on.map(Day::of) {
                Some(end) if end < today => on = end,
                _ => return Some(card),
            }
        }
    }

    /// The first day on which somebody could have a card of the kind.
    fn first_day(&self, kind: &Kind, born: Day) -> Day {
        let from_age = kind.from_age.min(self.required_age);
        Day::of(kind.from).max(born.plus_years(from_age))
    }

    /// The card issued on a day; nothing where none was given out then.
    pub(crate) fn issue(&self, born: Day, on: Day) -> Option<SyntheticCard> {
        let age = completed_years(born, on);
        let kind = self.kind.iter().find(|kind| {
            let running = kind.to.is_none_or(|to| on <= Day::of(to));
            Day::of(kind.from) <= on && running && age >= kind.from_age
        })?;
        // The first renewal age that the card does not reach early.
        let until = self
            .renewal_ages
            .iter()
            .find(|renewal| age < *renewal - self.early_years);
        Some(SyntheticCard {
            kind: Code::clone(&kind.code),
            issued_on: on.date(),
            issued_by: Arc::clone(&kind.issued_by),
            expires_on: until.map(|renewal| born.plus_years(*renewal).date()),
        })
    }
}

/// Completed years of age.
pub(crate) fn completed_years(born: Day, on: Day) -> i32 {
    let years = i32::from(on.year()) - i32::from(born.year());
    years - i32::from(born.plus_years(years) > on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn cards() -> Cards {
        toml::from_str(
            r#"
            renewal_ages = [14, 25, 40, 60]
            early_years = 2
            required_age = 14
            holders = { per_mille = [{ from = 0, to = 120, value = 1000 }], overdue_per_mille = 0 }
            kind = [
              { code = "older", issued_by = "A", from = "2021-01-04", to = "2024-06-30", from_age = 14 },
              { code = "newer", issued_by = "B", from = "2024-07-01", from_age = 0 },
            ]"#,
        )
        .unwrap()
    }

    #[test]
    fn a_card_holds_until_the_next_age_of_renewal() {
        let born = Day::of(date(2000, 5, 10));
        let until =
            |on: Date, born: Day| cards().issue(born, Day::of(on)).map(|card| card.expires_on);
        assert_eq!(until(date(2021, 3, 1), born), Some(Some(date(2025, 5, 10))));
        // Within two years before the age of 25: until 40.
        assert_eq!(until(date(2023, 5, 9), born), Some(Some(date(2025, 5, 10))));
        assert_eq!(
            until(date(2023, 5, 10), born),
            Some(Some(date(2040, 5, 10)))
        );
        assert_eq!(until(date(2058, 5, 10), born), Some(None));
        // No card before there were any, and none of the older kind for children.
        assert_eq!(until(date(2020, 12, 31), born), None);
        let child = Day::of(date(2015, 1, 1));
        assert_eq!(until(date(2024, 6, 30), child), None);
        assert_eq!(until(date(2024, 7, 1), child), Some(Some(date(2029, 1, 1))));
    }

    #[test]
    fn a_drawn_card_was_issued_and_has_not_run_out() {
        let (cards, mut draw) = (cards(), Draw::new(3));
        let today = Day::of(date(2026, 11, 22));
        for years in 0..100 {
            let born = today.plus_years(-years).plus(-77);
            let Some(card) = cards.draw(born, today, &mut draw) else {
                continue;
            };
            assert!(Day::of(card.issued_on) <= today && Day::of(card.issued_on) >= born);
            assert!(
                card.expires_on.is_none_or(|end| Day::of(end) >= today),
                "{years}: {card:?}"
            );
        }
        assert!(cards.first(today.plus_years(-30), today).is_some());
        assert_eq!(cards.first(today.plus_years(-5), today), None);
    }

    #[test]
    fn years_are_completed_on_the_birthday() {
        let born = Day::of(date(2000, 5, 10));
        assert_eq!(completed_years(born, Day::of(date(2026, 5, 9))), 25);
        assert_eq!(completed_years(born, Day::of(date(2026, 5, 10))), 26);
        assert_eq!(completed_years(born, Day::of(date(2000, 5, 10))), 0);
    }
}
