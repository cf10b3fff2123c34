use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

use crate::Language;

/// An amount in đồng, the only unit money is counted in here. Written as a plain integer in tables
/// and JSON. May be negative (a repayment).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Dong(i64);

impl Dong {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of so many đồng.
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// How many đồng.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// The sum, or nothing if it leaves the range of 64 bits.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// So many times the amount, or nothing if it leaves the range of 64 bits.
    pub const fn checked_mul(self, times: i64) -> Option<Self> {
        match self.0.checked_mul(times) {
            Some(product) => Some(Self(product)),
            None => None,
        }
    }

    /// For people to read: `50.000 đồng`, in English `50,000 VND`.
    pub fn display(self, language: Language) -> String {
        match language {
            Language::Vi => format!("{} đồng", self.grouped('.')),
            Language::En => format!("{} VND", self.grouped(',')),
        }
    }

    fn grouped(self, separator: char) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            text.push('-');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

impl fmt::Display for Dong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display(Language::Vi))
    }
}

/// Sums stop at the ends of 64 bits, which no budget of this world reaches.
impl Sum for Dong {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_grouped_by_three() {
        assert_eq!(Dong::new(0).to_string(), "0 đồng");
        assert_eq!(Dong::new(999).to_string(), "999 đồng");
        assert_eq!(Dong::new(50_000).to_string(), "50.000 đồng");
        assert_eq!(
            Dong::new(-1_234_567).display(Language::En),
            "-1,234,567 VND"
        );
        assert_eq!(serde_json::to_string(&Dong::new(5000)).unwrap(), "5000");
    }

    proptest! {
        #[test]
        fn grouping_keeps_every_digit(amount: i64) {
            let text = Dong::new(amount).grouped('.');
            prop_assert_eq!(text.replace('.', "").parse::<i64>().unwrap(), amount);
            let groups: Vec<&str> = text.trim_start_matches('-').split('.').collect();
            prop_assert!(groups.iter().skip(1).all(|group| group.len() == 3));
            prop_assert!((1..=3).contains(&groups[0].len()));
        }

        #[test]
        fn sums_and_products_are_exact_or_refused(a: i64, b: i64) {
            prop_assert_eq!(Dong::new(a).checked_add(Dong::new(b)).map(Dong::amount), a.checked_add(b));
            prop_assert_eq!(Dong::new(a).checked_mul(b).map(Dong::amount), a.checked_mul(b));
            prop_assert_eq!([Dong::new(a), Dong::new(b)].into_iter().sum::<Dong>(), Dong::new(a.saturating_add(b)));
        }
    }
}
