use dean06_kernel::PersonId;
use dean06_mediator::MediatorError;
use jiff::civil::date;

use super::*;
use crate::testing::{House, TODAY, code, in_each_house, pointers, woman};

fn card(person: PersonId) -> IssueIdentityCardRequest {
    IssueIdentityCardRequest {
        person_id: person,
        kind: "identity-card".to_owned(),
        issued_by: "Bộ Công an".to_owned(),
        issued_on: TODAY,
        expires_on: Some(date(2032, 11, 20)),
    }
}

async fn issue(
    house: &House,
    key: &str,
    request: &IssueIdentityCardRequest,
) -> Result<IssueIdentityCardResponse, MediatorError> {
    house.decide::<IssueIdentityCard>(key, request).await
}

#[tokio::test]
async fn a_child_gets_a_card_with_the_personal_number() {
    in_each_house(async |house| {
        let child = house.child("Lê An");
        let number = house.register("c", &child).await.expect("a number");
        let request = card(child.person_id);
        let told = issue(&house, "k1", &request).await.expect("a card");
        assert_eq!(told.number, number.personal_number);
        assert_eq!(told.expires_on, request.expires_on);
        assert_eq!(issue(&house, "k1", &request).await.expect("again"), told);
        let second = issue(&house, "k2", &request).await;
        assert_eq!(code(second), "identity-card-in-force");
        let known = house.person(child.person_id).await.identity_card;
        let known = known.expect("the card");
        assert_eq!(known.number, told.number);
        assert_eq!(known.issued_by.as_deref(), Some("Bộ Công an"));
        let eve = date(2026, 11, 21);
        let citizen = house.citizen(child.person_id);
        let ask = dean06_mediator::Ask::new(&citizen, "own-data");
        let request = dean06_contracts::population::GetPersonRequest {
            person_id: Some(child.person_id),
            valid_on: Some(eve),
            ..Default::default()
        };
        let before = house
            .mediator
            .call::<dean06_contracts::population::GetPerson>(ask, &request)
            .await;
        assert_eq!(code(before), "person-not-found", "registered today");
    })
    .await;
}

#[tokio::test]
async fn a_card_that_has_expired_makes_room_for_another() {
    in_each_house(async |house| {
        let person = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let mut first = card(person);
        first.issued_on = date(2026, 1, 5);
        first.expires_on = Some(date(2026, 11, 21));
        issue(&house, "k1", &first).await.expect("a card");
        let mut early = card(person);
        early.issued_on = date(2026, 11, 21);
        assert_eq!(
            code(issue(&house, "k2", &early).await),
            "identity-card-in-force"
        );
        early.issued_on = date(2025, 12, 1);
        assert_eq!(
            code(issue(&house, "k3", &early).await),
            "identity-card-in-force",
            "a later card is known"
        );
        issue(&house, "k4", &card(person)).await.expect("another");
    })
    .await;
}

#[tokio::test]
async fn a_card_that_cannot_be_is_refused() {
    in_each_house(async |house| {
        let mut record = woman("Jane Doe", "001190000002");
        record.personal_number = None;
        let foreigner = house.enter(record).await;
        let told = issue(&house, "k", &card(foreigner)).await;
        assert_eq!(code(told), "personal-number-missing");
        let wrong = IssueIdentityCardRequest {
            kind: "passport".to_owned(),
            issued_by: "\u{202e}".to_owned(),
            issued_on: date(2026, 11, 23),
            expires_on: Some(TODAY),
            ..card(foreigner)
        };
        assert_eq!(
            pointers(issue(&house, "k", &wrong).await),
            ["/kind", "/issued_by", "/issued_on", "/expires_on"]
        );
        let stranger = house.sources.person_id();
        let nobody = issue(&house, "k", &card(stranger)).await;
        assert_eq!(code(nobody), "person-not-found");
        let person = house.enter(woman("Lê Thị Mai", "001190000003")).await;
        house.die("d", person, TODAY).await.expect("a death");
        let dead = issue(&house, "k", &card(person)).await;
        assert_eq!(code(dead), "person-not-alive");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_card_is_issued() {
    in_each_house(async |house| {
        let person = house.enter(woman("Lê Thị Mai", "001190000002")).await;
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let house = house.clone();
                tokio::spawn(async move { issue(&house, &format!("k{n}"), &card(person)).await })
            })
            .collect();
        let mut issued = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => issued += 1,
                error => assert_eq!(code(error), "identity-card-in-force"),
            }
        }
        assert_eq!(issued, 1);
    })
    .await;
}
