use dean06_contracts::casework::{
    ListDossiers, ListDossiersRequest, ListDrafts, ListDraftsRequest, StartDraft,
    StartDraftRequest, Submit, SubmitRequest,
};
use dean06_kernel::instant;
use jiff::civil::date;
use serde_json::json;

use crate::support::{House, code, each, micros, param, pointers};

#[tokio::test]
async fn a_submission_has_a_number_an_organisation_and_its_limits() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let draft = house.filled(&citizen, "Diều sáo").await;
        let submitted = house.submit(&citizen, &draft).await.unwrap();
        let number = submitted.number.unwrap();
        assert!(number.ends_with("-20261109-0001"), "{number}");
        assert!(
            submitted
                .organisation
                .unwrap()
                .vi
                .starts_with("Ủy ban nhân dân")
        );
        assert_eq!(submitted.submitted_at, Some(micros(9, 9, 0)));
        assert_eq!(submitted.intake_due_at, Some(micros(10, 9, 0)));
        assert_eq!(submitted.due_at, Some(micros(11, 17, 0)));

        let rows = house
            .call::<ListDossiers>(&citizen, ListDossiersRequest::default())
            .await
            .unwrap()
            .rows
            .unwrap();
        assert_eq!(rows[0].about.as_deref(), Some("Diều sáo"));
        assert_eq!(rows[0].status, Some(1));
        let drafts = house
            .call::<ListDrafts>(&citizen, ListDraftsRequest::default())
            .await
            .unwrap();
        assert_eq!(drafts.rows.unwrap(), []);
        let view = house.draft(&citizen, &draft).await;
        assert_eq!((view.dossier_id, view.pages), (submitted.dossier_id, None));
    })
    .await;
}

#[tokio::test]
async fn what_comes_after_the_cut_off_counts_from_the_next_working_day() {
    each(|house| async move {
        let citizen = house.citizen("A");
        house
            .clock
            .set(instant(date(2026, 11, 9).at(15, 0, 0, 1_000)));
        let draft = house.filled(&citizen, "Sáo").await;
        let submitted = house.submit(&citizen, &draft).await.unwrap();
        assert_eq!(submitted.due_at, Some(micros(12, 17, 0)));
        // Friday afternoon: the weekend does not count.
        house.clock.set(instant(date(2026, 11, 13).at(16, 0, 0, 0)));
        let draft = house.filled(&citizen, "Sáo").await;
        let submitted = house.submit(&citizen, &draft).await.unwrap();
        assert_eq!(submitted.intake_due_at, Some(micros(16, 16, 0)));
        assert_eq!(submitted.due_at, Some(micros(18, 17, 0)));
    })
    .await;
}

