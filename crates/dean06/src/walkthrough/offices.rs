use anyhow::{Context, ensure};
use dean06_contracts::casework::{
    Approve, ApproveRequest, OpenChain, OpenChainRequest, OpenDossier, OpenDossierRequest, Receive,
    ReceiveRequest,
};

use super::{
    api::{Api, Steps},
    chain::await_dossier,
};
use crate::accounts::PASSWORD;

const PURPOSE: &str = "case-handling";

/// A leg and the accounts of those who work on it.
pub struct Office {
    /// The leg.
    pub leg: &'static str,
    receives: &'static str,
    decides: &'static str,
}

impl Office {
    /// The leg, who receives it, who decides it.
    pub const fn new(leg: &'static str, receives: &'static str, decides: &'static str) -> Self {
        Self {
            leg,
            receives,
            decides,
        }
    }
}

/// Each office receives and decides its leg.
pub async fn decide(
    url: &str,
    applicant: &Api,
    bundle: &str,
    wanted: &[Office],
    steps: &mut Steps,
) -> anyhow::Result<()> {
    for office in wanted {
        let dossier = await_dossier(applicant, bundle, office.leg).await?;
        let intake = Api::sign_in(url, office.receives, PASSWORD).await?;
        let request = ReceiveRequest {
            dossier_id: dossier.clone(),
            version: version(&intake, &dossier).await?,
            note: None,
        };
        intake.ask::<Receive>(PURPOSE, &request).await?;
        let decider = Api::sign_in(url, office.decides, PASSWORD).await?;
        check_chain(&decider, &dossier, wanted.len()).await?;
        let request = ApproveRequest {
            dossier_id: dossier.clone(),
            version: version(&decider, &dossier).await?,
            note: None,
        };
        decider.ask::<Approve>(PURPOSE, &request).await?;
        steps.done(&decider.name, &format!("decided {}", office.leg));
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
async fn check_chain(officer: &Api, dossier: &str, wanted: usize) -> anyhow::Result<()> {
    let request = OpenChainRequest {
        dossier_id: dossier.to_owned(),
    };
    let chain = officer.ask::<OpenChain>(PURPOSE, &request).await?;
    let legs = chain.legs.unwrap_or_default();
    ensure!(legs.len() >= wanted, "the chain has {} legs", legs.len());
    let foreign = legs.iter().filter(|leg| leg.mine != Some(true));
    ensure!(
        foreign.clone().all(|leg| leg.dossier_id.is_none()),
        "{} sees dossiers of other offices",
        officer.name
    );
    Ok(())
}
