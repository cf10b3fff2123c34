//! Numbers that nobody has twice: counters whose values are shuffled so that they look random.

use std::collections::HashMap;

use dean06_kernel::{PersonalNumber, Sex};

use crate::Digits;
use crate::draw::mix;

/// Serials of personal numbers below this are kept for people named in the content.
pub(crate) const RESERVED_SERIALS: u32 = 1_000;

/// A permutation of the numbers below a limit: a Feistel network over the next even number of
/// bits, walked until it lands below the limit.
#[derive(Clone, Copy)]
struct Shuffle {
    limit: u64,
    half_bits: u32,
    key: u64,
}

impl Shuffle {
    fn new(limit: u64, key: u64) -> Self {
        let bits = u64::BITS - limit.saturating_sub(1).leading_zeros();
        Self {
            limit,
            half_bits: bits.div_ceil(2).max(1),
            key,
        }
    }

    /// Where `position` goes; nothing at and beyond the limit.
    fn at(self, position: u64) -> Option<u64> {
        if position >= self.limit {
            return None;
        }
        let mut value = position;
        loop {
            value = self.round_trip(value);
            if value < self.limit {
                return Some(value);
            }
        }
    }

    fn round_trip(self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for round in 0..4 {
            let mixed = mix(self.key ^ (round << 56) ^ right);
            (left, right) = (right, left ^ (mixed & mask));
        }
        (left << self.half_bits) | right
    }
}

/// Gives out all numbers of a population.
pub(crate) struct Numbers {
    seed: u64,
    /// How many personal numbers each cell of province code, sex and year has given out.
    personal: Vec<u32>,
    old_ids: (u64, Shuffle),
    phones: (u64, Shuffle),
    files: (u64, Shuffle),
    books: HashMap<BookKey, u32>,
}

/// Which register book: births or marriages, the commune of today, the year.
pub(crate) type BookKey = (Book, u16, i16);

/// A kind of register book.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Book {
    Births,
    Marriages,
}

/// The years that a personal number is made up for.
const FIRST_YEAR: i16 = 1900;
const YEARS: usize = 200;
const PROVINCE_CODES: usize = 1_000;
/// Digits of a phone number after the prefix.
const PHONE_BLOCK: u64 = 1_000_000;

impl Numbers {
    pub(crate) fn new(seed: u64, old_ids_to: u32, phone_prefixes: usize) -> Self {
        let shuffle = |limit, salt| (0, Shuffle::new(limit, mix(seed ^ salt)));
        Self {
            seed,
            personal: vec![0; PROVINCE_CODES * YEARS * 2],
            old_ids: shuffle(u64::from(old_ids_to) + 1, 1),
            phones: shuffle(PHONE_BLOCK * phone_prefixes as u64, 2),
            files: shuffle(1_000_000_000, 3),
            books: HashMap::new(),
        }
    }

    /// A personal number; nothing for a year or sex that has none, and when a province has given
    /// out all numbers of that sex and year.
    pub(crate) fn personal(
        &mut self,
        province: &str,
        sex: Sex,
        year: i16,
    ) -> Option<PersonalNumber> {
        let code: usize = province.parse().ok()?;
        let year_index = usize::try_from(year - FIRST_YEAR)
            .ok()
            .filter(|index| *index < YEARS)?;
        let cell = (code * YEARS + year_index) * 2 + usize::from(sex == Sex::Female);
        let given = self.personal.get_mut(cell)?;
        let serials = u64::from(PersonalNumber::MAX_SERIAL + 1 - RESERVED_SERIALS);
        let shuffle = Shuffle::new(serials, mix(self.seed ^ mix(cell as u64)));
        let serial = shuffle.at(u64::from(*given))?;
        *given += 1;
        let serial = RESERVED_SERIALS + u32::try_from(serial).ok()?;
        PersonalNumber::compose(province, sex, year, serial).ok()
    }

    /// A number of an old nine-digit card.
    pub(crate) fn old_id(&mut self) -> Option<Digits<9>> {
        next(&mut self.old_ids).map(Digits::of)
    }

    /// A phone number under one of the prefixes.
    pub(crate) fn phone(&mut self, prefixes: &[String]) -> Option<Digits<10>> {
        let number = next(&mut self.phones)?;
        let prefix = prefixes.get(usize::try_from(number / PHONE_BLOCK).ok()?)?;
        Some(Digits::of(number % PHONE_BLOCK).with_prefix(prefix))
    }

    /// The number of a household's residence file.
    pub(crate) fn residence_file(&mut self) -> Option<Digits<9>> {
        next(&mut self.files).map(Digits::of)
    }

    /// The next line of a register book. A book of whose entries only a few are made up has gaps.
    pub(crate) fn line(&mut self, key: BookKey) -> u32 {
        let (book, commune, year) = key;
        let salt = u64::from(commune) << 20 | u64::from(year.unsigned_abs()) << 2;
        let salt = mix(self.seed ^ (salt | u64::from(book == Book::Births)));
        let line = self.books.entry(key).or_insert_with(|| (salt % 30) as u32);
        *line += 1 + (mix(salt ^ u64::from(*line)) % 4) as u32;
        *line
    }

    /// Keeps the lines of a book up to this one for people named in the content.
    pub(crate) fn keep_lines(&mut self, key: BookKey, last: u32) {
        let line = self.books.entry(key).or_insert(last);
        *line = last.max(*line);
    }
}

fn next((given, shuffle): &mut (u64, Shuffle)) -> Option<u64> {
    let number = shuffle.at(*given)?;
    *given += 1;
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn a_cell_gives_every_serial_once_and_then_none() {
        let mut numbers = Numbers::new(6, 999, 1);
        let mut seen = HashSet::new();
        let all = PersonalNumber::MAX_SERIAL + 1 - RESERVED_SERIALS;
        for _ in 0..all {
            let number = numbers.personal("001", Sex::Female, 1990).unwrap();
            assert!(number.serial() >= "001000");
            assert!(seen.insert(number));
        }
        assert_eq!(numbers.personal("001", Sex::Female, 1990), None);
        assert!(numbers.personal("001", Sex::Male, 1990).is_some());
        assert_eq!(numbers.personal("001", Sex::Male, 1899), None);
        assert_eq!(numbers.personal("001", Sex::Unknown, 1990), None);
    }

    #[test]
    fn lines_of_a_book_follow_each_other() {
        let mut numbers = Numbers::new(6, 999, 1);
        let (births, marriages) = ((Book::Births, 3, 2026), (Book::Marriages, 3, 2026));
        numbers.keep_lines(marriages, 500);
        let lines: Vec<u32> = (0..50).map(|_| numbers.line(births)).collect();
        assert!(lines.is_sorted_by(|one, two| one < two) && lines[0] > 0);
        assert!(numbers.line(marriages) > 500);
    }

    proptest! {
        #[test]
        fn a_shuffle_is_a_permutation(limit in 1_u64..3_000, key: u64) {
            let shuffle = Shuffle::new(limit, key);
            let mut image: Vec<u64> = (0..limit).filter_map(|at| shuffle.at(at)).collect();
            image.sort_unstable();
            prop_assert_eq!(image, (0..limit).collect::<Vec<_>>());
            prop_assert_eq!(shuffle.at(limit), None);
        }
    }
}
