use anyhow::{Context, ensure};
use dean06_contracts::casework::{
    Approve, ApproveRequest, OpenChain, OpenChainRequest, OpenDossier, OpenDossierRequest, Receive,
    ReceiveRequest,
};

use super::{
    super::api::{Api, Steps},
    await_dossier,
};
use crate::accounts::PASSWORD;

const PURPOSE: &str = "case-handling";

/// Leg, who receives it, who decides it.
const LEGS: [(&str, &str, &str); 4] = [
    ("birth", "one-stop-officer", "registrar"),
    ("residence", "residence-officer", "residence-officer"),
    ("health-card", "insurance-officer", "insurance-officer"),
    ("identity-card", "identity-officer", "identity-officer"),
];

/// Each office receives and decides its leg.
pub async fn decide(
    url: &str,
    mother: &Api,
    bundle: &str,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    for (leg, receives, decides) in LEGS {
        let dossier = await_dossier(mother, bundle, leg).await?;
        let intake = Api::sign_in(url, receives, PASSWORD).await?;
        let request = ReceiveRequest {
            dossier_id: dossier.clone(),
            version: version(&intake, &dossier).await?,
            note: None,
        };
        intake.ask::<Receive>(PURPOSE, &request).await?;
        let officer = Api::sign_in(url, decides, PASSWORD).await?;
        check_chain(&officer, &dossier).await?;
        let request = ApproveRequest {
            dossier_id: dossier.clone(),
            version: version(&officer, &dossier).await?,
            note: None,
        };
        officer.ask::<Approve>(PURPOSE, &request).await?;
        steps.done(&officer.name, &format!("decided {leg}"));
    }
    Ok(())
}

async fn version(officer: &Api, dossier: &str) -> anyhow::Result<i64> {
    let request = OpenDossierRequest {
        dossier_id: dossier.to_owned(),
    };
    let view = officer.ask::<OpenDossier>(PURPOSE, &request).await?;
    view.version.context("no version")
}

/// The officer sees the whole chain, and only the own dossiers in it.
async fn check_chain(officer: &Api, dossier: &str) -> anyhow::Result<()> {
    let request = OpenChainRequest {
        dossier_id: dossier.to_owned(),
    };
    let chain = officer.ask::<OpenChain>(PURPOSE, &request).await?;
    let legs = chain.legs.unwrap_or_default();
    ensure!(
        legs.len() == LEGS.len(),
        "the chain has {} legs",
        legs.len()
    );
    let foreign = legs.iter().filter(|leg| leg.mine != Some(true));
    ensure!(
        foreign.clone().all(|leg| leg.dossier_id.is_none()),
        "{} sees dossiers of other offices",
        officer.name
    );
    Ok(())
}
