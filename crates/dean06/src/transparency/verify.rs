use std::path::Path;

use anyhow::{Context, ensure};
use dean06_kernel::local_datetime;
use dean06_ledger::{
    AccessEvidence,
    tlog::{KeyKind, ProofFile, VerifierKey},
};
use jiff::Timestamp;

/// The longest file that is read, in bytes.
const FILE_LIMIT: u64 = 1024 * 1024;

/// Checks, without asking anybody, that one use of personal data stands in the log with this key
/// and was seen by each of these witnesses, and says what was proved.
pub fn run(file: &Path, log: &VerifierKey, witnesses: &[VerifierKey]) -> anyhow::Result<()> {
    let name = || format!("cannot read {}", file.display());
    ensure!(
        std::fs::metadata(file).with_context(name)?.len() <= FILE_LIMIT,
        "{} is too long to be a proof",
        file.display()
    );
    let text = std::fs::read_to_string(file).with_context(name)?;
    let proof: ProofFile = text.parse()?;
    let (record, checkpoint) = AccessEvidence::check(&proof, log)?;
    println!("proved: entry {} of {}", proof.index, checkpoint.origin);
    println!("at:     {}", moment(record.at));
    println!("whose:  {}", record.person);
    println!("who:    {} ({})", record.actor_name, record.actor_kind);
    if let Some(org) = &record.org {
        println!("for:    {org}");
    }
    println!("what:   {} ({})", record.service, record.fields.join(", "));
    println!("why:    {} by {}", record.purpose, record.legal_basis);
    if let Some(case) = &record.case {
        println!("case:   {case}");
    }
    println!(
        "signed: with {} entries, root {}",
        checkpoint.head.size, checkpoint.head.root
    );
    for witness in witnesses {
        ensure!(
            witness.kind() == KeyKind::Witness,
            "{} is not the key of a witness",
            witness.name()
        );
        let seen = proof.checkpoint.signed_by(witness);
        let seen = seen.with_context(|| format!("{} did not sign", witness.name()))?;
        let seconds = i64::try_from(seen).unwrap_or(i64::MAX);
        println!(
            "seen:   by {} at {}",
            witness.name(),
            moment(seconds.saturating_mul(1_000_000))
        );
    }
    Ok(())
}

/// Vietnam's time, as far as a calendar reaches.
fn moment(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or_else(
        |_| micros.to_string(),
        |at| {
            local_datetime(at)
                .strftime("%H:%M:%S, %d/%m/%Y")
                .to_string()
        },
    )
}
