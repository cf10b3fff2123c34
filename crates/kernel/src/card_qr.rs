//! The text of the QR code on identity cards: fields parted by `|`, in this order: personal number,
//! old identity number, full name, date of birth, sex, permanent residence, date of issue.
//!
//! Chip cards of 2021 (CCCD) carry exactly these seven, on the front. Cards since 2024 (Căn cước)
//! carry the code on the back and may add fields, whose meaning is not published: they are kept and
//! written back as they came.

use std::fmt;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::{PartialDate, PersonName, PersonalNumber, Sex};

/// What the QR code of a card says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CardQr {
    /// The personal number. Whether its province code exists says
    /// [`PersonalNumber::check`].
    pub personal_number: PersonalNumber,
    /// The number of the identity card before it (số CMND, 9 digits), if the card names one.
    pub old_id_number: Option<String>,
    /// The full name.
    pub name: PersonName,
    /// The date of birth, written `ddMMyyyy`. Whether cards write an unknown day or month as `00` is
    /// not published; it is read and written so.
    pub birth: PartialDate,
    /// The sex, `Nam` or `Nữ` on the card.
    pub sex: Sex,
    /// The permanent residence in NFC; may be empty.
    pub address: String,
    /// The date of issue.
    pub issued: Date,
    /// Further fields, untouched.
    pub further: Vec<String>,
}

/// A field of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardQrField {
    /// The first.
    PersonalNumber,
    /// The second.
    OldIdNumber,
    /// The third.
    Name,
    /// The fourth.
    Birth,
    /// The fifth.
    Sex,
    /// The sixth.
    Address,
    /// The seventh.
    Issued,
    /// Any after these.
    Further,
}

impl fmt::Display for CardQrField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PersonalNumber => "personal number",
            Self::OldIdNumber => "old identity number",
            Self::Name => "name",
            Self::Birth => "date of birth",
            Self::Sex => "sex",
            Self::Address => "address",
            Self::Issued => "date of issue",
            Self::Further => "further field",
        })
    }
}

/// Why a text is not that of a card's QR code, or why such a text cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CardQrError {
    /// More bytes than any QR code holds.
    #[error("the text is longer than a QR code can be")]
    TooLong,
    /// Fewer than seven fields.
    #[error("the text of a card has at least seven fields, this one {found}")]
    TooFewFields {
        /// How many there are.
        found: usize,
    },
    /// A field with a content that it cannot have.
    #[error("the {0} on the card is not well formed")]
    Field(CardQrField),
}

impl CardQr {
    /// The most bytes a QR code can hold.
    pub const MAX_BYTES: usize = 2953;

    /// Reads what a scanner delivers. A byte order mark in front and line ends behind are dropped;
    /// the seven known fields are trimmed and brought to NFC.
    pub fn read(text: &str) -> Result<Self, CardQrError> {
        use CardQrField as F;

        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.len() > Self::MAX_BYTES {
            return Err(CardQrError::TooLong);
        }
        let mut fields = text.split('|');
        let known: Vec<String> = fields
            .by_ref()
            .take(7)
            .map(|field| field.trim().nfc().collect())
            .collect();
        let known: [String; 7] = known
            .try_into()
            .map_err(|known: Vec<_>| CardQrError::TooFewFields { found: known.len() })?;
        let [number, old, name, birth, sex, address, issued] = known;

        Ok(Self {
            personal_number: number.parse().map_err(|_| wrong(F::PersonalNumber))?,
            old_id_number: (!old.is_empty())
                .then(|| checked(old, F::OldIdNumber, is_old_id_number))
                .transpose()?,
            name: name.parse().map_err(|_| wrong(F::Name))?,
            birth: read_date(&birth).ok_or(wrong(F::Birth))?,
            sex: match sex.as_str() {
                "Nam" => Sex::Male,
                "Nữ" => Sex::Female,
                _ => return Err(wrong(F::Sex)),
            },
            address: checked(address, F::Address, is_address)?,
            issued: read_date(&issued)
                .and_then(PartialDate::exact)
                .ok_or(wrong(F::Issued))?,
            further: fields.map(str::to_owned).collect(),
        })
    }

