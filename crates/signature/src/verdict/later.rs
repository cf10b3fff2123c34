//! What came after each signature.

use super::comparison::is_harmless;
use super::store::Store;
use super::{Later, Pool, Signature};
use crate::pdf::Document;

/// Where the signatures of a file end, and whether what lies between them is harmless.
pub(super) struct Steps {
    /// Each end, and whether the part up to the next one is.
    steps: Vec<(usize, bool)>,
    file_size: usize,
}

impl Steps {
    pub(super) fn compare(
        document: &Document<'_>,
        signatures: &[Signature],
        pool: &Pool<'_>,
        store: &Store,
    ) -> Self {
        let file_size = document.bytes().len();
        let mut ends: Vec<usize> = signatures.iter().map(Signature::end).collect();
        ends.retain(|end| *end > 0);
        ends.dedup();
        let next_ends = ends.iter().skip(1).copied().chain([file_size]);
        let steps = ends
            .iter()
            .zip(next_ends)
            .map(|(&end, next)| {
                let mut harmless = end == next || is_harmless(document, end, next).unwrap_or(false);
                // The evidence behind the last signature is covered by none.
                if next == file_size && end < next {
                    harmless &= store.is_sound(&pool.certificates);
                }
                (end, harmless)
            })
            .collect();
        Self { steps, file_size }
    }

    pub(super) fn file_size(&self) -> usize {
        self.file_size
    }

    /// What came after a signature that ends here.
    pub(super) fn after(&self, end: usize) -> Later {
        if end == self.file_size {
            Later::Nothing
        } else if end > 0
            && self
                .steps
                .iter()
                .filter(|(from, _)| *from >= end)
                .all(|(_, harmless)| *harmless)
        {
            Later::Allowed
        } else {
            Later::Appended
        }
    }
}
