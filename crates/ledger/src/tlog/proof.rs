use std::ops::Range;

use super::hash::{Hash, node_hash};

/// What a proof does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry is not in the tree, or the proof is not one of this entry.
    #[error("the proof does not show that the entry is in this log")]
    Inclusion,
    /// The larger tree is not the smaller one with more entries behind it.
    #[error("the proof does not show that the log only grew")]
    Consistency,
}

/// Checks that the leaf with this hash stands at `index` of the tree of `size` and `root`
/// (RFC 9162 §2.1.3.2).
pub fn check_inclusion(
    proof: &[Hash],
    index: u64,
    leaf: Hash,
    size: u64,
    root: Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Inclusion);
    }
    let mut path = Path {
        node: index,
        last: size - 1,
    };
    let mut computed = leaf;
    for sibling in proof {
        computed = match path.up().ok_or(ProofError::Inclusion)? {
            Side::Left => node_hash(sibling, &computed),
            Side::Right => node_hash(&computed, sibling),
        };
    }
    if path.last == 0 && computed == root {
        Ok(())
    } else {
        Err(ProofError::Inclusion)
    }
}

/// Checks that the tree of `size` and `root` begins with the tree of `old_size` and `old_root`
/// (RFC 9162 §2.1.4.2). Every tree begins with the empty one; that needs no proof.
pub fn check_consistency(
    proof: &[Hash],
    (old_size, old_root): (u64, Hash),
    (size, root): (u64, Hash),
) -> Result<(), ProofError> {
    let consistent = match (old_size, proof) {
        (0, []) => old_root == Hash::of_nothing(),
        (_, []) => old_size == size && old_root == root,
        _ if 0 < old_size && old_size < size => {
            roots(proof, (old_size, old_root), size) == Some((old_root, root))
        }
        _ => false,
    };
    if consistent {
        Ok(())
    } else {
        Err(ProofError::Consistency)
    }
}

/// The roots of the smaller and the larger tree to which a consistency proof leads; nothing when it
/// has the wrong length.
fn roots(proof: &[Hash], (old_size, old_root): (u64, Hash), size: u64) -> Option<(Hash, Hash)> {
    let mut path = Path {
        node: old_size - 1,
        last: size - 1,
    };
    while path.node % 2 == 1 {
        path.halve();
    }
    // A tree of 2^n entries is itself a node of the larger one and stands in no proof.
    let (first, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        let (first, rest) = proof.split_first()?;
        (*first, rest)
    };
    let (mut old, mut new) = (first, first);
    for sibling in rest {
        match path.up()? {
            Side::Left => {
                old = node_hash(sibling, &old);
                new = node_hash(sibling, &new);
            }
            Side::Right => new = node_hash(&new, sibling),
        }
    }
    (path.last == 0).then_some((old, new))
}

/// The entries under each hash of the proof that `index` is in a tree of `size`, from the leaf up.
pub(crate) fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut within = 0..size;
    let mut ranges = Vec::new();
    while within.end - within.start > 1 {
        let middle = middle(&within);
        if index < middle {
            ranges.push(middle..within.end);
            within.end = middle;
        } else {
            ranges.push(within.start..middle);
            within.start = middle;
        }
    }
    ranges.reverse();
    ranges
}

/// The entries under each hash of the proof that a tree of `size` begins with one of `old_size`.
pub(crate) fn consistency_ranges(old_size: u64, size: u64) -> Vec<Range<u64>> {
    if old_size == 0 || old_size >= size {
        return Vec::new();
    }
    let mut within = 0..size;
    let mut ranges = Vec::new();
    // Both sides know the root of the old tree as long as nothing was cut off on its left.
    let mut known = true;
    while within.end != old_size {
        let middle = middle(&within);
        if old_size <= middle {
            ranges.push(middle..within.end);
            within.end = middle;
        } else {
            ranges.push(within.start..middle);
            within.start = middle;
            known = false;
        }
    }
    if !known {
        ranges.push(within);
    }
    ranges.reverse();
    ranges
}

/// Where RFC 6962 splits a range of at least two entries.
fn middle(range: &Range<u64>) -> u64 {
    range.start + (range.end - range.start).next_power_of_two() / 2
}

/// The perfect subtrees, as level and index, that a range of a proof consists of, from the left.
pub(crate) fn perfect_subtrees(range: Range<u64>) -> Vec<(u32, u64)> {
    let mut subtrees = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let level = (range.end - start).ilog2();
        subtrees.push((level, start >> level));
        start += 1 << level;
    }
    subtrees
}

