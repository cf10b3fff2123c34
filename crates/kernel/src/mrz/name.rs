use super::MrzError;
use crate::PersonName;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The length of the line of names.
const LINE: usize = 30;

/// A name as the zone carries it: 30 characters, capitals without diacritics, Đ as D.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MrzName(String);

impl MrzName {
    /// Writes a name. The family name stands before `<<`; spaces and hyphens become `<`; apostrophes
    /// and dots are left out. A name that is too long is cut so that the line ends with a letter,
    /// which is how ICAO 9303 tells that something is missing; how the Vietnamese issuer shortens
    /// is not published.
    pub fn write(name: &PersonName) -> Result<Self, MrzError> {
        let mut family = words(name.family())?;
        let mut rest = words(name.middle())?;
        rest.extend(words(name.given())?);
        if family.is_empty() {
            family = std::mem::take(&mut rest);
        }
        let mut words: Vec<String> = family;
        let first_of_rest = words.len();
        words.extend(rest);
        let mut line = join(&words, first_of_rest);
        while line.len() > LINE && line.as_bytes()[LINE - 1] == b'<' {
            // Cut here the line would look complete: move a letter to its end by shortening the
            // longest word before it.
            let Some(longest) = words.iter_mut().max_by_key(|word| word.len()) else {
                break;
            };
            if longest.len() < 2 {
                break;
            }
            longest.pop();
            line = join(&words, first_of_rest);
        }
        line.truncate(LINE);
        Ok(Self(format!("{line:<<LINE$}")))
    }

    /// Reads the third line of a zone, whose characters have been checked.
    pub(super) fn read(line: &str) -> Result<Self, MrzError> {
        let name = line.trim_end_matches('<');
        let letters = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'<');
        let parts = name.matches("<<").count();
        if name.is_empty() || name.starts_with('<') || !letters || parts > 1 || name.contains("<<<")
        {
            return Err(MrzError::Name);
        }
        Ok(Self(line.to_owned()))
    }

    /// The line, 30 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The family name; the whole name if it is one word.
    pub fn family(&self) -> String {
        let name = self.0.trim_end_matches('<');
        let family = name.split_once("<<").map_or(name, |(family, _)| family);
        family.replace('<', " ")
    }

    /// Middle and given name.
    pub fn given(&self) -> String {
        let name = self.0.trim_end_matches('<');
        let given = name.split_once("<<").map_or("", |(_, given)| given);
        given.replace('<', " ")
    }

    /// Whether the line is full to its end, so that letters may be missing.
    pub fn is_truncated(&self) -> bool {
        !self.0.ends_with('<')
    }

    /// Whether this is how `name` is written.
    pub fn is_of(&self, name: &PersonName) -> bool {
        Self::write(name).is_ok_and(|written| written == *self)
    }
}

fn join(words: &[String], first_of_rest: usize) -> String {
    let (family, rest) = words.split_at(first_of_rest.min(words.len()));
    if rest.is_empty() {
        family.join("<")
    } else {
        format!("{}<<{}", family.join("<"), rest.join("<"))
    }
}

/// The words of a part of a name in the letters of the zone.
fn words(text: &str) -> Result<Vec<String>, MrzError> {
    let mut words = vec![String::new()];
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let letters = match c {
            'A'..='Z' | 'a'..='z' => {
                if let Some(word) = words.last_mut() {
                    word.push(c.to_ascii_uppercase());
                }
                continue;
            }
            ' ' | '-' | '‐' | '‑' | '–' | '/' | ',' | '(' | ')' => {
                words.push(String::new());
                continue;
            }
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | '.' | '·' => continue,
            'Đ' | 'đ' | 'Ð' | 'ð' | 'Ɖ' | 'ɖ' => "D",
            'Ł' | 'ł' => "L",
            'ı' => "I",
            'Æ' | 'æ' => "AE",
            'Œ' | 'œ' | 'Ø' | 'ø' => "OE",
            'Þ' | 'þ' => "TH",
            'ß' | 'ẞ' => "SS",
            other => return Err(MrzError::Letter(other)),
        };
        if let Some(word) = words.last_mut() {
            word.push_str(letters);
        }
    }
    words.retain(|word| !word.is_empty());
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(name: &str) -> MrzName {
        MrzName::write(&name.parse().unwrap()).unwrap()
    }

    #[test]
    fn names_lose_their_marks() {
        let name = written("Đỗ Thị Ánh-Dương");
        assert_eq!(name.as_str(), "DO<<THI<ANH<DUONG<<<<<<<<<<<<<");
        assert_eq!(name.family(), "DO");
        assert_eq!(name.given(), "THI ANH DUONG");
        assert!(!name.is_truncated());
        assert!(name.is_of(&"ĐỖ thị Ánh Dương".parse().unwrap()));
        assert!(!name.is_of(&"Đỗ Thị Ánh".parse().unwrap()));
        assert_eq!(
            written("H'Hen Niê").as_str(),
            "HHEN<<NIE<<<<<<<<<<<<<<<<<<<<<"
        );
        assert_eq!(
            written("Suharto").as_str(),
            "SUHARTO<<<<<<<<<<<<<<<<<<<<<<<"
        );
        assert_eq!(written("Suharto").given(), "");
    }

    #[test]
    fn long_names_end_with_a_letter() {
        let name = written("Nguyễn Phúc Tôn Nữ Hoàng Thiên Kim");
        assert_eq!(name.as_str(), "NGUYEN<<PHUC<TON<NU<HOANG<THIE");
        assert!(name.is_truncated());
        // Cut after 30 characters this one would end with a filler.
        let name = written("Nguyễn Phúc Tôn Nữ Hoàng Thị Kim");
        assert_eq!(name.as_str(), "NGUYE<<PHUC<TON<NU<HOANG<THI<K");
        assert!(name.is_truncated());
    }

    #[test]
    fn other_scripts_are_refused() {
        let name: PersonName = "김민수".parse().unwrap();
        assert!(matches!(MrzName::write(&name), Err(MrzError::Letter(_))));
    }

    #[test]
    fn broken_lines_are_refused() {
        for line in ["<<NGUYEN", "NGUYEN<<<AN", "NGUYEN<<VAN<<AN", "NGUYEN1", ""] {
            let line = format!("{line:<<30}");
            assert_eq!(MrzName::read(&line), Err(MrzError::Name), "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(name in "[A-ZĐa-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{1,12}([ '-][A-ZĐa-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{1,9}){0,8}") {
            let Ok(name) = name.parse::<PersonName>() else { return Ok(()) };
            let line = MrzName::write(&name).unwrap();
            prop_assert_eq!(line.as_str().len(), 30);
            prop_assert_eq!(MrzName::read(line.as_str()), Ok(line.clone()));
            let key: String = name.search_key().chars().filter(char::is_ascii_alphabetic).collect();
            let back = format!("{}{}", line.family(), line.given()).to_lowercase().replace(' ', "");
            prop_assert!(back == key || line.is_truncated());
            prop_assert!(line.is_of(&name));
        }
    }
}
