//! How people are named: by ethnic group, region, sex and the years in which they were born.

use std::collections::HashMap;
use std::sync::Arc;

use dean06_kernel::{PersonName, Sex, search_key};
use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use super::parameters::{ERAS, Parameters};
use super::places::Region;
use crate::draw::{Draw, Weighted};

const STYLES: &str = "name-styles.csv";
const FAMILIES: &str = "family-names.csv";
const MIDDLES: &str = "middle-names.csv";
const GIVENS: &str = "given-names.csv";

/// The style that lends its words to styles without words of their own.
const BASE: usize = 0;

#[derive(Deserialize)]
struct StyleRow {
    style: String,
    ethnicities: String,
    lineage: Lineage,
    male: String,
    female: String,
}

/// By whom a child's family name and house go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lineage {
    Father,
    Mother,
    /// No family names.
    None,
}

#[derive(Deserialize)]
struct FamilyRow {
    style: String,
    name: String,
    daughters: String,
    north: u32,
    central: u32,
    south: u32,
}

#[derive(Deserialize)]
struct WordRow {
    style: String,
    sex: Sex,
    /// Of middle names only: `only`, `first` or `second`.
    #[serde(default)]
    place: String,
    name: String,
    era_1: u32,
    era_2: u32,
    era_3: u32,
    era_4: u32,
    era_5: u32,
}

/// A word of a name, with its plain letters for e-mail addresses.
#[derive(Debug)]
pub(crate) struct Word {
    text: String,
    plain: String,
}

type WordRef = Arc<Word>;

/// Words of one kind by sex and era.
type BySexAndEra = [[Weighted<WordRef>; ERAS]; 2];

/// A family, by index.
pub(crate) type Family = u16;

struct FamilyWords {
    sons: WordRef,
    daughters: WordRef,
}

/// One way of forming names.
#[derive(Default)]
struct Style {
    lineage: Option<Lineage>,
    patterns: [Vec<Piece>; 2],
    families: [Weighted<Family>; 3],
    middle: BySexAndEra,
    first_middle: BySexAndEra,
    second_middle: BySexAndEra,
    given: BySexAndEra,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Family,
    Middle,
    Given,
}

/// All styles.
pub(crate) struct Names {
    styles: Vec<Style>,
    families: Vec<FamilyWords>,
    by_ethnicity: HashMap<String, u8>,
    /// Taken only if words that are names each made none together.
    fallback: PersonName,
}

/// What decides a name.
pub(crate) struct NameSpec<'a> {
    pub style: u8,
    pub family: Option<Family>,
    /// The family of the mother, which a few children carry in the middle.
    pub mother_family: Option<Family>,
    pub sex: Sex,
    pub era: usize,
    pub parameters: &'a Parameters,
}

/// A name and the plain words for an e-mail address.
pub(crate) struct Named {
    pub name: PersonName,
    pub given: Option<WordRef>,
}

