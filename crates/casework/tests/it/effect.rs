use dean06_contracts::Place;
use dean06_contracts::casework::{
    DeskAction, GetResult, GetResultRequest, ReturnResult, ReturnResultRequest, Withdraw,
    WithdrawRequest,
};
use dean06_contracts::population::{RegisterTemporaryResidence, RegisterTemporaryResidenceRequest};
use dean06_mediator::Ask;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::{COMMUNE, code, each, param, until};

#[tokio::test]
async fn an_approval_ends_in_a_signed_result() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let decided = house.approve(&officer, &dossier, 2).await.unwrap();
        assert_eq!((decided.status, decided.version), (Some(9), Some(4)));
        assert_eq!(house.register.kites().await, 1);
        let seen = house.open_at_desk(&officer, &dossier).await;
        assert_eq!(seen.has_result, Some(true));
        assert_eq!(seen.actions.unwrap(), [DeskAction::ReturnResult]);

        let late = house.approve(&house.registrar("Minh"), &dossier, 2).await;
        assert_eq!(param(late, "name"), "Lan");
        let returned = |channel: &str| ReturnResultRequest {
            dossier_id: dossier.clone(),
            version: 4,
            channel: channel.to_owned(),
        };
        let state = house
            .command::<ReturnResult>(&officer, returned("2"))
            .await
            .unwrap();
        assert_eq!(state.status, Some(10));
    })
    .await;
}

#[tokio::test]
async fn the_same_approval_twice_at_once_has_one_effect() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let (one, two) = (house.registrar("Lan"), house.registrar("Minh"));
        house.receive(&one, &dossier).await;
        let (a, b) = tokio::join!(
            house.approve(&one, &dossier, 2),
            house.approve(&two, &dossier, 2),
        );
        assert!(a.is_ok() != b.is_ok(), "one decides");
        let loser = if a.is_ok() { b } else { a };
        assert_eq!(code(loser), "dossier-decided");
        until(|| async { house.register.kites().await == 1 }).await;
    })
    .await;
}

#[tokio::test]
async fn what_the_owner_refuses_goes_back_to_the_desk() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        house.register.refuse(true);
        let decided = house.approve(&officer, &dossier, 2).await.unwrap();
        assert_eq!((decided.status, decided.version), (Some(4), Some(4)));
        let seen = house.open_at_desk(&officer, &dossier).await;
        let flags = seen.flags.unwrap();
        assert_eq!(flags[0].id.as_deref(), Some("effect-refused"));
        assert_eq!(
            flags[0].message.as_ref().unwrap().vi,
            "Con diều đang mắc trên cây."
        );
        let timeline = seen.timeline.unwrap();
        assert_eq!(timeline[0].kind.as_deref(), Some("effect-refused"));
        assert_eq!(
            timeline[0].note.as_deref(),
            Some("Con diều đang mắc trên cây.")
        );
        assert_eq!(seen.actions.unwrap()[0], DeskAction::Approve);
        assert_eq!(house.register.kites().await, 0);

        // Down from the tree: the same officer decides again.
        house.register.refuse(false);
        let decided = house.approve(&officer, &dossier, 4).await.unwrap();
        assert_eq!(decided.status, Some(9));
        assert_eq!(house.register.kites().await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_owner_that_sleeps_only_costs_time_and_holds_up_nobody() {
    each(|house| async move {
        let _running = house.running();
        let citizen = house.citizen("A");
        let (first, second) = (
            house.submitted(&citizen).await,
            house.submitted(&citizen).await,
        );
        let officer = house.registrar("Lan");
        for dossier in [&first, &second] {
            house.receive(&officer, dossier).await;
        }
        house.register.fall_silent(true);
        let decided = house.approve(&officer, &first, 2).await.unwrap();
        assert_eq!((decided.status, decided.version), (Some(4), Some(3)));
        // Meanwhile nobody can do anything else with it.
        let seen = house.open_at_desk(&officer, &first).await;
        assert_eq!(seen.actions.unwrap(), []);
        let withdrawal = WithdrawRequest {
            dossier_id: first.clone(),
            version: 3,
            reason: "Đứt dây".to_owned(),
        };
        let outcome = house.command::<Withdraw>(&citizen, withdrawal).await;
        assert_eq!(code(outcome), "dossier-decided");

        house.register.fall_silent(false);
        let decided = house.approve(&officer, &second, 2).await.unwrap();
        assert_eq!(
            decided.status,
            Some(9),
            "the second does not wait for the first"
        );
        house.clock.advance(SignedDuration::from_hours(1));
        until(|| async { house.open_at_desk(&officer, &first).await.status == Some(9) }).await;
        assert_eq!(house.register.kites().await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_effect_that_happened_before_a_crash_happens_no_second_time() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let number = house.open_at_desk(&officer, &dossier).await.number.unwrap();
        // What the room did before it died: the command with the key of the dossier.
        let room = house
            .mint
            .room("casework")
            .on_behalf_of(officer.reference());
        let ask = Ask::new(&room, "kite-permit.decide").in_case(&number);
        let request = RegisterTemporaryResidenceRequest {
            person_id: citizen.person().unwrap(),
            place: Place {
                commune: Some(COMMUNE.to_owned()),
                ..Place::default()
            },
            valid_from: date(2026, 11, 9),
            valid_to: None,
        };
        let key = format!("dossier:{dossier}");
        house
            .mediator
            .command::<RegisterTemporaryResidence>(ask, &key, &request)
            .await
            .unwrap();

        let decided = house.approve(&officer, &dossier, 2).await.unwrap();
        assert_eq!(decided.status, Some(9));
        assert_eq!(house.register.kites().await, 1);
        let request = GetResultRequest {
            dossier_id: dossier,
        };
        let result = house.call::<GetResult>(&citizen, request).await.unwrap();
        assert_eq!(result.fields.unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_decide_does_not_and_nothing_is_decided_too_early() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        let early = house.approve(&officer, &dossier, 1).await;
        assert_eq!(code(early), "dossier-step-not-possible");
        let leader = house.officer("Sếp", COMMUNE, &["leader"]);
        house.receive(&officer, &dossier).await;
        assert_eq!(
            code(house.approve(&leader, &dossier, 2).await),
            "dossier-role"
        );
    })
    .await;
}
