use dean06_contracts::casework::{
    BundleState, ChooseLeg, ChooseLegRequest, DiscardDraft, DiscardDraftRequest, GetBundleInfo,
    GetBundleInfoRequest, GetOwnBundle, GetOwnBundleRequest, LegState, ListBundles,
    ListBundlesRequest, ListDrafts, ListDraftsRequest, ListOwnBundles, ListOwnBundlesRequest,
    MoveBundle, MoveBundleRequest, StartDraft, StartDraftRequest, Submit, SubmitBundle,
    SubmitRequest, WithdrawBundle, WithdrawBundleRequest,
};
use dean06_kernel::instant;
use dean06_mediator::Actor;
use jiff::civil::date;
use serde_json::json;

use crate::festival::{leg, plain, plain_but, seen};
use crate::support::{COMMUNE, ELSEWHERE, code, each, micros, pointers};

#[tokio::test]
async fn the_catalogue_tells_what_belongs_together() {
    each(|house| async move {
        let nobody = Actor::anonymous();
        let page = house
            .call::<ListBundles>(&nobody, ListBundlesRequest::default())
            .await
            .unwrap();
        let rows = page.rows.unwrap();
        let row = rows
            .iter()
            .find(|row| row.family.as_deref() == Some("kites"))
            .unwrap();
        assert_eq!(row.slug.as_deref(), Some("kites-2025"));
        let legs = row.legs.clone().unwrap();
        assert_eq!(legs.len(), 3);
        assert_eq!(legs[1].after.as_ref().unwrap()[0].vi, "Đăng ký thả diều");
        assert_eq!(legs[1].organisation.as_ref().unwrap().vi, "Công an cấp xã");

        let by_slug = GetBundleInfoRequest {
            slug: Some("kites-2026".to_owned()),
            family: None,
        };
        let newer = house.call::<GetBundleInfo>(&nobody, by_slug).await.unwrap();
        assert_eq!(newer.in_force, Some(false));
        assert_eq!(newer.legs.unwrap().len(), 4);
        let both = GetBundleInfoRequest {
            slug: Some("kites-2026".to_owned()),
            family: Some("kites".to_owned()),
        };
        let outcome = house.call::<GetBundleInfo>(&nobody, both).await;
        assert_eq!(pointers(outcome), ["/family"]);

        // What is only a leg is not on offer by itself.
        let citizen = house.citizen("A");
        let alone = StartDraftRequest {
            service: "kite-flag".to_owned(),
            copy_from_dossier: None,
        };
        let outcome = house.command::<StartDraft>(&citizen, alone).await;
        assert_eq!(code(outcome), "service-not-found");
    })
    .await;
}

