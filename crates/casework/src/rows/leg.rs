use dean06_contracts::casework::LegState;
use dean06_kernel::{PersonId, Text};
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{Bundle, Dossier, optional_json, to_json};
use crate::course::Status;

/// A leg (thủ tục thành phần) of an interlinked application.
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leg {
    /// Whose application it is.
    pub party_id: String,
    /// The application.
    pub bundle_id: String,
    /// Its name in the procedure.
    pub leg_id: String,
    /// Its form.
    pub draft_id: String,
    /// Its dossier, the latest.
    pub dossier_id: Option<String>,
    /// Which attempt that is, from 1.
    pub attempt: i64,
    /// Where it stands.
    pub state: LegState,
    /// The applicant wants it.
    pub chosen: bool,
    /// Why it ended without a result.
    pub reason: Option<Text>,
    /// Who was asked to agree, the last one.
    pub asked_person: Option<PersonId>,
    /// The question to that person.
    pub agreement_id: Option<String>,
    /// Since when it stands there, UTC microseconds.
    pub since: i64,
    /// Grows by one with every change.
    pub version: i64,
}

const COLUMNS: &str = "party_id, bundle_id, leg_id, draft_id, dossier_id, attempt, state, chosen, \
     reason, asked_person, agreement_id, since, version";

impl Leg {
    /// All legs of an application.
    pub async fn of_bundle<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        bundle: &str,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM bundle_leg WHERE party_id = ? AND bundle_id = ?
                     ORDER BY leg_id"
                ),
                [party.into(), bundle.into()],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Stores a new leg.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO bundle_leg ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
                self.leg_id.clone().into(),
                self.draft_id.clone().into(),
                self.dossier_id.clone().into(),
                self.attempt.into(),
                self.state.as_str().into(),
                i64::from(self.chosen).into(),
                to_json(&self.reason)?,
                self.asked_person.map(|person| person.to_string()).into(),
                self.agreement_id.clone().into(),
                self.since.into(),
                self.version.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Stores the leg as it stands after a change, if it still was at the version before. Whether
    /// it was.
    pub async fn advance(&self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE bundle_leg SET draft_id = ?, dossier_id = ?, attempt = ?, state = ?,
                   chosen = ?, reason = ?, asked_person = ?, agreement_id = ?, since = ?, version = ?
                 WHERE party_id = ? AND bundle_id = ? AND leg_id = ? AND version = ?",
                [
                    self.draft_id.clone().into(),
                    self.dossier_id.clone().into(),
                    self.attempt.into(),
                    self.state.as_str().into(),
                    i64::from(self.chosen).into(),
                    to_json(&self.reason)?,
                    self.asked_person.map(|person| person.to_string()).into(),
                    self.agreement_id.clone().into(),
                    self.since.into(),
                    self.version.into(),
                    self.party_id.clone().into(),
                    self.bundle_id.clone().into(),
                    self.leg_id.clone().into(),
                    (self.version - 1).into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// The leg moved on to a state.
    pub fn now(&self, state: LegState, at: i64) -> Self {
        Self {
            state,
            since: at,
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// Throws a leg away that is not submitted.
    pub async fn discard(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "DELETE FROM bundle_leg WHERE party_id = ? AND bundle_id = ? AND leg_id = ?",
            [
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
                self.leg_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Has the leg stand where its dossier stands, in the transaction of the dossier's step. A
    /// former dossier moves nothing.
    pub async fn follow(tx: &Tx<'_>, dossier: &Dossier, at: i64) -> Result<(), DbErr> {
        let (Some(bundle), Some(leg)) = (&dossier.bundle_id, &dossier.leg_id) else {
            return Ok(());
        };
        let state = state_of(dossier.status);
        let closing = dossier.matters.closing.as_ref();
        let reason = closing
            .filter(|_| state.is_final())
            .map(|closing| Text::new(closing.reason.clone(), closing.reason.clone()));
        let moved = tx
            .run(
                "UPDATE bundle_leg SET state = ?, reason = ?, since = ?, version = version + 1
                 WHERE party_id = ? AND bundle_id = ? AND leg_id = ? AND dossier_id = ?
                   AND state <> ?",
                [
                    state.as_str().into(),
                    to_json(&reason)?,
                    at.into(),
                    dossier.party_id.clone().into(),
                    bundle.clone().into(),
                    leg.clone().into(),
                    dossier.dossier_id.clone().into(),
                    state.as_str().into(),
                ],
            )
            .await?;
        if moved == 1 {
            Bundle::leg_changed(tx, &dossier.party_id, bundle).await?;
        }
        Ok(())
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let state: String = row.try_get("", "state")?;
        let asked: Option<String> = row.try_get("", "asked_person")?;
        Ok(Self {
            party_id: row.try_get("", "party_id")?,
            bundle_id: row.try_get("", "bundle_id")?,
            leg_id: row.try_get("", "leg_id")?,
            draft_id: row.try_get("", "draft_id")?,
            dossier_id: row.try_get("", "dossier_id")?,
            attempt: row.try_get("", "attempt")?,
            state: LegState::ALL
                .into_iter()
                .find(|known| known.as_str() == state)
                .ok_or_else(|| DbErr::Type(format!("state {state}")))?,
            chosen: row.try_get::<i64>("", "chosen")? != 0,
            reason: optional_json(row, "reason")?,
            asked_person: asked.and_then(|person| person.parse().ok()),
            agreement_id: row.try_get("", "agreement_id")?,
            since: row.try_get("", "since")?,
            version: row.try_get("", "version")?,
        })
    }
}

/// Where a leg stands by the status of its dossier.
fn state_of(status: Status) -> LegState {
    match status {
        Status::Done | Status::Returned => LegState::Done,
        Status::NotAccepted | Status::Stopped => LegState::Refused,
        Status::Withdrawn => LegState::Withdrawn,
        Status::Submitted
        | Status::Received
        | Status::InProcess
        | Status::SupplementAsked
        | Status::PaymentAsked => LegState::Running,
    }
}