    /// Writes the text of the code. What cannot be read back is an error: an unknown sex, a
    /// separator or an unseen character in a field, too long a text.
    pub fn write(&self) -> Result<String, CardQrError> {
        use CardQrField as F;

        let old = self.old_id_number.as_deref().unwrap_or_default();
        if self.old_id_number.is_some() && !is_old_id_number(old) {
            return Err(wrong(F::OldIdNumber));
        }
        let sex = match self.sex {
            Sex::Male => "Nam",
            Sex::Female => "Nữ",
            Sex::Unknown => return Err(wrong(F::Sex)),
        };
        let address: String = self.address.trim().nfc().collect();
        if !is_address(&address) {
            return Err(wrong(F::Address));
        }
        let issued = write_date(self.issued.into()).ok_or(wrong(F::Issued))?;
        let birth = write_date(self.birth).ok_or(wrong(F::Birth))?;
        let (number, name) = (self.personal_number, &self.name);
        let mut text = format!("{number}|{old}|{name}|{birth}|{sex}|{address}|{issued}");
        for field in &self.further {
            if field.contains('|') {
                return Err(wrong(F::Further));
            }
            text.push('|');
            text.push_str(field);
        }
        if text.ends_with(['\r', '\n']) {
            return Err(wrong(F::Further));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(CardQrError::TooLong);
        }
        Ok(text)
    }

    /// Whether the code has more than the seven fields of 2021, which only cards since 2024 have.
    /// One without may be of either kind.
    pub fn has_further_fields(&self) -> bool {
        !self.further.is_empty()
    }
}

const fn wrong(field: CardQrField) -> CardQrError {
    CardQrError::Field(field)
}

fn checked(
    text: String,
    field: CardQrField,
    fits: fn(&str) -> bool,
) -> Result<String, CardQrError> {
    if fits(&text) {
        Ok(text)
    } else {
        Err(wrong(field))
    }
}

/// Nine digits, or twelve where the card before was of the first kind with twelve.
fn is_old_id_number(text: &str) -> bool {
    matches!(text.len(), 9 | 12) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_address(text: &str) -> bool {
    !text.contains('|') && !text.chars().any(crate::unseen::is_unseen)
}

fn read_date(text: &str) -> Option<PartialDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |text: &str| text.parse::<i8>().ok().map(|n| (n > 0).then_some(n));
    PartialDate::new(
        text[4..].parse().ok()?,
        part(&text[2..4])?,
        part(&text[..2])?,
    )
    .ok()
}

