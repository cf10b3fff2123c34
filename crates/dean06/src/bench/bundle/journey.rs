use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use dean06_contracts::casework::{
    Approve, ApproveRequest, BundleView, ChooseLeg, ChooseLegRequest, GetOwnBundle,
    GetOwnBundleRequest, OpenDossier, OpenDossierRequest, Receive, ReceiveRequest, SaveDraft,
    SaveDraftRequest, StartBundle, StartBundleRequest, SubmitBundle, SubmitBundleRequest,
};
use dean06_kernel::Sources;
use dean06_mediator::Actor;
use dean06_store::{Sql, Store};
use futures::{StreamExt as _, TryStreamExt as _, future::try_join_all, stream};
use serde_json::{Value, json};

use super::papers::PapersThere;
use crate::bench::{
    forms,
    latency::{Speed, at_rate, saturate},
    setting::{Mother, Setting},
    steps::Steps,
};

/// Every so manieth mother has one more child, applied for by a client that is alone.
pub const SAMPLE: usize = 10;
/// Every so manieth mother has one more child, applied for at a steady rate.
pub const STEADY: usize = 3;
/// How often somebody looks for a dossier, and the pause in between.
const LOOKS: u32 = 6_000;
const PAUSE: Duration = Duration::from_millis(5);

/// The legs after the birth.
const LATER: [&str; 3] = ["residence", "health-card", "identity-card"];

/// Birth bundles from their submission to the last paper, while nobody waits: each officer receives
/// and decides as soon as there is a dossier.
#[derive(Clone)]
pub struct Journeys {
    steps: Steps,
    store: Store,
    sources: Sources,
    families: Arc<Vec<Family>>,
    papers: PapersThere,
}

/// A mother, and who decides each leg.
struct Family {
    mothers: Arc<Vec<Mother>>,
    n: usize,
    desks: BTreeMap<&'static str, (Actor, Actor)>,
}

impl Family {
    fn mother(&self) -> &Mother {
        &self.mothers[self.n]
    }
}

/// An application that is filled in.
pub struct Filled {
    family: usize,
    request: SubmitBundleRequest,
}

impl Journeys {
    /// Of the mothers of the setting.
    pub fn new(setting: &Setting, papers: PapersThere) -> anyhow::Result<Self> {
        let families = (0..setting.mothers.len()).map(|n| family(setting, n));
        Ok(Self {
            steps: Steps::new(
                setting.rooms.mediator.clone(),
                setting.rooms.sources.clone(),
            ),
            store: setting.rooms.store.clone(),
            sources: setting.rooms.sources.clone(),
            families: Arc::new(families.collect::<anyhow::Result<_>>()?),
            papers,
        })
    }

    /// Applications for another child of every `every`th mother, filled in by so many clients; their
    /// time does not count.
    pub async fn drafts(
        &self,
        name: &str,
        every: usize,
        clients: usize,
    ) -> anyhow::Result<Vec<Filled>> {
        stream::iter((0..self.families.len()).step_by(every))
            .map(|family| self.fill(family, name))
            .buffer_unordered(clients)
            .try_collect()
            .await
    }

    /// Plays applications by so many clients.
    pub async fn play(&self, filled: Vec<Filled>, clients: usize) -> anyhow::Result<Speed> {
        let (journeys, filled) = (self.clone(), Arc::new(filled));
        saturate(clients, filled.len(), move |n| {
            let (journeys, filled) = (journeys.clone(), Arc::clone(&filled));
            async move { journeys.one(&filled[n]).await }
        })
        .await
    }

    /// Plays applications that are submitted at a steady rate. Also tells how long the steps took.
    pub async fn play_steadily(
        &self,
        filled: Vec<Filled>,
        per_second: f64,
    ) -> anyhow::Result<(Speed, Value)> {
        let (journeys, filled) = (self.clone(), Arc::new(filled));
        let begun = Instant::now();
        let speed = at_rate(per_second, filled.len(), move |n| {
            let (journeys, filled) = (journeys.clone(), Arc::clone(&filled));
            async move { journeys.one(&filled[n]).await }
        })
        .await?;
        Ok((speed, self.steps(begun.elapsed(), 0)))
    }

    /// Plays applications one after the other. Also tells how long the steps took.
    pub async fn play_alone(&self, filled: Vec<Filled>) -> anyhow::Result<(Speed, Value)> {
        let begun = Instant::now();
        let speed = self.play(filled, 1).await?;
        Ok((speed, self.steps(begun.elapsed(), 1)))
    }

    /// How long each step took since this was asked the last time.
    pub fn steps(&self, took: Duration, clients: usize) -> Value {
        self.steps.speeds(took, clients)
    }

