use dean06_contracts::casework::{
    AppealLeg, AppealLegRequest, BundleState, LegState, WithdrawBundle, WithdrawBundleRequest,
    WithdrawLeg, WithdrawLegRequest,
};
use serde_json::json;

use crate::festival::{leg, plain};
use crate::support::{COMMUNE, code, each, pointers};

#[tokio::test]
async fn the_chain_runs_to_its_end() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let (registrar, police) = (
            house.registrar("Lan"),
            house.police("Hùng", COMMUNE, &["residence_officer"]),
        );
        let decided = house.grant(&registrar, &citizen, &bundle, "kite").await;
        assert_eq!(decided.status, Some(9));
        // The machine decides one, an officer of another organisation the other.
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        let flag = house.leg(&citizen, &bundle, "flag").await;
        assert!(flag.organisation.unwrap().vi.starts_with("Công an"));
        let flag = flag.dossier_id.unwrap();
        let seen = house.open_at_desk(&police, &flag).await;
        let preview = seen.preview.unwrap();
        assert_eq!(preview[0].value.as_ref().unwrap().vi, "Diều sáo");
        let declared = house.dossier(&citizen, &flag).await;
        assert_eq!(declared.bundle_id.as_deref(), Some(bundle.as_str()));
        let kite = &declared.pages.unwrap()[0].fields[0];
        assert_eq!(kite.value, json!("Diều sáo"));
        house.grant(&police, &citizen, &bundle, "flag").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        assert_eq!(house.register.kites().await, 3);
        let done = house.bundle(&citizen, &bundle).await;
        assert!(done.finished_at.is_some());
        assert_eq!(done.clock.unwrap().due_at, None);
        let messages = house.messages(&citizen).await;
        for (kind, count) in [
            ("bundle-submitted", 1),
            ("leg-started", 2),
            ("leg-done", 3),
            ("bundle-done", 1),
        ] {
            let found = messages.iter().filter(|message| *message == kind).count();
            assert_eq!(found, count, "{kind} in {messages:?}");
        }
        // What passed from the effect of one leg stands on the paper of the other.
        let signed = house.told("casework.result-signed/1").await;
        assert_eq!(signed.len(), 3);
        let flag = signed
            .iter()
            .find(|body| body["kind"] == "kite-flag")
            .unwrap();
        let fields = flag["fields"].as_array().unwrap();
        assert_eq!(fields[2]["value"]["vi"], "09/11/2026");
        assert_eq!(flag["person_id"], json!(citizen.person().unwrap()));
        assert_eq!(flag["bundle_id"], json!(bundle));
        assert_eq!(flag["signer"]["office"]["vi"], "Cán bộ đăng ký cư trú");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_ends_what_needs_it_and_an_appeal_brings_it_back() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let registrar = house.registrar("Lan");
        let former = house.deny(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        let ended = house.bundle(&citizen, &bundle).await;
        let kite = leg(&ended, "kite");
        assert_eq!(kite.state, Some(LegState::Refused));
        assert_eq!(kite.reason.unwrap().vi, "Diều chưa an toàn");
        assert_eq!(kite.can_appeal, Some(true));
        for id in ["flag", "sticker"] {
            let leg = leg(&ended, id);
            assert_eq!(leg.state, Some(LegState::NotPossible));
            assert!(leg.reason.unwrap().vi.contains("Đăng ký thả diều"));
            assert_eq!(leg.can_appeal, Some(false));
        }

        let appeal = AppealLegRequest {
            bundle_id: bundle.clone(),
            leg_id: "kite".to_owned(),
            text: "Diều đã thay khung mới".to_owned(),
        };
        let appealed = house
            .command_as::<AppealLeg>(&citizen, "appeal", appeal.clone())
            .await
            .unwrap();
        assert_eq!(appealed.attempt, Some(2));
        let again = house
            .command_as::<AppealLeg>(&citizen, "appeal", appeal.clone())
            .await
            .unwrap();
        assert_eq!(again, appealed);
        let outcome = house.command::<AppealLeg>(&citizen, appeal).await;
        assert_eq!(code(outcome), "leg-not-refused");
        let running = house.bundle(&citizen, &bundle).await;
        assert_eq!(running.state, Some(BundleState::Running));
        assert_eq!(leg(&running, "flag").state, Some(LegState::Waiting));
        let kite = leg(&running, "kite");
        assert_eq!(kite.former_dossiers.unwrap(), std::slice::from_ref(&former));
        // The officer reads the grounds, and both read what was decided before.
        let dossier = appealed.dossier_id.unwrap();
        let seen = house.open_at_desk(&registrar, &dossier).await;
        let grounds = seen.appeal.unwrap();
        assert_eq!(grounds.text.as_deref(), Some("Diều đã thay khung mới"));
        assert_eq!(grounds.former_reason.as_deref(), Some("Diều chưa an toàn"));
        assert_eq!(house.dossier(&citizen, &former).await.status, Some(8));

        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_refused_leg_does_not_touch_the_others() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let (registrar, police) = (
            house.registrar("Lan"),
            house.police("Hùng", COMMUNE, &["residence_officer"]),
        );
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        house.deny(&police, &citizen, &bundle, "flag").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(leg(&view, "kite").state, Some(LegState::Done));
        assert_eq!(leg(&view, "sticker").state, Some(LegState::Done));
        let appeal = AppealLegRequest {
            bundle_id: bundle.clone(),
            leg_id: "flag".to_owned(),
            text: "Cờ đã thay".to_owned(),
        };
        house.command::<AppealLeg>(&citizen, appeal).await.unwrap();
        house.grant(&police, &citizen, &bundle, "flag").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        assert_eq!(
            house.leg(&citizen, &bundle, "flag").await.state,
            Some(LegState::Done)
        );
        assert_eq!(house.register.kites().await, 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_done_stays_when_the_rest_is_withdrawn() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
        let request = |reason: &str| WithdrawBundleRequest {
            bundle_id: bundle.clone(),
            reason: reason.to_owned(),
        };
        let outcome = house
            .command::<WithdrawBundle>(&citizen, request(" "))
            .await;
        assert_eq!(pointers(outcome), ["/reason"]);
        let state = house
            .command::<WithdrawBundle>(&citizen, request("Trời mưa"))
            .await
            .unwrap();
        assert_eq!(state.state, Some(BundleState::Withdrawn));
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(view.version, state.version);
        assert_eq!(leg(&view, "kite").has_result, Some(true));
        assert_eq!(leg(&view, "sticker").state, Some(LegState::Done));
        let flag = leg(&view, "flag");
        assert_eq!(flag.state, Some(LegState::Withdrawn));
        assert_eq!(flag.status, Some(7));
        assert_eq!(flag.can_appeal, Some(false));
        assert!(
            house
                .messages(&citizen)
                .await
                .contains(&"bundle-withdrawn".to_owned())
        );
        let again = house
            .command::<WithdrawBundle>(&citizen, request("x"))
            .await;
        assert_eq!(code(again), "bundle-ended");
    })
    .await;
}

#[tokio::test]
async fn a_leg_can_be_withdrawn_by_itself_before_and_after_it_begins() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let request = |leg: &str| WithdrawLegRequest {
            bundle_id: bundle.clone(),
            leg_id: leg.to_owned(),
            reason: "Không cần nữa".to_owned(),
        };
        house
            .command::<WithdrawLeg>(&citizen, request("flag"))
            .await
            .unwrap();
        assert_eq!(
            house.leg(&citizen, &bundle, "flag").await.state,
            Some(LegState::Withdrawn)
        );
        let again = house
            .command::<WithdrawLeg>(&citizen, request("flag"))
            .await;
        assert_eq!(code(again), "leg-ended");
        // The dossier of a leg: what needs it is not possible then.
        house
            .command::<WithdrawLeg>(&citizen, request("kite"))
            .await
            .unwrap();
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::NotPossible)
            .await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
    })
    .await;
}
