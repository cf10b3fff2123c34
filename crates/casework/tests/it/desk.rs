use dean06_contracts::casework::{
    DeclineIntake, DeclineIntakeRequest, DeskAction, Extend, ExtendRequest, OpenDossier,
    OpenDossierRequest, QueueFilter, Receive, ReceiveRequest, Refuse, RefuseRequest,
    RequestSupplement, RequestSupplementRequest, TakeDossier, TakeDossierRequest,
};
use dean06_kernel::instant;
use dean06_mediator::MediatorError;
use jiff::civil::date;

use crate::queue::in_tray;
use crate::support::{COMMUNE, ELSEWHERE, code, each, micros, param, person_record, pointers};

fn take(dossier: &str, version: i64, note: Option<&str>) -> TakeDossierRequest {
    TakeDossierRequest {
        dossier_id: dossier.to_owned(),
        version,
        note: note.map(str::to_owned),
    }
}

fn supplement(dossier: &str, version: i64) -> RequestSupplementRequest {
    RequestSupplementRequest {
        dossier_id: dossier.to_owned(),
        version,
        items: vec!["Ảnh con diều".to_owned(), "Chiều dài đúng".to_owned()],
        sections: vec!["kite".to_owned()],
        reason: "Chiều dài chưa rõ".to_owned(),
    }
}

fn refusal(dossier: &str, version: i64) -> RefuseRequest {
    RefuseRequest {
        dossier_id: dossier.to_owned(),
        version,
        reason_code: "other".to_owned(),
        reason: "Gió quá mạnh".to_owned(),
    }
}

fn receipt(dossier: &str, version: i64) -> ReceiveRequest {
    ReceiveRequest {
        dossier_id: dossier.to_owned(),
        version,
        note: None,
    }
}

#[tokio::test]
async fn a_dossier_passes_over_the_desk() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let clerk = house.officer("Một cửa", COMMUNE, &["one_stop_officer"]);
        let registrar = house.registrar("Hộ tịch");

        let seen = house.open_at_desk(&clerk, &dossier).await;
        assert_eq!(seen.actions.unwrap()[0], DeskAction::Receive);
        assert_eq!(
            house.open_at_desk(&registrar, &dossier).await.version,
            Some(1)
        );
        let state = house.receive(&clerk, &dossier).await;
        assert_eq!((state.status, state.version), (Some(2), Some(2)));
        assert_eq!(state.due_at, Some(micros(11, 17, 0)));

        // The clerk does not decide.
        let actions = house.open_at_desk(&clerk, &dossier).await.actions.unwrap();
        assert_eq!(actions, [DeskAction::RequestSupplement]);
        let outcome = house.command::<Refuse>(&clerk, refusal(&dossier, 2)).await;
        assert_eq!(code(outcome), "dossier-role");

        let taken = house
            .command::<TakeDossier>(&registrar, take(&dossier, 2, None))
            .await;
        assert_eq!(taken.unwrap().status, Some(4));
        let seen = house.open_at_desk(&registrar, &dossier).await;
        assert_eq!(seen.holder.unwrap().me, Some(true));
        assert_eq!(
            seen.actions.unwrap(),
            [
                DeskAction::Approve,
                DeskAction::RequestSupplement,
                DeskAction::Refuse,
                DeskAction::Extend
            ]
        );
        let refused = house
            .command::<Refuse>(&registrar, refusal(&dossier, 3))
            .await;
        assert_eq!(refused.unwrap().status, Some(8));
        let timeline = house
            .open_at_desk(&registrar, &dossier)
            .await
            .timeline
            .unwrap();
        let kinds: Vec<_> = timeline.iter().filter_map(|e| e.kind.as_deref()).collect();
        assert_eq!(kinds, ["refused", "taken", "received", "submitted"]);
        assert_eq!(timeline[0].actor.as_deref(), Some("Hộ tịch"));
        let organisation = timeline[0].organisation.as_ref().unwrap();
        assert!(organisation.vi.starts_with("Ủy ban"));
        assert!(organisation.en.starts_with("People's Committee"));
    })
    .await;
}

