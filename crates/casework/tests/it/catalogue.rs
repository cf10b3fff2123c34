use dean06_contracts::casework::{
    GetService, GetServiceRequest, ListServices, ListServicesRequest,
};
use dean06_mediator::Actor;

use crate::support::{code, each};

#[tokio::test]
async fn everybody_finds_a_service_with_and_without_diacritics() {
    each(|house| async move {
        let nobody = Actor::anonymous();
        for words in ["thả diều", "THA DIEU", "kite permit", "permits flying"] {
            let request = ListServicesRequest {
                text: Some(words.to_owned()),
                ..ListServicesRequest::default()
            };
            let found = house.call::<ListServices>(&nobody, request).await.unwrap();
            let slugs: Vec<_> = found
                .rows
                .unwrap()
                .into_iter()
                .map(|row| row.slug)
                .collect();
            assert_eq!(slugs, [Some("kite-permit".to_owned())], "{words}");
        }
        let request = ListServicesRequest {
            text: Some("tàu vũ trụ".to_owned()),
            ..ListServicesRequest::default()
        };
        let found = house.call::<ListServices>(&nobody, request).await.unwrap();
        assert_eq!(found.rows.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_catalogue_follow_each_other() {
    each(|house| async move {
        let nobody = Actor::anonymous();
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let request = ListServicesRequest {
                limit: Some(1),
                cursor,
                text: None,
            };
            let page = house.call::<ListServices>(&nobody, request).await.unwrap();
            seen.extend(page.rows.unwrap().into_iter().filter_map(|row| row.slug));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert!(seen.contains(&"kite-permit".to_owned()));
        let all = house
            .call::<ListServices>(&nobody, ListServicesRequest::default())
            .await
            .unwrap();
        let all: Vec<_> = all
            .rows
            .unwrap()
            .into_iter()
            .filter_map(|row| row.slug)
            .collect();
        assert_eq!(seen, all);
    })
    .await;
}

#[tokio::test]
async fn a_service_tells_its_limits_and_parts() {
    each(|house| async move {
        let request = |slug: &str| GetServiceRequest {
            slug: slug.to_owned(),
        };
        let service = house
            .call::<GetService>(&Actor::anonymous(), request("kite-permit"))
            .await
            .unwrap();
        let limits: Vec<String> = service
            .clocks
            .unwrap()
            .into_iter()
            .map(|clock| clock.limit.unwrap().vi)
            .collect();
        assert_eq!(limits[0], "8 giờ làm việc");
        assert!(limits[1].starts_with("2 ngày làm việc") && limits[1].contains("15:00"));
        assert_eq!(service.fee, Some(20_000));
        assert_eq!(service.components.unwrap().len(), 2);
        let missing = house
            .call::<GetService>(&Actor::anonymous(), request("x"))
            .await;
        assert_eq!(code(missing), "service-not-found");
    })
    .await;
}
