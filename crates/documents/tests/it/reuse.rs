//! A paper instead of another upload.

use dean06_contracts::documents::{AttachPaper, AttachPaperRequest, ListUsable, ListUsableRequest};
use dean06_kernel::PersonId;

use crate::support::{House, code, each};

async fn usable(house: &House, caller: PersonId, person: PersonId) -> usize {
    let request = ListUsableRequest {
        kind: "birth-certificate".to_owned(),
        person_id: Some(person),
        limit: None,
        cursor: None,
    };
    let page = house
        .call::<ListUsable>(&house.citizen(caller), request)
        .await;
    page.unwrap().rows.unwrap().len()
}

#[tokio::test]
async fn a_paper_in_force_is_used_and_counted_once_for_each_case() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (result, paper) = house.issued(mother, child).await;
        assert_eq!(usable(&house, mother, child).await, 1);
        assert_eq!(usable(&house, mother, mother).await, 0);
        let actor = house.citizen(mother);
        let attach = |case: &str| AttachPaperRequest {
            paper_id: paper.clone(),
            case_id: format!("{case:0>36}"),
        };
        let first = house
            .command_as::<AttachPaper>(&actor, "k", attach("1"))
            .await
            .unwrap();
        let again = house
            .command_as::<AttachPaper>(&actor, "k", attach("1"))
            .await
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(first.code.as_ref(), Some(&result.code));
        house
            .command::<AttachPaper>(&actor, attach("1"))
            .await
            .unwrap();
        house
            .command::<AttachPaper>(&actor, attach("2"))
            .await
            .unwrap();
        let view = house.paper(&actor, &paper).await.unwrap();
        assert_eq!(view.reused, Some(2));

        let stranger = house.citizen(house.person(1990));
        let refused = house.command::<AttachPaper>(&stranger, attach("3")).await;
        assert_eq!(code(refused), "paper-not-found");
        house.revoke(&result, None).await;
        house.settle().await;
        assert_eq!(usable(&house, mother, child).await, 0);
        let refused = house.command::<AttachPaper>(&actor, attach("3")).await;
        assert_eq!(code(refused), "paper-not-in-force");
    })
    .await;
}
