mod notice;

use std::path::Path;

use anyhow::{Context, bail, ensure};
use dean06_contracts::{
    casework::BundleView,
    population::{LifeStatus, PersonRecord},
};
use serde_json::json;

use super::{
    api::{Api, Steps},
    chain::{self, Answers, household, line, person_of, record},
    offices,
    offices::Office,
    papers,
};
use crate::accounts::PASSWORD;

/// Of whom the hospital tells: the first who lives.
const OLD: [&str; 2] = ["old-father", "old-mother"];
/// Who does what, in the order in which the procedures can be chosen.
const OFFICES: [Office; 4] = [
    Office::new("death", "one-stop-officer", "registrar"),
    Office::new("residence", "residence-officer", "residence-officer"),
    Office::new("funeral", "social-officer", "social-officer"),
    Office::new("survivor", "insurance-officer", "insurance-officer"),
];

/// A hospital sends a death notice; the son finds everything filled and applies once for two, three
/// or four procedures; each office does its leg; then what death ends has ended, and every paper is
/// looked at and verified, and left in `out` if that is given.
pub async fn play(url: &str, out: Option<&Path>, procedures: u8) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let wanted = OFFICES.get(..usize::from(procedures));
    let wanted = wanted.context("there are two, three or four procedures")?;
    let son = Api::sign_in(url, "grown-son", PASSWORD).await?;
    let (old, alive) = somebody_old(url).await?;
    let before = chain::drafts(&son).await?;
    let number = format!("GBT-WT-{:09}", son.below(1_000_000_000));
    notice::send(url, &alive, &son, &number, &mut steps).await?;

    let bundle = chain::await_draft(&son, &before).await?;
    steps.done(&son.name, "finds the application that waits for him");
    for optional in &OFFICES[2..] {
        let chosen = wanted.iter().any(|office| office.leg == optional.leg);
        chain::choose(&son, &bundle, optional.leg, chosen).await?;
    }
    let mut answers = answers();
    answers.retain(|(leg, _)| wanted.iter().any(|office| office.leg == *leg));
    chain::fill(&son, &bundle, answers, &mut steps).await?;
    let number = chain::submit(&son, &bundle, &mut steps).await?;
    let known = papers::known(&son, person_of(&son)?).await?;

    offices::decide(url, &son, &bundle, wanted, &mut steps).await?;
    let done = chain::await_end(&son, &bundle).await?;
    steps.done(&son.name, &format!("{number}: every leg is done"));

    check_end(&old, &alive, &son, &done).await?;
    steps.done("the registers", "hold that death ended what it ends");
    let found = papers::await_new(&son, person_of(&son)?, &known, wanted.len()).await?;
    steps.done(
        &son.name,
        &format!("has {} papers in his store", found.len()),
    );
    for paper in &found {
        papers::check(url, &son, paper, out, &mut steps).await?;
    }
    chain::check_trail(&son).await?;
    steps.done(&son.name, "found every use of his data on record");
    steps.end();
    Ok(())
}

/// The hospital alone: it sends a notice about one demo account for another and ends.
pub async fn send_notice(
    url: &str,
    number: &str,
    deceased: &str,
    relative: &str,
) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let deceased = Api::sign_in(url, deceased, PASSWORD).await?;
    let relative = Api::sign_in(url, relative, PASSWORD).await?;
    let before = record(&deceased).await?;
    notice::send(url, &before, &relative, number, &mut steps).await
}

/// Who is going to die, and what the register holds until then.
async fn somebody_old(url: &str) -> anyhow::Result<(Api, PersonRecord)> {
    for login in OLD {
        let api = Api::sign_in(url, login, PASSWORD).await?;
        let record = record(&api).await?;
        if record.life_status == Some(LifeStatus::Alive) {
            return Ok((api, record));
        }
    }
    bail!(
        "the deaths of this demonstration are registered already; begin with an empty data folder"
    )
}

/// What no register and no notice knows of the death.
fn answers() -> Vec<Answers> {
    vec![
        (
            "death",
            vec![
                ("you", json!({ "relation": "child" })),
                ("statement", json!({ "truthful": true })),
            ],
        ),
        ("residence", vec![("request", json!({ "confirmed": true }))]),
        ("funeral", vec![("claim", json!({ "ground": "unknown" }))]),
        ("survivor", vec![("claim", json!({ "form": "advise" }))]),
    ]
}

/// The register holds no residence, card and household of the dead any more; the household goes on
/// under another head, and the paper says under whom.
async fn check_end(
    old: &Api,
    alive: &PersonRecord,
    son: &Api,
    done: &BundleView,
) -> anyhow::Result<()> {
    let now = record(old).await?;
    ensure!(
        now.life_status == Some(LifeStatus::Dead)
            && now.permanent_residence.is_none()
            && now.identity_card.is_none()
            && now.household.is_none(),
        "{} is still registered: {now:?}",
        old.name
    );
    let home = household(son).await?;
    let members = home.members.unwrap_or_default();
    let head = members
        .iter()
        .find(|member| member.person_id == home.head_person_id)
        .and_then(|head| head.name.as_deref());
    ensure!(
        head.is_some() && home.head_person_id != alive.person_id,
        "the household has no new head"
    );
    let printed = line(son, done, "residence", "household_head").await?;
    ensure!(
        printed.as_deref() == head,
        "the paper names {printed:?} and the register {head:?} as the head"
    );
    Ok(())
}
