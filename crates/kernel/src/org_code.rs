use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An organisation's identification code for data exchange (mã định danh cơ quan).
///
/// Two spellings exist: today's, read from the highest level down (`G09.20`, `H55.242`), and the
/// older one of 13 characters, read upwards (`000.00.20.G09`). Neither is turned into the other: the
/// lists that would tell how are not public. Codes have dates, see [`OrgCodes`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode(String);

/// Why a text is not an organisation code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrgCodeError {
    /// More than 35 characters.
    #[error("an organisation code has at most {} characters", OrgCode::MAX_LEN)]
    TooLong,
    /// Not of the form `G09.20`, nor of the older form `000.00.20.G09`.
    #[error("an organisation code is written G09.20, or in the older form 000.00.20.G09")]
    Format,
}

impl OrgCode {
    /// The longest code, in characters.
    pub const MAX_LEN: usize = 35;

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is spelt in the older form.
    pub fn is_older_form(&self) -> bool {
        self.0.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The code of the highest level, as `G09` or `H55`.
    pub fn head(&self) -> &str {
        let mut levels = self.0.split('.');
        if self.is_older_form() {
            levels.next_back().unwrap_or_default()
        } else {
            levels.next().unwrap_or_default()
        }
    }

    /// The code one level up; nothing above the highest.
    pub fn parent(&self) -> Option<Self> {
        if !self.is_older_form() {
            return self.0.rsplit_once('.').map(|(above, _)| Self(above.into()));
        }
        // Levels that are not used are zero; the lowest that is used comes first.
        let mut levels: Vec<String> = self.0.split('.').map(str::to_owned).collect();
        let used = |level: &String| level.bytes().any(|b| b != b'0');
        let lowest = levels.iter().position(used)?;
        if lowest + 1 == levels.len() {
            return None;
        }
        levels[lowest] = "0".repeat(levels[lowest].len());
        Some(Self(levels.join(".")))
    }

    /// Whether `other` is this organisation or one below it, as far as the codes tell.
    pub fn covers(&self, other: &Self) -> bool {
        std::iter::successors(Some(other.clone()), Self::parent).any(|above| above == *self)
    }
}

fn is_head(level: &str) -> bool {
    matches!(level.as_bytes(), [letter, a, b]
        if letter.is_ascii_uppercase() && a.is_ascii_digit() && b.is_ascii_digit())
}

fn is_older_form(text: &str) -> bool {
    let digits = |level: &str, len| level.len() == len && level.bytes().all(|b| b.is_ascii_digit());
    let levels: Vec<&str> = text.split('.').collect();
    matches!(levels[..], [d, c, b, a] if digits(d, 3) && digits(c, 2) && digits(b, 2) && is_head(a))
}

fn is_form_of_today(text: &str) -> bool {
    let mut levels = text.split('.');
    levels.next().is_some_and(is_head)
        && levels.all(|level| {
            (1..=4).contains(&level.len())
                && level
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        })
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OrgCode {
    type Err = OrgCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > Self::MAX_LEN {
            return Err(OrgCodeError::TooLong);
        }
        if is_form_of_today(text) || is_older_form(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(OrgCodeError::Format)
        }
    }
}

serde_as_text!(OrgCode);

/// One code of an organisation and the days on which it holds, both included; open where nothing
/// is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedOrgCode {
    /// The code.
    pub code: OrgCode,
    /// The first day.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last day.
    #[serde(default)]
    pub valid_to: Option<Date>,
}

impl DatedOrgCode {
    /// Whether the code holds on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|first| first <= date)
            && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// The codes that one organisation has had: at most one on each day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<DatedOrgCode>", into = "Vec<DatedOrgCode>")]
pub struct OrgCodes(Vec<DatedOrgCode>);

/// Why codes with dates cannot belong to one organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrgCodesError {
    /// A period that ends before it begins.
    #[error("the period of the organisation code {0} ends before it begins")]
    Period(OrgCode),
    /// Two codes on one day.
    #[error("the organisation codes {0} and {1} share a day")]
    Overlap(OrgCode, OrgCode),
}

impl OrgCodes {
    /// Takes the codes in any order.
    pub fn new(codes: impl IntoIterator<Item = DatedOrgCode>) -> Result<Self, OrgCodesError> {
        let mut codes: Vec<DatedOrgCode> = codes.into_iter().collect();
        // An open beginning sorts first, as nothing is before something.
        codes.sort_by_key(|code| code.valid_from);
        let backwards = |code: &&DatedOrgCode| match (code.valid_from, code.valid_to) {
            (Some(first), Some(last)) => last < first,
            _ => false,
        };
        if let Some(wrong) = codes.iter().find(backwards) {
            return Err(OrgCodesError::Period(wrong.code.clone()));
        }
        for pair in codes.windows(2) {
            let shares = pair[1]
                .valid_from
                .is_none_or(|first| pair[0].valid_to.is_none_or(|last| first <= last));
            if shares {
                let [one, two] = [&pair[0].code, &pair[1].code].map(Clone::clone);
                return Err(OrgCodesError::Overlap(one, two));
            }
        }
        Ok(Self(codes))
    }