    async fn fill(&self, family: usize, name: &str) -> anyhow::Result<Filled> {
        let mother = self.families[family].mother();
        let request = StartBundleRequest {
            family: "birth".to_owned(),
        };
        let started = self
            .steps
            .ask_aside::<StartBundle>(&mother.actor, &request)
            .await?;
        let bundle_id = started.bundle_id.context("no application")?;
        let request = ChooseLegRequest {
            bundle_id: bundle_id.clone(),
            leg_id: "identity-card".to_owned(),
            chosen: true,
        };
        self.steps
            .ask_aside::<ChooseLeg>(&mother.actor, &request)
            .await?;
        for (leg, sections) in self.answers(mother, name) {
            // What a leg asks depends on what was answered before.
            let view = self.view(mother, &bundle_id).await?;
            let mut legs = view.legs.into_iter().flatten();
            let found = legs.find(|known| known.leg_id.as_deref() == Some(leg));
            let draft = found.and_then(|leg| leg.draft_id);
            let draft_id = draft.with_context(|| format!("{leg} has no form"))?;
            for (section, data) in sections {
                let request = SaveDraftRequest {
                    draft_id: draft_id.clone(),
                    version: None,
                    section: section.to_owned(),
                    data: data.as_object().cloned().unwrap_or_default(),
                };
                let saved = self
                    .steps
                    .ask_aside::<SaveDraft>(&mother.actor, &request)
                    .await?;
                let errors = saved.errors.unwrap_or_default();
                ensure!(errors.is_empty(), "{leg} {section}: {errors:?}");
            }
        }
        let view = self.view(mother, &bundle_id).await?;
        ensure!(
            view.can_submit == Some(true),
            "{} cannot submit: {:?}",
            mother.actor.name(),
            view.obstacles
        );
        let legs = view.legs.into_iter().flatten();
        Ok(Filled {
            family,
            request: SubmitBundleRequest {
                bundle_id,
                version: view.version.context("no version")?,
                drafts: legs
                    .filter_map(|leg| Some((leg.leg_id?, leg.draft_version?)))
                    .collect(),
            },
        })
    }

    fn answers(
        &self,
        mother: &Mother,
        name: &str,
    ) -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
        let mut residence = vec![("home", json!({ "of": "own" }))];
        if !mother.head_is_parent {
            residence.push(("relation", json!({ "to_head": "09" })));
        }
        vec![
            ("birth", forms::birth(mother, &self.sources, name)),
            ("residence", residence),
            (
                "health-card",
                vec![("facility", json!({ "choice": "commune-station" }))],
            ),
            (
                "identity-card",
                vec![("delivery", json!({ "by": "police" }))],
            ),
        ]
    }

    async fn view(&self, mother: &Mother, bundle_id: &str) -> anyhow::Result<BundleView> {
        let request = GetOwnBundleRequest {
            bundle_id: bundle_id.to_owned(),
        };
        self.steps
            .ask_aside::<GetOwnBundle>(&mother.actor, &request)
            .await
    }

    async fn one(&self, filled: &Filled) -> anyhow::Result<()> {
        let family = &self.families[filled.family];
        let bundle = &filled.request.bundle_id;
        let begun = Instant::now();
        self.steps
            .ask::<SubmitBundle>("submit", &family.mother().actor, &filled.request)
            .await?;
        let mut dossiers = vec![self.decide(family, bundle, "birth").await?];
        self.steps
            .took("until the birth is decided", begun.elapsed());
        let later = LATER.map(|leg| self.decide(family, bundle, leg));
        dossiers.extend(try_join_all(later).await?);
        self.steps.took("until all is decided", begun.elapsed());
        self.papers.all(&dossiers).await?;
        self.steps.took("until the last paper", begun.elapsed());
        Ok(())
    }

    /// An officer receives the dossier of a leg and decides.
    async fn decide(
        &self,
        family: &Family,
        bundle: &str,
        leg: &'static str,
    ) -> anyhow::Result<String> {
        let dossier_id = self.await_dossier(family.mother(), bundle, leg).await?;
        let (receives, decides) = family.desks.get(leg).context("a leg without a desk")?;
        let request = OpenDossierRequest {
            dossier_id: dossier_id.clone(),
        };
        let view = self
            .steps
            .ask::<OpenDossier>("open at the desk", receives, &request)
            .await?;
        let request = ReceiveRequest {
            dossier_id: dossier_id.clone(),
            version: view.version.context("no version")?,
            note: None,
        };
        let state = self
            .steps
            .ask::<Receive>("receive", receives, &request)
            .await?;
        let request = ApproveRequest {
            dossier_id: dossier_id.clone(),
            version: state.version.context("no version")?,
            note: None,
        };
        self.steps
            .ask::<Approve>("decide, register and sign", decides, &request)
            .await?;
        Ok(dossier_id)
    }

    /// Looks until a leg has its dossier, by the cheapest look there is: it is the chain that is
    /// measured, not those who look at it.
    async fn await_dossier(
        &self,
        mother: &Mother,
        bundle: &str,
        leg: &str,
    ) -> anyhow::Result<String> {
        let party = mother.person.to_string();
        for _ in 0..LOOKS {
            let row = self
                .store
                .read()
                .row(
                    "SELECT dossier_id FROM bundle_leg
                     WHERE party_id = ? AND bundle_id = ? AND leg_id = ? AND state = 'running'",
                    [party.as_str().into(), bundle.into(), leg.into()],
                )
                .await?;
            if let Some(row) = row {
                return Ok(row.try_get("", "dossier_id")?);
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("{leg} has no dossier after {:?}", PAUSE * LOOKS)
    }
}

fn family(setting: &Setting, n: usize) -> anyhow::Result<Family> {
    let mother = &setting.mothers[n];
    let commune = mother.commune.as_str();
    let alone = |kind, role| {
        let officer = setting.officer_in(kind, commune, role)?;
        anyhow::Ok((officer.clone(), officer))
    };
    let desks = BTreeMap::from([
        ("birth", (mother.intake.clone(), mother.registrar.clone())),
        ("residence", alone("commune_police", "residence_officer")?),
        (
            "health-card",
            alone("social_insurance", "insurance_officer")?,
        ),
        (
            "identity-card",
            alone("province_police", "identity_officer")?,
        ),
    ]);
    Ok(Family {
        mothers: Arc::clone(&setting.mothers),
        n,
        desks,
    })
}
