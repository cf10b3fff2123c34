use dean06_contracts::casework::{
    GetResult, GetResultRequest, LegState, ListQueue, ListQueueRequest, QueueFilter,
};
use jiff::SignedDuration;
use serde_json::json;

use crate::festival::{plain, plain_but};
use crate::support::{each, until};

#[tokio::test]
async fn the_machine_decides_where_the_content_lets_it() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
        let dossier = house.leg(&citizen, &bundle, "sticker").await.dossier_id;
        let dossier = house.dossier(&citizen, &dossier.unwrap()).await;
        let timeline = dossier.timeline.unwrap();
        let kinds: Vec<_> = timeline.iter().filter_map(|e| e.kind.as_deref()).collect();
        assert_eq!(
            kinds,
            [
                "result-signed",
                "decided-automatically",
                "received",
                "submitted"
            ]
        );
        assert_eq!(timeline[1].actor, None, "nobody is named for it");
        let request = GetResultRequest {
            dossier_id: dossier.dossier_id.unwrap(),
        };
        let result = house.call::<GetResult>(&citizen, request).await.unwrap();
        assert_eq!(result.signer, result.issuer.map(|issuer| issuer.vi));
        assert_eq!(
            result.office.unwrap().vi,
            "Quyết định tự động theo quy định"
        );
        let signed = house.told("casework.result-signed/1").await;
        let sticker = signed.iter().find(|body| body["kind"] == "kite-sticker");
        assert_eq!(sticker.unwrap()["signer"]["automatic"], json!(true));
    })
    .await;
}

#[tokio::test]
async fn where_its_rule_does_not_hold_an_officer_decides() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let pages = plain_but("sticker", "sticker", json!({ "text": "viết tay" }));
        let bundle = house.festival(&citizen, pages).await;
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Running)
            .await;
        let request = ListQueueRequest {
            filter: QueueFilter::New,
            ..ListQueueRequest::default()
        };
        let queue = house.call::<ListQueue>(&registrar, request).await.unwrap();
        assert_eq!(queue.rows.unwrap().len(), 1);
        house.grant(&registrar, &citizen, &bundle, "sticker").await;
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_machine_decision_waits_for_its_register_like_any_other() {
    each(|house| async move {
        let _running = house.running();
        let citizen = house.citizen("A");
        let bundle = house.festival(&citizen, plain()).await;
        let registrar = house.registrar("Lan");
        house.register.sleep_writing_after(1);
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        until(|| async {
            let sticker = house.leg(&citizen, &bundle, "sticker").await;
            sticker.status == Some(4)
        })
        .await;
        assert_eq!(house.register.kites().await, 1);
        house.register.wake();
        house.clock.advance(SignedDuration::from_mins(5));
        house
            .until_leg(&citizen, &bundle, "sticker", LegState::Done)
            .await;
        assert_eq!(house.register.kites().await, 2);
    })
    .await;
}
