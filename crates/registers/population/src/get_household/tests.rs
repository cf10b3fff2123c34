use dean06_contracts::population::{GetHousehold, GetHouseholdRequest, Household};
use dean06_kernel::PersonId;
use dean06_mediator::{Ask, MediatorError};
use serde_json::json;

use crate::testing::{House, TODAY, code, imported, in_each_house, woman};

async fn household(house: &House, person: PersonId) -> Result<Household, MediatorError> {
    let citizen = house.citizen(person);
    let ask = Ask::new(&citizen, "own-data");
    let request = GetHouseholdRequest { person_id: person };
    house.mediator.call::<GetHousehold>(ask, &request).await
}

#[tokio::test]
async fn the_members_are_told_and_each_of_them_can_see_it() {
    in_each_house(async |house| {
        let [head, young, old] = [(); 3].map(|()| house.sources.person_id());
        let mut mother = woman("Trần Thị Hoa", "001160000001");
        mother.birth_date = Some("1960".parse().expect("a year"));
        let id = house
            .enter_household(vec![
                imported(head, woman("Lê Thị Mai", "001190000001"), "01"),
                imported(young, woman("Lê Thị An", "001190000002"), "04"),
                imported(old, mother, "06"),
            ])
            .await;
        let told = household(&house, young).await.expect("the household");
        assert_eq!(told.household_id, Some(id));
        assert_eq!(told.head_person_id, Some(head));
        assert_eq!(
            told.residence.expect("a place").text.as_deref(),
            Some("Số 1 phố Lụa, Phường Ba Đình, Thành phố Hà Nội")
        );
        let members = told.members.expect("members");
        let order: Vec<_> = members.iter().filter_map(|m| m.person_id).collect();
        assert_eq!(order, [head, old, young]);
        let relations: Vec<_> = members
            .iter()
            .map(|m| m.relation_to_head.as_deref().unwrap_or_default())
            .collect();
        assert_eq!(relations, ["01", "06", "04"]);
        assert_eq!(members[0].name.as_deref(), Some("Lê Thị Mai"));
        assert_eq!(members[0].personal_number.as_deref(), Some("001190000001"));
        for member in [head, young, old] {
            assert_eq!(house.uses(member).await, ["population.get-household/1"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_corrected_relation_is_told() {
    in_each_house(async |house| {
        let person = house.enter(woman("Lê Thị Mai", "001190000001")).await;
        house
            .correct("k", person, "relation_to_head", json!("02"), TODAY)
            .await;
        let members = household(&house, person).await.expect("it").members;
        let members = members.expect("members");
        assert_eq!(members[0].relation_to_head.as_deref(), Some("02"));
        assert_eq!(
            house.person(person).await.relation_to_head.as_deref(),
            Some("02")
        );
    })
    .await;
}

#[tokio::test]
async fn a_newborn_has_none_and_a_stranger_is_not_found() {
    in_each_house(async |house| {
        let child = house.child("Lê An");
        house.register("k", &child).await.expect("a child");
        let told = household(&house, child.person_id).await.expect("an answer");
        assert_eq!(told.household_id, None);
        assert!(told.members.is_none());
        let stranger = house.sources.person_id();
        assert_eq!(code(household(&house, stranger).await), "person-not-found");
    })
    .await;
}
