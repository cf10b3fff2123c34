use anyhow::ensure;
use dean06_contracts::Contract;
use dean06_kernel::Sources;

use super::api::{Api, Steps};
use crate::hospital::{DEMO_HOSPITAL, Hospital};

/// Sends a notice twice, as a hospital does that missed the answer: there is one notice.
pub async fn send<C>(
    url: &str,
    purpose: &str,
    request: &C::Request,
    steps: &mut Steps,
) -> anyhow::Result<()>
where
    C: Contract,
    C::Response: PartialEq + std::fmt::Debug,
{
    let hospital = Hospital::demo()?;
    let sources = Sources::system();
    let mut answers = Vec::new();
    for _ in 0..2 {
        // A token is good for one request.
        let api = Api::with_token(url, hospital.token(&sources)?, DEMO_HOSPITAL)?;
        answers.push(api.ask::<C>(purpose, request).await?);
    }
    ensure!(
        answers[0] == answers[1],
        "the same notice got two answers: {answers:?}"
    );
    steps.done(DEMO_HOSPITAL, "sent the signed notice, twice");
    Ok(())
}
