use dean06_kernel::PersonId;
use serde::{Deserialize, Serialize};

/// The signed file of a result is in the store of the person whose paper it is. The key of the event
/// is the party of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReady {
    /// The party of the dossier.
    pub party_id: String,
    /// The dossier that it is the result of.
    pub dossier_id: String,
    /// The paper.
    pub paper_id: String,
    /// Whose paper it is.
    pub person_id: PersonId,
}

impl PaperReady {
    /// The topic of the event.
    pub const TOPIC: &'static str = "documents.paper-ready/1";
}
