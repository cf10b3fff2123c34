use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use serde::Deserialize;

use crate::Confidence;

/// The first three digits of personal numbers: which province or country they mean, and when they
/// were given out. Loaded from content; a code may have several periods.
#[derive(Debug, Clone, Default)]
pub struct ProvinceCodes {
    periods: BTreeMap<String, Vec<ProvinceCode>>,
}

/// One code and one period in which it was given out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvinceCode {
    /// Three digits.
    pub code: String,
    /// The province, or the country of a birth abroad.
    pub name: String,
    /// The first day on which it was given out.
    pub valid_from: Date,
    /// The last day on which it was given out; open if nothing.
    pub valid_to: Option<Date>,
    /// Where this is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

impl ProvinceCode {
    /// Whether the code was given out on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// Why a list of province codes cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProvinceCodesError {
    /// The CSV cannot be read.
    #[error("the list of province codes cannot be read")]
    Csv(#[from] csv::Error),
    /// A code that is not three digits.
    #[error("{0:?} is not a province code of three digits")]
    Code(String),
    /// A period that ends before it begins.
    #[error("a period of province code {0} ends before it begins")]
    Period(String),
    /// Two periods of one code that share a day.
    #[error("two periods of province code {0} overlap")]
    Overlap(String),
}

impl ProvinceCodes {
    /// Reads rows with the columns `code,name,valid_from,valid_to,source,confidence`; an empty
    /// `valid_to` leaves the period open, both dates belong to it.
    pub fn from_csv(reader: impl io::Read) -> Result<Self, ProvinceCodesError> {
        let mut periods: BTreeMap<String, Vec<ProvinceCode>> = BTreeMap::new();
        for row in csv::Reader::from_reader(reader).deserialize() {
            let row: ProvinceCode = row?;
            if row.code.len() != 3 || !row.code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(ProvinceCodesError::Code(row.code));
            }
            if row.valid_to.is_some_and(|last| last < row.valid_from) {
                return Err(ProvinceCodesError::Period(row.code));
            }
            periods.entry(row.code.clone()).or_default().push(row);
        }
        for (code, periods) in &mut periods {
            periods.sort_by_key(|period| period.valid_from);
            let overlap = periods
                .windows(2)
                .any(|pair| pair[0].holds_on(pair[1].valid_from));
            if overlap {
                return Err(ProvinceCodesError::Overlap(code.clone()));
            }
        }
        Ok(Self { periods })
    }

    /// All rows, by code and then by date.
    pub fn iter(&self) -> impl Iterator<Item = &ProvinceCode> {
        self.periods.values().flatten()
    }

    /// The row that holds for `code` on `date`.
    pub fn get(&self, code: &str, date: Date) -> Option<&ProvinceCode> {
        self.periods
            .get(code)?
            .iter()
            .find(|period| period.holds_on(date))
    }

    /// Whether `code` was given out on `date`.
    pub fn valid_on(&self, code: &str, date: Date) -> bool {
        self.get(code, date).is_some()
    }

    /// Whether `code` was given out on `date` or on any later day.
    pub fn valid_on_or_after(&self, code: &str, date: Date) -> bool {
        self.periods.get(code).is_some_and(|periods| {
            periods
                .iter()
                .any(|period| period.valid_to.is_none_or(|last| date <= last))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const HEAD: &str = "code,name,valid_from,valid_to,source,confidence\n";

    fn codes(rows: &str) -> Result<ProvinceCodes, ProvinceCodesError> {
        ProvinceCodes::from_csv(format!("{HEAD}{rows}").as_bytes())
    }

    #[test]
    fn a_code_holds_between_its_dates() {
        let codes = codes(
            "001,Hà Nội,2016-01-01,,list,third-party\n\
             002,Hà Giang,2016-01-01,2025-06-30,list,third-party\n",
        )
        .unwrap();
        assert!(codes.valid_on("001", date(2026, 1, 1)));
        assert!(codes.valid_on("002", date(2025, 6, 30)));
        assert!(!codes.valid_on("002", date(2025, 7, 1)));
        assert!(!codes.valid_on("001", date(2015, 12, 31)));
        assert!(!codes.valid_on("003", date(2026, 1, 1)));
        assert!(codes.valid_on_or_after("002", date(1950, 1, 1)));
        assert!(!codes.valid_on_or_after("002", date(2025, 7, 1)));
        assert_eq!(codes.get("001", date(2026, 1, 1)).unwrap().name, "Hà Nội");
        assert_eq!(codes.iter().count(), 2);
    }

    #[test]
    fn a_broken_list_is_refused() {
        assert!(matches!(
            codes("01,A,2016-01-01,,s,official\n"),
            Err(ProvinceCodesError::Code(_))
        ));
        assert!(matches!(
            codes("001,A,2016-01-01,2015-01-01,s,official\n"),
            Err(ProvinceCodesError::Period(_))
        ));
        assert!(matches!(
            codes("001,A,2016-01-01,2020-01-01,s,official\n001,B,2020-01-01,,s,official\n"),
            Err(ProvinceCodesError::Overlap(_))
        ));
        assert!(matches!(
            codes("001,A,yesterday,,s,official\n"),
            Err(ProvinceCodesError::Csv(_))
        ));
        assert!(matches!(
            codes("001,A,2016-01-01,,s,perhaps\n"),
            Err(ProvinceCodesError::Csv(_))
        ));
    }

    proptest! {
        #[test]
        fn periods_agree_with_a_naive_look(from in 0_i64..3000, length in 0_i64..3000, at in -100_i64..7000) {
            let day = |n: i64| date(2016, 1, 1).saturating_add(jiff::Span::new().days(n));
            let codes = codes(&format!("001,A,{},{},s,official\n", day(from), day(from + length))).unwrap();
            prop_assert_eq!(codes.valid_on("001", day(at)), from <= at && at <= from + length);
            prop_assert_eq!(codes.valid_on_or_after("001", day(at)), at <= from + length);
        }
    }
}