#[tokio::test]
async fn the_same_draft_twice_and_twice_at_once_is_one_dossier() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.filled(&citizen, "Sáo").await;
        let version = house.draft(&citizen, &draft).await.version.unwrap();
        let request = || SubmitRequest {
            draft_id: draft.clone(),
            version,
        };
        let at_once =
            futures::future::join_all((0..8).map(|_| house.command::<Submit>(&citizen, request())))
                .await;
        let first = at_once[0].as_ref().unwrap();
        for other in &at_once {
            assert_eq!(other.as_ref().unwrap(), first);
        }
        // Later too, whatever version is named.
        let again = SubmitRequest {
            version: 99,
            ..request()
        };
        assert_eq!(
            &house.command::<Submit>(&citizen, again).await.unwrap(),
            first
        );
        let rows = house
            .call::<ListDossiers>(&citizen, ListDossiersRequest::default())
            .await
            .unwrap();
        assert_eq!(rows.rows.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn numbers_of_a_day_have_no_gaps_and_no_doubles() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let mut drafts = Vec::new();
        for n in 0..6 {
            drafts.push(house.filled(&citizen, &format!("Diều {n}")).await);
        }
        let submitted =
            futures::future::join_all(drafts.iter().map(|draft| house.submit(&citizen, draft)))
                .await;
        let mut numbers: Vec<String> = submitted
            .into_iter()
            .map(|outcome| outcome.unwrap().number.unwrap())
            .collect();
        numbers.sort();
        let ends: Vec<&str> = numbers.iter().map(|n| &n[n.len() - 4..]).collect();
        assert_eq!(ends, ["0001", "0002", "0003", "0004", "0005", "0006"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_right_is_not_submitted_and_says_why() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        assert_eq!(
            pointers(house.submit(&citizen, &draft).await),
            ["/kite/name", "/place/commune"]
        );

        let draft = house.filled(&citizen, "Sáo").await;
        let stale = SubmitRequest {
            draft_id: draft.clone(),
            version: 1,
        };
        assert_eq!(
            code(house.command::<Submit>(&citizen, stale).await),
            "draft-changed"
        );

        let too_long = json!({ "name": "Rồng", "length": 60 });
        house
            .save(&citizen, &draft, "kite", too_long)
            .await
            .unwrap();
        let refused = house.submit(&citizen, &draft).await;
        assert_eq!(
            param(refused, "message_vi"),
            "Diều dài quá 50 mét thì không thả được ở đây."
        );
        let indoors = json!({ "name": "Sáo", "length": 3, "note": "trong nhà" });
        house.save(&citizen, &draft, "kite", indoors).await.unwrap();
        assert_eq!(code(house.submit(&citizen, &draft).await), "check-refused");

        let nowhere = json!({ "commune": "99999" });
        house
            .save(&citizen, &draft, "place", nowhere)
            .await
            .unwrap();
        assert_eq!(
            pointers(house.submit(&citizen, &draft).await),
            ["/place/commune"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_register_that_falls_silent_does_not_take_away_what_it_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.filled(&citizen, "Sáo").await;
        house.register.fall_silent(true);
        house.submit(&citizen, &draft).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_silent_register_would_tell_is_awaited_and_not_refused() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        house.register.fall_silent(true);
        let not_now = house.submit(&citizen, &draft).await;
        assert_eq!(
            param(not_now, "registers_vi"),
            "Cơ sở dữ liệu quốc gia về dân cư"
        );
        let not_now = house.submit(&citizen, &draft).await.unwrap_err();
        let told = house.mediator.problems().describe(&not_now);
        assert_eq!(told.status, 503);
        house.register.fall_silent(false);
        assert_eq!(
            pointers(house.submit(&citizen, &draft).await),
            ["/kite/name", "/place/commune"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_second_application_takes_over_what_the_service_lets_it() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let request = |dossier: &str| StartDraftRequest {
            service: "kite-permit".to_owned(),
            copy_from_dossier: Some(dossier.to_owned()),
        };
        let started = house
            .command::<StartDraft>(&citizen, request(&dossier))
            .await
            .unwrap();
        let draft = started.draft_id.unwrap();
        let kite = json!({ "name": "Diều thứ hai", "length": 4 });
        house.save(&citizen, &draft, "kite", kite).await.unwrap();
        let second = house.submit(&citizen, &draft).await.unwrap();
        assert!(second.number.unwrap().ends_with("-0002"));
        let other = house.citizen("B");
        let taken = house.command::<StartDraft>(&other, request(&dossier)).await;
        assert_eq!(code(taken), "dossier-not-found");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_at_whom_is_on_record() {
    each(|house: House| async move {
        let citizen = house.citizen("A");
        let person = citizen.person().unwrap();
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Cán bộ");
        house.open_at_desk(&officer, &dossier).await;
        let page = house.ledger.of_person(person, None, 50).await.unwrap();
        let used: Vec<(String, String, Option<String>)> = page
            .records
            .into_iter()
            .map(|readable| {
                (
                    readable.record.service,
                    readable.record.actor_name,
                    readable.record.case,
                )
            })
            .collect();
        assert!(used.iter().any(|(service, who, case)| {
            service == "casework.open-dossier/1" && who == "Cán bộ" && case.is_none()
        }));
        assert!(used.iter().any(|(service, who, case)| {
            service == "population.get-person/1"
                && who == "Cán bộ"
                && case
                    .as_deref()
                    .is_some_and(|case| case.ends_with("-20261109-0001"))
        }));
        assert!(
            used.iter()
                .any(|(service, who, _)| { service == "population.get-person/1" && who == "A" })
        );
    })
    .await;
}
