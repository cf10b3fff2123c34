mod births;
mod people;

use std::sync::Arc;

use anyhow::{Context, ensure};
use dean06_generator::{Generator, Inputs, SyntheticHousehold};
use dean06_identity::IdentityOptions;
use dean06_kernel::Generation;
use futures::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc;

use crate::{
    cli::SeedOptions,
    house::{House, Rooms},
};

/// People that one transaction takes.
const BATCH: usize = 5_000;
/// Batches that wait to be loaded while the next is made.
const AHEAD: usize = 2;
/// Batches that are loaded at once: while the rows of one are written, those of the next are made.
const AT_ONCE: usize = 3;

/// Loads synthetic people and ends.
pub async fn run(options: SeedOptions) -> anyhow::Result<()> {
    let house = House::open(&options.data, IdentityOptions::default()).await?;
    load(&house.rooms, options.people, options.seed).await?;
    house.close().await
}

/// Loads synthetic people with their marriages and births into registers that are empty.
pub async fn load(rooms: &Rooms, people: u64, seed: u64) -> anyhow::Result<u64> {
    ensure!(
        rooms.population.count().await? == 0,
        "there are people in this database already; if a first start was broken off, delete the \
         data folder or the database and start again"
    );
    let generator = generator(rooms, people, seed)?;
    let bar = ProgressBar::new(generator.people());
    bar.set_style(ProgressStyle::with_template(
        "people {wide_bar} {human_pos}/{human_len} ({per_sec})",
    )?);
    rooms.store.commits_wait_for_disk(false).await?;
    let (sender, mut batches) = mpsc::channel(AHEAD);
    let making = tokio::task::spawn_blocking(move || make(generator, &sender));
    let mut loads = stream::poll_fn(move |context| batches.poll_recv(context))
        .map(|batch| tokio::spawn(take(rooms.clone(), batch)))
        .buffer_unordered(AT_ONCE);
    let mut loaded = 0;
    while let Some(load) = loads.next().await {
        loaded += load.context("a load failed")??;
        bar.set_position(loaded);
    }
    making.await.context("the generator failed")?;
    rooms.store.commits_wait_for_disk(true).await?;
    bar.finish_and_clear();
    Ok(loaded)
}

/// The generator of the demonstration's people on today's date.
pub fn generator(rooms: &Rooms, people: u64, seed: u64) -> anyhow::Result<Generator> {
    let inputs = Arc::new(Inputs::from_content(&rooms.content)?);
    Ok(Generator::new(inputs, seed, rooms.sources.today(), people)?)
}

fn make(generator: Generator, sender: &mpsc::Sender<Vec<SyntheticHousehold>>) {
    let mut batch = Vec::new();
    let mut size = 0;
    for household in generator {
        size += household.people();
        batch.push(household);
        if size >= BATCH {
            size = 0;
            // A closed channel means that loading failed and nobody waits.
            if sender.blocking_send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    let _ = sender.blocking_send(batch);
}

/// Loads a batch; tells how many people there were in it.
async fn take(rooms: Rooms, batch: Vec<SyntheticHousehold>) -> anyhow::Result<u64> {
    let marriages: Vec<_> = batch
        .iter()
        .flat_map(|h| &h.marriages)
        .map(births::marriage)
        .collect();
    let births: Vec<_> = batch
        .iter()
        .flat_map(|household| births::births(&rooms, household))
        .collect();
    let (since, _) = rooms.content.admin_units().validity(Generation::Since2025);
    let since = since.unwrap_or_else(|| rooms.sources.today());
    let households: Vec<_> = batch
        .into_iter()
        .filter_map(|household| people::household(household, since))
        .collect();
    let loaded = rooms.population.import(households).await?;
    rooms.civil_status.import_marriages(&marriages).await?;
    rooms.civil_status.import_births(&births).await?;
    Ok(loaded)
}
