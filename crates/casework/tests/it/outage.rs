use dean06_contracts::casework::{BundleState, LegState};
use jiff::SignedDuration;

use crate::festival::{chain_leg, leg, plain};
use crate::support::{COMMUNE, each, until};

#[tokio::test]
async fn a_register_that_is_down_for_a_day_costs_its_leg_a_day_and_the_others_nothing() {
    each(|house| async move {
        let _running = house.running();
        let (citizen, other) = (house.citizen("A"), house.citizen("B"));
        let (registrar, police) = (
            house.registrar("Lan"),
            house.police("Hùng", COMMUNE, &["residence_officer"]),
        );
        let bundle = house.festival(&citizen, plain()).await;
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
        house.until_running(&citizen, &bundle, "flag").await;
        house.register.sleep_writing_after(0);
        house.decide(&police, &citizen, &bundle, "flag").await;
        let flag = house.leg(&citizen, &bundle, "flag").await;
        let dossier = flag.dossier_id.unwrap();
        let tries = || async {
            let chain = house.chain(&police, &dossier).await.unwrap();
            chain_leg(&chain, "flag").tries.unwrap()
        };
        for _ in 0..3 {
            let before = tries().await;
            house.clock.advance(SignedDuration::from_hours(8));
            until(|| async { tries().await > before }).await;
        }
        let waiting = house.bundle(&citizen, &bundle).await;
        assert_eq!(leg(&waiting, "kite").state, Some(LegState::Done));
        assert_eq!(leg(&waiting, "sticker").state, Some(LegState::Done));
        assert_eq!(leg(&waiting, "flag").state, Some(LegState::Running));
        let stuck = chain_leg(&house.chain(&police, &dossier).await.unwrap(), "flag");
        assert_eq!(stuck.stuck, Some(true));
        // Who applies meanwhile is served.
        house.festival(&other, plain()).await;

        house.register.wake();
        house.clock.advance(SignedDuration::from_hours(2));
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        let flag = house.leg(&citizen, &bundle, "flag").await;
        assert_eq!(flag.state, Some(LegState::Done));
        assert_eq!(house.register.kites().await, 3);
    })
    .await;
}
