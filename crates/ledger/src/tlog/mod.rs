//! Transparency logs as C2SP writes them: tiles, checkpoints, signed notes, cosignatures and
//! proofs. Nothing here knows a database; whoever checks a log needs no more than this.

mod checkpoint;
mod hash;
mod note;
mod proof;
mod proof_file;
mod tile;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use hash::{Hash, HashError, leaf_hash};
pub use note::{KeyError, KeyKind, Note, NoteError, NoteSignature, SigningKey, VerifierKey};
pub use proof::{ProofError, check_consistency, check_inclusion};
pub(crate) use proof::{consistency_ranges, inclusion_ranges, perfect_subtrees};
pub use proof_file::{ProofFile, ProofFileError};
pub use tile::{TILE_WIDTH, TileError, TilePath};
pub use tree::{Tree, TreeHead};