#[tokio::test]
async fn a_task_list_leads_to_one_submission() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let bundle = house.begin_festival(&citizen).await;
        let begun = house.bundle(&citizen, &bundle).await;
        assert_eq!(begun.state, Some(BundleState::Draft));
        assert_eq!(begun.can_submit, Some(false));
        assert_eq!(leg(&begun, "kite").draft_complete, Some(false));
        let obstacles = begun.obstacles.clone().unwrap();
        assert_eq!(obstacles[0].kind.as_deref(), Some("leg-incomplete"));
        assert_eq!(obstacles[0].section.as_deref(), Some("kite"));
        let outcome = house.command::<SubmitBundle>(&citizen, seen(&begun)).await;
        assert!(pointers(outcome).contains(&"/kite/kite/name".to_owned()));

        house.type_in(&citizen, &bundle, plain()).await;
        // What one leg was told stands in the form of the other, and says where it comes from.
        let view = house.bundle(&citizen, &bundle).await;
        let flag = house
            .draft(&citizen, &leg(&view, "flag").draft_id.unwrap())
            .await;
        let field = &flag.pages.unwrap()[0].fields[0];
        assert_eq!(field.value, json!("Diều sáo"));
        assert!(!field.editable);
        assert_eq!(field.source.as_ref().unwrap().title.vi, "Hội diều");

        assert_eq!(view.can_submit, Some(true), "{:?}", view.obstacles);
        let submitted = house.submit_festival(&citizen, &bundle).await.unwrap();
        let number = submitted.number.clone().unwrap();
        assert!(number.contains("-HOI-20261109-0001"), "{number}");
        assert_eq!(submitted.due_at, Some(micros(12, 17, 0)));
        let again = house.command::<SubmitBundle>(&citizen, seen(&view)).await;
        assert_eq!(again.unwrap(), submitted);

        let running = house.bundle(&citizen, &bundle).await;
        assert_eq!(running.state, Some(BundleState::Running));
        assert_eq!(running.number, Some(number));
        assert_eq!(running.about.as_deref(), Some("Diều sáo"));
        let kite = leg(&running, "kite");
        assert_eq!(kite.state, Some(LegState::Running));
        assert_eq!(kite.clock.unwrap().due_at, Some(micros(11, 17, 0)));
        let flag = leg(&running, "flag");
        assert_eq!(flag.state, Some(LegState::Waiting));
        assert_eq!(flag.waits_for.unwrap()[0].vi, "Đăng ký thả diều");
        assert_eq!(
            flag.next.unwrap().vi,
            "Bắt đầu khi có kết quả của “Đăng ký thả diều”."
        );
        assert_eq!(house.messages(&citizen).await, ["bundle-submitted"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_silent_register_would_tell_a_leg_is_awaited_and_not_refused() {
    each(|house| async move {
        let citizen = house.citizen("A");
        house.register.fall_silent(true);
        let bundle = house.begin_festival(&citizen).await;
        let mut pages = plain();
        pages.retain(|(leg, section, _)| *leg != "flag" && *section != "owner");
        house.type_in(&citizen, &bundle, pages).await;
        assert_eq!(
            code(house.submit_festival(&citizen, &bundle).await),
            "registers-silent"
        );
        house.register.fall_silent(false);
        assert_eq!(
            pointers(house.submit_festival(&citizen, &bundle).await),
            ["/flag/flag/colour", "/flag/flag/commune"]
        );
    })
    .await;
}

#[tokio::test]
async fn two_submissions_at_once_make_one_of_everything() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.begin_festival(&citizen).await;
        house.type_in(&citizen, &bundle, plain()).await;
        let view = house.bundle(&citizen, &bundle).await;
        let (one, two) = tokio::join!(
            house.command::<SubmitBundle>(&citizen, seen(&view)),
            house.command::<SubmitBundle>(&citizen, seen(&view)),
        );
        assert_eq!(one.unwrap(), two.unwrap());
        let own = house
            .call::<ListOwnBundles>(&citizen, ListOwnBundlesRequest::default())
            .await
            .unwrap();
        let rows = own.rows.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].legs_done, rows[0].legs_total), (Some(0), Some(3)));
        assert_eq!(house.messages(&citizen).await, ["bundle-submitted"]);
    })
    .await;
}

#[tokio::test]
async fn a_draft_moves_to_the_procedure_of_the_day() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.begin_festival(&citizen).await;
        house.type_in(&citizen, &bundle, plain()).await;
        house.clock.set(instant(date(2026, 11, 16).at(9, 0, 0, 0)));
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(view.can_submit, Some(false));
        assert_eq!(view.moves_to.as_ref().unwrap().vi, "Hội diều mới");
        let obstacles = view.obstacles.clone().unwrap();
        assert_eq!(obstacles[0].kind.as_deref(), Some("bundle-changed"));
        let outcome = house.command::<SubmitBundle>(&citizen, seen(&view)).await;
        assert_eq!(code(outcome), "bundle-to-move");

        let request = MoveBundleRequest {
            bundle_id: bundle.clone(),
            version: view.version.unwrap(),
        };
        house
            .command::<MoveBundle>(&citizen, request.clone())
            .await
            .unwrap();
        let outcome = house.command::<MoveBundle>(&citizen, request).await;
        assert_eq!(code(outcome), "bundle-changed");
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(view.slug.as_deref(), Some("kites-2026"));
        assert_eq!(view.can_submit, Some(true), "{:?}", view.obstacles);
        // The new leg is there for who wants it.
        let string = leg(&view, "string");
        assert_eq!((string.optional, string.chosen), (Some(true), Some(false)));
        let choice = |leg: &str, chosen| ChooseLegRequest {
            bundle_id: bundle.clone(),
            leg_id: leg.to_owned(),
            chosen,
        };
        let outcome = house
            .command::<ChooseLeg>(&citizen, choice("kite", false))
            .await;
        assert_eq!(code(outcome), "leg-not-optional");
        house
            .command::<ChooseLeg>(&citizen, choice("string", true))
            .await
            .unwrap();
        let pages = vec![(
            "string",
            "string",
            json!({ "metres": 30, "commune": COMMUNE }),
        )];
        assert_eq!(
            house.bundle(&citizen, &bundle).await.can_submit,
            Some(false)
        );
        house.type_in(&citizen, &bundle, pages).await;
        house.submit_festival(&citizen, &bundle).await.unwrap();
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(leg(&view, "string").state, Some(LegState::Running));
        assert_eq!(leg(&view, "kite").state, Some(LegState::Running));
    })
    .await;
}

