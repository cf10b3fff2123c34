//! Events about signed results.

use dean06_kernel::{OrgId, PersonId, Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A result was signed. Told in the transaction that finishes its dossier; the key of the event is
/// the party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSigned {
    /// The applicant.
    pub party_id: String,
    /// The dossier.
    pub dossier_id: String,
    /// The interlinked application that the dossier is a leg of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle_id: Option<String>,
    /// Name of the service.
    pub service: String,
    /// Kind of paper.
    pub kind: String,
    /// The code by which anybody can verify it.
    pub code: String,
    /// Mã số hồ sơ.
    pub number: String,
    /// Title as printed.
    pub title: Text,
    /// Issuing body.
    pub issuer: Text,
    /// The same, by its key.
    pub org_id: OrgId,
    /// Who decided.
    pub signer: ResultSigner,
    /// Place and date as printed.
    pub place_and_date: Text,
    /// What it shows, in order.
    pub fields: Vec<SignedField>,
    /// Everybody whose data stand in it.
    pub subjects: Vec<PersonId>,
    /// Whose paper it is.
    pub person_id: PersonId,
    /// How it is laid out: the text of a typst template.
    pub template: String,
    /// The text of its QR code.
    pub qr: String,
    /// The same content signed: a compact JWS (RFC 7515) over JSON.
    pub jws: String,
    /// Moment of signing, UTC microseconds.
    pub issued_at: i64,
    /// The last day on which it is in force; nothing if it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The version of the content that the dossier lives under.
    pub content_digest: String,
}

impl ResultSigned {
    /// The topic of the event.
    pub const TOPIC: &'static str = "casework.result-signed/1";
}

/// Who signed a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSigner {
    /// Account id; the room's name where the machine decided.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The office in which the signer acted.
    pub office: Text,
    /// The machine decided, as the content allows.
    #[serde(default)]
    pub automatic: bool,
}

/// A line of a signed result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedField {
    /// Id in the signed JSON.
    pub id: String,
    /// Label as printed.
    pub label: Text,
    /// Value as printed.
    pub value: Text,
}

/// A result is no longer in force. The key of the event is the party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRevoked {
    /// The applicant.
    pub party_id: String,
    /// The dossier.
    pub dossier_id: String,
    /// The code of the result.
    pub code: String,
    /// Why, in writing.
    pub reason: String,
    /// The code of the result that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Moment of the revocation, UTC microseconds.
    pub revoked_at: i64,
}

impl ResultRevoked {
    /// The topic of the event.
    pub const TOPIC: &'static str = "casework.result-revoked/1";
}
