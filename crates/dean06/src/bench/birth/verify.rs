use std::sync::Arc;

use anyhow::ensure;
use dean06_contracts::{
    casework::{ListServices, ListServicesRequest},
    population::{VerifyPerson, VerifyPersonRequest},
};
use dean06_mediator::{Actor, Ask, MediatorError};
use serde_json::{Value, json};

use crate::bench::setting::Setting;
use crate::bench::{
    latency::{at_rate, round, saturate},
    raw,
};

/// Verifies persons: policy, register, minimisation and a durable ledger entry each.
pub async fn measure(
    setting: &Setting,
    clients: usize,
    load: f64,
    count: usize,
    alone: usize,
) -> anyhow::Result<Value> {
    let saturated = saturate(clients * 4, count, verification(setting)).await?;
    let loaded = at_rate(
        saturated.per_second * load,
        count / 4,
        verification(setting),
    )
    .await?;
    let one = saturate(1, alone, verification(setting)).await?;
    let numbers = (0..count)
        .map(|n| setting.stated[n % setting.stated.len()].number.clone())
        .collect();
    let raw = raw::reads(&setting.rooms.store, numbers, clients * 4).await?;
    let ratio = round(saturated.per_second / raw.per_second);
    let unrecorded = saturate(1, alone, catalogue(setting)).await?;
    let refused = saturate(1, alone, refusal(setting)).await?;
    Ok(json!({
        "saturated": saturated,
        "at_80_percent": loaded,
        "one_client": one,
        "raw_sql_same_reads": raw,
        "ratio_to_raw_sql": ratio,
        "call_without_ledger_entry": unrecorded,
        "call_that_policy_refuses": refused,
    }))
}

type Work = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

fn verification(setting: &Setting) -> impl Fn(usize) -> Work + Send + Sync + use<> {
    let (mediator, stated) = (setting.rooms.mediator.clone(), Arc::clone(&setting.stated));
    let officer = setting.officer.clone();
    move |n| {
        let (mediator, stated, officer) = (mediator.clone(), Arc::clone(&stated), officer.clone());
        Box::pin(async move {
            let about = &stated[n % stated.len()];
            let request = VerifyPersonRequest {
                personal_number: about.number.clone(),
                name: about.name.clone(),
                birth_date: about.birth_date,
            };
            let ask = Ask::new(&officer, "case-handling").in_case("bench");
            let answer = mediator.call::<VerifyPerson>(ask, &request).await?;
            ensure!(
                answer.matches == Some(true),
                "{} is not verified",
                about.number
            );
            Ok(())
        })
    }
}

/// A call that tells nothing about anybody: policy and dispatch without the ledger.
fn catalogue(setting: &Setting) -> impl Fn(usize) -> Work + Send + Sync + use<> {
    let mediator = setting.rooms.mediator.clone();
    move |_| {
        let mediator = mediator.clone();
        Box::pin(async move {
            let anybody = Actor::anonymous();
            let ask = Ask::new(&anybody, "public-information");
            let request = ListServicesRequest {
                limit: Some(1),
                ..ListServicesRequest::default()
            };
            mediator.call::<ListServices>(ask, &request).await?;
            Ok(())
        })
    }
}

/// A call that nobody answers because the policy forbids it: the policy alone.
fn refusal(setting: &Setting) -> impl Fn(usize) -> Work + Send + Sync + use<> {
    let (mediator, stated) = (setting.rooms.mediator.clone(), Arc::clone(&setting.stated));
    move |n| {
        let (mediator, stated) = (mediator.clone(), Arc::clone(&stated));
        Box::pin(async move {
            let about = &stated[n % stated.len()];
            let request = VerifyPersonRequest {
                personal_number: about.number.clone(),
                name: about.name.clone(),
                birth_date: about.birth_date,
            };
            let anybody = Actor::anonymous();
            let ask = Ask::new(&anybody, "case-handling").in_case("bench");
            let answer = mediator.call::<VerifyPerson>(ask, &request).await;
            ensure!(
                matches!(answer, Err(MediatorError::SignInRequired(_))),
                "anybody may verify persons"
            );
            Ok(())
        })
    }
}
