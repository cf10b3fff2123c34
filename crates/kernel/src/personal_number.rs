use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::{PartialDate, ProvinceCodes, Sex};

/// A personal number (số định danh cá nhân): 12 digits `PPP G YY NNNNNN`, where `PPP` is the
/// province or country of birth registration, `G` century and sex, `YY` the year of birth and
/// `NNNNNN` random. There is no check digit; whether it fits a person says [`Self::check`].
///
/// It is a fact about a person with dates, not their key: see [`PersonId`](crate::PersonId).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber([u8; 12]);

/// Why something is not, or cannot be made, a personal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PersonalNumberError {
    /// Not 12 characters.
    #[error("a personal number has 12 digits, not {found}")]
    Length {
        /// How many characters there are.
        found: usize,
    },
    /// A character that is not one of the digits 0 to 9.
    #[error("character {position} of the personal number is not a digit")]
    NotADigit {
        /// Which one, counted from 1.
        position: usize,
    },
    /// A province code that is not three digits.
    #[error("a province code has three digits")]
    Province,
    /// A year of birth that the century digit cannot express.
    #[error("the year of birth {0} is not between 1900 and 2399")]
    Year(i16),
    /// A number says male or female; an unknown sex has none.
    #[error("a personal number needs a known sex")]
    SexUnknown,
    /// A serial of more than six digits.
    #[error("the serial {0} has more than six digits")]
    Serial(u32),
}

/// In what a personal number does not fit its person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PersonalNumberMismatch {
    /// The first three digits were not given out on that day (or, if the day is not known, on no
    /// day since the birth).
    #[error("the province code {code} was not given out on {on}")]
    ProvinceNotValid {
        /// The three digits.
        code: String,
        /// The day.
        on: Date,
    },
    /// The fourth digit says the other sex.
    #[error("the number is one of a {number} person")]
    Sex {
        /// What the number says.
        number: Sex,
    },
    /// The fourth digit says another century.
    #[error("the number is one of a person born in the years {number} to {}", number + 99)]
    Century {
        /// The first year of the century that the number says.
        number: i16,
    },
    /// The fifth and sixth digits say another year.
    #[error("the number is one of a person born in a year that ends in {number:02}")]
    Year {
        /// The two digits of the number.
        number: i16,
    },
}

impl PersonalNumber {
    /// The largest serial.
    pub const MAX_SERIAL: u32 = 999_999;

