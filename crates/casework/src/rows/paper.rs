use dean06_contracts::casework::ResultField;
use dean06_kernel::{PersonId, Text};
use dean06_mediator::ActorRef;
use dean06_store::{Sql, Tx};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde::{Deserialize, Serialize};

use super::{json, optional_json, to_json};

/// A result as it is printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Paper {
    /// Kind of paper.
    pub kind: String,
    /// Title as printed.
    pub title: Text,
    /// Mã số hồ sơ.
    pub number: String,
    /// Issuing body.
    pub issuer: Text,
    /// Name of the officer who decided.
    pub signer: String,
    /// What it shows, in order.
    pub fields: Vec<PaperLine>,
    /// The office in which the officer decided.
    #[serde(default)]
    pub office: Option<Text>,
    /// Place and date as printed.
    #[serde(default)]
    pub place_and_date: Option<Text>,
    /// The text of its QR code.
    #[serde(default)]
    pub qr: Option<String>,
    /// The last day on which it is in force.
    #[serde(default)]
    pub valid_to: Option<Date>,
}

/// A line of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaperLine {
    /// Id in the signed JSON.
    pub id: String,
    /// Label as printed.
    pub label: Text,
    /// Value as printed.
    pub value: Text,
}

impl From<PaperLine> for ResultField {
    fn from(line: PaperLine) -> Self {
        Self {
            id: Some(line.id),
            label: Some(line.label),
            value: Some(line.value),
        }
    }
}

/// A signed result as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    /// Whose dossier it came of.
    pub party_id: String,
    /// The dossier.
    pub dossier_id: String,
    /// The code by which anybody can verify it.
    pub code: String,
    /// The signed JSON.
    pub jws: String,
    /// The same for people.
    pub paper: Paper,
    /// Everybody whose data stand in it.
    pub subjects: Vec<PersonId>,
    /// Moment of signing, UTC microseconds.
    pub issued_at: i64,
    /// When it ceased to be in force.
    pub revoked_at: Option<i64>,
    /// Why, and by whom.
    pub revocation: Option<Revocation>,
}

/// Why a result is no longer in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revocation {
    /// In writing.
    pub reason: String,
    /// Who revoked it.
    pub by: ActorRef,
    /// The code of the result that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
}

const COLUMNS: &str =
    "party_id, dossier_id, code, jws, paper, subjects, issued_at, revoked_at, revocation";

impl Stored {
    /// Stores it. There is one for each dossier.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!("INSERT INTO result ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            [
                self.party_id.clone().into(),
                self.dossier_id.clone().into(),
                self.code.clone().into(),
                self.jws.clone().into(),
                to_json(&self.paper)?,
                to_json(&self.subjects)?,
                self.issued_at.into(),
                self.revoked_at.into(),
                to_json(&self.revocation)?,
            ],
        )
        .await?;
        tx.run(
            "INSERT INTO result_code (code, party_id, dossier_id) VALUES (?, ?, ?)",
            [
                self.code.clone().into(),
                self.party_id.clone().into(),
                self.dossier_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Takes the result out of force. Whether it was in force.
    pub async fn revoke(
        &self,
        tx: &Tx<'_>,
        revocation: &Revocation,
        at: i64,
    ) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE result SET revoked_at = ?, revocation = ?
                 WHERE party_id = ? AND dossier_id = ? AND revoked_at IS NULL",
                [
                    at.into(),
                    to_json(revocation)?,
                    self.party_id.clone().into(),
                    self.dossier_id.clone().into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// The result of a dossier.
    pub async fn of_dossier<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        dossier: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM result WHERE party_id = ? AND dossier_id = ?"),
                [party.into(), dossier.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The result with this printed code.
    pub async fn by_code<C: ConnectionTrait>(
        connection: &C,
        code: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT party_id, dossier_id FROM result_code WHERE code = ?",
                [code.into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let party: String = row.try_get("", "party_id")?;
        let dossier: String = row.try_get("", "dossier_id")?;
        Self::of_dossier(connection, &party, &dossier).await
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            party_id: row.try_get("", "party_id")?,
            dossier_id: row.try_get("", "dossier_id")?,
            code: row.try_get("", "code")?,
            jws: row.try_get("", "jws")?,
            paper: json(row, "paper")?,
            subjects: json(row, "subjects")?,
            issued_at: row.try_get("", "issued_at")?,
            revoked_at: row.try_get("", "revoked_at")?,
            revocation: optional_json(row, "revocation")?,
        })
    }
}
