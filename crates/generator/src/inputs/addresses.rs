//! Lines of addresses, and where births took place.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use super::parameters::ERAS;
use super::places::Region;
use crate::draw::{Draw, Weighted};

const PATTERNS: &str = "address-patterns.csv";
const WORDS: &str = "address-words.csv";
const BIRTH_PLACES: &str = "birth-places.csv";

#[derive(Deserialize)]
struct PatternRow {
    kind: String,
    region: Region,
    pattern: String,
    weight: u32,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
    region: Region,
    name: String,
}

#[derive(Deserialize)]
struct BirthPlaceRow {
    line: String,
    era_1: u32,
    era_2: u32,
    era_3: u32,
    era_4: u32,
    era_5: u32,
}

enum Piece {
    Text(String),
    /// A number from 1 to this.
    Number(u32),
    /// A word of one of the lists, by its name.
    Word(String),
}

pub(crate) struct Addresses {
    patterns: HashMap<String, [Weighted<Arc<[Piece]>>; 3]>,
    words: HashMap<String, [Vec<String>; 3]>,
    births: [Weighted<Arc<str>>; ERAS],
}

impl Addresses {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let mut addresses = Self {
            patterns: HashMap::new(),
            words: HashMap::new(),
            births: Default::default(),
        };
        for row in files.rows::<WordRow>(WORDS)? {
            let words = addresses.words.entry(row.word).or_default();
            words[row.region as usize].push(row.name);
        }
        for row in files.rows::<PatternRow>(PATTERNS)? {
            let pieces = addresses.pieces(&row)?;
            let patterns = addresses.patterns.entry(row.kind).or_default();
            patterns[row.region as usize].push(pieces.into(), row.weight);
        }
        for row in files.rows::<BirthPlaceRow>(BIRTH_PLACES)? {
            let weights = [row.era_1, row.era_2, row.era_3, row.era_4, row.era_5];
            let line: Arc<str> = row.line.into();
            for (births, weight) in addresses.births.iter_mut().zip(weights) {
                births.push(Arc::clone(&line), weight);
            }
        }
        Ok(addresses)
    }

    fn pieces(&self, row: &PatternRow) -> Result<Vec<Piece>, InputsError> {
        let mut pieces = Vec::new();
        for (index, part) in row.pattern.split(['{', '}']).enumerate() {
            if index % 2 == 0 {
                pieces.push(Piece::Text(part.to_owned()));
                continue;
            }
            pieces.push(match part {
                "number" => Piece::Number(280),
                "alley" => Piece::Number(190),
                "turn" => Piece::Number(40),
                "group" => Piece::Number(18),
                word => {
                    let known = self
                        .words
                        .get(word)
                        .is_some_and(|words| !words[row.region as usize].is_empty());
                    if !known {
                        let what = format!("no words {word} in {:?}", row.region);
                        return Err(InputsError::value(PATTERNS, what));
                    }
                    Piece::Word(word.to_owned())
                }
            });
        }
        Ok(pieces)
    }

    /// A line of an address in a commune of that kind.
    pub(crate) fn line(&self, kind: &str, region: Region, draw: &mut Draw) -> Arc<str> {
        let mut line = String::with_capacity(64);
        let patterns = self.patterns.get(kind).map(|all| &all[region as usize]);
        let pieces = patterns.and_then(|patterns| patterns.draw(draw));
        for piece in pieces.into_iter().flat_map(|pieces| pieces.iter()) {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Number(to) => {
                    // Small house numbers are commoner than large ones.
                    let bound = draw.below(*to) + 1;
                    // Writing to a string cannot fail.
                    let _ = write!(line, "{}", draw.below(bound) + 1);
                }
                Piece::Word(word) => {
                    let words = self.words.get(word).map(|all| &all[region as usize]);
                    if let Some(name) = words.and_then(|words| draw.one_of(words)) {
                        line.push_str(name);
                    }
                }
            }
        }
        line.into()
    }

    /// Where a birth of that era took place.
    pub(crate) fn birth_place(&self, era: usize, draw: &mut Draw) -> Option<Arc<str>> {
        self.births[era].draw(draw).map(Arc::clone)
    }
}