    /// Puts a number together from its parts.
    pub fn compose(
        province: &str,
        sex: Sex,
        year: i16,
        serial: u32,
    ) -> Result<Self, PersonalNumberError> {
        if province.len() != 3 || !province.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PersonalNumberError::Province);
        }
        if !(1900..=2399).contains(&year) {
            return Err(PersonalNumberError::Year(year));
        }
        if serial > Self::MAX_SERIAL {
            return Err(PersonalNumberError::Serial(serial));
        }
        let sex = match sex {
            Sex::Male => 0,
            Sex::Female => 1,
            Sex::Unknown => return Err(PersonalNumberError::SexUnknown),
        };
        let century = (year - 1900) / 100 * 2 + sex;
        format!("{province}{century}{:02}{serial:06}", year % 100).parse()
    }

    /// The 12 digits.
    pub fn as_str(&self) -> &str {
        self.digits(0, 12)
    }

    /// The code of the province or country of birth registration: three digits.
    pub fn province_code(&self) -> &str {
        self.digits(0, 3)
    }

    /// The sex that the number says: male or female.
    pub fn sex(&self) -> Sex {
        if self.digit(3) % 2 == 0 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// The first year of the century of birth: 1900, 2000, … 2300.
    pub fn century(&self) -> i16 {
        1900 + self.digit(3) / 2 * 100
    }

    /// The year of birth that the number says.
    pub fn birth_year(&self) -> i16 {
        self.century() + self.digit(4) * 10 + self.digit(5)
    }

    /// The last six digits, which are random.
    pub fn serial(&self) -> &str {
        self.digits(6, 12)
    }

    /// In what the number does not fit a person of this sex and birth; empty if it fits. An unknown
    /// sex fits every number.
    ///
    /// `given_on` is the day on which the number was given: the province code must have been given
    /// out then. Without it the code must have been given out on the earliest day of birth or later,
    /// since numbers of older people were given long after their birth.
    pub fn check(
        &self,
        codes: &ProvinceCodes,
        sex: Sex,
        birth: PartialDate,
        given_on: Option<Date>,
    ) -> Vec<PersonalNumberMismatch> {
        let mut mismatches = Vec::new();
        let code = self.province_code();
        let province_fits = match given_on {
            Some(day) => codes.valid_on(code, day),
            None => codes.valid_on_or_after(code, birth.earliest()),
        };
        if !province_fits {
            mismatches.push(PersonalNumberMismatch::ProvinceNotValid {
                code: code.to_owned(),
                on: given_on.unwrap_or(birth.earliest()),
            });
        }
        if sex != Sex::Unknown && sex != self.sex() {
            mismatches.push(PersonalNumberMismatch::Sex { number: self.sex() });
        }
        let years = self.birth_year() - self.century();
        if birth.year() - birth.year() % 100 != self.century() {
            mismatches.push(PersonalNumberMismatch::Century {
                number: self.century(),
            });
        }
        if birth.year() % 100 != years {
            mismatches.push(PersonalNumberMismatch::Year { number: years });
        }
        mismatches
    }

    fn digit(&self, index: usize) -> i16 {
        i16::from(self.0[index] - b'0')
    }

    fn digits(&self, from: usize, to: usize) -> &str {
        // The bytes are ASCII digits, so the fallback is never taken.
        std::str::from_utf8(&self.0[from..to]).unwrap_or_default()
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PersonalNumber {
    type Err = PersonalNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(index) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Err(PersonalNumberError::NotADigit {
                position: index + 1,
            });
        }
        text.as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| PersonalNumberError::Length { found: text.len() })
    }
}