    /// The code that holds on `date`.
    pub fn on(&self, date: Date) -> Option<&OrgCode> {
        self.iter()
            .find(|code| code.holds_on(date))
            .map(|code| &code.code)
    }

    /// All codes, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &DatedOrgCode> {
        self.0.iter()
    }
}

impl TryFrom<Vec<DatedOrgCode>> for OrgCodes {
    type Error = OrgCodesError;

    fn try_from(codes: Vec<DatedOrgCode>) -> Result<Self, Self::Error> {
        Self::new(codes)
    }
}

impl From<OrgCodes> for Vec<DatedOrgCode> {
    fn from(codes: OrgCodes) -> Self {
        codes.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn code(text: &str) -> OrgCode {
        text.parse().unwrap()
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(code("H55.242").head(), "H55");
        assert_eq!(code("H55.242").parent(), Some(code("H55")));
        assert_eq!(code("H55").parent(), None);
        let older = code("000.12.20.G09");
        assert!(older.is_older_form() && !code("G09.20").is_older_form());
        assert_eq!(older.head(), "G09");
        assert_eq!(older.parent(), Some(code("000.00.20.G09")));
        assert_eq!(code("000.00.00.H30").parent(), None);
        assert!(code("G09").covers(&code("G09.20.01")));
        assert!(!code("G09.2").covers(&code("G09.20")));
        assert!(code("000.00.20.G09").covers(&older));
    }

    #[test]
    fn wrong_codes_are_refused() {
        for text in [
            "",
            "G9",
            "g09.20",
            "G09.",
            ".G09",
            "G09..20",
            "G09.20-1",
            "00.00.20.G09",
            "000.00.G09",
            "000.00.20.G9",
            "G09 20",
            "G09.12345",
        ] {
            assert_eq!(text.parse::<OrgCode>(), Err(OrgCodeError::Format), "{text}");
        }
        let long = format!("G09{}", ".001".repeat(9));
        assert_eq!(long.parse::<OrgCode>(), Err(OrgCodeError::TooLong));
    }

    #[test]
    fn codes_change_with_time() {
        let json = r#"[{"code":"H38.10","valid_from":"2025-07-01"},
                       {"code":"000.00.10.H38","valid_to":"2025-06-30"}]"#;
        let codes: OrgCodes = serde_json::from_str(json).unwrap();
        assert_eq!(codes.on(date(2025, 6, 30)), Some(&code("000.00.10.H38")));
        assert_eq!(codes.on(date(2025, 7, 1)), Some(&code("H38.10")));
        assert_eq!(codes.iter().count(), 2);
        assert_eq!(OrgCodes::default().on(date(2025, 7, 1)), None);
        let dated = |text, valid_from, valid_to| DatedOrgCode {
            code: code(text),
            valid_from,
            valid_to,
        };
        assert!(matches!(
            OrgCodes::new([dated("G01", None, None), dated("G02", None, None)]),
            Err(OrgCodesError::Overlap(..))
        ));
        let (first, last) = (Some(date(2025, 2, 1)), Some(date(2025, 1, 1)));
        assert_eq!(
            OrgCodes::new([dated("G01", first, last)]),
            Err(OrgCodesError::Period(code("G01")))
        );
    }

    proptest! {
        #[test]
        fn codes_lead_back(text in "[A-Z][0-9]{2}(\\.[0-9A-Z]{1,3}){0,8}|[0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}") {
            let code = code(&text);
            prop_assert_eq!(code.as_str(), &text);
            let json = serde_json::to_string(&code).unwrap();
            prop_assert_eq!(serde_json::from_str::<OrgCode>(&json).unwrap(), code.clone());
            let above: Vec<OrgCode> = std::iter::successors(code.parent(), OrgCode::parent).collect();
            prop_assert!(above.iter().all(|above| above.head() == code.head() && above.covers(&code)));
            prop_assert!(above.iter().all(|above| !code.covers(above)));
            prop_assert!(above.iter().all(|above| above.as_str().parse::<OrgCode>().as_ref() == Ok(above)));
        }

        #[test]
        fn at_most_one_code_on_each_day(periods in prop::collection::vec((0_i32..60, prop::option::of(0_i32..60)), 0..5), day in 0_i32..130) {
            let on = |n: i32| date(2025, 1, 1).saturating_add(jiff::Span::new().days(n));
            let dated: Vec<DatedOrgCode> = periods.iter().map(|(from, length)| DatedOrgCode {
                code: code("G01"), valid_from: Some(on(*from)), valid_to: length.map(|length| on(from + length)),
            }).collect();
            let holding = |n| dated.iter().filter(|code| code.holds_on(on(n))).count();
            match OrgCodes::new(dated.clone()) {
                Ok(codes) => prop_assert_eq!(codes.on(on(day)).map_or(0, |_| 1), holding(day)),
                Err(_) => prop_assert!((0..130).any(|n| holding(n) > 1)),
            }
        }
    }
}
