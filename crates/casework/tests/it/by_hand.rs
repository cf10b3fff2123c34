use dean06_contracts::Place;
use dean06_contracts::casework::{
    DossierState, FinishByHand, FinishByHandRequest, GetResult, GetResultRequest, LegState,
    ListQueue, ListQueueRequest, RetryLeg, RetryLegRequest,
};
use dean06_contracts::population::{RegisterTemporaryResidence, RegisterTemporaryResidenceRequest};
use dean06_mediator::{Actor, Ask, MediatorError};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::festival::{chain_leg, plain};
use crate::support::{COMMUNE, House, code, each, person_record, until};

/// A flag that is approved while the register does not take it.
async fn stuck(house: &House, citizen: &Actor, police: &Actor) -> (String, String) {
    let bundle = house.festival(citizen, plain()).await;
    let registrar = house.registrar("Lan");
    house.grant(&registrar, citizen, &bundle, "kite").await;
    house
        .until_leg(citizen, &bundle, "flag", LegState::Running)
        .await;
    house
        .until_leg(citizen, &bundle, "sticker", LegState::Done)
        .await;
    house.register.sleep_writing_after(0);
    let dossier = house
        .leg(citizen, &bundle, "flag")
        .await
        .dossier_id
        .unwrap();
    house.receive(police, &dossier).await;
    let decided = house.approve(police, &dossier, 2).await.unwrap();
    assert_eq!((decided.status, decided.version), (Some(4), Some(3)));
    (bundle, dossier)
}

async fn by_hand(
    house: &House,
    officer: &Actor,
    dossier: &str,
) -> Result<DossierState, MediatorError> {
    let request = FinishByHandRequest {
        dossier_id: dossier.to_owned(),
        version: 3,
        reference: "sổ cờ 12".to_owned(),
        note: "Ghi tại máy của công an".to_owned(),
    };
    house.command::<FinishByHand>(officer, request).await
}

async fn retry(house: &House, officer: &Actor, dossier: &str) -> (Option<u8>, Option<bool>) {
    let request = RetryLegRequest {
        dossier_id: dossier.to_owned(),
        leg_id: None,
    };
    let tried = house.command::<RetryLeg>(officer, request).await.unwrap();
    (tried.status, tried.went_on)
}

/// The officer enters it at the register's own desk.
fn entered(house: &House, citizen: &Actor) {
    let mut record = person_record(citizen.person().unwrap(), "A", "1");
    record.temporary_residence = Some(Place {
        line: Some("cờ vàng, sổ 12".to_owned()),
        ..Place::default()
    });
    house.register.enter(record);
}

async fn flag_on_paper(house: &House, citizen: &Actor, dossier: &str) -> String {
    let request = GetResultRequest {
        dossier_id: dossier.to_owned(),
    };
    let result = house.call::<GetResult>(citizen, request).await.unwrap();
    let field = result.fields.unwrap().swap_remove(1);
    field.value.unwrap().vi
}

