use dean06_contracts::Place;
use dean06_kernel::{Generation, Successor};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::testing::{House, TODAY, code, content, in_each_house, pointers, woman};

async fn stay(
    house: &House,
    key: &str,
    person: PersonId,
    commune: &str,
    days: (Date, Option<Date>),
) -> Result<RegisterTemporaryResidenceResponse, MediatorError> {
    let request = RegisterTemporaryResidenceRequest {
        person_id: person,
        place: Place {
            commune: Some(commune.to_owned()),
            line: Some("Phòng 3".to_owned()),
            ..Place::default()
        },
        valid_from: days.0,
        valid_to: days.1,
    };
    let room = house.room("casework");
    let ask = Ask::new(&room, "test.decide").in_case("H26-4");
    house
        .mediator
        .command::<RegisterTemporaryResidence>(ask, key, &request)
        .await
}

#[tokio::test]
async fn a_stay_is_recorded_from_its_first_day_to_its_last() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let last = date(2026, 12, 31);
        let told = stay(&house, "k1", person, "00004", (TODAY, Some(last)))
            .await
            .expect("a stay");
        assert_eq!(told.person_id, Some(person));
        assert_eq!((told.valid_from, told.valid_to), (Some(TODAY), Some(last)));
        let words = told.place.as_ref().and_then(|place| place.text.as_deref());
        assert_eq!(words, Some("Phòng 3, Phường Ba Đình, Thành phố Hà Nội"));
        let again = stay(&house, "k1", person, "00025", (TODAY, None)).await;
        assert_eq!(again.expect("the same"), told);

        let record = house.person(person).await;
        assert_eq!(record.temporary_residence, told.place);
        let provenance = record.provenance.expect("sources");
        let source = provenance["temporary_residence"].source.as_deref();
        assert_eq!(source, Some("committee-00004"));
        let after = house.person_at(person, Some(date(2027, 1, 1)), None).await;
        assert_eq!(after.temporary_residence, None);
        assert!(after.permanent_residence.is_some());

        let longer = (date(2026, 12, 1), Some(date(2027, 11, 30)));
        stay(&house, "k2", person, "00025", longer)
            .await
            .expect("a longer stay");
        let commune = async |day| {
            let record = house.person_at(person, Some(day), None).await;
            record.temporary_residence.and_then(|place| place.commune)
        };
        assert_eq!(commune(date(2026, 11, 30)).await.as_deref(), Some("00004"));
        assert_eq!(commune(date(2027, 1, 1)).await.as_deref(), Some("00025"));
        assert_eq!(commune(date(2027, 12, 1)).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_commune_that_is_no_more_is_refused() {
    let content = content();
    let units = content.admin_units();
    let since = units.generation(Generation::Since2025);
    let mut all = units.successors();
    let (divided, candidates) = all
        .find_map(|(code, after)| match after {
            Successor::Divided { candidates, .. } if since.get(code).is_none() => {
                Some((code, candidates))
            }
            _ => None,
        })
        .expect("a divided commune");
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let refused = stay(&house, "k", person, divided, (TODAY, None)).await;
        let Err(MediatorError::Service(ServiceError::Refused(reason))) = refused else {
            panic!("a divided commune is a question");
        };
        assert_eq!(reason.code, "commune-divided");
        for candidate in candidates {
            let name = since.full_name(candidate).expect("a name");
            assert!(reason.params["candidates"].contains(&name), "{name}");
        }
        let unknown = stay(&house, "k", person, "99999", (TODAY, None)).await;
        assert_eq!(pointers(unknown), ["/place/commune"]);
        let province = stay(&house, "k", person, "01", (TODAY, None)).await;
        assert_eq!(pointers(province), ["/place/commune"]);
        // Before the merger the old commune was one to live in.
        house
            .correct("k1", person, "phone", json!("1"), TODAY)
            .await;
        let past = (date(2025, 6, 1), None);
        let before = stay(&house, "k", person, divided, past).await;
        assert_eq!(code(before), "person-not-found", "the record begins later");
    })
    .await;
}

#[tokio::test]
async fn who_cannot_live_anywhere_is_refused() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let stranger = house.sources.person_id();
        let nobody = stay(&house, "k", stranger, "00004", (TODAY, None)).await;
        assert_eq!(code(nobody), "person-not-found");
        let backwards = (TODAY, Some(date(2026, 11, 21)));
        let wrong = stay(&house, "k", person, "00004", backwards).await;
        assert_eq!(pointers(wrong), ["/valid_to"]);
        house
            .correct("k1", person, "life_status", json!("dead"), TODAY)
            .await;
        let dead = stay(&house, "k", person, "00004", (TODAY, None)).await;
        assert_eq!(code(dead), "person-not-alive");
    })
    .await;
}

#[tokio::test]
async fn an_officer_records_a_stay_only_through_a_dossier() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", "001190000001")).await;
        let request = RegisterTemporaryResidenceRequest {
            person_id: person,
            place: Place::default(),
            valid_from: TODAY,
            valid_to: None,
        };
        let officer = house.officer("residence_officer");
        let ask = Ask::new(&officer, "test.decide").in_case("H26-4");
        let refused = house
            .mediator
            .command::<RegisterTemporaryResidence>(ask, "k", &request)
            .await;
        assert!(matches!(refused, Err(MediatorError::NotPermitted { .. })));
    })
    .await;
}
