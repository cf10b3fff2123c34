use std::fmt;

use serde::{Serialize, Serializer};

/// A text of exactly `N` digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Digits<N> {
    /// The last `N` digits of a number, with zeros before it.
    pub(crate) fn of(mut number: u64) -> Self {
        let mut digits = [b'0'; N];
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
        Self(digits)
    }

    /// The digits of a text; nothing if it is anything but `N` digits.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits: [u8; N] = text.as_bytes().try_into().ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// These digits with those of `prefix` in front.
    pub(crate) fn with_prefix(mut self, prefix: &str) -> Self {
        for (digit, byte) in self.0.iter_mut().zip(prefix.bytes()) {
            *digit = byte;
        }
        self
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII digits, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<const N: usize> Serialize for Digits<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_digits() {
        assert_eq!(Digits::<9>::of(42).as_str(), "000000042");
        assert_eq!(
            Digits::<10>::of(7).with_prefix("0530").as_str(),
            "0530000007"
        );
        assert_eq!(Digits::<3>::read("012").unwrap().to_string(), "012");
        assert!(Digits::<3>::read("01a").is_none());
        assert!(Digits::<3>::read("0123").is_none());
    }
}
