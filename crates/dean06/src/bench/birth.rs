mod journey;
mod legal_facts;
mod verify;

use std::time::Instant;

use serde_json::json;

use super::{
    latency::round,
    raw,
    setting::{self, Setting},
};
use journey::Journeys;
pub use legal_facts::entry;

/// Clients that saturate two cores.
const CLIENTS: usize = 16;
/// The share of saturation at which latency is worth looking at.
const LOAD: f64 = 0.8;
/// Verifications of one measurement.
const VERIFICATIONS: usize = 40_000;
/// Verifications by one client alone.
const ALONE: usize = 4_000;
/// Transactions of the comparison in plain SQL.
const COMPARED: usize = 2_000;

/// The tables that a birth writes to.
const TABLES: [&str; 16] = [
    "draft",
    "dossier",
    "dossier_event",
    "dossier_number",
    "queue_entry",
    "result",
    "result_code",
    "civil_birth",
    "civil_birth_of_parent",
    "population_fact",
    "population_current",
    "population_number",
    "ledger_entry",
    "ledger_detail",
    "outbox",
    "command_result",
];

/// Loads people, verifies persons and registers births through the mediator, does the same in plain
/// SQL, and prints one JSON object.
pub async fn run(people: u64, births: u64, database_url: Option<String>) -> anyhow::Result<()> {
    let mut setting = Setting::prepare(people, births, database_url).await?;
    setting.go_on();
    let engine = setting.rooms.store.engine().to_string();
    let verified = verify::measure(&setting, CLIENTS, LOAD, VERIFICATIONS, ALONE).await?;

    let rows_before = setting.rows(&TABLES).await?;
    let journeys = Journeys::new(&setting);
    let begun = Instant::now();
    let births_speed = journeys.clone().play(CLIENTS).await?;
    let took = begun.elapsed();
    let rows = setting.rows(&TABLES).await? - rows_before;
    let rows_each = usize::try_from(rows)? / journeys.count().max(1);
    let steps = journeys.steps(took, CLIENTS);
    let steady = journeys.steadily(births_speed.per_second * LOAD).await?;
    let alone = journeys.alone().await?;
    let facts = legal_facts::measure(&setting, CLIENTS).await?;
    let verification = setting.rooms.ledger.verify().await?;
    anyhow::ensure!(
        verification.is_sound(),
        "the ledger has faults: {:?}",
        verification.faults
    );

    let raw_births = raw::writes(
        &setting.rooms.store,
        "bench_birth",
        rows_each,
        journey::BYTES,
        COMPARED,
        CLIENTS,
    )
    .await?;
    let ratio = round(births_speed.per_second / raw_births.per_second);
    let object = json!({
        "engine": engine,
        "people": setting.people,
        "people_loaded_per_second": round(setting.loaded_per_second),
        "verify_person": verified,
        "birth": {
            "journeys": births_speed,
            "steps_at_saturation": steps,
            "steps_at_80_percent": steady,
            "steps_of_one_client": alone,
            "legal_facts_alone": facts,
            "rows_each": rows_each,
            "raw_sql_same_rows": raw_births,
            "ratio_to_raw_sql": ratio,
        },
        "ledger_entries": verification.head.size,
        "memory_mib": setting::memory_mib(),
    });
    println!("{}", serde_json::to_string_pretty(&object)?);
    setting.close().await
}