#[tokio::test]
async fn a_leg_is_submitted_with_the_whole_and_by_nobody_else() {
    each(|house| async move {
        let (citizen, other) = (house.citizen("A"), house.citizen("B"));
        let bundle = house.begin_festival(&citizen).await;
        house.type_in(&citizen, &bundle, plain()).await;
        let foreign = GetOwnBundleRequest {
            bundle_id: bundle.clone(),
        };
        let outcome = house.call::<GetOwnBundle>(&other, foreign).await;
        assert_eq!(code(outcome), "bundle-not-found");
        let drafts = house
            .call::<ListDrafts>(&citizen, ListDraftsRequest::default())
            .await
            .unwrap();
        assert_eq!(drafts.rows.unwrap(), []);
        let view = house.bundle(&citizen, &bundle).await;
        let (draft, version) = {
            let kite = leg(&view, "kite");
            (kite.draft_id.unwrap(), kite.draft_version.unwrap())
        };
        let alone = SubmitRequest {
            draft_id: draft.clone(),
            version,
        };
        let outcome = house.command::<Submit>(&citizen, alone).await;
        assert_eq!(code(outcome), "draft-of-bundle");
        let discard = DiscardDraftRequest {
            draft_id: draft.clone(),
        };
        let outcome = house.command::<DiscardDraft>(&citizen, discard).await;
        assert_eq!(code(outcome), "draft-of-bundle");

        // A form that was changed after it was confirmed is confirmed again first.
        house
            .save(&citizen, &draft, "place", json!({ "commune": ELSEWHERE }))
            .await
            .unwrap();
        let outcome = house.command::<SubmitBundle>(&citizen, seen(&view)).await;
        assert_eq!(code(outcome), "draft-changed");

        house.submit_festival(&citizen, &bundle).await.unwrap();
        let flag = house.leg(&citizen, &bundle, "flag").await.draft_id.unwrap();
        let late = house
            .save(&citizen, &flag, "flag", json!({ "colour": "đỏ" }))
            .await;
        assert_eq!(code(late), "draft-submitted");
        let sealed = house.draft(&citizen, &flag).await;
        assert_eq!(sealed.sealed, Some(true));
        assert!(
            sealed.pages.unwrap()[0]
                .fields
                .iter()
                .all(|field| !field.editable)
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_can_be_thrown_away() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.begin_festival(&citizen).await;
        let pages = plain_but(
            "flag",
            "flag",
            json!({ "colour": "tím", "commune": COMMUNE }),
        );
        house.type_in(&citizen, &bundle, pages).await;
        let request = WithdrawBundleRequest {
            bundle_id: bundle.clone(),
            reason: String::new(),
        };
        house
            .command::<WithdrawBundle>(&citizen, request)
            .await
            .unwrap();
        let own = house
            .call::<ListOwnBundles>(&citizen, ListOwnBundlesRequest::default())
            .await
            .unwrap();
        assert_eq!(own.rows.unwrap(), []);
    })
    .await;
}
