mod birth;
mod latency;
mod raw;

use crate::cli::{BenchOptions, Measurement};

/// Measures and prints one JSON object.
pub async fn run(options: BenchOptions) -> anyhow::Result<()> {
    match options.what {
        Measurement::Birth {
            people,
            births,
            database_url,
        } => birth::run(people, births, database_url).await,
    }
}
