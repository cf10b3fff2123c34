use jiff::civil::date;

use super::*;
use crate::testing::{House, TODAY, code, in_each_house, pointers};

async fn end(
    house: &House,
    key: &str,
    person: dean06_kernel::PersonId,
    from: Date,
) -> Result<EndPermanentResidenceResponse, dean06_mediator::MediatorError> {
    let request = EndPermanentResidenceRequest {
        person_id: person,
        reason: "Ra nước ngoài định cư".to_owned(),
        valid_from: from,
    };
    house.decide::<EndPermanentResidence>(key, &request).await
}

#[tokio::test]
async fn who_leaves_for_good_lives_nowhere_and_the_household_goes_on() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let told = end(&house, "k1", family.husband, TODAY)
            .await
            .expect("an end");
        assert_eq!(told.household_id.as_ref(), Some(&family.household_id));
        assert_eq!(told.household_head_person_id, Some(family.wife));
        assert_eq!(told.household_without_head, Some(false));
        let words = told.place.clone().and_then(|place| place.text);
        assert_eq!(words.as_deref(), Some("Phường Ba Đình, Thành phố Hà Nội"));
        let again = end(&house, "k1", family.husband, TODAY).await;
        assert_eq!(again.expect("the same"), told);
        let record = house.person(family.husband).await;
        assert_eq!(record.permanent_residence, None);
        assert_eq!(record.household, None);
        assert_eq!(record.life_status, Some(LifeStatus::Alive));
        let household = house.household(family.daughter).await;
        assert_eq!(household.head_person_id, Some(family.wife));
        let eve = date(2026, 11, 21);
        let before = house.person_at(family.husband, Some(eve), None).await;
        assert!(before.permanent_residence.is_some());
        house.check_households().await;
    })
    .await;
}

#[tokio::test]
async fn an_end_that_cannot_be_is_refused() {
    in_each_house(async |house| {
        let family = house.enter_family(Vec::new()).await;
        let future = end(&house, "k", family.wife, date(2026, 11, 23)).await;
        assert_eq!(pointers(future), ["/valid_from"]);
        let before = end(&house, "k", family.wife, date(2025, 6, 1)).await;
        assert_eq!(code(before), "residence-newer");
        let stranger = house.sources.person_id();
        let nobody = end(&house, "k", stranger, TODAY).await;
        assert_eq!(code(nobody), "person-not-found");
    })
    .await;
}
