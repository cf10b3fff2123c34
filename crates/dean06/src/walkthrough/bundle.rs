mod family;
mod hospital;
mod offices;
mod papers;

use std::{path::Path, time::Duration};

use anyhow::{Context, bail, ensure};
use dean06_contracts::casework::{
    BundleState, BundleView, GetOwnBundle, GetOwnBundleRequest, LegState, LegView,
};
use dean06_kernel::PersonId;

use super::api::{Api, Steps};
use crate::accounts::PASSWORD;

/// The purpose of an applicant.
const APPLICATION: &str = "application";
/// How often somebody looks whether the next step is there, and the pause in between.
const LOOKS: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);
/// The papers that the family has in the end: birth certificate, residence, health card, identity
/// card.
const PAPERS: usize = 4;

/// A hospital sends a birth notice; the mother finds everything filled and applies once; the head of
/// the household agrees; each office does its leg; then every paper is looked at and verified, and
/// left in `out` if that is given.
pub async fn play(url: &str, out: Option<&Path>) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let mother = Api::sign_in(url, "new-mother", PASSWORD).await?;
    let person: PersonId = mother.person.as_deref().context("no person")?.parse()?;
    let number = format!("GCS-WT-{:09}", mother.below(1_000_000_000));
    let notice = hospital::notice(&mother, person, &number).await?;
    let before = family::drafts(&mother).await?;
    hospital::send(url, &notice, &mut steps).await?;

    let bundle = family::await_draft(&mother, &before).await?;
    steps.done(&mother.name, "finds the application that waits for her");
    let head = Api::sign_in(url, "household-head", PASSWORD).await?;
    family::fill(&mother, &head, &bundle, &mut steps).await?;
    let number = family::submit(&mother, &bundle, &mut steps).await?;
    family::agree(&head, &mut steps).await?;

    offices::decide(url, &mother, &bundle, &mut steps).await?;
    let done = await_end(&mother, &bundle).await?;
    steps.done(&mother.name, &format!("{number}: every leg is done"));

    let child = family::child_of(&mother, &head, &done).await?;
    let found = papers::await_all(&mother, child, PAPERS).await?;
    steps.done(
        &mother.name,
        &format!("has {} papers in her store", found.len()),
    );
    for paper in &found {
        papers::check(url, &mother, paper, out, &mut steps).await?;
    }
    family::check_household(&head, child).await?;
    steps.done(&head.name, "finds the child in the household, once");
    family::check_trail(&mother, person).await?;
    steps.done(&mother.name, "found every use of her data on record");
    steps.end();
    Ok(())
}

/// The hospital alone: it sends a notice for the mother and ends.
pub async fn send_notice(url: &str, number: &str) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let mother = Api::sign_in(url, "new-mother", PASSWORD).await?;
    let person: PersonId = mother.person.as_deref().context("no person")?.parse()?;
    let notice = hospital::notice(&mother, person, number).await?;
    hospital::send(url, &notice, &mut steps).await
}

/// The application as it stands.
async fn view(mother: &Api, bundle: &str) -> anyhow::Result<BundleView> {
    let request = GetOwnBundleRequest {
        bundle_id: bundle.to_owned(),
    };
    mother.ask::<GetOwnBundle>(APPLICATION, &request).await
}

/// A leg of an application.
fn leg<'v>(view: &'v BundleView, id: &str) -> anyhow::Result<&'v LegView> {
    let mut legs = view.legs.iter().flatten();
    legs.find(|leg| leg.leg_id.as_deref() == Some(id))
        .with_context(|| format!("there is no leg {id}"))
}

/// Waits until the dossier of a leg is open.
async fn await_dossier(mother: &Api, bundle: &str, id: &str) -> anyhow::Result<String> {
    for _ in 0..LOOKS {
        let view = view(mother, bundle).await?;
        let leg = leg(&view, id)?;
        match (&leg.dossier_id, leg.state) {
            (Some(dossier), Some(LegState::Running)) => return Ok(dossier.clone()),
            (_, Some(state)) if state.is_final() => {
                bail!(
                    "{id} is {state}: {:?}",
                    leg.reason.as_ref().map(|text| &text.en)
                )
            }
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
    bail!("{id} has no dossier after {:?}", PAUSE * LOOKS)
}

async fn await_end(mother: &Api, bundle: &str) -> anyhow::Result<BundleView> {
    for _ in 0..LOOKS {
        let view = view(mother, bundle).await?;
        if view.state == Some(BundleState::Done) {
            for leg in view.legs.iter().flatten() {
                ensure!(
                    leg.state == Some(LegState::Done),
                    "{:?} ended as {:?}",
                    leg.leg_id,
                    leg.state
                );
            }
            return Ok(view);
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the chain has not ended after {:?}", PAUSE * LOOKS)
}
