//! Keeps the ages of the people made so far near the pyramid: an age of which there are too few
//! is wanted more, one of which there are too many less.

use dean06_kernel::Sex;

use crate::inputs::{MAX_AGE, Pyramid};

/// So many people ahead of the present number the pyramid is looked at: the larger, the more the
/// households themselves decide.
const AHEAD: i64 = 2_000;

/// People made so far by sex and age.
pub(crate) struct Steering {
    made: [[i64; MAX_AGE as usize + 1]; 2],
    count: i64,
}

impl Steering {
    pub(crate) const fn new() -> Self {
        Self {
            made: [[0; MAX_AGE as usize + 1]; 2],
            count: 0,
        }
    }

    /// Counts somebody.
    pub(crate) fn made(&mut self, sex: Sex, age: i32) {
        if let Ok(age) = usize::try_from(age.clamp(0, MAX_AGE)) {
            self.made[usize::from(sex == Sex::Female)][age] += 1;
            self.count += 1;
        }
    }

    /// How much people of a sex and age are wanted; 0 only for ages that nobody has.
    pub(crate) fn want(&self, pyramid: &Pyramid, sex: Sex, age: i32) -> u64 {
        let share = i64::from(pyramid.share(sex, age));
        let Ok(index) = usize::try_from(age) else {
            return 0;
        };
        let sexes = &self.made[usize::from(sex == Sex::Female)];
        let Some(made) = sexes.get(index).filter(|_| share > 0) else {
            return 0;
        };
        let total = i64::from(pyramid.total());
        let missing = ((self.count + AHEAD) * share - made * total) / (total >> 20).max(1);
        u64::try_from(missing).unwrap_or(0).max(1)
    }
}
