use std::sync::Arc;

use anyhow::{Context, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use dean06_contracts::documents::{PaperVerdict, VerifyPaper, VerifyPaperRequest};
use dean06_mediator::{Actor, Ask};
use dean06_store::Sql as _;
use serde_json::{Value, json};

use super::signing;
use crate::bench::{
    latency::{at_rate, round, saturate},
    setting::Setting,
};

/// Papers that are verified, in turn.
const PAPERS: u64 = 100;
/// How often each is, at saturation.
const TIMES: usize = 10;
/// Signatures that a verification by file looks at: two, and the certificate of each.
const SIGNATURES: f64 = 4.0;

/// Verifies papers as anybody does: by their files, and by their codes.
pub async fn measure(
    setting: &Setting,
    files: &Requests,
    codes: &Requests,
    clients: usize,
    load: f64,
) -> anyhow::Result<Value> {
    let count = files.len() * TIMES;
    let by_file = saturate(clients, count, verification(setting, files)).await?;
    let by_file_loaded = at_rate(
        by_file.per_second * load,
        count / 2,
        verification(setting, files),
    )
    .await?;
    let by_file_alone = saturate(1, count / 2, verification(setting, files)).await?;
    let by_code_alone = saturate(1, count, verification(setting, codes)).await?;
    let bare = round(signing::bare()?.1 / SIGNATURES);
    let ratio = round(by_file_alone.per_second / bare);
    Ok(json!({
        "by_file_saturated": by_file,
        "by_file_at_80_percent": by_file_loaded,
        "by_file_one_client": by_file_alone,
        "by_code_one_client": by_code_alone,
        "bare_p256_same_signatures": bare,
        "by_file_ratio_to_bare": ratio,
    }))
}

/// What somebody asks, in turn.
pub type Requests = Arc<Vec<VerifyPaperRequest>>;

/// What somebody asks who has the files, and who has only the codes.
pub async fn requests(setting: &Setting) -> anyhow::Result<(Requests, Requests)> {
    let rows = setting
        .rooms
        .store
        .read()
        .rows(
            "SELECT sha256, issue FROM paper WHERE source = 'issued' AND issue IS NOT NULL
             ORDER BY issued_at, paper_id LIMIT ?",
            [PAPERS.into()],
        )
        .await?;
    let (mut files, mut codes) = (Vec::new(), Vec::new());
    for row in rows {
        let sha256: String = row.try_get("", "sha256")?;
        let issue: Value = row.try_get("", "issue")?;
        let file = setting.file(&sha256)?;
        files.push(VerifyPaperRequest {
            pdf: Some(STANDARD.encode(file)),
            ..VerifyPaperRequest::default()
        });
        let code = issue["code"].as_str().context("a paper without a code")?;
        codes.push(VerifyPaperRequest {
            code: Some(code.to_owned()),
            ..VerifyPaperRequest::default()
        });
    }
    ensure!(!files.is_empty(), "there are no papers");
    Ok((Arc::new(files), Arc::new(codes)))
}

type Work = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

fn verification(
    setting: &Setting,
    requests: &Requests,
) -> impl Fn(usize) -> Work + Send + Sync + use<> {
    let (mediator, requests) = (setting.rooms.mediator.clone(), Arc::clone(requests));
    move |n| {
        let (mediator, requests) = (mediator.clone(), Arc::clone(&requests));
        Box::pin(async move {
            let anybody = Actor::anonymous();
            let ask = Ask::new(&anybody, "public-information");
            let request = &requests[n % requests.len()];
            let answer = mediator.call::<VerifyPaper>(ask, request).await?;
            ensure!(
                answer.verdict == Some(PaperVerdict::Valid),
                "a paper is {:?}: {:?}",
                answer.verdict,
                answer.reasons
            );
            Ok(())
        })
    }
}