impl Names {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let rows: Vec<StyleRow> = files.rows(STYLES)?;
        let mut styles: Vec<Style> = Vec::new();
        let mut families = Vec::new();
        let mut by_ethnicity = HashMap::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (at, row) in (0_u8..).zip(&rows) {
            index.insert(&row.style, styles.len());
            styles.push(Style {
                lineage: Some(row.lineage),
                patterns: [pattern(&row.male)?, pattern(&row.female)?],
                ..Style::default()
            });
            for ethnicity in row.ethnicities.split_whitespace() {
                by_ethnicity.insert(ethnicity.to_owned(), at);
            }
        }
        let style = |name: &str, file| {
            index
                .get(name)
                .copied()
                .ok_or_else(|| InputsError::value(file, format!("no style {name}")))
        };
        for row in files.rows::<FamilyRow>(FAMILIES)? {
            let family = Family::try_from(families.len())
                .map_err(|_| InputsError::value(FAMILIES, "too many names"))?;
            families.push(FamilyWords::of(&row));
            let style = &mut styles[style(&row.style, FAMILIES)?];
            let weights = [row.north, row.central, row.south];
            for (families, weight) in style.families.iter_mut().zip(weights) {
                families.push(family, weight);
            }
        }
        for row in files.rows::<WordRow>(MIDDLES)? {
            let style = &mut styles[style(&row.style, MIDDLES)?];
            let words = match row.place.as_str() {
                "first" => &mut style.first_middle,
                "second" => &mut style.second_middle,
                "only" => &mut style.middle,
                other => {
                    return Err(InputsError::value(MIDDLES, format!("no place {other}")));
                }
            };
            add(words, &row);
        }
        for row in files.rows::<WordRow>(GIVENS)? {
            add(&mut styles[style(&row.style, GIVENS)?].given, &row);
        }
        let first = families.first().map(|words: &FamilyWords| &words.sons.text);
        let fallback = PersonName::new(first.map_or("", String::as_str))
            .map_err(|error| InputsError::value(FAMILIES, error.to_string()))?;
        let names = Self {
            styles,
            families,
            by_ethnicity,
            fallback,
        };
        names.check()?;
        Ok(names)
    }

    /// Every name that can be drawn must be one, so that nothing can go wrong later.
    fn check(&self) -> Result<(), InputsError> {
        let base = self
            .styles
            .first()
            .ok_or_else(|| InputsError::value(STYLES, "no styles"))?;
        let complete = |words: &BySexAndEra| words.iter().flatten().all(|era| !era.is_empty());
        let all = [
            &base.middle,
            &base.first_middle,
            &base.second_middle,
            &base.given,
        ];
        if !all.into_iter().all(complete) || base.families.iter().any(Weighted::is_empty) {
            return Err(InputsError::value(STYLES, "the first style lacks words"));
        }
        for words in &self.families {
            for word in [&words.sons, &words.daughters] {
                PersonName::new(&word.text).map_err(|error| {
                    InputsError::value(FAMILIES, format!("{}: {error}", word.text))
                })?;
            }
        }
        for style in &self.styles {
            let words = style.given.iter().flatten().flat_map(Weighted::items);
            for word in words {
                PersonName::new(&word.text).map_err(|error| {
                    InputsError::value(GIVENS, format!("{}: {error}", word.text))
                })?;
            }
        }
        Ok(())
    }

    /// The style of an ethnic group.
    pub(crate) fn style_of(&self, ethnicity: &str) -> u8 {
        self.by_ethnicity.get(ethnicity).copied().unwrap_or(0)
    }

    pub(crate) fn lineage(&self, style: u8) -> Lineage {
        self.style(style).lineage.unwrap_or(Lineage::Father)
    }

    /// A family of the style; nothing where there are no family names.
    pub(crate) fn family(&self, style: u8, region: Region, draw: &mut Draw) -> Option<Family> {
        if self.lineage(style) == Lineage::None {
            return None;
        }
        let region = region as usize;
        let own = &self.style(style).families[region];
        let families = if own.is_empty() {
            &self.styles[BASE].families[region]
        } else {
            own
        };
        families.draw(draw).copied()
    }

    /// The plain letters of a family name.
    pub(crate) fn plain_family(&self, family: Option<Family>) -> &str {
        family
            .and_then(|family| self.families.get(usize::from(family)))
            .map_or("", |words| &words.sons.plain)
    }

    /// Draws a name.
    pub(crate) fn draw(&self, spec: &NameSpec<'_>, draw: &mut Draw) -> Named {
        let style = self.style(spec.style);
        let sex = usize::from(spec.sex == Sex::Female);
        let given = self.word(|style| &style.given, spec, draw);
        let mut text = String::with_capacity(48);
        for piece in &style.patterns[sex] {
            match piece {
                Piece::Text(plain) => {
                    if !(plain == " " && (text.is_empty() || text.ends_with(' '))) {
                        text.push_str(plain);
                    }
                }
                Piece::Family => {
                    if let Some(word) = self.family_word(spec.family, spec.sex) {
                        text.push_str(&word.text);
                    }
                }
                Piece::Middle => self.push_middle(&mut text, spec, given, draw),
                Piece::Given => {
                    if let Some(word) = given {
                        text.push_str(&word.text);
                    }
                }
            }
        }
        Named {
            name: PersonName::new(&text).unwrap_or_else(|_| self.fallback.clone()),
            given: given.map(WordRef::clone),
        }
    }

    fn push_middle(
        &self,
        text: &mut String,
        spec: &NameSpec<'_>,
        given: Option<&WordRef>,
        draw: &mut Draw,
    ) {
        let shares = &spec.parameters.names;
        let double = match spec.sex {
            Sex::Female => shares.double_middle_female[spec.era],
            _ => shares.double_middle_male[spec.era],
        };
        let mother = self.family_word(spec.mother_family, spec.sex);
        if let Some(mother) = mother
            && spec.mother_family != spec.family
            && draw.per_mille(shares.mother_family_per_mille)
        {
            text.push_str(&mother.text);
            text.push(' ');
        } else if usize::from(spec.style) == BASE
            && draw.per_mille(double)
            && let Some(first) = self.word(|style| &style.first_middle, spec, draw)
        {
            text.push_str(&first.text);
            text.push(' ');
            let second = self.word(|style| &style.second_middle, spec, draw);
            if let Some(second) = second.filter(|second| differ(second, [Some(first), given])) {
                text.push_str(&second.text);
            }
            return;
        }
        let middle = self.word(|style| &style.middle, spec, draw);
        if let Some(middle) = middle.filter(|middle| differ(middle, [None, given])) {
            text.push_str(&middle.text);
        }
    }

    fn family_word(&self, family: Option<Family>, sex: Sex) -> Option<&WordRef> {
        let words = self.families.get(usize::from(family?))?;
        Some(match sex {
            Sex::Female => &words.daughters,
            _ => &words.sons,
        })
    }

    /// A word of the style, or of the first style if it has none of the kind.
    fn word<'a>(
        &'a self,
        kind: impl Fn(&'a Style) -> &'a BySexAndEra,
        spec: &NameSpec<'_>,
        draw: &mut Draw,
    ) -> Option<&'a WordRef> {
        let sex = usize::from(spec.sex == Sex::Female);
        let own = &kind(self.style(spec.style))[sex][spec.era];
        let words = if own.is_empty() {
            &kind(&self.styles[BASE])[sex][spec.era]
        } else {
            own
        };
        words.draw(draw)
    }

    fn style(&self, style: u8) -> &Style {
        &self.styles[usize::from(style)]
    }
}

