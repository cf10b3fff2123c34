use anyhow::ensure;
use dean06_content::{CheckReport, Content};

use crate::cli::CheckContentOptions;

/// Checks the content and prints what it found; fails when something is wrong.
pub fn run(options: &CheckContentOptions) -> anyhow::Result<()> {
    let loaded = match &options.content {
        Some(folder) => Content::from_dir(folder),
        None => Content::embedded(),
    };
    let contracts: Vec<&str> = dean06_contracts::all().iter().map(|c| c.name).collect();
    let (report, digest) = match loaded {
        Ok(content) => {
            let mut report = content.check();
            report.errors.extend(content.check_contracts(&contracts));
            (report, content.digest().to_owned())
        }
        Err(error) => (
            CheckReport::of_failure(error),
            "that cannot be loaded".to_owned(),
        ),
    };
    for error in &report.errors {
        println!("error: {error}");
    }
    if options.list {
        for warning in &report.warnings {
            println!("not official: {warning}");
        }
    }
    println!(
        "content {digest}: {} errors, {} examples played, {} entries that are not official{}",
        report.errors.len(),
        report.examples,
        report.warnings.len(),
        if options.list {
            ""
        } else {
            " (--list names them)"
        }
    );
    ensure!(report.errors.is_empty(), "the content has errors");
    Ok(())
}
