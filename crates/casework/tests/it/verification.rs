//! Something has to be verified outside the registers, for which the content gives more time.

use dean06_contracts::casework::{
    BeginVerification, BeginVerificationRequest, DeskAction, DossierState, LegState,
};
use dean06_mediator::{Actor, MediatorError};
use jiff::civil::date;

use crate::festival::plain;
use crate::support::{COMMUNE, House, code, each, micros, pointers};

/// A flag that the police has accepted.
async fn accepted(house: &House, citizen: &Actor, police: &Actor) -> (String, String) {
    let bundle = house.festival(citizen, plain()).await;
    let registrar = house.registrar("Lan");
    house.grant(&registrar, citizen, &bundle, "kite").await;
    house
        .until_leg(citizen, &bundle, "flag", LegState::Running)
        .await;
    let leg = house.leg(citizen, &bundle, "flag").await;
    let dossier = leg.dossier_id.unwrap();
    house.receive(police, &dossier).await;
    (bundle, dossier)
}

async fn verify(
    house: &House,
    officer: &Actor,
    dossier: &str,
    version: i64,
    reason: &str,
) -> Result<DossierState, MediatorError> {
    let request = BeginVerificationRequest {
        dossier_id: dossier.to_owned(),
        version,
        reason: reason.to_owned(),
    };
    house.command::<BeginVerification>(officer, request).await
}

#[tokio::test]
async fn the_longer_limit_holds_for_the_leg_and_for_the_whole() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (bundle, dossier) = accepted(&house, &citizen, &police).await;
        let before = house.bundle(&citizen, &bundle).await.clock.unwrap();
        assert_eq!(before.due_at, Some(micros(12, 17, 0)));
        let nothing = verify(&house, &police, &dossier, 2, " ").await;
        assert_eq!(pointers(nothing), ["/reason"]);

        let state = verify(&house, &police, &dossier, 2, "Xem cột cờ")
            .await
            .unwrap();
        assert_eq!(
            (state.status, state.due_at),
            (Some(4), Some(micros(16, 17, 0)))
        );
        let whole = house.bundle(&citizen, &bundle).await;
        assert_eq!(whole.clock.unwrap().due_at, Some(micros(16, 17, 0)));
        let seen = house.open_at_desk(&police, &dossier).await;
        assert!(!seen.actions.unwrap().contains(&DeskAction::Verify));
        let told = house.dossier(&citizen, &dossier).await.timeline.unwrap();
        assert_eq!(told[0].kind.as_deref(), Some("verification-begun"));
        assert_eq!(told[0].note.as_deref(), Some("Xem cột cờ"));
        let messages = house.messages(&citizen).await;
        assert!(
            messages.iter().any(|kind| kind == "verification-begun"),
            "{messages:?}"
        );
        let twice = verify(&house, &police, &dossier, 3, "Xem lại").await;
        assert_eq!(code(twice), "verification-only-once");
        // It is decided as any other.
        house.approve(&police, &dossier, 3).await.unwrap();
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Done)
            .await;
    })
    .await;
}

#[tokio::test]
async fn it_begins_before_the_shorter_limit_passes_and_by_those_who_decide() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let (_, dossier) = accepted(&house, &citizen, &police).await;
        let stranger = house.registrar("Lan");
        assert_eq!(
            code(verify(&house, &stranger, &dossier, 2, "Xem").await),
            "dossier-not-found"
        );
        house
            .clock
            .set(dean06_kernel::instant(date(2026, 11, 11).at(17, 0, 0, 0)));
        assert_eq!(
            code(verify(&house, &police, &dossier, 2, "Xem").await),
            "verification-too-late"
        );
        let seen = house.open_at_desk(&police, &dossier).await;
        assert!(!seen.actions.unwrap().contains(&DeskAction::Verify));
    })
    .await;
}

#[tokio::test]
async fn a_service_without_such_a_limit_offers_none() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let seen = house.open_at_desk(&officer, &dossier).await;
        assert!(!seen.actions.unwrap().contains(&DeskAction::Verify));
        assert_eq!(
            code(verify(&house, &officer, &dossier, 2, "Xem").await),
            "verification-no-limit"
        );
    })
    .await;
}
