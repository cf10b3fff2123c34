//! The code on a paper by which anybody can verify it.

use std::fmt;
use std::str::FromStr;

use dean06_kernel::Sources;

/// Crockford's base 32: no I, L, O and U, so that a code survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry 128 bits.
const LETTERS: usize = 26;
/// Letters between two hyphens.
const GROUP: usize = 5;

/// 128 random bits, printed as `0ABCD-…`: what is not written on a paper cannot be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResultCode(u128);

/// The text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has {LETTERS} letters and digits")]
pub struct ParseResultCodeError;

impl ResultCode {
    /// A new code.
    pub fn new(sources: &Sources) -> Self {
        Self(u128::from_be_bytes(sources.secret()))
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in 0..LETTERS {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            let bits = (self.0 >> (5 * (LETTERS - 1 - place))) & 31;
            let letter = usize::try_from(bits).ok().and_then(|at| ALPHABET.get(at));
            write!(f, "{}", char::from(letter.copied().unwrap_or(b'0')))?;
        }
        Ok(())
    }
}

impl FromStr for ResultCode {
    type Err = ParseResultCodeError;

    /// Small letters, missing or additional hyphens and spaces, and the letters that people take
    /// for digits are read as what was meant.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut value: u128 = 0;
        let mut count = 0;
        for letter in text.bytes() {
            let letter = match letter.to_ascii_uppercase() {
                b'-' | b' ' => continue,
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            let digit = ALPHABET
                .iter()
                .position(|known| *known == letter)
                .and_then(|digit| u128::try_from(digit).ok())
                .ok_or(ParseResultCodeError)?;
            // 26 letters hold 130 bits; the first carries three.
            if count == LETTERS || (count == 0 && digit > 7) {
                return Err(ParseResultCodeError);
            }
            value = (value << 5) | digit;
            count += 1;
        }
        if count == LETTERS {
            Ok(Self(value))
        } else {
            Err(ParseResultCodeError)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_grouped() {
        assert_eq!(ResultCode(1).to_string(), "00000-00000-00000-00000-00000-1");
        assert_eq!(
            ResultCode(u128::MAX).to_string(),
            "7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z"
        );
    }

    #[test]
    fn what_is_easily_mistaken_is_understood() {
        let text = "0o0il 00000 00000-00000-00000-L";
        assert_eq!(
            text.parse::<ResultCode>().unwrap().to_string(),
            "00011-00000-00000-00000-00000-1"
        );
    }

    proptest! {
        #[test]
        fn codes_lead_back(value: u128) {
            let code = ResultCode(value);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.to_string().to_lowercase().replace('-', "").parse(), Ok(code));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = text.parse::<ResultCode>();
        }

        #[test]
        fn one_letter_too_many_or_too_few_is_no_code(value: u128) {
            let text = ResultCode(value).to_string();
            let longer = format!("{text}0");
            prop_assert!(longer.parse::<ResultCode>().is_err());
            prop_assert!(text[..text.len() - 2].parse::<ResultCode>().is_err());
        }
    }
}
