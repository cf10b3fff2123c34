//! The proof of one use of my data, to keep and to check anywhere.

use axum::extract::Path;
use axum::response::IntoResponse;
use dean06_contracts::ledger::{ProveAccess, ProveAccessRequest};

use crate::frame::{Answer, Citizen, Download, OWN_DATA};

/// What C2SP calls such files.
const KIND: &str = "tlog-proof";

/// Where the proof of a use is handed out.
pub(super) fn address(index: u64) -> String {
    format!("/my-data/use/{index}/proof")
}

pub(super) async fn hand_out(citizen: Citizen, Path(index): Path<String>) -> Answer {
    let index = index.parse().map_err(|_| citizen.missing())?;
    let request = ProveAccessRequest {
        person_id: citizen.person,
        index,
    };
    let proof = citizen.call::<ProveAccess>(OWN_DATA, &request).await?;
    let proof = proof.proof.ok_or_else(|| citizen.missing())?;
    Ok(Download::new(
        format!("dean06-{index}.{KIND}"),
        "application/octet-stream",
        proof,
    )
    .into_response())
}
