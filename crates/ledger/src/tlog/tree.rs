use serde::{Deserialize, Serialize};

use super::hash::{Hash, node_hash};

/// The size of a log and the root of its Merkle tree (RFC 6962 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// Number of entries.
    pub size: u64,
    /// The root hash.
    pub root: Hash,
}

/// A Merkle tree that keeps only the roots of its full subtrees, the largest first.
#[derive(Clone, Default)]
pub struct Tree {
    size: u64,
    full: Vec<(u32, Hash)>,
}

impl Tree {
    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_subtree(0, leaf);
    }

    /// Adds a whole subtree of 2^`level` leaves by its root. The size before must be a multiple of
    /// that number.
    pub fn push_subtree(&mut self, level: u32, root: Hash) {
        let mut hash = root;
        let mut height = level;
        while let Some(&(last, left)) = self.full.last()
            && last == height
        {
            hash = node_hash(&left, &hash);
            height += 1;
            self.full.pop();
        }
        self.full.push((height, hash));
        self.size += 1 << level;
    }

    /// The size and root of what was added.
    pub fn head(&self) -> TreeHead {
        let mut roots = self.full.iter().rev();
        let root = roots
            .next()
            .map_or_else(Hash::of_nothing, |&(_, smallest)| {
                roots.fold(smallest, |right, (_, left)| node_hash(left, &right))
            });
        TreeHead {
            size: self.size,
            root,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tlog::leaf_hash;

    /// RFC 6962 §2.1, word for word.
    pub fn naive(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => Hash::of_nothing(),
            1 => leaves[0],
            n => {
                let k = n.next_power_of_two() / 2;
                node_hash(&naive(&leaves[..k]), &naive(&leaves[k..]))
            }
        }
    }

    pub fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    #[test]
    fn the_empty_tree_has_the_hash_of_nothing() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let head = Tree::default().head();
        assert_eq!((head.size, head.root.to_hex().as_str()), (0, expected));
    }

    proptest! {
        #[test]
        fn the_root_is_that_of_the_standard(count in 0_u64..300) {
            let leaves = leaves(count);
            let mut tree = Tree::default();
            for &leaf in &leaves {
                tree.push(leaf);
            }
            prop_assert_eq!(tree.head(), TreeHead { size: count, root: naive(&leaves) });
        }

        #[test]
        fn whole_subtrees_may_be_added_at_once(wholes in 0_u64..5, rest in 0_u64..16) {
            let leaves = leaves(wholes * 16 + rest);
            let mut tree = Tree::default();
            for whole in leaves[..usize::try_from(wholes).unwrap_or(0) * 16].chunks(16) {
                tree.push_subtree(4, naive(whole));
            }
            for &leaf in &leaves[usize::try_from(wholes).unwrap_or(0) * 16..] {
                tree.push(leaf);
            }
            prop_assert_eq!(tree.head().root, naive(&leaves));
        }
    }
}