enum Side {
    Left,
    Right,
}

/// The way of a node to the root, level by level.
struct Path {
    node: u64,
    last: u64,
}

impl Path {
    /// Goes to the parent and tells on which side the sibling of the proof stands; nothing at the
    /// root.
    fn up(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.node % 2 == 1 || self.node == self.last {
            // At the right edge, levels without a sibling are passed over.
            while self.node.is_multiple_of(2) && self.node != 0 {
                self.halve();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.halve();
        Some(side)
    }

    fn halve(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tlog_tiles as foreign;

    use super::*;
    use crate::tlog::tree::tests::{leaves, naive};

    fn prove(ranges: Vec<Range<u64>>, leaves: &[Hash]) -> Vec<Hash> {
        let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        ranges
            .into_iter()
            .map(|range| naive(&leaves[at(range.start)..at(range.end)]))
            .collect()
    }

    fn theirs(hash: Hash) -> foreign::Hash {
        foreign::Hash(hash.0)
    }

    proptest! {
        #[test]
        fn an_entry_is_shown_to_be_there_and_no_other(
            (size, index) in (1_u64..300).prop_flat_map(|size| (Just(size), 0..size)),
            wrong in any::<prop::sample::Index>(),
        ) {
            let leaves = leaves(size);
            let root = naive(&leaves);
            let leaf = leaves[usize::try_from(index).unwrap_or(0)];
            let mut proof = prove(inclusion_ranges(index, size), &leaves);
            prop_assert_eq!(check_inclusion(&proof, index, leaf, size, root), Ok(()));
            let abroad: Vec<_> = proof.iter().copied().map(theirs).collect();
            prop_assert!(
                foreign::check_record(&abroad, size, theirs(root), index, theirs(leaf)).is_ok()
            );
            let other = Hash::of_nothing();
            prop_assert!(check_inclusion(&proof, index, other, size, root).is_err());
            prop_assert!(check_inclusion(&proof, size, leaf, size, root).is_err());
            if !proof.is_empty() {
                let at = wrong.index(proof.len());
                proof[at].0[0] ^= 1;
                prop_assert!(check_inclusion(&proof, index, leaf, size, root).is_err());
                proof[at].0[0] ^= 1;
                proof.pop();
                prop_assert!(check_inclusion(&proof, index, leaf, size, root).is_err());
            }
        }

        #[test]
        fn a_log_is_shown_to_have_only_grown(
            (size, old) in (1_u64..300).prop_flat_map(|size| (Just(size), 1..=size)),
            wrong in any::<prop::sample::Index>(),
        ) {
            let leaves = leaves(size);
            let (was, is) = (naive(&leaves[..usize::try_from(old).unwrap_or(0)]), naive(&leaves));
            let mut proof = prove(consistency_ranges(old, size), &leaves);
            prop_assert_eq!(check_consistency(&proof, (old, was), (size, is)), Ok(()));
            let abroad: Vec<_> = proof.iter().copied().map(theirs).collect();
            prop_assert!(
                foreign::check_tree(&abroad, size, theirs(is), old, theirs(was)).is_ok()
            );
            let other = Hash::of_nothing();
            prop_assert!(check_consistency(&proof, (old, other), (size, is)).is_err());
            prop_assert!(check_consistency(&proof, (old, was), (size, other)).is_err());
            prop_assert!(check_consistency(&proof, (size + 1, was), (size, is)).is_err());
            if !proof.is_empty() {
                let at = wrong.index(proof.len());
                proof[at].0[0] ^= 1;
                prop_assert!(check_consistency(&proof, (old, was), (size, is)).is_err());
            }
        }

        #[test]
        fn nothing_that_is_sent_breaks_the_check(
            bytes in prop::collection::vec(any::<[u8; 32]>(), 0..70),
            (a, b, c) in any::<(u64, u64, u64)>(),
        ) {
            let proof: Vec<_> = bytes.into_iter().map(Hash).collect();
            let hash = Hash([7; 32]);
            prop_assert!(check_inclusion(&proof, a, hash, b, hash).is_err() || b == 1);
            let same = check_consistency(&proof, (a, hash), (c, hash));
            prop_assert_eq!(same.is_ok(), a == c && proof.is_empty());
        }
    }

    #[test]
    fn every_log_begins_with_the_empty_one() {
        let root = naive(&leaves(5));
        assert_eq!(
            check_consistency(&[], (0, Hash::of_nothing()), (5, root)),
            Ok(())
        );
        assert!(check_consistency(&[], (0, root), (5, root)).is_err());
    }
}
