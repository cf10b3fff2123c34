//! Chance as a parameter.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Gives random bytes.
pub trait Chance: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, fit for secrets. A machine that has no randomness to give
/// stops the process: going on with predictable secrets would be worse.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsChance;

impl Chance for OsChance {
    fn fill(&self, bytes: &mut [u8]) {
        UnwrapErr(SysRng).fill_bytes(bytes);
    }
}

/// The same bytes for the same seed (`ChaCha20`), for tests and synthetic data; never for secrets
/// of a running service.
pub struct SeededChance {
    generator: Mutex<ChaCha20Rng>,
}

impl SeededChance {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            generator: Mutex::new(ChaCha20Rng::seed_from_u64(seed)),
        }
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        self.generator
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

impl fmt::Debug for SeededChance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The state would let a reader foretell what comes next.
        f.debug_struct("SeededChance").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes(chance: &dyn Chance) -> [u8; 40] {
        let mut bytes = [0; 40];
        chance.fill(&mut bytes);
        bytes
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        assert_ne!(bytes(&OsChance), bytes(&OsChance));
    }

    proptest! {
        #[test]
        fn a_seed_fixes_the_sequence(seed: u64) {
            let (one, two) = (SeededChance::new(seed), SeededChance::new(seed));
            let first = bytes(&one);
            prop_assert_eq!(first, bytes(&two));
            prop_assert_ne!(first, bytes(&one));
            prop_assert_ne!(first, bytes(&SeededChance::new(seed.wrapping_add(1))));
        }
    }
}