#[tokio::test]
async fn declared_stands_beside_registered_and_differences_are_marked() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let dossier = house.submitted(&citizen).await;
        let renamed = person_record(citizen.person().unwrap(), "Nguyễn Thị Sáo", "1");
        house.register.enter(renamed);
        let officer = house.registrar("Hộ tịch");
        let seen = house.open_at_desk(&officer, &dossier).await;
        let fields = seen.fields.unwrap();
        let name = fields
            .iter()
            .find(|f| f.pointer.as_deref() == Some("/owner/name"))
            .unwrap();
        assert_eq!(name.declared.as_ref().unwrap().vi, "Nguyễn Thị Diều");
        assert_eq!(name.registered.as_ref().unwrap().vi, "Nguyễn Thị Sáo");
        assert_eq!(name.differs, Some(true));
        assert!(name.register.as_ref().unwrap().vi.contains("dân cư"));
        let kite = fields
            .iter()
            .find(|f| f.pointer.as_deref() == Some("/kite/name"))
            .unwrap();
        assert_eq!((kite.registered.clone(), kite.differs), (None, Some(false)));
        assert_eq!(seen.unavailable, None);

        house.register.fall_silent(true);
        let seen = house.open_at_desk(&officer, &dossier).await;
        assert!(seen.unavailable.unwrap().vi.contains("dân cư"));
        let fields = seen.fields.unwrap();
        let name = fields
            .iter()
            .find(|f| f.pointer.as_deref() == Some("/owner/name"))
            .unwrap();
        assert_eq!((name.registered.clone(), name.differs), (None, Some(false)));
    })
    .await;
}

#[tokio::test]
async fn officers_of_another_organisation_see_nothing() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let stranger = house.officer("Nơi khác", ELSEWHERE, &["registrar", "one_stop_officer"]);
        let request = OpenDossierRequest {
            dossier_id: dossier.clone(),
        };
        let seen = house.call::<OpenDossier>(&stranger, request).await;
        assert_eq!(code(seen), "dossier-not-found");
        let taken = house
            .command::<Receive>(&stranger, receipt(&dossier, 1))
            .await;
        assert_eq!(code(taken), "dossier-not-found");
        assert_eq!(
            in_tray(&house, &stranger, QueueFilter::Open).await,
            Vec::<String>::new()
        );
        // Nor does whoever has nothing to do with the service in the same house.
        let gardener = house.officer("Làm vườn", COMMUNE, &["gardener"]);
        let request = OpenDossierRequest {
            dossier_id: dossier.clone(),
        };
        let seen = house.call::<OpenDossier>(&gardener, request).await;
        assert_eq!(code(seen), "dossier-not-found");
        assert_eq!(
            in_tray(&house, &gardener, QueueFilter::Open).await,
            Vec::<String>::new()
        );
        let request = OpenDossierRequest {
            dossier_id: dossier,
        };
        let as_citizen = house.call::<OpenDossier>(&citizen, request).await;
        assert!(matches!(
            as_citizen,
            Err(MediatorError::NotPermitted { .. })
        ));
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_one_decides_and_the_other_is_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let (one, two) = (house.registrar("Lan"), house.registrar("Minh"));
        house.receive(&one, &dossier).await;
        let (a, b) = tokio::join!(
            house.command::<Refuse>(&one, refusal(&dossier, 2)),
            house.command::<Refuse>(&two, refusal(&dossier, 2)),
        );
        let (winner, loser) = if a.is_ok() { ("Lan", b) } else { ("Minh", a) };
        assert_eq!(param(loser, "name"), winner);
        let late = house.command::<Refuse>(&two, refusal(&dossier, 2)).await;
        assert_eq!(param(late, "at"), "09:00, 09/11/2026");
        let late = house.command::<Refuse>(&two, refusal(&dossier, 2)).await;
        assert_eq!(code(late), "dossier-decided");
    })
    .await;
}

#[tokio::test]
async fn a_stale_page_is_told_and_the_same_key_is_answered_alike() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let (one, two) = (house.registrar("Lan"), house.registrar("Minh"));
        let first = house
            .command_as::<Receive>(&one, "k", receipt(&dossier, 1))
            .await
            .unwrap();
        let again = house
            .command_as::<Receive>(&one, "k", receipt(&dossier, 1))
            .await
            .unwrap();
        assert_eq!(first, again);
        let stale = house.command::<Receive>(&two, receipt(&dossier, 1)).await;
        assert_eq!(code(stale), "dossier-changed");
        let stale = house.command::<Receive>(&two, receipt(&dossier, 1)).await;
        assert_eq!(param(stale, "name"), "Lan");
        let twice = house.command::<Receive>(&two, receipt(&dossier, 2)).await;
        assert_eq!(code(twice), "dossier-step-not-possible");
    })
    .await;
}

