//! How long a draft is kept that nobody submits.

use dean06_contracts::casework::{ListDrafts, ListDraftsRequest};
use dean06_kernel::local_datetime;
use jiff::{SignedDuration, ToSpan as _};
use serde_json::json;

use crate::support::{House, each};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn drafts(house: &House, citizen: &dean06_mediator::Actor) -> usize {
    let request = ListDraftsRequest::default();
    let list = house.call::<ListDrafts>(citizen, request).await.unwrap();
    list.rows.unwrap().len()
}

#[tokio::test]
async fn a_draft_goes_after_the_day_that_people_were_told() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let draft = house.start(&citizen).await;
        let saved = json!({ "phone": "0999" });
        house.save(&citizen, &draft, "owner", saved).await.unwrap();
        let saved_on = local_datetime(house.sources.now()).date();
        let kept_until = house.draft(&citizen, &draft).await.kept_until.unwrap();
        assert_eq!(kept_until, saved_on + 90.days());

        // A save begins the time anew; the night before the day after is too early.
        house.clock.advance(DAY * 60);
        house.store.catch_up().await.unwrap();
        let more = json!({ "phone": "0888" });
        house.save(&citizen, &draft, "owner", more).await.unwrap();
        house.clock.advance(DAY * 90);
        house.store.catch_up().await.unwrap();
        assert_eq!(drafts(&house, &citizen).await, 1);

        let submitted = house.start(&citizen).await;
        house.clock.advance(DAY);
        house.store.catch_up().await.unwrap();
        assert_eq!(drafts(&house, &citizen).await, 1, "the younger one stays");
        let kept = house.draft(&citizen, &submitted).await.kept_until;
        assert_eq!(kept, Some(saved_on + 240.days()));
    })
    .await;
}
