//! Registers that come and go and officers who decide as it pleases them: in the end every leg is at
//! its end, and what stands in the register is what the legs say.

use dean06_contracts::casework::{
    AppealLeg, AppealLegRequest, BundleState, LegState, WithdrawLeg, WithdrawLegRequest,
};
use dean06_kernel::{ManualClock, Sources};
use dean06_mediator::Actor;
use jiff::SignedDuration;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::festival::{leg, plain};
use crate::support::{COMMUNE, House, each, monday, until};

const SEEDS: u64 = 8;
const STEPS: usize = 25;

#[tokio::test]
async fn whatever_happens_the_counts_agree() {
    for seed in 0..SEEDS {
        each(|house| async move { lives_through(&house, seed).await }).await;
    }
}

async fn lives_through(house: &House, seed: u64) {
    let chance = Sources::manual(Arc::new(ManualClock::new(monday())), seed);
    let _running = house.running();
    let citizen = house.citizen("A");
    let bundle = house.festival(&citizen, plain()).await;
    let officers = [
        house.registrar("Lan"),
        house.police("Hùng", COMMUNE, &["residence_officer"]),
    ];
    for _ in 0..STEPS {
        match chance.below(8) {
            0 => house.register.sleep_reading(true),
            1 => house.register.sleep_writing_after(0),
            2 => {
                house.register.sleep_reading(false);
                house.register.wake();
            }
            3 => {
                let minutes = i64::try_from(chance.below(40)).unwrap();
                house.clock.advance(SignedDuration::from_mins(minutes));
            }
            4 => withdraw(house, &citizen, &bundle, chance.below(12)).await,
            _ => decide(house, &citizen, &bundle, &officers, chance.below(4) == 0).await,
        }
    }
    // Good days: everybody is there, and whoever was refused appeals.
    house.register.sleep_reading(false);
    house.register.wake();
    until(|| async {
        house.clock.advance(SignedDuration::from_mins(10));
        decide(house, &citizen, &bundle, &officers, false).await;
        appeal(house, &citizen, &bundle).await;
        let view = house.bundle(&citizen, &bundle).await;
        view.state == Some(BundleState::Done)
            && ["kite", "flag", "sticker"]
                .iter()
                .all(|id| leg(&view, id).can_appeal == Some(false))
    })
    .await;
    let view = house.bundle(&citizen, &bundle).await;
    let done: Vec<_> = view
        .legs
        .unwrap()
        .into_iter()
        .filter(|leg| leg.state == Some(LegState::Done))
        .collect();
    let count = i64::try_from(done.len()).unwrap();
    assert_eq!(house.register.kites().await, count, "entries, seed {seed}");
    let signed = house.told("casework.result-signed/1").await;
    let papers: BTreeSet<_> = signed
        .iter()
        .map(|body| body["dossier_id"].to_string())
        .collect();
    assert_eq!(papers.len(), signed.len(), "a paper twice, seed {seed}");
    let dossiers: BTreeSet<_> = done
        .iter()
        .map(|leg| json!(leg.dossier_id).to_string())
        .collect();
    assert_eq!(papers, dossiers, "papers, seed {seed}");
}

/// Each officer decides what lies on the desk, if it lies there for a decision.
async fn decide(house: &House, citizen: &Actor, bundle: &str, officers: &[Actor; 2], refuse: bool) {
    let [registrar, police] = officers;
    for (id, officer) in [
        ("kite", registrar),
        ("flag", police),
        ("sticker", registrar),
    ] {
        let leg = house.leg(citizen, bundle, id).await;
        if leg.state != Some(LegState::Running) || leg.dossier_id.is_none() {
            continue;
        }
        let dossier = leg.dossier_id.unwrap();
        if refuse && leg.status == Some(1) {
            house.try_to_deny(officer, &dossier).await;
        } else {
            house.try_to_decide(officer, &dossier).await;
        }
    }
}

async fn withdraw(house: &House, citizen: &Actor, bundle: &str, wish: u64) {
    let Some(id) = ["flag", "sticker"].get(usize::try_from(wish).unwrap()) else {
        return;
    };
    let request = WithdrawLegRequest {
        bundle_id: bundle.to_owned(),
        leg_id: (*id).to_owned(),
        reason: "Đổi ý".to_owned(),
    };
    // It may be too late for it.
    drop(house.command::<WithdrawLeg>(citizen, request).await);
}

async fn appeal(house: &House, citizen: &Actor, bundle: &str) {
    let view = house.bundle(citizen, bundle).await;
    for id in ["kite", "flag", "sticker"] {
        if leg(&view, id).can_appeal == Some(true) {
            let request = AppealLegRequest {
                bundle_id: bundle.to_owned(),
                leg_id: id.to_owned(),
                text: "Xem xét lại".to_owned(),
            };
            house.command::<AppealLeg>(citizen, request).await.unwrap();
        }
    }
}
