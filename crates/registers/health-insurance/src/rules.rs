//! The rules that content states for cards: their numbers, and the groups of the insured.

use dean06_content::Content;
use dean06_kernel::{PartialDate, PersonalNumber};
use jiff::civil::Date;
use serde::Deserialize;

const FILE: &str = "registers/health-insurance.toml";
/// The most digits of a serial that fit a whole number.
const MOST_DIGITS: u32 = 18;

/// The rules of the health insurance register cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The content lacks `registers/health-insurance.toml`.
    #[error("the content has no {FILE}")]
    Missing,
    /// It is not what it should be.
    #[error("{FILE}: {0}")]
    Malformed(#[from] toml::de::Error),
    /// A card number would not tell one card from another.
    #[error("{FILE}: the number of a card needs {{serial}} of 1 to {MOST_DIGITS} digits")]
    Number,
}

/// What `registers/health-insurance.toml` says.
#[derive(Debug, Deserialize)]
pub(crate) struct Rules {
    card: Card,
    #[serde(default)]
    group: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Card {
    number: String,
    serial_digits: u32,
}

/// A group of the insured (mã đối tượng).
#[derive(Debug, Deserialize)]
pub(crate) struct Group {
    code: String,
    level: String,
    under_years: Option<i16>,
}

impl Rules {
    pub fn of(content: &Content) -> Result<Self, RulesError> {
        let file = content.files().get(FILE).ok_or(RulesError::Missing)?;
        let rules: Self = toml::from_str(&String::from_utf8_lossy(file))?;
        let digits = rules.card.serial_digits;
        if rules.card.number.contains("{serial}") && (1..=MOST_DIGITS).contains(&digits) {
            Ok(rules)
        } else {
            Err(RulesError::Number)
        }
    }

    /// The group with this code.
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.group.iter().find(|group| group.code == code)
    }

    /// How many serials there are.
    pub fn serials(&self) -> u64 {
        10_u64.pow(self.card.serial_digits)
    }

    /// The number of a card.
    pub fn number(&self, group: &Group, person: &PersonalNumber, serial: u64) -> String {
        let width = usize::try_from(self.card.serial_digits).unwrap_or_default();
        // The first of three digits tells Viet Nam from other countries.
        let province = person.province_code().get(1..).unwrap_or_default();
        self.card
            .number
            .replace("{group}", &group.code)
            .replace("{level}", &group.level)
            .replace("{province}", province)
            .replace("{serial}", &format!("{serial:0width$}"))
    }
}

impl Group {
    /// Whether somebody born then belongs to the group on a day, as far as age decides. Where only a
    /// part of the birth date is known, somebody who may be young enough does.
    pub fn takes(&self, born: PartialDate, on: Date) -> bool {
        self.under_years
            .is_none_or(|years| born.age_on(on).0 < years)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn content(change: impl Fn(String) -> String) -> Result<Rules, RulesError> {
        let embedded = Content::embedded().expect("the content");
        let mut files = embedded.files().clone();
        let file = files.get_mut(FILE).expect("the rules");
        *file = change(String::from_utf8_lossy(file).into_owned())
            .into_bytes()
            .into();
        Rules::of(&Content::from_files(files).expect("the content"))
    }

    #[test]
    fn a_card_number_has_fifteen_characters() {
        let rules = content(|text| text).expect("rules");
        let group = rules.group("TE").expect("children");
        let person = "001326000001".parse().expect("a number");
        assert_eq!(rules.number(group, &person, 42), "TE1010000000042");
        assert_eq!(rules.number(group, &person, 9_999_999_999).len(), 15);
        assert_eq!(rules.serials(), 10_000_000_000);
        assert!(rules.group("XX").is_none());
    }

    #[test]
    fn children_belong_to_their_group_until_the_eve_of_their_sixth_birthday() {
        let rules = content(|text| text).expect("rules");
        let group = rules.group("TE").expect("children");
        let born = PartialDate::from(date(2020, 11, 22));
        assert!(group.takes(born, date(2026, 11, 21)));
        assert!(!group.takes(born, date(2026, 11, 22)));
        let year: PartialDate = "2020".parse().expect("a year");
        assert!(group.takes(year, date(2026, 12, 30)), "perhaps of five");
        assert!(!group.takes(year, date(2027, 1, 1)));
    }

    #[test]
    fn numbers_that_tell_nothing_apart_are_refused() {
        for (from, to) in [
            ("{serial}", "0"),
            ("serial_digits = 10", "serial_digits = 0"),
            ("serial_digits = 10", "serial_digits = 19"),
        ] {
            let told = content(|text| text.replace(from, to));
            assert!(matches!(told, Err(RulesError::Number)), "{to}");
        }
        let malformed = content(|text| text.replace("[card]", "[cards]"));
        assert!(matches!(malformed, Err(RulesError::Malformed(_))));
    }
}
