use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{DossierNumber, is_plain};
use crate::OrgCode;

/// How dossier numbers are made, as `{org}-{yyyymmdd}-{seq:4+}`.
///
/// * `{org}`: the code of the receiving organisation;
/// * `{yyyymmdd}` or `{yymmdd}`: the day of receipt; `{yyyy}`: its year;
/// * `{seq:N}`: a running number of exactly N digits; `{seq:N+}`: of at least N. Once, and needed.
///
/// Between parts of open length there must be a `-`, so that no two inputs make the same number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DossierTemplate {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    Literal(String),
    Org,
    Day,
    ShortDay,
    Year,
    Seq { digits: usize, open: bool },
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DossierTemplateError {
    /// A brace that is not opened or not closed.
    #[error("a brace of the template has no partner")]
    Brace,
    /// A placeholder that does not exist.
    #[error("the template has an unknown placeholder {{{0}}}")]
    Placeholder(String),
    /// A character that no dossier number has.
    #[error("the template contains {0:?}, which no dossier number does")]
    Character(char),
    /// Not exactly one `{seq:…}` and at most one `{org}`.
    #[error("the template needs exactly one {{seq:…}} and at most one {{org}}")]
    Count,
    /// Parts of open length that touch each other or another part of letters or digits.
    #[error("parts of open length in the template must be parted by \"-\"")]
    Ambiguous,
    /// More than 64 characters.
    #[error("the template is too long")]
    TooLong,
}

/// Why a number cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DossierNumberError {
    /// The running number has more digits than the template gives it.
    #[error("the running number {0} has too many digits for the template")]
    SeqTooLarge(u64),
    /// The year has not four digits.
    #[error("the year {0} has not four digits")]
    Year(i16),
    /// The whole number is longer than 64 characters.
    #[error("the dossier number would be too long")]
    TooLong,
}

impl DossierTemplate {
    /// The number that `org` gives to the `seq`-th dossier received on `date`.
    pub fn number(
        &self,
        org: &OrgCode,
        date: Date,
        seq: u64,
    ) -> Result<DossierNumber, DossierNumberError> {
        self.fill(org, date, Some(seq))?
            .parse()
            .map_err(|_| DossierNumberError::TooLong)
    }

    /// The name of the counter from which the running number comes: everything in the number but
    /// itself. With a day in the template numbers begin anew each day, as the law describes them.
    pub fn counter(&self, org: &OrgCode, date: Date) -> Result<String, DossierNumberError> {
        self.fill(org, date, None)
    }

    /// Whether a number can have been made by this template; cheap help against mistyping.
    pub fn fits(&self, number: &DossierNumber) -> bool {
        let mut rest = number.as_str();
        for part in &self.parts {
            let len = match part {
                Part::Literal(text) if rest.starts_with(text) => text.len(),
                Part::Literal(_) => return false,
                // Open parts end at the next "-" or at the end of the number.
                Part::Org | Part::Seq { open: true, .. } => rest.find('-').unwrap_or(rest.len()),
                Part::Day => 8,
                Part::ShortDay => 6,
                Part::Year => 4,
                Part::Seq { digits, .. } => *digits,
            };
            let Some((text, after)) = rest.split_at_checked(len) else {
                return false;
            };
            let digits = text.bytes().all(|b| b.is_ascii_digit());
            let fits = match part {
                Part::Literal(_) => true,
                Part::Org => text.parse::<OrgCode>().is_ok(),
                Part::Seq { digits: least, .. } => {
                    digits && len >= *least && seq_is_plain(text, *least)
                }
                Part::Day => digits && is_day(text),
                Part::ShortDay => digits && is_day(&format!("20{text}")),
                Part::Year => digits,
            };
            if !fits {
                return false;
            }
            rest = after;
        }
        rest.is_empty()
    }

    fn fill(
        &self,
        org: &OrgCode,
        date: Date,
        seq: Option<u64>,
    ) -> Result<String, DossierNumberError> {
        if !(1000..=9999).contains(&date.year()) {
            return Err(DossierNumberError::Year(date.year()));
        }
        let mut text = String::with_capacity(DossierNumber::MAX_LEN);
        for part in &self.parts {
            match (part, seq) {
                (Part::Literal(literal), _) => text.push_str(literal),
                (Part::Org, _) => text.push_str(org.as_str()),
                (Part::Day, _) => text.push_str(&date.strftime("%Y%m%d").to_string()),
                (Part::ShortDay, _) => text.push_str(&date.strftime("%y%m%d").to_string()),
                (Part::Year, _) => text.push_str(&date.year().to_string()),
                (Part::Seq { digits, open }, Some(seq)) => {
                    let number = format!("{seq:0digits$}");
                    if !open && number.len() > *digits {
                        return Err(DossierNumberError::SeqTooLarge(seq));
                    }
                    text.push_str(&number);
                }
                (Part::Seq { .. }, None) => text.push_str("{seq}"),
            }
        }
        Ok(text)
    }
}

/// Whether `text` is how a running number is written: no more zeros in front than it needs.
fn seq_is_plain(text: &str, least: usize) -> bool {
    text.len() == least || !text.starts_with('0')
}

fn is_day(yyyymmdd: &str) -> bool {
    let (year, rest) = yyyymmdd.split_at(4);
    let (month, day) = rest.split_at(2);
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).is_ok(),
        _ => false,
    }
}

impl Part {
    fn placeholder(name: &str) -> Option<Self> {
        Some(match name {
            "org" => Self::Org,
            "yyyymmdd" => Self::Day,
            "yymmdd" => Self::ShortDay,
            "yyyy" => Self::Year,
            _ => {
                let digits = name.strip_prefix("seq:")?;
                let (digits, open) = match digits.strip_suffix('+') {
                    Some(digits) => (digits, true),
                    None => (digits, false),
                };
                let digits: usize = digits.parse().ok()?;
                if !(1..=18).contains(&digits) {
                    return None;
                }
                Self::Seq { digits, open }
            }
        })
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Org | Self::Seq { open: true, .. })
    }
}

impl fmt::Display for DossierTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for DossierTemplate {
    type Err = DossierTemplateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > DossierNumber::MAX_LEN {
            return Err(DossierTemplateError::TooLong);
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (literal, placeholder) = match rest.split_once('{') {
                None => (rest, None),
                Some((literal, after)) => {
                    let (name, after) = after.split_once('}').ok_or(DossierTemplateError::Brace)?;
                    rest = after;
                    (literal, Some(name))
                }
            };
            match literal
                .chars()
                .find(|c| !c.is_ascii() || !is_plain(*c as u8))
            {
                Some('}') => return Err(DossierTemplateError::Brace),
                Some(wrong) => return Err(DossierTemplateError::Character(wrong)),
                None if !literal.is_empty() => parts.push(Part::Literal(literal.to_owned())),
                None => {}
            }
            let Some(name) = placeholder else {
                break;
            };
            let part = Part::placeholder(name)
                .ok_or_else(|| DossierTemplateError::Placeholder(name.to_owned()))?;
            parts.push(part);
        }

        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let seqs = count(|part| matches!(part, Part::Seq { .. }));
        if seqs != 1 || count(|part| matches!(part, Part::Org)) > 1 {
            return Err(DossierTemplateError::Count);
        }
        let ends_open = |pair: &[Part]| {
            pair[0].is_open() && !matches!(&pair[1], Part::Literal(text) if text.starts_with('-'))
        };
        if parts.windows(2).any(ends_open) {
            return Err(DossierTemplateError::Ambiguous);
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }
}

serde_as_text!(DossierTemplate);
