mod family;
mod notice;

use std::{collections::BTreeSet, path::Path};

use super::{
    api::{Api, Steps},
    chain, offices,
    offices::Office,
    papers,
};
use crate::accounts::PASSWORD;

/// The papers that the family has in the end: birth certificate, residence, health card, identity
/// card.
const PAPERS: usize = 4;
/// Who does what.
const OFFICES: [Office; 4] = [
    Office::new("birth", "one-stop-officer", "registrar"),
    Office::new("residence", "residence-officer", "residence-officer"),
    Office::new("health-card", "insurance-officer", "insurance-officer"),
    Office::new("identity-card", "identity-officer", "identity-officer"),
];

/// A hospital sends a birth notice; the mother finds everything filled and applies once; the head of
/// the household agrees; each office does its leg; then every paper is looked at and verified, and
/// left in `out` if that is given.
pub async fn play(url: &str, out: Option<&Path>) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let mother = Api::sign_in(url, "new-mother", PASSWORD).await?;
    let number = format!("GCS-WT-{:09}", mother.below(1_000_000_000));
    let before = chain::drafts(&mother).await?;
    notice::send(url, &mother, &number, &mut steps).await?;

    let bundle = chain::await_draft(&mother, &before).await?;
    steps.done(&mother.name, "finds the application that waits for her");
    let head = Api::sign_in(url, "household-head", PASSWORD).await?;
    chain::choose(&mother, &bundle, "identity-card", true).await?;
    let answers = family::answers(&mother, &head).await?;
    chain::fill(&mother, &bundle, answers, &mut steps).await?;
    let number = chain::submit(&mother, &bundle, &mut steps).await?;
    family::agree(&head, &mut steps).await?;

    offices::decide(url, &mother, &bundle, &OFFICES, &mut steps).await?;
    let done = chain::await_end(&mother, &bundle).await?;
    steps.done(&mother.name, &format!("{number}: every leg is done"));

    let child = family::child_of(&mother, &head, &done).await?;
    let found = papers::await_new(&mother, child, &BTreeSet::new(), PAPERS).await?;
    steps.done(
        &mother.name,
        &format!("has {} papers in her store", found.len()),
    );
    for paper in &found {
        papers::check(url, &mother, paper, out, &mut steps).await?;
    }
    family::check_household(&head, child).await?;
    steps.done(&head.name, "finds the child in the household, once");
    chain::check_trail(&mother).await?;
    steps.done(&mother.name, "found every use of her data on record");
    steps.end();
    Ok(())
}

/// The hospital alone: it sends a notice for the mother and ends.
pub async fn send_notice(url: &str, number: &str) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let mother = Api::sign_in(url, "new-mother", PASSWORD).await?;
    notice::send(url, &mother, number, &mut steps).await
}
