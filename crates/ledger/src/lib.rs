//! The record of who used whose data, which nobody can change unseen.
//!
//! An entry is a line of canonical JSON (RFC 8785), the *leaf*, with its leaf hash (RFC 6962) and a
//! gapless index. The leaf names the data service, the purpose and the moment; who asked about
//! whom stands in a *detail* beside it, encrypted under a key of that person, and the leaf commits
//! to it by a salted hash. Destroying a person's key forgets the person and keeps the proof.

mod append;
mod detail;
mod error;
mod evidence;
mod forget;
mod leaf;
mod ledger;
mod nodes;
mod of_person;
mod person_keys;
mod prove;
mod publish;
mod publisher;
mod record;
mod schema;
mod tiles;
pub mod tlog;
mod verify;
mod witness;

pub use error::LedgerError;
pub use evidence::{AccessEvidence, EvidenceError};
pub use ledger::Ledger;
pub use of_person::{ReadablePage, ReadableRecord};
pub use publisher::{Cosigned, Cosigner, CosignerError, NearWitness, PublishError, Publisher};
pub use record::AccessRecord;
pub use schema::tables;
pub use verify::{Fault, Verification};
pub use witness::{Witness, WitnessError};