impl Word {
    /// The word in plain lower-case letters.
    pub(crate) fn plain(&self) -> &str {
        &self.plain
    }
}

impl FamilyWords {
    fn of(row: &FamilyRow) -> Self {
        let sons = word(&row.name);
        let daughters = if row.daughters.is_empty() {
            WordRef::clone(&sons)
        } else {
            word(&row.daughters)
        };
        Self { sons, daughters }
    }
}

fn differ(word: &WordRef, others: [Option<&WordRef>; 2]) -> bool {
    others
        .into_iter()
        .flatten()
        .all(|other| other.text != word.text)
}

fn word(text: &str) -> WordRef {
    let plain = search_key(text)
        .chars()
        .filter(char::is_ascii_lowercase)
        .collect();
    Arc::new(Word {
        text: text.to_owned(),
        plain,
    })
}

fn add(words: &mut BySexAndEra, row: &WordRow) {
    let sex = usize::from(row.sex == Sex::Female);
    let word = word(&row.name);
    let weights = [row.era_1, row.era_2, row.era_3, row.era_4, row.era_5];
    for (era, weight) in words[sex].iter_mut().zip(weights) {
        era.push(WordRef::clone(&word), weight);
    }
}

fn pattern(text: &str) -> Result<Vec<Piece>, InputsError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| InputsError::value(STYLES, format!("unclosed brace in {text}")))?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(match name {
            "family" => Piece::Family,
            "middle" => Piece::Middle,
            "given" => Piece::Given,
            other => return Err(InputsError::value(STYLES, format!("no part {{{other}}}"))),
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}
