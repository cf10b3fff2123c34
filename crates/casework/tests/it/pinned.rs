use dean06_contracts::casework::{
    AnswerSupplement, AnswerSupplementRequest, GetPaperLibrary, GetPaperLibraryRequest, ListQueue,
    ListQueueRequest, RequestSupplement, RequestSupplementRequest,
};
use dean06_kernel::instant;
use dean06_mediator::Ask;
use dean06_store::Sql;
use jiff::civil::date;

use crate::fixture::{changed, content, replace};
use crate::support::{each, micros};

#[tokio::test]
async fn the_layout_of_papers_stays_as_it_was_for_who_applied_before() {
    each(|house| async move {
        let citizen = house.citizen("A");
        house.submitted(&citizen).await;
        let older = content();
        let newer = changed(|files| {
            replace(files, "papers/official.typ", |text| {
                text.replace("Độc lập", "Khác")
            });
        });
        let house = house.reopened(newer.clone()).await;
        let store = house.mint.room("documents").alone();
        for version in [older, newer] {
            let request = GetPaperLibraryRequest {
                content_digest: version.digest().to_owned(),
            };
            let ask = Ask::new(&store, "public-information");
            let told = house.mediator.call::<GetPaperLibrary>(ask, &request).await;
            let files = told.unwrap().files.unwrap();
            let kept: Vec<(&str, &str)> = version.paper_library().collect();
            let told = files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()));
            assert_eq!(told.collect::<Vec<_>>(), kept);
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_limit_never_moves_the_due_date_of_a_running_dossier() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let person = citizen.person().unwrap();
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let before = house.open_at_desk(&officer, &dossier).await;
        assert_eq!(before.clock.unwrap().due_at, Some(micros(11, 17, 0)));

        // The law grants thirty days now, and the form asks for less.
        let newer = changed(|files| {
            let rules = "services/kite-permit/service.toml";
            replace(files, rules, |text| {
                text.replace("working_days = 2", "working_days = 30")
            });
            replace(files, rules, |text| {
                text.replace("Giấy phép thả diều", "Giấy diều mới")
            });
        });
        assert_ne!(newer.digest(), content().digest());
        let house = house.reopened(newer).await;
        house
            .register
            .enter(crate::support::person_record(person, "A", "1"));
        let citizen = house.mint.citizen(citizen.id(), "A", person, 2);
        let officer = house.registrar("Lan");

        let after = house.open_at_desk(&officer, &dossier).await;
        assert_eq!(after.clock.unwrap().due_at, Some(micros(11, 17, 0)));
        assert_eq!(after.content_digest, before.content_digest);
        assert_eq!(after.content_digest.as_deref(), Some(content().digest()));

        // Also what is computed later is computed by the older rules: two days, not thirty.
        let asked = RequestSupplementRequest {
            dossier_id: dossier.clone(),
            version: 2,
            items: vec!["Ảnh".to_owned()],
            sections: Vec::new(),
            reason: "Thiếu".to_owned(),
        };
        house
            .command::<RequestSupplement>(&officer, asked)
            .await
            .unwrap();
        house.clock.set(instant(date(2026, 11, 16).at(10, 0, 0, 0)));
        let answer = AnswerSupplementRequest {
            dossier_id: dossier.clone(),
            version: 3,
            data: serde_json::Map::new(),
            answer: None,
        };
        let answered = house
            .command::<AnswerSupplement>(&citizen, answer)
            .await
            .unwrap();
        assert_eq!(answered.due_at, Some(micros(18, 17, 0)));

        // A dossier of today lives under the rules of today.
        house.clock.set(instant(date(2026, 11, 9).at(9, 0, 0, 0)));
        let draft = house.filled(&citizen, "Diều mới").await;
        let second = house.submit(&citizen, &draft).await.unwrap();
        assert!(second.due_at.unwrap() > micros(30, 17, 0));
        let page = house
            .call::<ListQueue>(&officer, ListQueueRequest::default())
            .await
            .unwrap();
        assert_eq!(page.rows.unwrap().len(), 2);
        let row = house
            .store
            .read()
            .row("SELECT COUNT(DISTINCT digest) AS n FROM pinned_content", [])
            .await
            .unwrap();
        assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 2);
    })
    .await;
}
