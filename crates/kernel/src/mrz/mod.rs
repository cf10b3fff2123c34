//! The machine-readable zone of identity cards: three lines of 30 characters (ICAO 9303, TD1) as
//! Vietnam fills them. The document number is the last nine digits of the personal number, which
//! stands whole in the optional data with a check digit of its own.

mod check_digit;
mod name;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

use crate::{PartialDate, PersonName, PersonalNumber, Sex};
use check_digit::check_digit;

pub use name::MrzName;

/// What a zone says. Its parts are known to agree with each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mrz {
    personal_number: PersonalNumber,
    birth: PartialDate,
    sex: Sex,
    expiry: Date,
    name: MrzName,
}

/// A part of the zone with a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MrzField {
    /// Line 1, characters 6 to 14.
    DocumentNumber,
    /// Line 1, characters 16 to 29.
    PersonalNumber,
    /// Line 2, characters 1 to 6.
    Birth,
    /// Line 2, characters 9 to 14.
    Expiry,
    /// All of these together; its digit ends line 2.
    Composite,
}

impl fmt::Display for MrzField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DocumentNumber => "document number",
            Self::PersonalNumber => "personal number",
            Self::Birth => "date of birth",
            Self::Expiry => "date of expiry",
            Self::Composite => "whole zone",
        })
    }
}

/// Why a zone cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MrzError {
    /// Not three lines of 30 characters.
    #[error("the zone has not three lines of 30 characters")]
    Shape,
    /// A character that is not `A`–`Z`, `0`–`9` or `<`.
    #[error("character {position} of line {line} does not belong into the zone")]
    Character {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        position: usize,
    },
    /// Not an identity card of Vietnam.
    #[error("the zone is not one of a Vietnamese identity card")]
    NotVietnamese,
    /// A check digit that does not belong to what it checks.
    #[error("the check digit of the {0} is wrong")]
    CheckDigit(MrzField),
    /// A personal number that is not 12 digits and two fillers.
    #[error("the zone has no personal number of 12 digits")]
    PersonalNumber,
    /// A document number that is not the end of the personal number.
    #[error("the document number is not the end of the personal number")]
    DocumentNumber,
    /// No such date of birth, or not in the year that the personal number says.
    #[error("the date of birth does not exist or is not in the year of the personal number")]
    Birth,
    /// A sex other than `M`, `F` or a filler.
    #[error("the sex is neither M nor F")]
    Sex,
    /// No such date of expiry, or one outside the years 2000 to 2099.
    #[error("the date of expiry does not exist or is not between 2000 and 2099")]
    Expiry,
    /// A line of names that is empty, has digits or too many fillers in a row.
    #[error("the line of names is not well formed")]
    Name,
    /// A letter that the zone cannot express.
    #[error("the letter {0:?} cannot be written in the zone")]
    Letter(char),
}

const LINE: usize = 30;
const ISSUER: &str = "VNM";

impl Mrz {
    /// Puts a zone together. The birth must lie in the year that the number says, the expiry
    /// between 2000 and 2099, for the zone has two digits for each year.
    pub fn new(
        personal_number: PersonalNumber,
        birth: PartialDate,
        sex: Sex,
        expiry: Date,
        name: &PersonName,
    ) -> Result<Self, MrzError> {
        if birth.year() != personal_number.birth_year() {
            return Err(MrzError::Birth);
        }
        if !(2000..=2099).contains(&expiry.year()) {
            return Err(MrzError::Expiry);
        }
        Ok(Self {
            personal_number,
            birth,
            sex,
            expiry,
            name: MrzName::write(name)?,
        })
    }

    /// Reads a zone: three lines, or all 90 characters in one. Spaces around lines do not matter.
    pub fn read(text: &str) -> Result<Self, MrzError> {
        let [one, two, three] = lines(text)?;
        let (Some(first), Some(second)) = (one.strip_prefix("ID"), two.get(15..18)) else {
            return Err(MrzError::NotVietnamese);
        };
        if !first.starts_with(ISSUER) || second != ISSUER || two[18..29] != *"<<<<<<<<<<<" {
            return Err(MrzError::NotVietnamese);
        }

        let (document, number) = (&one[5..14], &one[15..29]);
        let (birth, expiry) = (&two[0..6], &two[8..14]);
        let composite = [&one[5..30], &two[0..7], &two[8..15], &two[18..29]];
        for (field, checked, digit) in [
            (MrzField::DocumentNumber, &[document][..], &one[14..15]),
            (MrzField::PersonalNumber, &[number], &one[29..30]),
            (MrzField::Birth, &[birth], &two[6..7]),
            (MrzField::Expiry, &[expiry], &two[14..15]),
            (MrzField::Composite, &composite, &two[29..30]),
        ] {
            if !digit.starts_with(check_digit(checked)) {
                return Err(MrzError::CheckDigit(field));
            }
        }

        let personal_number: PersonalNumber = number
            .strip_suffix("<<")
            .and_then(|number| number.parse().ok())
            .ok_or(MrzError::PersonalNumber)?;
        if !personal_number.as_str().ends_with(document) {
            return Err(MrzError::DocumentNumber);
        }
        Ok(Self {
            personal_number,
            birth: read_birth(birth, personal_number)?,
            sex: match &two[7..8] {
                "M" => Sex::Male,
                "F" => Sex::Female,
                "<" => Sex::Unknown,
                _ => return Err(MrzError::Sex),
            },
            expiry: read_expiry(expiry)?,
            name: MrzName::read(three)?,
        })
    }

