use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use dean06_contracts::casework::{
    Approve, ApproveRequest, GetDraft, GetDraftRequest, OpenDossier, OpenDossierRequest, Receive,
    ReceiveRequest, SaveDraft, SaveDraftRequest, StartDraft, StartDraftRequest, Submit,
    SubmitRequest,
};
use dean06_kernel::Sources;
use serde_json::Value;

use crate::bench::{
    forms,
    latency::{Speed, at_rate, saturate},
    setting::{Mother, Setting},
    steps::Steps,
};

/// Bytes that a registered birth leaves in all tables, about.
pub const BYTES: usize = 24 * 1024;
/// Legal status of a dossier whose result is there.
const DONE: u8 = 9;
/// Every so manieth mother has one more child, registered by a client that is alone.
const SAMPLE: usize = 10;
/// Every so manieth mother has one more child, registered at a steady rate.
const STEADY: usize = 3;

/// Births from the open form to the signed certificate.
#[derive(Clone)]
pub struct Journeys {
    steps: Steps,
    sources: Sources,
    mothers: Arc<Vec<Mother>>,
}

impl Journeys {
    /// One for each mother of the setting.
    pub fn new(setting: &Setting) -> Self {
        Self {
            steps: Steps::new(
                setting.rooms.mediator.clone(),
                setting.rooms.sources.clone(),
            ),
            sources: setting.rooms.sources.clone(),
            mothers: Arc::clone(&setting.mothers),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.mothers.len()
    }

    /// Plays all of them by so many clients.
    pub async fn play(self, clients: usize) -> anyhow::Result<Speed> {
        let count = self.count();
        saturate(clients, count, move |n| {
            let journeys = self.clone();
            async move { journeys.one(n, "").await }
        })
        .await
    }

    /// How long each step took.
    pub fn steps(&self, took: Duration, clients: usize) -> Value {
        self.steps.speeds(took, clients)
    }

    /// The steps of a client that is alone: a second child of some of the mothers.
    pub async fn alone(&self) -> anyhow::Result<Value> {
        let begun = Instant::now();
        for n in (0..self.count()).step_by(SAMPLE) {
            self.one(n, " Hai").await?;
        }
        Ok(self.steps(begun.elapsed(), 1))
    }

    /// The steps while births begin at a steady rate: a third child of some of the mothers.
    pub async fn steadily(&self, per_second: f64) -> anyhow::Result<Value> {
        let begun = Instant::now();
        let journeys = self.clone();
        let count = self.count() / STEADY;
        at_rate(per_second, count, move |n| {
            let journeys = journeys.clone();
            async move { journeys.one(n * STEADY, " Ba").await }
        })
        .await?;
        Ok(self.steps(begun.elapsed(), 0))
    }

    async fn one(&self, n: usize, suffix: &str) -> anyhow::Result<()> {
        let mother = &self.mothers[n];
        let request = StartDraftRequest {
            service: "birth-registration".to_owned(),
            copy_from_dossier: None,
        };
        let started = self
            .steps
            .ask::<StartDraft>("start", &mother.actor, &request)
            .await?;
        let draft_id = started.draft_id.context("no draft")?;
        for (section, data) in forms::birth(mother, &self.sources, &format!("Nguyễn Bé Đo{suffix}"))
        {
            let data = data.as_object().cloned().unwrap_or_default();
            let request = SaveDraftRequest {
                draft_id: draft_id.clone(),
                version: None,
                section: section.to_owned(),
                data,
            };
            let saved = self
                .steps
                .ask::<SaveDraft>("save a page", &mother.actor, &request)
                .await?;
            let errors = saved.errors.unwrap_or_default();
            ensure!(errors.is_empty(), "{section}: {errors:?}");
        }
        let request = GetDraftRequest {
            draft_id: draft_id.clone(),
            section: None,
        };
        let draft = self
            .steps
            .ask::<GetDraft>("look at the form", &mother.actor, &request)
            .await?;
        let request = SubmitRequest {
            draft_id,
            version: draft.version.context("no version")?,
        };
        let submitted = self
            .steps
            .ask::<Submit>("submit", &mother.actor, &request)
            .await?;
        let dossier_id = submitted.dossier_id.context("no dossier")?;

        let open = OpenDossierRequest {
            dossier_id: dossier_id.clone(),
        };
        let view = self
            .steps
            .ask::<OpenDossier>("open at the desk", &mother.intake, &open)
            .await?;
        let version = view.version.context("no version")?;
        let request = ReceiveRequest {
            dossier_id: dossier_id.clone(),
            version,
            note: None,
        };
        let state = self
            .steps
            .ask::<Receive>("receive", &mother.intake, &request)
            .await?;
        let version = state.version.context("no version")?;
        let request = ApproveRequest {
            dossier_id: dossier_id.clone(),
            version,
            note: None,
        };
        let state = self
            .steps
            .ask::<Approve>("decide, register and sign", &mother.registrar, &request)
            .await?;
        if state.status != Some(DONE) {
            self.await_result(mother, &open).await?;
        }
        Ok(())
    }

    /// Waits for a result that was not there when the decision returned.
    async fn await_result(&self, mother: &Mother, open: &OpenDossierRequest) -> anyhow::Result<()> {
        for _ in 0..300 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let view = self
                .steps
                .ask_aside::<OpenDossier>(&mother.registrar, open)
                .await?;
            if view.status == Some(DONE) {
                return Ok(());
            }
        }
        bail!("a dossier has no result")
    }
}