serde_as_text!(PersonalNumber);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const CODES: &str = "code,name,valid_from,valid_to,source,confidence\n\
        001,Hà Nội,2016-01-01,,test,third-party\n\
        002,Hà Giang,2016-01-01,2025-06-30,test,third-party\n";

    fn codes() -> ProvinceCodes {
        ProvinceCodes::from_csv(CODES.as_bytes()).unwrap()
    }

    fn number(text: &str) -> PersonalNumber {
        text.parse().unwrap()
    }

    #[test]
    fn the_digits_say_province_sex_and_year() {
        let number = number("001090000001");
        assert_eq!(number.province_code(), "001");
        assert_eq!(number.sex(), Sex::Male);
        assert_eq!(number.century(), 1900);
        assert_eq!(number.birth_year(), 1990);
        assert_eq!(number.serial(), "000001");
        assert_eq!(
            PersonalNumber::compose("001", Sex::Female, 2026, 42)
                .unwrap()
                .as_str(),
            "001326000042"
        );
    }

    #[test]
    fn wrong_numbers_are_named() {
        use PersonalNumberError as E;
        for (text, error) in [
            ("", E::Length { found: 0 }),
            ("00109000001", E::Length { found: 11 }),
            ("0010900000011", E::Length { found: 13 }),
            ("00109000000A", E::NotADigit { position: 12 }),
            (" 01090000001", E::NotADigit { position: 1 }),
            ("٠٠١٠٩٠٠٠٠٠٠١", E::NotADigit { position: 1 }),
        ] {
            assert_eq!(text.parse::<PersonalNumber>(), Err(error), "{text}");
        }
        let compose = PersonalNumber::compose;
        assert_eq!(compose("1", Sex::Male, 1990, 1), Err(E::Province));
        assert_eq!(compose("00a", Sex::Male, 1990, 1), Err(E::Province));
        assert_eq!(compose("001", Sex::Unknown, 1990, 1), Err(E::SexUnknown));
        assert_eq!(compose("001", Sex::Male, 1899, 1), Err(E::Year(1899)));
        assert_eq!(compose("001", Sex::Male, 2400, 1), Err(E::Year(2400)));
        assert_eq!(
            compose("001", Sex::Male, 1990, 1_000_000),
            Err(E::Serial(1_000_000))
        );
    }

    #[test]
    fn a_number_of_somebody_else_is_told_by_its_digits() {
        use PersonalNumberMismatch as M;
        let birth = PartialDate::from(date(1990, 2, 1));
        let check = |text, sex, birth, given| number(text).check(&codes(), sex, birth, given);
        assert_eq!(check("001090000001", Sex::Male, birth, None), []);
        assert_eq!(check("001090000001", Sex::Unknown, birth, None), []);
        assert_eq!(
            check("001190000001", Sex::Male, birth, None),
            [M::Sex {
                number: Sex::Female
            }]
        );
        assert_eq!(
            check("001290000001", Sex::Male, birth, None),
            [M::Century { number: 2000 }]
        );
        assert_eq!(
            check("001091000001", Sex::Male, birth, None),
            [M::Year { number: 91 }]
        );
        assert_eq!(check("003391000001", Sex::Male, birth, None).len(), 4);
    }

    #[test]
    fn a_province_code_counts_on_the_day_the_number_was_given() {
        let birth: PartialDate = "2010".parse().unwrap();
        let number = number("002210000001");
        assert_eq!(number.check(&codes(), Sex::Male, birth, None), []);
        assert_eq!(
            number.check(&codes(), Sex::Male, birth, Some(date(2025, 6, 30))),
            []
        );
        assert_eq!(
            number.check(&codes(), Sex::Male, birth, Some(date(2025, 7, 1))),
            [PersonalNumberMismatch::ProvinceNotValid {
                code: "002".into(),
                on: date(2025, 7, 1)
            }]
        );
        let after: PartialDate = "2025-07-01".parse().unwrap();
        assert_eq!(
            PersonalNumber::compose("002", Sex::Male, 2025, 1)
                .unwrap()
                .check(&codes(), Sex::Male, after, None)
                .len(),
            1
        );
    }

    proptest! {
        #[test]
        fn composed_numbers_say_what_went_in(province in 0..1000, female: bool, year in 1900_i16..=2399, serial in 0_u32..=999_999) {
            let province = format!("{province:03}");
            let sex = if female { Sex::Female } else { Sex::Male };
            let number = PersonalNumber::compose(&province, sex, year, serial).unwrap();
            prop_assert_eq!(number.province_code(), &province);
            prop_assert_eq!(number.sex(), sex);
            prop_assert_eq!(number.birth_year(), year);
            prop_assert_eq!(number.serial().parse::<u32>().unwrap(), serial);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<PersonalNumber>(&json).unwrap(), number);
        }

        #[test]
        fn every_twelve_digits_are_taken_apart_and_put_together(text in "[0-9]{12}") {
            let number = number(&text);
            let again = PersonalNumber::compose(
                number.province_code(), number.sex(), number.birth_year(), number.serial().parse().unwrap(),
            );
            prop_assert_eq!(again, Ok(number));
        }

        #[test]
        fn a_number_fits_exactly_its_own_year_and_sex(text in "001[0-9]{9}", year in 1900_i16..=2399, female: bool) {
            let number = number(&text);
            let sex = if female { Sex::Female } else { Sex::Male };
            let birth = PartialDate::new(year, None, None).unwrap();
            let fits = number.check(&codes(), sex, birth, None).is_empty();
            prop_assert_eq!(fits, sex == number.sex() && year == number.birth_year());
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9]{0,14}|.{0,14}") {
            let _ = text.parse::<PersonalNumber>();
        }
    }
}
