//! The chain does not break: births from the hospital's notice to the last paper, while the process is killed at random
//! points and registers fail to answer at random. In the end every child has one number, one certificate, one residence
//! or a refusal in writing, one health card, and a paper for each.
//!
//! `DEAN06_CHAINS` says how many chains are played on each engine, `DEAN06_CHAINS_AT_ONCE` how many at the same time,
//! each with a server and a database of its own, `DEAN06_CHAINS_FAULTS` how many of a hundred calls between rooms fail.
//! What came of all of them stands at the end of the output.

#![expect(
    clippy::expect_used,
    reason = "a chain that ended has what is looked for"
)]

mod application;
mod ends;
mod fate;
mod offices;
mod totals;
mod town;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use dean06_tests::{Engine, on_each_engine};
use futures::{StreamExt as _, stream};

use totals::Totals;
use town::Town;

/// Chains on each engine, chains at the same time, and failures among a hundred calls between rooms, where nobody says
/// how many.
const FEW: u64 = 2;
const AT_ONCE: u64 = 2;
const FAULTS: u64 = 7;
/// At least and at most so many chains are played one after the other on the same data: the first begins with the notice
/// of the demonstration, the others with one that a hospital sends.
const CHAINS_OF_A_TOWN: (usize, usize) = (2, 10);
/// How often a chain looks what to do next, and the pause in between.
const LOOKS: u32 = 900;
const PAUSE: Duration = Duration::from_millis(100);

#[tokio::test]
async fn no_chain_breaks() -> Result<()> {
    let chains = number("DEAN06_CHAINS", FEW)?;
    let at_once = number("DEAN06_CHAINS_AT_ONCE", AT_ONCE)?;
    let faults = number("DEAN06_CHAINS_FAULTS", FAULTS)?;
    on_each_engine(async |engine| all(engine, chains, at_once, faults).await).await
}

fn number(variable: &str, otherwise: u64) -> Result<u64> {
    match std::env::var(variable) {
        Ok(text) => text.parse().with_context(|| format!("{variable}={text}")),
        Err(_) => Ok(otherwise),
    }
}

/// A town that breaks does not stop the others: each is heard of.
async fn all(engine: Engine, chains: u64, at_once: u64, faults: u64) -> Result<()> {
    let began = Instant::now();
    let seeds: Vec<u64> = (0..chains).collect();
    let each = usize::try_from(chains.div_ceil(at_once.max(1)))?;
    let towns = seeds
        .chunks(each.clamp(CHAINS_OF_A_TOWN.0, CHAINS_OF_A_TOWN.1))
        .map(|seeds| in_a_town(engine, seeds, faults));
    let mut towns = stream::iter(towns).buffer_unordered(usize::try_from(at_once)?.max(1));
    let mut totals = Totals::default();
    let mut broken = Vec::new();
    while let Some(town) = towns.next().await {
        match town {
            Ok(of_town) => {
                eprintln!("{engine:?}, a town: {of_town}");
                totals.add(of_town);
            }
            Err(error) => {
                eprintln!("{engine:?}: {error:#}");
                broken.push(format!("{error:#}"));
            }
        }
    }
    println!(
        "{engine:?}: {chains} chains, {at_once} at once, in {:.0} s: {totals}",
        began.elapsed().as_secs_f64()
    );
    ensure!(broken.is_empty(), "{}", broken.join("\n"));
    ensure!(totals.births() == chains, "a birth is missing: {totals}");
    Ok(())
}

/// Plays these chains one after the other on the same data, then asks whether the data is in order.
async fn in_a_town(engine: Engine, seeds: &[u64], faults: u64) -> Result<Totals> {
    let mut town = Town::found(engine, faults).await?;
    for seed in seeds {
        let played = town.chain(*seed).await;
        if let Err(error) = played {
            eprintln!("{}", town.last_words());
            return Err(error.context(format!("chain {seed}")));
        }
    }
    let of = || format!("the town of chains {seeds:?}");
    town.end().await.with_context(of)
}
