//! The interlinked application of the tests: a kite, its flag and its sticker.

use std::collections::BTreeMap;
use std::time::Duration;

use dean06_contracts::casework::{
    AnswerAgreement, AnswerAgreementRequest, BundleState, BundleView, ChainLeg, ChainView,
    DeskAction, DossierState, DossierView, GetDossier, GetDossierRequest, GetOwnBundle,
    GetOwnBundleRequest, LegState, LegView, ListAgreements, ListAgreementsRequest, ListOwnBundles,
    ListOwnBundlesRequest, OpenChain, OpenChainRequest, Receive, ReceiveRequest, Refuse,
    RefuseRequest, StartBundle, StartBundleRequest, SubmitBundle, SubmitBundleRequest,
    SubmitBundleResponse,
};
use dean06_mediator::{Actor, MediatorError};
use dean06_store::{NoRefusal, OutboxEvent, Sql, WriteError};
use serde_json::{Value, json};

use crate::support::{COMMUNE, House, until};

/// What is typed when nothing else is wanted.
pub fn plain() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("kite", "owner", json!({})),
        ("kite", "kite", json!({ "name": "Diều sáo", "length": 3 })),
        ("kite", "place", json!({ "commune": COMMUNE })),
        (
            "flag",
            "flag",
            json!({ "colour": "vàng", "commune": COMMUNE }),
        ),
        ("sticker", "sticker", json!({ "text": "in máy" })),
    ]
}

/// The same with another page of a leg.
pub fn plain_but(
    leg: &'static str,
    section: &'static str,
    data: Value,
) -> Vec<(&'static str, &'static str, Value)> {
    let mut pages = plain();
    pages.retain(|page| (page.0, page.1) != (leg, section));
    pages.push((leg, section, data));
    pages
}

pub fn leg(view: &BundleView, id: &str) -> LegView {
    let legs = view.legs.clone().unwrap();
    legs.into_iter()
        .find(|leg| leg.leg_id.as_deref() == Some(id))
        .unwrap()
}

pub fn chain_leg(view: &ChainView, id: &str) -> ChainLeg {
    let legs = view.legs.clone().unwrap();
    legs.into_iter()
        .find(|leg| leg.leg_id.as_deref() == Some(id))
        .unwrap()
}

impl House {
    pub async fn begin_festival(&self, citizen: &Actor) -> String {
        let request = StartBundleRequest {
            family: "kites".to_owned(),
        };
        let begun = self.command::<StartBundle>(citizen, request).await.unwrap();
        begun.bundle_id.unwrap()
    }

    pub async fn bundle(&self, citizen: &Actor, bundle: &str) -> BundleView {
        let request = GetOwnBundleRequest {
            bundle_id: bundle.to_owned(),
        };
        self.call::<GetOwnBundle>(citizen, request).await.unwrap()
    }

    pub async fn leg(&self, citizen: &Actor, bundle: &str, id: &str) -> LegView {
        leg(&self.bundle(citizen, bundle).await, id)
    }

    pub async fn type_in(&self, citizen: &Actor, bundle: &str, pages: Vec<(&str, &str, Value)>) {
        for (id, section, data) in pages {
            let draft = self.leg(citizen, bundle, id).await.draft_id.unwrap();
            let saved = self.save(citizen, &draft, section, data).await.unwrap();
            assert_eq!(saved.errors.unwrap(), [], "{id} {section}");
        }
    }

    /// Submits it as it is seen now.
    pub async fn submit_festival(
        &self,
        citizen: &Actor,
        bundle: &str,
    ) -> Result<SubmitBundleResponse, MediatorError> {
        let view = self.bundle(citizen, bundle).await;
        self.command::<SubmitBundle>(citizen, seen(&view)).await
    }

    /// A submitted application.
    pub async fn festival(&self, citizen: &Actor, pages: Vec<(&str, &str, Value)>) -> String {
        let bundle = self.begin_festival(citizen).await;
        self.type_in(citizen, &bundle, pages).await;
        self.submit_festival(citizen, &bundle).await.unwrap();
        bundle
    }

    pub async fn until_leg(&self, citizen: &Actor, bundle: &str, id: &str, state: LegState) {
        until(|| async { self.leg(citizen, bundle, id).await.state == Some(state) }).await;
    }

    pub async fn until_bundle(&self, citizen: &Actor, bundle: &str, state: BundleState) {
        until(|| async { self.bundle(citizen, bundle).await.state == Some(state) }).await;
    }

    /// Accepts and approves the dossier of a leg.
    pub async fn grant(
        &self,
        officer: &Actor,
        citizen: &Actor,
        bundle: &str,
        id: &str,
    ) -> DossierState {
        let dossier = self.leg(citizen, bundle, id).await.dossier_id.unwrap();
        self.receive(officer, &dossier).await;
        self.approve(officer, &dossier, 2).await.unwrap()
    }