#[tokio::test]
async fn a_register_that_is_down_for_long_is_shown_and_can_be_tried() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (_, dossier) = stuck(&house, &citizen, &police).await;
        let flag = chain_leg(&house.chain(&police, &dossier).await.unwrap(), "flag");
        assert_eq!((flag.stuck, flag.tries), (Some(false), Some(1)));
        assert_eq!(flag.last_error.unwrap().vi, "Cơ sở dữ liệu không trả lời.");
        assert_eq!(flag.can_finish_by_hand, Some(false));
        assert_eq!(
            code(by_hand(&house, &police, &dossier).await),
            "by-hand-not-yet"
        );

        house.clock.advance(SignedDuration::from_mins(31));
        assert_eq!(
            retry(&house, &police, &dossier).await,
            (Some(4), Some(false))
        );
        let flag = chain_leg(&house.chain(&police, &dossier).await.unwrap(), "flag");
        assert_eq!((flag.stuck, flag.tries), (Some(true), Some(2)));
        let seen = house.open_at_desk(&police, &dossier).await;
        assert_eq!(seen.flags.unwrap()[0].id.as_deref(), Some("effect-stuck"));
        let queue = house
            .call::<ListQueue>(&police, ListQueueRequest::default())
            .await
            .unwrap();
        assert_eq!(queue.rows.unwrap()[0].flagged, Some(true));

        house.register.wake();
        assert_eq!(
            retry(&house, &police, &dossier).await,
            (Some(9), Some(true))
        );
        assert_eq!(house.register.kites().await, 3);
        let flag = chain_leg(&house.chain(&police, &dossier).await.unwrap(), "flag");
        assert_eq!((flag.stuck, flag.tries), (Some(false), Some(0)));
        // Whoever presses a moment too late is not told that it still waits.
        assert_eq!(
            retry(&house, &police, &dossier).await,
            (Some(9), Some(true))
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_done_by_hand_is_looked_up_and_not_done_again() {
    each(|house| async move {
        let _running = house.running();
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (bundle, dossier) = stuck(&house, &citizen, &police).await;
        house.clock.advance(SignedDuration::from_mins(31));
        let leader = house.police("Sếp", COMMUNE, &["leader"]);
        let outcome = by_hand(&house, &leader, &dossier).await;
        assert_eq!(code(outcome), "dossier-role");
        let state = by_hand(&house, &police, &dossier).await.unwrap();
        // The register answers questions, and does not hold it yet.
        assert_eq!((state.status, state.version), (Some(4), Some(4)));
        let told = house.leg(&citizen, &bundle, "flag").await.next.unwrap();
        assert!(told.vi.contains("đã ghi bằng tay"), "{}", told.vi);
        // The message is taken back for good: the register works again, and nobody asks it to enter
        // anything.
        house.register.wake();
        assert_eq!(
            retry(&house, &police, &dossier).await,
            (Some(4), Some(false))
        );
        assert_eq!(house.register.kites().await, 2);

        entered(&house, &citizen);
        house.clock.advance(SignedDuration::from_hours(1));
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Done)
            .await;
        assert_eq!(
            house.register.kites().await,
            2,
            "only the kite and the sticker"
        );
        assert_eq!(
            flag_on_paper(&house, &citizen, &dossier).await,
            "cờ vàng, sổ 12"
        );
        let late = by_hand(&house, &police, &dossier).await;
        assert_eq!(code(late), "dossier-decided");
    })
    .await;
}

#[tokio::test]
async fn a_message_that_arrived_unnoticed_and_a_hand_make_one_entry() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (bundle, dossier) = stuck(&house, &citizen, &police).await;
        // The register had taken the message; only its answer was lost.
        house.register.wake();
        let room = house.mint.room("casework").on_behalf_of(police.reference());
        let number = house.open_at_desk(&police, &dossier).await.number.unwrap();
        let ask = Ask::new(&room, "kite-flag.decide").in_case(&number);
        let request = RegisterTemporaryResidenceRequest {
            person_id: citizen.person().unwrap(),
            place: Place {
                line: Some("cờ vàng".to_owned()),
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
        let entries = house.register.kites().await;
        entered(&house, &citizen);
        house.clock.advance(SignedDuration::from_mins(31));
        let state = by_hand(&house, &police, &dossier).await.unwrap();
        assert_eq!(state.status, Some(9));
        assert_eq!(house.register.kites().await, entries);
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Done)
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_hand_and_a_try_at_the_same_moment_end_once() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (bundle, dossier) = stuck(&house, &citizen, &police).await;
        house.clock.advance(SignedDuration::from_mins(31));
        entered(&house, &citizen);
        house.register.wake();
        let (hand, _) = tokio::join!(
            by_hand(&house, &police, &dossier),
            retry(&house, &police, &dossier),
        );
        // Either was faster; the dossier ended in one way.
        drop(hand);
        until(|| async {
            house.leg(&citizen, &bundle, "flag").await.state == Some(LegState::Done)
        })
        .await;
        let signed = house.told("casework.result-signed/1").await;
        let flags = signed.iter().filter(|body| body["kind"] == "kite-flag");
        assert_eq!(flags.count(), 1);
        assert!(house.register.kites().await <= 3);
    })
    .await;
}
