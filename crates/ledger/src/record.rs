use dean06_kernel::{OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// One use of one person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRecord {
    /// Whose data was used.
    pub person: PersonId,
    /// Moment, UTC microseconds.
    pub at: i64,
    /// `citizen`, `officer`, `organisation`, `system` or `anonymous`.
    pub actor_kind: String,
    /// Account id, or the room's name.
    pub actor_id: String,
    /// Name for people.
    pub actor_name: String,
    /// The person behind the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_person: Option<PersonId>,
    /// The organisation for which it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// The room that acted for the actor, when one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Data service.
    pub service: String,
    /// Id of the purpose.
    pub purpose: String,
    /// Id of the legal basis.
    pub legal_basis: String,
    /// The case, for example a dossier number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Fields that were released.
    pub fields: Vec<String>,
}
