//! Chance: one fixed generator and the few ways of drawing from it that this crate uses. Nothing
//! here depends on how the `rand` crate turns bits into ranges, so output stays the same when it
//! is updated.

use std::ops::RangeInclusive;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The longest range that [`Draw::pick`] looks at.
const MAX_RANGE: usize = 128;

/// A stream of random draws, fixed by its seed.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `n`; 0 if `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A number below `n`; 0 if `n` is 0.
    pub(crate) fn below_u64(&mut self, n: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(n)) >> 64) as u64
    }

    /// A number of the range; its start if the range is empty.
    pub(crate) fn between(&mut self, range: RangeInclusive<i32>) -> i32 {
        let (from, to) = (*range.start(), *range.end());
        let width = u32::try_from(to - from).map_or(0, |width| width + 1);
        from + i32::try_from(self.below(width)).unwrap_or(0)
    }

    /// Yes, so many times of a thousand.
    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1_000) < share
    }

    /// An index below `len`.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        u32::try_from(len).map_or(0, |len| self.below(len) as usize)
    }

    /// One of the items.
    pub(crate) fn one_of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.index(items.len()))
    }

    /// A number of the range, by weight; nothing if all weigh nothing.
    pub(crate) fn pick(
        &mut self,
        range: RangeInclusive<i32>,
        weight: impl Fn(i32) -> u64,
    ) -> Option<i32> {
        let from = *range.start();
        let mut weights = [0_u64; MAX_RANGE];
        let mut total = 0;
        for (slot, value) in weights.iter_mut().zip(range) {
            *slot = weight(value);
            total += *slot;
        }
        if total == 0 {
            return None;
        }
        let mut at = self.below_u64(total);
        for (value, weight) in (from..).zip(weights) {
            if at < weight {
                return Some(value);
            }
            at -= weight;
        }
        None
    }
}

/// Items drawn by weight.
#[derive(Debug, Clone)]
pub(crate) struct Weighted<T> {
    items: Vec<T>,
    /// The sum of the weights up to and with each item.
    sums: Vec<u32>,
}

impl<T> Default for Weighted<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            sums: Vec::new(),
        }
    }
}

impl<T> Weighted<T> {
    /// Adds an item; one without weight is left out.
    pub(crate) fn push(&mut self, item: T, weight: u32) {
        if weight > 0 {
            let sum = self.total().saturating_add(weight);
            self.items.push(item);
            self.sums.push(sum);
        }
    }

    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn total(&self) -> u32 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// One of the items, by weight; nothing if there are none.
    pub(crate) fn draw(&self, draw: &mut Draw) -> Option<&T> {
        let at = draw.below(self.total());
        self.items.get(self.sums.partition_point(|sum| *sum <= at))
    }
}

impl<T> FromIterator<(T, u32)> for Weighted<T> {
    fn from_iter<I: IntoIterator<Item = (T, u32)>>(rows: I) -> Self {
        let mut weighted = Self::default();
        for (item, weight) in rows {
            weighted.push(item, weight);
        }
        weighted
    }
}

/// Mixes the bits of a number: the same answer for the same number, on every machine.
pub(crate) const fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// [`mix`] of a text.
pub(crate) fn mix_text(text: &str) -> u64 {
    text.bytes()
        .fold(0, |state, byte| mix(state ^ u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_stream_of_a_seed_never_changes() {
        // Whoever changes these values changes every synthetic population.
        let mut draw = Draw::new(6);
        let seen: Vec<u32> = (0..4).map(|_| draw.below(1_000)).collect();
        assert_eq!(seen, [310, 419, 526, 483]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let mut draw = Draw::new(1);
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.pick(3..=5, |_| 0), None);
        assert_eq!(Weighted::<u8>::default().draw(&mut draw), None);
    }

    proptest! {
        #[test]
        fn draws_stay_in_range(seed: u64, n in 1_u32.., from in -50_i32..50, width in 0_i32..100) {
            let mut draw = Draw::new(seed);
            prop_assert!(draw.below(n) < n);
            prop_assert!(draw.below_u64(u64::from(n)) < u64::from(n));
            let range = from..=from + width;
            prop_assert!(range.contains(&draw.between(range.clone())));
            let picked = draw.pick(range.clone(), |value| u64::from(value % 3 == 0));
            prop_assert!(picked.is_none_or(|value| range.contains(&value) && value % 3 == 0));
        }

        #[test]
        fn items_without_weight_are_never_drawn(seed: u64) {
            let weighted: Weighted<u8> = [(0, 0), (1, 3), (2, 0), (3, 1)].into_iter().collect();
            let mut draw = Draw::new(seed);
            for _ in 0..50 {
                prop_assert!(matches!(weighted.draw(&mut draw), Some(1 | 3)));
            }
        }
    }
}
