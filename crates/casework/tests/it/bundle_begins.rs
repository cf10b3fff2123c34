//! When and how a leg begins: under which content, where, and what it waits for.

use dean06_contracts::Place;
use dean06_contracts::casework::{BundleState, LegState};
use dean06_kernel::instant;
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::json;

use crate::festival::{chain_leg, leg, plain};
use crate::fixture::{changed, content, replace};
use crate::support::{COMMUNE, ELSEWHERE, each, micros, person_record, until};

#[tokio::test]
async fn a_submitted_application_lives_under_the_content_of_its_day() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let person = citizen.person().unwrap();
        let bundle = house.festival(&citizen, plain()).await;
        let newer = changed(|files| {
            let flag = "services/kite-flag/service.toml";
            replace(files, flag, |text| {
                text.replace("Gắn cờ cho diều", "Cờ mới")
                    .replace("working_days = 2", "working_days = 20")
            });
            replace(files, "bundles/kites-2025.toml", |text| {
                text.replace("legs.kite.form.kite.name", "'Diều khác'")
            });
        });
        assert_ne!(newer.digest(), content().digest());
        let house = house.reopened(newer).await;
        house.register.enter(person_record(person, "A", "1"));
        let citizen = house.mint.citizen(citizen.id(), "A", person, 2);
        house
            .grant(&house.registrar("Lan"), &citizen, &bundle, "kite")
            .await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let flag = house.leg(&citizen, &bundle, "flag").await;
        assert_eq!(flag.title.unwrap().vi, "Gắn cờ cho diều");
        assert_eq!(flag.clock.unwrap().due_at, Some(micros(11, 17, 0)));
        let dossier = house.dossier(&citizen, &flag.dossier_id.unwrap()).await;
        let kite = &dossier.pages.unwrap()[0].fields[0];
        assert_eq!(kite.value, json!("Diều sáo"));
    })
    .await;
}

#[tokio::test]
async fn an_optional_leg_that_is_not_chosen_stays_out_of_it() {
    each(|house| async move {
        house.clock.set(instant(date(2026, 11, 16).at(9, 0, 0, 0)));
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(leg(&view, "string").state, Some(LegState::NotChosen));
        house
            .grant(&house.registrar("Lan"), &citizen, &bundle, "kite")
            .await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        house.grant(&police, &citizen, &bundle, "flag").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_leg_begins_where_the_family_lives_then() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let mut moved = person_record(citizen.person().unwrap(), "A", "1");
        moved.permanent_residence = Some(Place {
            commune: Some(ELSEWHERE.to_owned()),
            ..Place::default()
        });
        house.register.enter(moved);
        house
            .grant(&house.registrar("Lan"), &citizen, &bundle, "kite")
            .await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let there = house.police("Hùng", ELSEWHERE, &["residence_officer"]);
        let dossier = house
            .leg(&citizen, &bundle, "flag")
            .await
            .dossier_id
            .unwrap();
        assert_eq!(house.open_at_desk(&there, &dossier).await.status, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_leg_whose_registers_are_silent_waits_and_says_so() {
    each(|house| async move {
        let _running = house.running();
        let citizen = house.citizen("A");
        let registrar = house.registrar("Lan");
        let bundle = house.festival(&citizen, plain()).await;
        let kite = house
            .leg(&citizen, &bundle, "kite")
            .await
            .dossier_id
            .unwrap();
        house.receive(&registrar, &kite).await;
        house.register.sleep_reading(true);
        house.approve(&registrar, &kite, 2).await.unwrap();
        until(|| async {
            let chain = house.chain(&registrar, &kite).await.unwrap();
            chain_leg(&chain, "flag").tries.unwrap() > 0
        })
        .await;
        let chain = house.chain(&registrar, &kite).await.unwrap();
        let flag = chain_leg(&chain, "flag");
        assert_eq!(flag.state, Some(LegState::Waiting));
        assert_eq!(flag.can_retry, Some(true));
        assert!(
            flag.last_error
                .unwrap()
                .vi
                .contains("Hiện chưa đối chiếu được")
        );
        let told = house.leg(&citizen, &bundle, "flag").await.next.unwrap();
        assert!(told.vi.contains("Hệ thống tự thử lại"), "{}", told.vi);

        house.register.sleep_reading(false);
        house.clock.advance(SignedDuration::from_hours(1));
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let chain = house.chain(&registrar, &kite).await.unwrap();
        assert_eq!(chain_leg(&chain, "flag").tries, Some(0));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_mended_any_more_goes_to_the_desk() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        // A check that would have kept it from being submitted comes up when the leg begins.
        house
            .register
            .enter(person_record(citizen.person().unwrap(), "A", "storm"));
        house
            .grant(&house.registrar("Lan"), &citizen, &bundle, "kite")
            .await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
        let dossier = house
            .leg(&citizen, &bundle, "flag")
            .await
            .dossier_id
            .unwrap();
        let seen = house.open_at_desk(&police, &dossier).await;
        assert_eq!(seen.flags.unwrap()[0].id.as_deref(), Some("flag-in-storm"));
        let first = seen.timeline.unwrap().pop().unwrap();
        assert!(first.note.unwrap().contains("Trời bão"));
        // What was typed is all there.
        let declared = house.dossier(&citizen, &dossier).await;
        assert_eq!(declared.pages.unwrap()[0].fields[1].value, json!("vàng"));
    })
    .await;
}
