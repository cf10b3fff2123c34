//! Links: who has one sees one paper, until its end, and is counted.

use dean06_contracts::documents::{
    ClientKind, DiscardUpload, DiscardUploadRequest, EndShare, EndShareRequest, ListShares,
    ListSharesRequest, OpenShare, OpenShareRequest, SharePaper, SharePaperRequest,
    SharePaperResponse, ShareRow, ShareState, SharedPaper,
};
use dean06_kernel::PersonId;
use dean06_mediator::{Actor, MediatorError};
use dean06_store::Sql;
use jiff::SignedDuration;

use crate::support::{House, code, each};

async fn share(house: &House, person: PersonId, paper: &str, days: u16) -> SharePaperResponse {
    let request = SharePaperRequest {
        paper_id: paper.to_owned(),
        days,
    };
    let actor = house.citizen(person);
    house.command::<SharePaper>(&actor, request).await.unwrap()
}

async fn open(
    house: &House,
    share: &SharePaperResponse,
    with_file: bool,
) -> Result<SharedPaper, MediatorError> {
    let request = OpenShareRequest {
        token: share.token.clone().unwrap(),
        client: ClientKind::MobileBrowser,
        with_file,
    };
    house.call::<OpenShare>(&Actor::anonymous(), request).await
}

async fn shares(house: &House, person: PersonId) -> Vec<ShareRow> {
    let actor = house.citizen(person);
    let page = house.call::<ListShares>(&actor, ListSharesRequest::default());
    page.await.unwrap().rows.unwrap()
}

#[tokio::test]
async fn who_has_the_link_sees_the_paper_and_the_owner_sees_when() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (_, paper) = house.issued(mother, child).await;
        let link = share(&house, mother, &paper, 7).await;
        let seen = open(&house, &link, false).await.unwrap();
        assert_eq!(seen.title.unwrap().vi, "Giấy khai sinh");
        assert_eq!(seen.bytes, None);
        house.clock.advance(SignedDuration::from_secs(5));
        let seen = open(&house, &link, true).await.unwrap();
        assert!(seen.bytes.is_some());

        let row = &shares(&house, mother).await[0];
        assert_eq!((row.opened, row.state), (Some(2), Some(ShareState::Open)));
        let openings = row.openings.clone().unwrap();
        assert_eq!(openings[0].with_file, Some(true));
        assert_eq!(openings[1].with_file, Some(false));
        assert_eq!(openings[1].client, Some(ClientKind::MobileBrowser));
        assert_eq!(house.messages().await, ["paper-ready", "share-opened"]);
        assert!(shares(&house, child).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_at_its_end_or_when_its_owner_ends_it() {
    each(|house| async move {
        let person = house.person(1990);
        let (_, paper) = house.issued(person, person).await;
        let short = share(&house, person, &paper, 1).await;
        let long = share(&house, person, &paper, 2).await;
        house.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(code(open(&house, &short, false).await), "share-not-found");
        assert!(open(&house, &long, false).await.is_ok());

        let request = EndShareRequest {
            share_id: long.share_id.clone().unwrap(),
        };
        let stranger = house.citizen(house.person(1990));
        let refused = house.command::<EndShare>(&stranger, request.clone()).await;
        assert_eq!(code(refused), "share-not-found");
        let actor = house.citizen(person);
        for _ in 0..2 {
            house
                .command::<EndShare>(&actor, request.clone())
                .await
                .unwrap();
        }
        assert_eq!(code(open(&house, &long, false).await), "share-not-found");
        let unknown = SharePaperResponse {
            token: Some("AAAAAAAAAAAAAAAAAAAAAA".to_owned()),
            ..SharePaperResponse::default()
        };
        assert_eq!(code(open(&house, &unknown, false).await), "share-not-found");
        let states: Vec<_> = shares(&house, person)
            .await
            .iter()
            .map(|row| row.state)
            .collect();
        assert!(states.contains(&Some(ShareState::Ended)));
        assert!(states.contains(&Some(ShareState::Expired)));

        // After some time nothing is left of them.
        for _ in 0..2 {
            house.clock.advance(SignedDuration::from_hours(24 * 370));
            house.settle().await;
        }
        for table in ["share", "share_token", "share_opening"] {
            assert_eq!(house.count(table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_key_returns_the_same_link_and_the_token_stands_nowhere() {
    each(|house| async move {
        let person = house.person(1990);
        let (_, paper) = house.issued(person, person).await;
        let actor = house.citizen(person);
        let request = SharePaperRequest {
            paper_id: paper,
            days: 3,
        };
        let first = house
            .command_as::<SharePaper>(&actor, "k", request.clone())
            .await
            .unwrap();
        let again = house
            .command_as::<SharePaper>(&actor, "k", request.clone())
            .await
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(shares(&house, person).await.len(), 1);
        let token = first.token.unwrap();
        for (table, column) in [
            ("share", "token_hash"),
            ("share_token", "token_hash"),
            ("command_result", "CAST(result AS TEXT)"),
        ] {
            let rows = house
                .store
                .read()
                .rows(&format!("SELECT {column} AS text FROM {table}"), [])
                .await
                .unwrap();
            assert!(!rows.is_empty());
            for row in rows {
                let text: String = row.try_get("", "text").unwrap();
                assert!(!text.contains(&token), "{table}");
            }
        }

        let mut too_long = request;
        too_long.days = 366;
        let refused = house.command::<SharePaper>(&actor, too_long).await;
        assert!(matches!(
            refused,
            Err(MediatorError::Service(
                dean06_mediator::ServiceError::Invalid(_)
            ))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_paper_that_is_gone_or_taken_back() {
    each(|house| async move {
        let person = house.person(1990);
        let actor = house.citizen(person);
        let upload = house.upload(&actor, b"%PDF-1.7").await.unwrap();
        let link = share(&house, person, &upload, 3).await;
        let request = DiscardUploadRequest {
            paper_id: upload.clone(),
        };
        house
            .command::<DiscardUpload>(&actor, request)
            .await
            .unwrap();
        assert_eq!(code(open(&house, &link, true).await), "share-not-found");
        assert_eq!(
            shares(&house, person).await[0].state,
            Some(ShareState::Ended)
        );

        let (result, paper) = house.issued(person, person).await;
        let link = share(&house, person, &paper, 3).await;
        house.revoke(&result, None).await;
        house.settle().await;
        let seen = open(&house, &link, false).await.unwrap();
        let revoked = dean06_contracts::documents::PaperState::Revoked;
        assert_eq!(seen.state, Some(revoked), "who looks is told");
        let request = SharePaperRequest {
            paper_id: paper,
            days: 1,
        };
        let refused = house.command::<SharePaper>(&actor, request).await;
        assert_eq!(code(refused), "paper-not-in-force");
    })
    .await;
}