    /// The three lines.
    pub fn write(&self) -> [String; 3] {
        let number = self.personal_number.as_str();
        let document = &number[3..];
        let optional = format!("{number}<<");
        let one = format!(
            "ID{ISSUER}{document}{}{optional}{}",
            check_digit(&[document]),
            check_digit(&[&optional])
        );
        let birth = write_birth(self.birth);
        let expiry = self.expiry.strftime("%y%m%d").to_string();
        let sex = match self.sex {
            Sex::Male => 'M',
            Sex::Female => 'F',
            Sex::Unknown => '<',
        };
        let (birth_digit, expiry_digit) = (check_digit(&[&birth]), check_digit(&[&expiry]));
        let mut two = format!("{birth}{birth_digit}{sex}{expiry}{expiry_digit}{ISSUER}<<<<<<<<<<<");
        let composite = check_digit(&[&one[5..30], &two[0..7], &two[8..15], &two[18..29]]);
        two.push(composite);
        [one, two, self.name.as_str().to_owned()]
    }

    /// The personal number.
    pub const fn personal_number(&self) -> PersonalNumber {
        self.personal_number
    }

    /// The date of birth; its century is that of the personal number.
    pub const fn birth(&self) -> PartialDate {
        self.birth
    }

    /// The sex.
    pub const fn sex(&self) -> Sex {
        self.sex
    }

    /// The day of expiry, taken to lie between 2000 and 2099.
    pub const fn expiry(&self) -> Date {
        self.expiry
    }

    /// The name in capitals without diacritics.
    pub const fn name(&self) -> &MrzName {
        &self.name
    }
}

/// The three lines, each of 30 characters that belong into a zone.
fn lines(text: &str) -> Result<[&str; 3], MrzError> {
    // Far more than a zone with any line ends has; spares looking through a long text.
    if text.len() > 256 {
        return Err(MrzError::Shape);
    }
    let mut found: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if let [all] = found[..]
        && all.len() == 3 * LINE
        && all.is_ascii()
    {
        found = vec![&all[..LINE], &all[LINE..2 * LINE], &all[2 * LINE..]];
    }
    let lines: [&str; 3] = found.try_into().map_err(|_| MrzError::Shape)?;
    for (index, line) in lines.iter().enumerate() {
        let belongs = |c: char| matches!(c, 'A'..='Z' | '0'..='9' | '<');
        if let Some(wrong) = line.chars().position(|c| !belongs(c)) {
            return Err(MrzError::Character {
                line: index + 1,
                position: wrong + 1,
            });
        }
        if line.len() != LINE {
            return Err(MrzError::Shape);
        }
    }
    Ok(lines)
}

fn two_digits(text: &str) -> Option<i8> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `YYMMDD`, where an unknown month or day is `<<`.
fn read_birth(text: &str, number: PersonalNumber) -> Result<PartialDate, MrzError> {
    let part = |text: &str| match text {
        "<<" => Ok(None),
        digits => two_digits(digits).map(Some).ok_or(MrzError::Birth),
    };
    let year = number.birth_year();
    if two_digits(&text[0..2]).map(i16::from) != Some(year % 100) {
        return Err(MrzError::Birth);
    }
    PartialDate::new(year, part(&text[2..4])?, part(&text[4..6])?).map_err(|_| MrzError::Birth)
}

fn write_birth(birth: PartialDate) -> String {
    let part = |part: Option<i8>| part.map_or("<<".to_owned(), |part| format!("{part:02}"));
    let year = birth.year() % 100;
    format!("{year:02}{}{}", part(birth.month()), part(birth.day()))
}

fn read_expiry(text: &str) -> Result<Date, MrzError> {
    let part = |range| two_digits(&text[range]).ok_or(MrzError::Expiry);
    Date::new(2000 + i16::from(part(0..2)?), part(2..4)?, part(4..6)?).map_err(|_| MrzError::Expiry)
}
