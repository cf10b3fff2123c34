use dean06_contracts::population::{
    GetPerson, GetPersonRequest, PersonRecord, VerifyPerson, VerifyPersonRequest,
};
use dean06_kernel::PersonId;
use dean06_mediator::MediatorError;
use jiff::{SignedDuration, civil::date};
use serde_json::json;

use super::*;
use crate::testing::{House, TODAY, code, in_each_house, pointers, woman};

const OLD: &str = "001190000001";

async fn replace(
    house: &House,
    key: &str,
    person: PersonId,
    change: impl FnOnce(&mut ReplacePersonalNumberRequest),
) -> Result<ReplacePersonalNumberResponse, MediatorError> {
    let mut request = ReplacePersonalNumberRequest {
        person_id: person,
        sex: None,
        birth_date: None,
        reason: "Quyết định cải chính số 7".to_owned(),
        valid_from: TODAY,
    };
    change(&mut request);
    house.keep::<ReplacePersonalNumber>(key, &request).await
}

#[tokio::test]
async fn the_old_number_still_leads_to_the_person() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", OLD)).await;
        house.clock.advance(SignedDuration::from_mins(1));
        let told = replace(&house, "k", person, |r| {
            r.birth_date = "1991-02-01".parse().ok();
        })
        .await
        .expect("a number");
        assert_eq!(told.former_personal_number.as_deref(), Some(OLD));
        let new = told.personal_number.expect("a number");
        assert!(new.starts_with("001191"), "{new}");

        for number in [OLD, &new] {
            let request = GetPersonRequest {
                personal_number: Some(number.to_owned()),
                ..GetPersonRequest::default()
            };
            let record = house
                .ask::<GetPerson>("register_keeper", "register-keeping", &request)
                .await
                .expect("the person");
            assert_eq!(record.person_id, Some(person));
            assert_eq!(record.personal_number.as_deref(), Some(new.as_str()));
            assert_eq!(record.former_personal_numbers, Some(vec![OLD.to_owned()]));
            assert_eq!(record.birth_date, Some(date(1991, 2, 1).into()));

            let stated = VerifyPersonRequest {
                personal_number: number.to_owned(),
                name: "Trần Thị Hoa".to_owned(),
                birth_date: date(1991, 2, 1).into(),
            };
            let verified = house
                .ask::<VerifyPerson>("registrar", "case-handling", &stated)
                .await
                .expect("an answer");
            assert_eq!(verified.person_id, Some(person));
        }
        for (number, born, matches) in [(OLD, "1990-02-01", true), (&new, "1990-02-01", false)] {
            let stated = VerifyPersonRequest {
                personal_number: number.to_owned(),
                name: "Trần Thị Hoa".to_owned(),
                birth_date: born.parse().expect("a date"),
            };
            let verified = house
                .ask::<VerifyPerson>("registrar", "case-handling", &stated)
                .await
                .expect("an answer");
            assert_eq!(verified.matches, Some(matches), "{number} {born}");
        }
        let before = house
            .person_at(person, Some(date(2026, 11, 21)), None)
            .await;
        assert_eq!(before.personal_number.as_deref(), Some(OLD));
        assert_eq!(before.former_personal_numbers, None);

        let again = replace(&house, "k", person, |_| {})
            .await
            .expect("the same");
        assert_eq!(again.personal_number, Some(new));
    })
    .await;
}

#[tokio::test]
async fn a_correction_made_before_is_followed_by_the_number() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", OLD)).await;
        house
            .correct("k1", person, "sex", json!("male"), TODAY)
            .await;
        let told = replace(&house, "k2", person, |_| {})
            .await
            .expect("a number");
        assert!(
            told.personal_number
                .expect("a number")
                .starts_with("001090")
        );
    })
    .await;
}

#[tokio::test]
async fn a_number_of_tomorrow_leads_to_the_person_today() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", OLD)).await;
        let tomorrow = date(2026, 11, 23);
        let told = replace(&house, "k", person, |r| {
            r.sex = Some(Sex::Male);
            r.valid_from = tomorrow;
        })
        .await
        .expect("a number");
        let record = house.person(person).await;
        assert_eq!(record.personal_number.as_deref(), Some(OLD));
        assert_eq!(record.former_personal_numbers, None);
        let then = house.person_at(person, Some(tomorrow), None).await;
        assert_eq!(then.personal_number, told.personal_number);
        let earlier = replace(&house, "k2", person, |r| r.sex = Some(Sex::Male)).await;
        assert_eq!(code(earlier), "personal-number-newer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_at_once_gives_one_number() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", OLD)).await;
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let house = house.clone();
                tokio::spawn(async move {
                    replace(&house, "k", person, |r| r.sex = Some(Sex::Male)).await
                })
            })
            .collect();
        let mut told = Vec::new();
        for task in tasks {
            told.push(task.await.expect("no panic").expect("a number"));
        }
        assert!(told.iter().all(|response| *response == told[0]));
        let record = house.person(person).await;
        assert_eq!(record.former_personal_numbers, Some(vec![OLD.to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_replaced_is_refused() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", OLD)).await;
        let still = replace(&house, "k", person, |r| r.birth_date = "1990".parse().ok()).await;
        assert_eq!(code(still), "personal-number-still-right");
        let stranger = house.sources.person_id();
        let nobody = replace(&house, "k", stranger, |r| r.sex = Some(Sex::Male)).await;
        assert_eq!(code(nobody), "person-not-found");
        let foreigner = house
            .enter(PersonRecord {
                name: Some("Jean Dupont".to_owned()),
                ..PersonRecord::default()
            })
            .await;
        let none = replace(&house, "k", foreigner, |r| r.sex = Some(Sex::Male)).await;
        assert_eq!(code(none), "personal-number-missing");
        let old = replace(&house, "k", person, |r| r.birth_date = "1890".parse().ok()).await;
        assert_eq!(code(old), "personal-number-not-possible");
        let early = replace(&house, "k", person, |r| {
            r.sex = Some(Sex::Male);
            r.valid_from = date(2025, 6, 30);
        });
        assert_eq!(code(early.await), "personal-number-newer");

        let future = replace(&house, "k", person, |r| r.birth_date = "2027".parse().ok()).await;
        assert_eq!(pointers(future), ["/birth_date"]);
        let unknown = replace(&house, "k", person, |r| r.sex = Some(Sex::Unknown)).await;
        assert_eq!(pointers(unknown), ["/sex"]);
        for reason in ["", "  ", "a\u{202e}b", "a\u{0}"] {
            let hostile = replace(&house, "k", person, |r| r.reason = reason.to_owned()).await;
            assert_eq!(pointers(hostile), ["/reason"], "{reason:?}");
        }
        let record = house.person(person).await;
        assert_eq!(record.personal_number.as_deref(), Some(OLD));
    })
    .await;
}
