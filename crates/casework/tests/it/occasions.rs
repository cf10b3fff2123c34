use std::time::Duration;

use dean06_contracts::casework::{
    BundleState, ListOwnBundles, ListOwnBundlesRequest, ListQueue, ListQueueRequest, OwnBundleRow,
    Receive, ReceiveRequest,
};
use dean06_mediator::Actor;
use serde_json::json;

use crate::festival::plain;
use crate::support::{House, each, until};

const FOUND: &str = "fixture.kite-found/1";
const CORRECTED: &str = "fixture.kite-corrected/1";

async fn own(house: &House, citizen: &Actor) -> Vec<OwnBundleRow> {
    let page = house
        .call::<ListOwnBundles>(citizen, ListOwnBundlesRequest::default())
        .await
        .unwrap();
    page.rows.unwrap()
}

async fn found(house: &House, citizen: &Actor, kite: &str) {
    let person = citizen.person().unwrap().to_string();
    let body = json!({ "kite_id": kite, "person_id": person });
    house.happens(FOUND, &person, body).await;
}

#[tokio::test]
async fn an_occasion_opens_one_application_however_often_it_is_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        // Several events about one kite, and one about another.
        for kite in ["k1", "k1", "k2", "k1"] {
            found(&house, &citizen, kite).await;
        }
        house.happens(FOUND, "x", json!({ "kite_id": "k3" })).await;
        let wrong = json!({ "kite_id": "k4", "person_id": "nobody" });
        house.happens(FOUND, "x", wrong).await;
        house.store.catch_up().await.unwrap();
        let rows = own(&house, &citizen).await;
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.prepared == Some(true)));
        assert_eq!(house.messages(&citizen).await, ["news", "news"]);
        let view = house
            .bundle(&citizen, &rows[0].bundle_id.clone().unwrap())
            .await;
        assert_eq!(
            view.occasion_text.unwrap().vi,
            "Có người nhặt được con diều của bạn."
        );
        let other = house.citizen("B");
        assert_eq!(own(&house, &other).await, []);
    })
    .await;
}

#[tokio::test]
async fn two_houses_on_one_database_open_it_once() {
    each(|house| async move {
        if house.store.engine() == dean06_store::Engine::Sqlite {
            return;
        }
        let citizen = house.citizen("A");
        let address = house.database.as_ref().unwrap().url().to_owned();
        let second = House::at(&address).await;
        let (_one, _two) = (house.running(), second.running());
        for _ in 0..10 {
            found(&house, &citizen, "k1").await;
        }
        until(|| async { !own(&house, &citizen).await.is_empty() }).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(own(&house, &citizen).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_correction_reaches_the_draft_and_the_desk() {
    each(|house| async move {
        let citizen = house.citizen("A");
        found(&house, &citizen, "k1").await;
        house.store.catch_up().await.unwrap();
        let bundle = own(&house, &citizen).await[0].bundle_id.clone().unwrap();
        let corrected = json!({ "kite_id": "k1" });
        house.happens(CORRECTED, "k1", corrected.clone()).await;
        house
            .happens(CORRECTED, "k9", json!({ "kite_id": "k9" }))
            .await;
        house.store.catch_up().await.unwrap();
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(view.notices.unwrap().len(), 1);
        assert_eq!(house.messages(&citizen).await.len(), 2);

        house.type_in(&citizen, &bundle, plain()).await;
        house.submit_festival(&citizen, &bundle).await.unwrap();
        let registrar = house.registrar("Lan");
        let kite = house
            .leg(&citizen, &bundle, "kite")
            .await
            .dossier_id
            .unwrap();
        house.happens(CORRECTED, "k1", corrected.clone()).await;
        house.store.catch_up().await.unwrap();
        let seen = house.open_at_desk(&registrar, &kite).await;
        assert_eq!(seen.version, Some(2));
        let timeline = seen.timeline.unwrap();
        assert_eq!(timeline[0].kind.as_deref(), Some("occasion-changed"));
        let queue = house
            .call::<ListQueue>(&registrar, ListQueueRequest::default())
            .await
            .unwrap();
        assert_eq!(queue.rows.unwrap()[0].flagged, Some(true));
        // The work goes on from there.
        let request = ReceiveRequest {
            dossier_id: kite.clone(),
            version: 2,
            note: None,
        };
        house.command::<Receive>(&registrar, request).await.unwrap();
        house.approve(&registrar, &kite, 3).await.unwrap();

        // A decided dossier is not touched any more.
        house.happens(CORRECTED, "k1", corrected).await;
        house.store.catch_up().await.unwrap();
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(view.state, Some(BundleState::Running));
        assert_eq!(house.open_at_desk(&registrar, &kite).await.version, Some(5));
    })
    .await;
}
