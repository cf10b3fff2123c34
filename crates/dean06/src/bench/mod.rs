mod birth;
mod bundle;
mod forms;
mod latency;
mod raw;
mod setting;
mod steps;

use crate::cli::{BenchOptions, Measurement};

/// Measures and prints one JSON object.
pub async fn run(options: BenchOptions) -> anyhow::Result<()> {
    match options.what {
        Measurement::Birth {
            people,
            births,
            database_url,
        } => birth::run(people, births, database_url).await,
        Measurement::Bundle {
            people,
            bundles,
            database_url,
        } => bundle::run(people, bundles, database_url).await,
    }
}
