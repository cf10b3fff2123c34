use dean06_contracts::casework::{BundleState, LegState, RetryLeg, RetryLegRequest};
use dean06_store::{Engine, Sql};

use crate::festival::{chain_leg, plain};
use crate::support::{COMMUNE, ELSEWHERE, House, code, each, person_record, until};

#[tokio::test]
async fn every_desk_sees_the_chain_and_no_more_of_the_others_than_where_they_stand() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let registrar = house.registrar("Lan");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let kite = house
            .leg(&citizen, &bundle, "kite")
            .await
            .dossier_id
            .unwrap();
        let chain = house.chain(&registrar, &kite).await.unwrap();
        assert_eq!(chain.state, Some(BundleState::Running));
        let own = chain_leg(&chain, "kite");
        assert_eq!(own.mine, Some(true));
        assert_eq!(own.dossier_id.as_ref(), Some(&kite));
        let flag = chain_leg(&chain, "flag");
        assert_eq!(flag.state, Some(LegState::Waiting));
        assert!(flag.next.unwrap().vi.starts_with("Bắt đầu khi"));

        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let flag = house
            .leg(&citizen, &bundle, "flag")
            .await
            .dossier_id
            .unwrap();
        house.deny(&police, &citizen, &bundle, "flag").await;
        let chain = house.chain(&registrar, &kite).await.unwrap();
        let other = chain_leg(&chain, "flag");
        assert_eq!(other.state, Some(LegState::Refused));
        assert_eq!(other.reason.unwrap().vi, "Diều chưa an toàn");
        assert!(other.organisation.unwrap().vi.starts_with("Công an"));
        assert_eq!(other.mine, Some(false));
        assert_eq!(other.dossier_id, None);
        assert_eq!(other.dossier_number, None);
        assert_eq!(other.version, None);
        let chain = house.chain(&police, &flag).await.unwrap();
        assert_eq!(chain_leg(&chain, "flag").mine, Some(true));
        assert_eq!(chain_leg(&chain, "kite").dossier_id, None);

        // Whoever handles none of its dossiers sees nothing of it.
        let elsewhere = house.officer("Mai", ELSEWHERE, &["registrar"]);
        let without_duty = house.officer("Tú", COMMUNE, &["residence_officer"]);
        for nobody in [&elsewhere, &without_duty, &police] {
            let outcome = house.chain(nobody, &kite).await;
            assert_eq!(code(outcome), "dossier-not-found");
            let request = RetryLegRequest {
                dossier_id: kite.clone(),
                leg_id: None,
            };
            let outcome = house.command::<RetryLeg>(nobody, request).await;
            assert_eq!(code(outcome), "dossier-not-found");
        }
        let alone = house.submitted(&citizen).await;
        let outcome = house.chain(&registrar, &alone).await;
        assert_eq!(code(outcome), "bundle-not-found");
    })
    .await;
}

#[tokio::test]
async fn two_houses_that_begin_a_leg_at_once_make_one_dossier() {
    each(|house| async move {
        if house.store.engine() == Engine::Sqlite {
            return;
        }
        let second = House::at(house.database.as_ref().unwrap().url()).await;
        let citizen = house.citizen("A");
        let person = citizen.person().unwrap();
        second.register.enter(person_record(person, "A", "1"));
        let registrar = house.registrar("Lan");
        for round in 1..=5_i64 {
            let bundle = house.festival(&citizen, plain()).await;
            let kite = house.leg(&citizen, &bundle, "kite").await.dossier_id;
            let kite = kite.unwrap();
            house.receive(&registrar, &kite).await;
            house.register.sleep_reading(true);
            house.approve(&registrar, &kite, 2).await.unwrap();
            until(|| async {
                let chain = house.chain(&registrar, &kite).await.unwrap();
                chain_leg(&chain, "flag").tries.unwrap() > 0
            })
            .await;
            house.register.sleep_reading(false);
            let retry = || RetryLegRequest {
                dossier_id: kite.clone(),
                leg_id: Some("flag".to_owned()),
            };
            let (one, two) = tokio::join!(
                house.command::<RetryLeg>(&registrar, retry()),
                second.command::<RetryLeg>(&registrar, retry()),
            );
            assert!(one.is_ok() && two.is_ok());
            house
                .until_leg(&citizen, &bundle, "sticker", LegState::Done)
                .await;
            assert_eq!(
                house.leg(&citizen, &bundle, "flag").await.state,
                Some(LegState::Running)
            );
            let row = house
                .store
                .read()
                .row("SELECT COUNT(*) AS n FROM dossier", [])
                .await
                .unwrap();
            assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 3 * round);
        }
    })
    .await;
}
