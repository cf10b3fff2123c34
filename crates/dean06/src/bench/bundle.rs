mod journey;
mod legal_facts;
mod papers;
mod signing;
mod verification;

use std::time::Instant;

use serde_json::json;

use super::{
    latency::round,
    raw,
    setting::{self, Setting},
};
use journey::Journeys;
use papers::PapersThere;

/// Clients that saturate two cores.
const CLIENTS: usize = 16;
/// The share of saturation at which latency is worth looking at.
const LOAD: f64 = 0.8;
/// Transactions of the comparison in plain SQL.
const COMPARED: usize = 2_000;

/// Loads people, enters the legal facts of birth bundles, plays bundles from their submission to the
/// last paper, makes and verifies papers, does comparable work without this project, and prints one
/// JSON object.
pub async fn run(people: u64, bundles: u64, database_url: Option<String>) -> anyhow::Result<()> {
    let mut setting = Setting::prepare(people, bundles, database_url).await?;
    let engine = setting.rooms.store.engine().to_string();
    let papers_there = PapersThere::subscribe(&setting.rooms.store);

    // Nothing else is at work yet: what is counted are the rows of these facts.
    let rows_before = setting.rows(&legal_facts::TABLES).await?;
    let facts = legal_facts::measure(&setting, CLIENTS).await?;
    let rows = setting.rows(&legal_facts::TABLES).await? - rows_before;
    let rows_each = usize::try_from(rows)? / facts.count.max(1);
    let raw_facts = raw::writes(
        &setting.rooms.store,
        "bench_bundle",
        rows_each,
        rows_each * legal_facts::ROW_BYTES,
        COMPARED,
        CLIENTS,
    )
    .await?;
    let facts_alone = legal_facts::alone(&setting).await?;

    let journeys = Journeys::new(&setting, papers_there.clone())?;
    let saturating = journeys.drafts("Nguyễn Bé Đo", 1, CLIENTS).await?;
    let steadily = journeys
        .drafts("Nguyễn Bé Ba", journey::STEADY, CLIENTS)
        .await?;
    let alone = journeys
        .drafts("Nguyễn Bé Hai", journey::SAMPLE, CLIENTS)
        .await?;
    setting.go_on();
    let begun = Instant::now();
    let whole = journeys.play(saturating, CLIENTS).await?;
    let steps = journeys.steps(begun.elapsed(), CLIENTS);
    let (steady, steady_steps) = journeys
        .play_steadily(steadily, whole.per_second * LOAD)
        .await?;
    let (one, one_steps) = journeys.play_alone(alone).await?;

    setting.rest().await?;
    let results = papers::results(&setting.rooms.store).await?;
    let (files, codes) = verification::requests(&setting).await?;
    let waiting = papers::wait_for(&setting, &results).await?;
    let begun = Instant::now();
    setting.go_on();
    papers_there.all(&waiting).await?;
    #[expect(clippy::cast_precision_loss, reason = "a count of papers")]
    let papers_per_second = waiting.len() as f64 / begun.elapsed().as_secs_f64();
    setting.rest().await?;

    let sizes = papers::sizes(&setting.rooms.store).await?;
    let signing = signing::measure(&setting, &results)?;
    setting.go_on();
    let verified = verification::measure(&setting, &files, &codes, CLIENTS, LOAD).await?;
    let ledger = setting.rooms.ledger.verify().await?;
    anyhow::ensure!(
        ledger.is_sound(),
        "the ledger has faults: {:?}",
        ledger.faults
    );

    let object = json!({
        "engine": engine,
        "people": setting.people,
        "people_loaded_per_second": round(setting.loaded_per_second),
        "legal_facts": {
            "bundles": facts,
            "one_client": facts_alone,
            "rows_each": rows_each,
            "raw_sql_same_rows": raw_facts,
            "ratio_to_raw_sql": round(facts.per_second / raw_facts.per_second),
        },
        "submission_to_last_paper": {
            "saturated": whole,
            "at_80_percent": steady,
            "one_client": one,
            "steps_at_saturation": steps,
            "steps_at_80_percent": steady_steps,
            "steps_of_one_client": one_steps,
        },
        "documents": {
            "per_second": round(papers_per_second),
            "count": waiting.len(),
            "set_alone_all_cores_per_second": round(signing.set),
            "set_and_signed_alone_all_cores_per_second": round(signing.made),
            "ratio_to_setting_alone": round(papers_per_second / signing.set),
            "ratio_to_set_and_signed_alone": round(papers_per_second / signing.made),
            "sizes": sizes,
        },
        "signatures": signing.told(),
        "verification": verified,
        "ledger_entries": ledger.head.size,
        "memory_mib": setting::memory_mib(),
    });
    println!("{}", serde_json::to_string_pretty(&object)?);
    setting.close().await
}
