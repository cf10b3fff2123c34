use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) type Hash = [u8; 32];

/// The size of the log and the root of its Merkle tree (RFC 6962 §2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// Number of entries.
    pub size: u64,
    /// Lower hex of the root hash.
    pub root: String,
}

/// The hash of a leaf: SHA-256 of a zero byte and the leaf.
pub(crate) fn leaf_hash(leaf: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(leaf);
    hash.finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// A Merkle tree that keeps only the roots of its full subtrees, the largest first.
#[derive(Default)]
pub(crate) struct Tree {
    size: u64,
    full: Vec<(u32, Hash)>,
}

impl Tree {
    pub fn push(&mut self, leaf: Hash) {
        let mut level = 0;
        let mut hash = leaf;
        while let Some(&(last, left)) = self.full.last()
            && last == level
        {
            hash = node_hash(&left, &hash);
            level += 1;
            self.full.pop();
        }
        self.full.push((level, hash));
        self.size += 1;
    }

    pub fn head(&self) -> TreeHead {
        let mut roots = self.full.iter().rev();
        let root = roots.next().map_or_else(
            || Sha256::digest([]).into(),
            |&(_, smallest)| roots.fold(smallest, |right, (_, left)| node_hash(left, &right)),
        );
        TreeHead {
            size: self.size,
            root: hex::encode(root),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6962 §2.1, word for word.
    fn naive(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => Sha256::digest([]).into(),
            1 => leaves[0],
            n => {
                let k = n.next_power_of_two() / 2;
                node_hash(&naive(&leaves[..k]), &naive(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_empty_tree_has_the_hash_of_nothing() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(
            Tree::default().head(),
            TreeHead {
                size: 0,
                root: expected.into()
            }
        );
    }

    proptest! {
        #[test]
        fn the_root_is_that_of_the_standard(count in 0_u64..300) {
            let leaves: Vec<Hash> = (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect();
            let mut tree = Tree::default();
            for &leaf in &leaves {
                tree.push(leaf);
            }
            prop_assert_eq!(tree.head().root, hex::encode(naive(&leaves)));
        }
    }
}
