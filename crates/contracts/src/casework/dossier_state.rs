use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a dossier stands after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DossierState {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Legal status, 1–10: a code of the list `dossier-statuses`.
    pub status: Option<u8>,
    /// Grows by one with every step.
    pub version: Option<i64>,
    /// Hạn trả kết quả, UTC microseconds; absent while the clock stands.
    pub due_at: Option<i64>,
}