    /// The one application of a citizen, as soon as it is there.
    pub async fn only_bundle(&self, citizen: &Actor) -> String {
        let mut found = Vec::new();
        for _ in 0..500 {
            let page = self
                .call::<ListOwnBundles>(citizen, ListOwnBundlesRequest::default())
                .await
                .unwrap();
            found = page.rows.unwrap();
            if !found.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(found.len(), 1);
        found.remove(0).bundle_id.unwrap()
    }

    /// Waits until a leg has a dossier.
    pub async fn until_running(&self, citizen: &Actor, bundle: &str, id: &str) {
        until(|| async { self.leg(citizen, bundle, id).await.dossier_id.is_some() }).await;
    }

    /// Accepts and approves the dossier of a leg, as far as that was not done before.
    pub async fn decide(&self, officer: &Actor, citizen: &Actor, bundle: &str, id: &str) {
        let dossier = self.leg(citizen, bundle, id).await.dossier_id.unwrap();
        let seen = self.open_at_desk(officer, &dossier).await;
        if seen.status == Some(1) {
            self.receive(officer, &dossier).await;
        }
        let seen = self.open_at_desk(officer, &dossier).await;
        if seen.actions.unwrap().contains(&DeskAction::Approve) {
            let version = seen.version.unwrap();
            self.approve(officer, &dossier, version).await.unwrap();
        }
    }

    /// Accepts and approves a dossier as far as that is possible now; somebody else may be faster.
    pub async fn try_to_decide(&self, officer: &Actor, dossier: &str) {
        if let Some(version) = self.try_to_receive(officer, dossier).await {
            drop(self.approve(officer, dossier, version).await);
        }
    }

    /// Accepts and refuses a dossier as far as that is possible now; somebody else may be faster.
    pub async fn try_to_deny(&self, officer: &Actor, dossier: &str) {
        if let Some(version) = self.try_to_receive(officer, dossier).await {
            let request = denial(dossier, version);
            drop(self.command::<Refuse>(officer, request).await);
        }
    }

    /// The version in which a dossier is open for a decision, if it could be accepted.
    async fn try_to_receive(&self, officer: &Actor, dossier: &str) -> Option<i64> {
        let seen = self.open_at_desk(officer, dossier).await;
        let version = seen.version.unwrap();
        if seen.status != Some(1) {
            return Some(version);
        }
        let request = ReceiveRequest {
            dossier_id: dossier.to_owned(),
            version,
            note: None,
        };
        let received = self.command::<Receive>(officer, request).await.ok()?;
        Some(received.version.unwrap())
    }

    /// Agrees to whatever is still asked, as soon as something is.
    pub async fn agree_to_all(&self, person: &Actor) {
        until(|| async {
            let page = self
                .call::<ListAgreements>(person, ListAgreementsRequest::default())
                .await
                .unwrap();
            let rows = page.rows.unwrap();
            for row in rows.iter().filter(|row| row.open == Some(true)) {
                let request = AnswerAgreementRequest {
                    agreement_id: row.agreement_id.clone().unwrap(),
                    agreed: true,
                    reason: None,
                };
                self.command::<AnswerAgreement>(person, request)
                    .await
                    .unwrap();
            }
            !rows.is_empty()
        })
        .await;
    }

    /// Accepts and refuses the dossier of a leg.
    pub async fn deny(&self, officer: &Actor, citizen: &Actor, bundle: &str, id: &str) -> String {
        let dossier = self.leg(citizen, bundle, id).await.dossier_id.unwrap();
        self.receive(officer, &dossier).await;
        let request = denial(&dossier, 2);
        self.command::<Refuse>(officer, request).await.unwrap();
        dossier
    }

    pub async fn dossier(&self, citizen: &Actor, dossier: &str) -> DossierView {
        let request = GetDossierRequest {
            dossier_id: dossier.to_owned(),
        };
        self.call::<GetDossier>(citizen, request).await.unwrap()
    }

    pub async fn chain(&self, officer: &Actor, dossier: &str) -> Result<ChainView, MediatorError> {
        let request = OpenChainRequest {
            dossier_id: dossier.to_owned(),
        };
        self.call::<OpenChain>(officer, request).await
    }

    /// What happened somewhere else.
    pub async fn happens(&self, topic: &str, key: &str, body: Value) {
        let event = &OutboxEvent {
            id: self.sources.uuid(),
            topic: topic.to_owned(),
            key: key.to_owned(),
            body,
        };
        self.store
            .write(|tx| {
                Box::pin(async move {
                    tx.emit(event.clone()).await?;
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await
            .unwrap();
    }

    /// Bodies of all events of a topic, in order.
    pub async fn told(&self, topic: &str) -> Vec<Value> {
        let rows = self
            .store
            .read()
            .rows(
                "SELECT body FROM outbox WHERE topic = ? ORDER BY seq",
                [topic.into()],
            )
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get("", "body").unwrap())
            .collect()
    }

    /// Kinds of the messages that a person was to get, in order.
    pub async fn messages(&self, person: &Actor) -> Vec<String> {
        let id = person.person().unwrap().to_string();
        let told = self.told("messages.wanted/1").await;
        let own = told.iter().filter(|message| message["person_id"] == id);
        own.map(|message| message["kind"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn denial(dossier: &str, version: i64) -> RefuseRequest {
    RefuseRequest {
        dossier_id: dossier.to_owned(),
        version,
        reason_code: "other".to_owned(),
        reason: "Diều chưa an toàn".to_owned(),
    }
}

/// A submission of what was seen.
pub fn seen(view: &BundleView) -> SubmitBundleRequest {
    let legs = view.legs.iter().flatten();
    let drafts: BTreeMap<String, i64> = legs
        .filter_map(|leg| Some((leg.leg_id.clone()?, leg.draft_version?)))
        .collect();
    SubmitBundleRequest {
        bundle_id: view.bundle_id.clone().unwrap(),
        version: view.version.unwrap(),
        drafts,
    }
}
