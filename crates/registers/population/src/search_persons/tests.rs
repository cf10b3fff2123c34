use dean06_contracts::population::{SearchPersons, SearchPersonsRequest, SearchPersonsResponse};
use dean06_kernel::PersonId;
use dean06_mediator::MediatorError;

use crate::testing::{House, code, imported, in_each_house, pointers, woman};

async fn search(
    house: &House,
    request: SearchPersonsRequest,
) -> Result<SearchPersonsResponse, MediatorError> {
    house
        .ask::<SearchPersons>("registrar", "case-handling", &request)
        .await
}

fn named(name: &str) -> SearchPersonsRequest {
    SearchPersonsRequest {
        name: name.to_owned(),
        ..SearchPersonsRequest::default()
    }
}

async fn people(house: &House, names: &[&str]) -> Vec<PersonId> {
    let mut members = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let person = house.sources.person_id();
        let number = format!("0011900001{n:02}");
        members.push(imported(person, woman(name, &number), "04"));
    }
    let ids = members.iter().map(|member| member.person_id).collect();
    house.enter_household(members).await;
    ids
}

#[tokio::test]
async fn names_are_found_with_and_without_diacritics() {
    in_each_house(async |house| {
        let names = [
            "Đỗ Thị Đào",
            "Đỗ Thị Đan",
            "Đỗ Thị",
            "Do Van Dao",
            "Suharto",
        ];
        people(&house, &names).await;
        assert_eq!(house.found("do thi dao").await, ["Đỗ Thị Đào"]);
        assert_eq!(
            house.found("  ĐỖ   thị").await,
            ["Đỗ Thị", "Đỗ Thị Đan", "Đỗ Thị Đào"]
        );
        assert_eq!(house.found("Đỗ Thị Đ").await, ["Đỗ Thị Đan", "Đỗ Thị Đào"]);
        assert_eq!(house.found("suharto").await, ["Suharto"]);
        assert_eq!(house.found("suhar").await, Vec::<String>::new());
        assert_eq!(
            house.found("đỗ").await,
            Vec::<String>::new(),
            "one word is a whole name"
        );
    })
    .await;
}

#[tokio::test]
async fn birth_year_and_commune_narrow_the_search() {
    in_each_house(async |house| {
        let ids = people(&house, &["Lê Thị An", "Lê Thị Bình"]).await;
        let mut other = woman("Lê Thị Cúc", "001190000200");
        other.birth_date = Some("1950".parse().expect("a year"));
        other.permanent_residence = None;
        let third = house.enter(other).await;
        let year = SearchPersonsRequest {
            birth_year: Some(1950),
            ..named("Lê Thị")
        };
        let found = search(&house, year)
            .await
            .expect("a page")
            .rows
            .expect("rows");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].person_id, Some(third));
        let commune = SearchPersonsRequest {
            commune: Some("00004".to_owned()),
            ..named("Lê Thị")
        };
        let found = search(&house, commune)
            .await
            .expect("a page")
            .rows
            .expect("rows");
        let found: Vec<PersonId> = found.iter().filter_map(|row| row.person_id).collect();
        assert_eq!(found, ids);
        assert_eq!(house.uses(ids[0]).await, ["population.search-persons/1"]);
        assert_eq!(house.uses(third).await, ["population.search-persons/1"]);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_and_miss_nobody() {
    in_each_house(async |house| {
        let mut ids = people(&house, &["Lê Thị An"; 53]).await;
        ids.sort_unstable();
        let first = search(&house, named("Lê Thị")).await.expect("a page");
        assert_eq!(first.rows.map(|rows| rows.len()), Some(20));

        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let request = SearchPersonsRequest {
                limit: Some(10),
                cursor,
                ..named("Lê Thị")
            };
            let page = search(&house, request).await.expect("a page");
            seen.extend(
                page.rows
                    .expect("rows")
                    .into_iter()
                    .filter_map(|row| row.person_id),
            );
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, ids);
    })
    .await;
}

#[tokio::test]
async fn hostile_questions_get_a_clear_answer() {
    in_each_house(async |house| {
        people(&house, &["Lê Thị An"]).await;
        for nothing in [
            "%",
            "_ _",
            "le thi%",
            "' OR 1=1 --",
            "<script> x",
            "\u{10ffff} a",
        ] {
            let found = search(&house, named(nothing)).await;
            let rows = found.map(|page| page.rows.unwrap_or_default().len());
            assert!(
                matches!(rows, Ok(0) | Err(MediatorError::Invalid(_))),
                "{nothing:?}"
            );
        }
        for hidden in ["\u{0}\u{0}", "Lê\u{202e} Thị", "  ", "\u{301}\u{301}"] {
            let found = search(&house, named(hidden)).await;
            assert_eq!(pointers(found), ["/name"], "{hidden:?}");
        }
        assert_eq!(
            pointers(search(&house, named(&"a".repeat(101))).await),
            ["/name"]
        );
        let commune = SearchPersonsRequest {
            commune: Some("\u{0}".to_owned()),
            ..named("Lê Thị")
        };
        assert_eq!(pointers(search(&house, commune).await), ["/commune"]);
        let limit = SearchPersonsRequest {
            limit: Some(51),
            ..named("Lê Thị")
        };
        assert_eq!(pointers(search(&house, limit).await), ["/limit"]);
        let unknown = house.sources.person_id().to_string();
        for cursor in ["", "x", "' OR 1=1 --", &unknown] {
            let request = SearchPersonsRequest {
                cursor: Some(cursor.to_owned()),
                ..named("Lê Thị")
            };
            assert_eq!(code(search(&house, request).await), "cursor-invalid");
        }
    })
    .await;
}