fn write_date(date: PartialDate) -> Option<String> {
    let (day, month) = (date.day().unwrap_or(0), date.month().unwrap_or(0));
    (date.year() > 0).then(|| format!("{day:02}{month:02}{:04}", date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const OF_2021: &str = "001090000001||Nguyễn Văn An|01021990|Nam|Số 1, Ba Đình, Hà Nội|15042021";
    const OF_2024: &str = "001190000002|012345678|Trần Thị Bình|00001950|Nữ|Phường Ba Đình, Hà Nội|15072024|| Trần Văn Ca\u{301}|\u{feff}x ";

    #[test]
    fn a_card_of_2021_has_seven_fields() {
        let card = CardQr::read(OF_2021).unwrap();
        assert_eq!(card.personal_number.as_str(), "001090000001");
        assert_eq!(card.old_id_number, None);
        assert_eq!(card.name.as_str(), "Nguyễn Văn An");
        assert_eq!(card.birth, PartialDate::from(date(1990, 2, 1)));
        assert_eq!(card.sex, Sex::Male);
        assert_eq!(card.address, "Số 1, Ba Đình, Hà Nội");
        assert_eq!(card.issued, date(2021, 4, 15));
        assert!(!card.has_further_fields());
        assert_eq!(card.write().unwrap(), OF_2021);
    }

    #[test]
    fn what_a_card_since_2024_adds_is_kept_to_the_byte() {
        let card = CardQr::read(OF_2024).unwrap();
        assert_eq!(card.old_id_number.as_deref(), Some("012345678"));
        assert_eq!(card.birth, "1950".parse().unwrap());
        assert_eq!(card.further, ["", " Trần Văn Ca\u{301}", "\u{feff}x "]);
        assert!(card.has_further_fields());
        assert_eq!(card.write().unwrap(), OF_2024);
    }

    #[test]
    fn what_scanners_add_is_dropped() {
        let apart: String = OF_2021.nfd().collect();
        for text in [
            format!("\u{feff}{OF_2021}\r\n"),
            apart,
            OF_2021.replace('|', " | "),
        ] {
            assert_eq!(CardQr::read(&text).unwrap().write().unwrap(), OF_2021);
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_field() {
        use CardQrField as F;
        assert_eq!(
            CardQr::read(""),
            Err(CardQrError::TooFewFields { found: 1 })
        );
        assert_eq!(
            CardQr::read("001090000001|||||"),
            Err(CardQrError::TooFewFields { found: 6 })
        );
        let long = format!("{OF_2021}|{}", "x".repeat(10_000_000));
        assert_eq!(CardQr::read(&long), Err(CardQrError::TooLong));
        for (index, value, field) in [
            (0, "00109000001", F::PersonalNumber),
            (1, "12345", F::OldIdNumber),
            (2, "<script>", F::Name),
            (2, "", F::Name),
            (3, "31021990", F::Birth),
            (3, "1990", F::Birth),
            (3, "01001990", F::Birth),
            (4, "nam", F::Sex),
            (5, "Hà\u{202e}Nội", F::Address),
            (6, "00002021", F::Issued),
        ] {
            let mut fields: Vec<&str> = OF_2021.split('|').collect();
            fields[index] = value;
            assert_eq!(
                CardQr::read(&fields.join("|")),
                Err(wrong(field)),
                "{value}"
            );
        }
    }

    #[test]
    fn what_could_not_be_read_is_not_written() {
        use CardQrField as F;
        let card = CardQr::read(OF_2021).unwrap();
        let edited = |edit: fn(&mut CardQr)| {
            let mut card = card.clone();
            edit(&mut card);
            card.write()
        };
        assert_eq!(edited(|c| c.sex = Sex::Unknown), Err(wrong(F::Sex)));
        assert_eq!(edited(|c| c.address = "a|b".into()), Err(wrong(F::Address)));
        assert_eq!(
            edited(|c| c.old_id_number = Some(String::new())),
            Err(wrong(F::OldIdNumber))
        );
        assert_eq!(
            edited(|c| c.further = vec!["a|b".into()]),
            Err(wrong(F::Further))
        );
        assert_eq!(
            edited(|c| c.further = vec!["a\n".into()]),
            Err(wrong(F::Further))
        );
        assert_eq!(
            edited(|c| c.further = vec!["a".repeat(3000)]),
            Err(CardQrError::TooLong)
        );
    }

    fn any_card() -> impl Strategy<Value = CardQr> {
        let number = "[0-9]{12}".prop_map(|text| text.parse().unwrap());
        let name =
            "[A-ZĐ][a-z]{0,8}( [A-ZĐ][a-zễạ]{0,8}){0,4}".prop_map(|text| text.parse().unwrap());
        let birth = (
            1900_i16..2100,
            prop::option::of((1_i8..=12, prop::option::of(1_i8..=28))),
        );
        let issued = (2016_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        let address = "([a-zA-ZĐđ0-9,./-]{1,9} ?){0,8}".prop_map(|text| text.trim().to_owned());
        let further = prop::collection::vec("[^|\r\n]{0,20}", 0..4);
        let old = prop::option::of("[0-9]{9}");
        (
            number,
            old,
            name,
            birth,
            any::<bool>(),
            address,
            issued,
            further,
        )
            .prop_map(
                |(
                    personal_number,
                    old_id_number,
                    name,
                    (year, month),
                    female,
                    address,
                    issued,
                    further,
                )| {
                    let (month, day) = month.unzip();
                    CardQr {
                        personal_number,
                        old_id_number,
                        name,
                        birth: PartialDate::new(year, month, day.flatten()).unwrap(),
                        sex: if female { Sex::Female } else { Sex::Male },
                        address,
                        issued,
                        further,
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(card in any_card()) {
            let text = card.write().unwrap();
            prop_assert_eq!(CardQr::read(&text), Ok(card.clone()));
            prop_assert_eq!(CardQr::read(&format!("\u{feff}{text}\r\n")), Ok(card));
        }

        #[test]
        fn what_is_read_is_written_or_was_put_right(card in any_card(), further in "[^\r\n]{0,60}") {
            let text = format!("{}|{further}", card.write().unwrap());
            let read = CardQr::read(&text).unwrap();
            prop_assert_eq!(read.write().unwrap(), text);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,100}|([0-9a-z]{0,12}\\|){6,9}") {
            if let Ok(card) = CardQr::read(&text) {
                prop_assert!(card.write().is_ok());
            }
        }
    }
}
