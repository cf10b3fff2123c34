use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, bail, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use dean06_contracts::documents::{
    GetPaperFile, GetPaperFileRequest, ListPapers, ListPapersRequest, PaperRow, PaperVerdict,
    VerifyPaper, VerifyPaperRequest,
};
use dean06_kernel::PersonId;

use super::{
    api::{Api, Steps},
    chain::{LOOKS, PAUSE},
};

/// The purpose of somebody who looks at papers of the own store.
const STORE: &str = "own-papers";
/// Signatures on a paper: the officer's and the organisation's.
const SIGNATURES: usize = 2;

/// Keys of the papers of a person.
pub async fn known(owner: &Api, person: PersonId) -> anyhow::Result<BTreeSet<String>> {
    let rows = list(owner, person).await?.into_iter();
    Ok(rows.filter_map(|row| row.paper_id).collect())
}

async fn list(owner: &Api, person: PersonId) -> anyhow::Result<Vec<PaperRow>> {
    let request = ListPapersRequest {
        person_id: Some(person),
        limit: Some(50),
        ..ListPapersRequest::default()
    };
    let page = owner.ask::<ListPapers>(STORE, &request).await?;
    Ok(page.rows.unwrap_or_default())
}

/// Waits until so many papers of a person are in the store that were not there before.
pub async fn await_new(
    owner: &Api,
    person: PersonId,
    before: &BTreeSet<String>,
    count: usize,
) -> anyhow::Result<Vec<PaperRow>> {
    let is_new = |row: &PaperRow| row.paper_id.as_ref().is_some_and(|id| !before.contains(id));
    let mut found = 0;
    for _ in 0..LOOKS {
        let mut rows = list(owner, person).await?;
        rows.retain(is_new);
        if rows.len() == count {
            return Ok(rows);
        }
        found = rows.len();
        tokio::time::sleep(PAUSE).await;
    }
    bail!(
        "{found} of {count} papers are there after {:?}",
        PAUSE * LOOKS
    )
}

/// Fetches a paper and has it verified by somebody who is not signed in: by its file, by its code,
/// and with one byte of it changed.
pub async fn check(
    url: &str,
    owner: &Api,
    paper: &PaperRow,
    out: Option<&Path>,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    let kind = paper.kind.as_deref().unwrap_or("paper");
    let request = GetPaperFileRequest {
        paper_id: paper.paper_id.clone().context("a paper without a key")?,
    };
    let file = owner.ask::<GetPaperFile>(STORE, &request).await?;
    let bytes = STANDARD.decode(file.bytes.context("a paper without a file")?)?;
    if let Some(out) = out {
        std::fs::create_dir_all(out)?;
        std::fs::write(out.join(format!("{kind}.pdf")), &bytes)?;
    }
    let anybody = Api::anonymous(url)?;
    let by_file = verdict(&anybody, of_file(&bytes)).await?;
    ensure!(
        by_file == (Some(PaperVerdict::Valid), SIGNATURES),
        "the file of {kind} is {by_file:?}"
    );
    let by_code = VerifyPaperRequest {
        code: paper.code.clone(),
        ..VerifyPaperRequest::default()
    };
    let (by_code, _) = verdict(&anybody, by_code).await?;
    ensure!(
        by_code == Some(PaperVerdict::Valid),
        "the code of {kind} is {by_code:?}"
    );
    let mut changed = bytes.clone();
    if let Some(byte) = changed.get_mut(bytes.len() / 3) {
        *byte ^= 1;
    }
    let (changed, _) = verdict(&anybody, of_file(&changed)).await?;
    ensure!(
        changed == Some(PaperVerdict::Invalid),
        "a changed {kind} is {changed:?}"
    );
    let size = bytes.len().div_ceil(1024);
    steps.done(
        "anybody",
        &format!("verified {kind} ({size} KiB) by file and code, and found a changed byte"),
    );
    Ok(())
}

fn of_file(bytes: &[u8]) -> VerifyPaperRequest {
    VerifyPaperRequest {
        pdf: Some(STANDARD.encode(bytes)),
        ..VerifyPaperRequest::default()
    }
}

async fn verdict(
    anybody: &Api,
    request: VerifyPaperRequest,
) -> anyhow::Result<(Option<PaperVerdict>, usize)> {
    let answer = anybody
        .ask::<VerifyPaper>("public-information", &request)
        .await?;
    Ok((answer.verdict, answer.signatures.unwrap_or_default().len()))
}