#[tokio::test]
async fn a_dossier_is_taken_over_with_a_note_only() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let (one, two) = (house.registrar("Lan"), house.registrar("Minh"));
        house.receive(&one, &dossier).await;
        house
            .command::<TakeDossier>(&one, take(&dossier, 2, None))
            .await
            .unwrap();
        let seen = house.open_at_desk(&two, &dossier).await;
        assert_eq!(seen.actions.unwrap(), [DeskAction::Take]);
        let behind = house.command::<Refuse>(&two, refusal(&dossier, 3)).await;
        assert_eq!(code(behind), "dossier-held");
        let silent = house
            .command::<TakeDossier>(&two, take(&dossier, 3, Some(" ")))
            .await;
        assert_eq!(pointers(silent), ["/note"]);
        let noted = take(&dossier, 3, Some("Lan nghỉ phép"));
        house.command::<TakeDossier>(&two, noted).await.unwrap();
        let seen = house.open_at_desk(&two, &dossier).await;
        assert_eq!(
            seen.timeline.unwrap()[0].note.as_deref(),
            Some("Lan nghỉ phép")
        );
        assert_eq!(
            in_tray(&house, &two, QueueFilter::Mine).await,
            std::slice::from_ref(&dossier)
        );
        assert_eq!(
            in_tray(&house, &one, QueueFilter::Mine).await,
            Vec::<String>::new()
        );
    })
    .await;
}

#[tokio::test]
async fn a_supplement_is_asked_for_once_and_in_full() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let mut wrong = supplement(&dossier, 2);
        wrong.items.push("  ".to_owned());
        wrong.sections.push("wings".to_owned());
        let outcome = house.command::<RequestSupplement>(&officer, wrong).await;
        assert_eq!(pointers(outcome), ["/items/2", "/sections/1"]);
        let asked = house
            .command::<RequestSupplement>(&officer, supplement(&dossier, 2))
            .await;
        let asked = asked.unwrap();
        assert_eq!((asked.status, asked.due_at), (Some(5), None));
        let seen = house.open_at_desk(&officer, &dossier).await;
        assert_eq!(seen.clock.unwrap().paused, Some(true));
        assert_eq!(seen.supplement.unwrap().items.unwrap().len(), 2);
        assert_eq!(
            in_tray(&house, &officer, QueueFilter::Waiting).await,
            std::slice::from_ref(&dossier)
        );
        // Whoever never answers does not keep the case open for ever.
        let refused = house
            .command::<Refuse>(&officer, refusal(&dossier, 3))
            .await;
        assert_eq!(refused.unwrap().status, Some(8));
    })
    .await;
}

#[tokio::test]
async fn an_appointment_is_moved_once_and_before_it_passes() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let (first, second) = (
            house.submitted(&citizen).await,
            house.submitted(&citizen).await,
        );
        let officer = house.registrar("Lan");
        for dossier in [&first, &second] {
            house.receive(&officer, dossier).await;
        }
        let extension = |dossier: &str, version| ExtendRequest {
            dossier_id: dossier.to_owned(),
            version,
            working_days: 3,
            reason: "Chờ gió".to_owned(),
        };
        let moved = house
            .command::<Extend>(&officer, extension(&first, 2))
            .await
            .unwrap();
        // From Wednesday: Thursday, Friday, Monday.
        assert_eq!(moved.due_at, Some(micros(16, 17, 0)));
        let twice = house
            .command::<Extend>(&officer, extension(&first, 3))
            .await;
        assert_eq!(code(twice), "extension-only-once");
        house.clock.set(instant(date(2026, 11, 11).at(17, 0, 0, 0)));
        let late = house
            .command::<Extend>(&officer, extension(&second, 2))
            .await;
        assert_eq!(code(late), "extension-too-late");
        let actions = house.open_at_desk(&officer, &second).await.actions.unwrap();
        assert!(!actions.contains(&DeskAction::Extend));
    })
    .await;
}

#[tokio::test]
async fn reasons_are_in_writing_and_codes_are_from_the_list() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        let decline = |reason: &str| DeclineIntakeRequest {
            dossier_id: dossier.clone(),
            version: 1,
            reason: reason.to_owned(),
        };
        let outcome = house
            .command::<DeclineIntake>(&officer, decline("   "))
            .await;
        assert_eq!(pointers(outcome), ["/reason"]);
        let outcome = house
            .command::<DeclineIntake>(&officer, decline("a\u{202e}b"))
            .await;
        assert_eq!(pointers(outcome), ["/reason"]);
        let long = "d".repeat(10_000_000);
        let outcome = house
            .command::<DeclineIntake>(&officer, decline(&long))
            .await;
        assert_eq!(pointers(outcome), ["/reason"]);
        let declined = house
            .command::<DeclineIntake>(&officer, decline("Không phải diều"))
            .await;
        assert_eq!(declined.unwrap().status, Some(3));

        let dossier = house.submitted(&citizen).await;
        house.receive(&officer, &dossier).await;
        let unknown = RefuseRequest {
            reason_code: "bored".to_owned(),
            ..refusal(&dossier, 2)
        };
        let outcome = house.command::<Refuse>(&officer, unknown).await;
        assert_eq!(pointers(outcome), ["/reason_code"]);
    })
    .await;
}
