use dean06_contracts::population::{VerifyPerson, VerifyPersonRequest, VerifyPersonResponse};
use jiff::civil::date;
use serde_json::json;

use crate::testing::{House, TODAY, in_each_house, pointers, woman};

const NUMBER: &str = "001190000001";

async fn verify(house: &House, number: &str, name: &str, birth: &str) -> VerifyPersonResponse {
    let request = VerifyPersonRequest {
        personal_number: number.to_owned(),
        name: name.to_owned(),
        birth_date: birth.parse().expect("a date"),
    };
    house
        .ask::<VerifyPerson>("registrar", "case-handling", &request)
        .await
        .expect("an answer")
}

#[tokio::test]
async fn what_belongs_together_is_told_to_match() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", NUMBER)).await;
        for (name, birth) in [
            ("Trần Thị Hoa", "1990-02-01"),
            ("  TRẦN  THỊ HOA ", "1990-02"),
            ("trần thị hoa", "1990"),
            ("Tra\u{302}\u{300}n Thi\u{323} Hoa", "1990-02-01"),
        ] {
            let told = verify(&house, NUMBER, name, birth).await;
            assert_eq!(told.matches, Some(true), "{name:?} {birth}");
            assert_eq!(told.alive, Some(true));
            assert_eq!(told.person_id, Some(person));
        }
        assert_eq!(house.uses(person).await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_is_told_without_the_person() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", NUMBER)).await;
        let told = verify(&house, NUMBER, "Tran Thi Hoa", "1990-02-01").await;
        assert_eq!(
            (told.matches, told.name_matches),
            (Some(false), Some(false))
        );
        assert_eq!(told.birth_date_matches, Some(true));
        assert_eq!(told.person_id, None);
        let told = verify(&house, NUMBER, "Trần Thị Hoa", "1990-02-02").await;
        assert_eq!(
            (told.matches, told.birth_date_matches),
            (Some(false), Some(false))
        );
        assert_eq!((told.name_matches, told.person_id), (Some(true), None));
        assert_eq!(
            house.uses(person).await.len(),
            2,
            "that a number is known is said of someone"
        );

        for hostile in ["<script>", "' OR ''='", "\u{202e}aoH", "Hoa 2", "\u{0}"] {
            let told = verify(&house, NUMBER, hostile, "1990").await;
            assert_eq!(told.name_matches, Some(false), "{hostile:?}");
        }
        let told = verify(&house, "001190000009", "Trần Thị Hoa", "1990").await;
        assert_eq!(
            (told.matches, told.number_known),
            (Some(false), Some(false))
        );
        assert_eq!((told.name_matches, told.alive), (None, None));
    })
    .await;
}

#[tokio::test]
async fn the_dead_are_told_to_be_dead() {
    in_each_house(async |house| {
        let person = house.enter(woman("Trần Thị Hoa", NUMBER)).await;
        house
            .correct("k", person, "life_status", json!("dead"), TODAY)
            .await;
        let told = verify(&house, NUMBER, "Trần Thị Hoa", "1990").await;
        assert_eq!((told.matches, told.alive), (Some(true), Some(false)));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_number_is_told_so() {
    in_each_house(async |house| {
        for number in ["00119000001", "0011900000O1", "001190000001 "] {
            let request = VerifyPersonRequest {
                personal_number: number.to_owned(),
                name: "A".to_owned(),
                birth_date: date(1990, 1, 1).into(),
            };
            let asked = house
                .ask::<VerifyPerson>("registrar", "case-handling", &request)
                .await;
            assert_eq!(pointers(asked), ["/personal_number"], "{number}");
        }
    })
    .await;
}

#[test]
fn dates_agree_as_far_as_both_are_known() {
    let agree = |a: &str, b: &str| {
        let date = |text: &str| text.parse().expect("a date");
        assert_eq!(
            super::agree(date(a), date(b)),
            super::agree(date(b), date(a))
        );
        super::agree(date(a), date(b))
    };
    assert!(agree("1950", "1950-03-07"));
    assert!(agree("1950-03", "1950-03-07"));
    assert!(agree("1950-03-07", "1950-03-07"));
    assert!(!agree("1951", "1950-03-07"));
    assert!(!agree("1950-04", "1950-03-07"));
    assert!(!agree("1950-03-08", "1950-03-07"));
}
