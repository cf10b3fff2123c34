//! How old people are and with whom they live.

use dean06_kernel::Sex;
use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use crate::draw::Weighted;

const PYRAMID: &str = "age-pyramid.csv";
const HOUSEHOLDS: &str = "households.csv";
const AGES: &str = "ages.csv";
const SINGLES: &str = "single-statuses.csv";

/// Nobody is made up older than this.
pub(crate) const MAX_AGE: i32 = 104;

/// People of each sex and year of age, in proportion.
#[derive(Debug)]
pub(crate) struct Pyramid {
    shares: [[u32; MAX_AGE as usize + 1]; 2],
    total: u32,
}

#[derive(Deserialize)]
struct PyramidRow {
    age_from: i32,
    age_to: i32,
    male: u32,
    female: u32,
}

/// The people of a household by generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Composition {
    /// Parents of the core, or grandparents if there is none.
    pub elders: u8,
    /// The couple, or one adult.
    pub core: u8,
    /// Grown unmarried brothers and sisters of the core.
    pub others: u8,
    pub children: u8,
    /// The age of the woman of the couple, or of the one adult.
    pub age_from: i32,
    pub age_to: i32,
    weight: u32,
}

impl Composition {
    pub(crate) const fn size(&self) -> u8 {
        self.elders + self.core + self.others + self.children
    }
}

/// Weights by a number of years.
#[derive(Debug, Default)]
pub(crate) struct Curve {
    from: i32,
    weights: Vec<u32>,
}

impl Curve {
    pub(crate) fn at(&self, years: i32) -> u64 {
        usize::try_from(years - self.from)
            .ok()
            .and_then(|index| self.weights.get(index))
            .map_or(0, |weight| u64::from(*weight))
    }

    /// The first and last year with a weight.
    pub(crate) fn range(&self) -> (i32, i32) {
        let len = i32::try_from(self.weights.len()).unwrap_or(0);
        (self.from, self.from + len - 1)
    }
}

#[derive(Deserialize)]
struct AgeRow {
    what: String,
    years: i32,
    weight: u32,
}

/// The ages at which things happen in families.
#[derive(Debug)]
pub(crate) struct FamilyAges {
    pub mother_at_birth: Curve,
    pub husband_older_by: Curve,
    pub child_at_home: Curve,
    pub wife_at_marriage: Curve,
}

/// Why an adult lives without a spouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alone {
    Never,
    Divorced,
    Widowed,
}

#[derive(Deserialize)]
struct SingleRow {
    sex: Sex,
    with_children: String,
    age_from: i32,
    age_to: i32,
    never: u32,
    divorced: u32,
    widowed: u32,
}

struct Single {
    sex: Sex,
    with_children: bool,
    age_from: i32,
    age_to: i32,
    reasons: Weighted<Alone>,
}

/// Everything of this file.
pub(crate) struct People {
    pub pyramid: Pyramid,
    pub compositions: Vec<Composition>,
    pub by_weight: Weighted<Composition>,
    pub ages: FamilyAges,
    singles: Vec<Single>,
}

impl People {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let compositions: Vec<Composition> = files.rows(HOUSEHOLDS)?;
        let lone = |row: &Composition| row.size() == 1 && row.core == 1;
        if !compositions.iter().any(lone) {
            return Err(InputsError::value(HOUSEHOLDS, "nobody lives alone"));
        }
        if compositions
            .iter()
            .any(|row| row.elders > 2 || row.core > 2)
        {
            return Err(InputsError::value(HOUSEHOLDS, "more than two of a couple"));
        }
        let rows: Vec<AgeRow> = files.rows(AGES)?;
        let curve = |what: &'static str| curve(&rows, what);
        Ok(Self {
            pyramid: Pyramid::of(files.rows(PYRAMID)?)?,
            by_weight: compositions.iter().map(|row| (*row, row.weight)).collect(),
            compositions,
            ages: FamilyAges {
                mother_at_birth: curve("mother_at_birth")?,
                husband_older_by: curve("husband_older_by")?,
                child_at_home: curve("child_at_home")?,
                wife_at_marriage: curve("wife_at_marriage")?,
            },
            singles: files
                .rows::<SingleRow>(SINGLES)?
                .iter()
                .map(Single::of)
                .collect(),
        })
    }

    /// Why somebody of that sex and age lives without a spouse.
    pub(crate) fn why_alone(&self, sex: Sex, age: i32, children: bool) -> Option<&Weighted<Alone>> {
        self.singles
            .iter()
            .find(|row| {
                row.sex == sex
                    && row.with_children == children
                    && (row.age_from..=row.age_to).contains(&age)
            })
            .map(|row| &row.reasons)
    }
}

impl Single {
    fn of(row: &SingleRow) -> Self {
        let reasons = [
            (Alone::Never, row.never),
            (Alone::Divorced, row.divorced),
            (Alone::Widowed, row.widowed),
        ];
        Self {
            sex: row.sex,
            with_children: row.with_children == "yes",
            age_from: row.age_from,
            age_to: row.age_to,
            reasons: reasons.into_iter().collect(),
        }
    }
}

impl Pyramid {
    fn of(rows: Vec<PyramidRow>) -> Result<Self, InputsError> {
        let mut pyramid = Self {
            shares: [[0; MAX_AGE as usize + 1]; 2],
            total: 0,
        };
        for row in rows {
            if !(0 <= row.age_from && row.age_from <= row.age_to && row.age_to <= MAX_AGE) {
                return Err(InputsError::value(PYRAMID, "an age that is none"));
            }
            let years = u32::try_from(row.age_to - row.age_from + 1).unwrap_or(1);
            for age in row.age_from..=row.age_to {
                let age = usize::try_from(age).unwrap_or(0);
                // Ten thousand times finer, so that a band splits into years without loss.
                pyramid.shares[0][age] = row.male * 10_000 / years;
                pyramid.shares[1][age] = row.female * 10_000 / years;
            }
        }
        let shares = pyramid.shares.iter().flatten();
        pyramid.total = shares.fold(0, |sum: u32, share| sum.saturating_add(*share));
        if pyramid.total == 0 || pyramid.total == u32::MAX {
            return Err(InputsError::value(PYRAMID, "nobody, or too many"));
        }
        Ok(pyramid)
    }

    /// The share of an age and sex, in parts of [`Self::total`].
    pub(crate) fn share(&self, sex: Sex, age: i32) -> u32 {
        usize::try_from(age)
            .ok()
            .and_then(|age| self.shares[usize::from(sex == Sex::Female)].get(age))
            .copied()
            .unwrap_or(0)
    }

    pub(crate) const fn total(&self) -> u32 {
        self.total
    }
}

fn curve(rows: &[AgeRow], what: &'static str) -> Result<Curve, InputsError> {
    let rows = || rows.iter().filter(|row| row.what == what);
    let (Some(from), Some(to)) = (
        rows().map(|row| row.years).min(),
        rows().map(|row| row.years).max(),
    ) else {
        return Err(InputsError::value(AGES, format!("no rows of {what}")));
    };
    let weight = |years| {
        rows()
            .find(|row| row.years == years)
            .map_or(0, |row| row.weight)
    };
    Ok(Curve {
        from,
        weights: (from..=to).map(weight).collect(),
    })
}
