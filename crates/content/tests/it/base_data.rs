//! The whole base data: every row is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dean06_content::{Content, Organisation};
use dean06_kernel::{
    AdminLevel, AdminUnit, DayKind, Generation, OrgId, PersonalNumber, Sex, Successor,
};
use jiff::civil::{Date, date};

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded content can be loaded"));

const TODAY: Date = date(2026, 11, 22);

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = CONTENT.files().get(path).expect("the file is there");
    csv::Reader::from_reader(bytes.as_ref())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the file is CSV")
}

fn communes(generation: Generation) -> impl Iterator<Item = &'static AdminUnit> {
    CONTENT
        .admin_units()
        .generation(generation)
        .level(AdminLevel::Commune)
}

#[test]
fn both_generations_are_whole() {
    let count = |generation, level| {
        CONTENT
            .admin_units()
            .generation(generation)
            .level(level)
            .count()
    };
    assert_eq!(count(Generation::Before2025, AdminLevel::Province), 63);
    assert_eq!(count(Generation::Before2025, AdminLevel::District), 696);
    assert_eq!(count(Generation::Before2025, AdminLevel::Commune), 10_035);
    assert_eq!(count(Generation::Since2025, AdminLevel::Province), 34);
    assert_eq!(count(Generation::Since2025, AdminLevel::Commune), 3_321);
    assert_eq!(CONTENT.admin_units().switched_on(), date(2025, 7, 1));
    let kinds = |kind: &str| {
        communes(Generation::Since2025)
            .filter(|u| u.kind == kind)
            .count()
    };
    assert_eq!(
        (kinds("phường"), kinds("xã"), kinds("đặc khu")),
        (687, 2_621, 13)
    );
}

#[test]
fn every_divided_commune_asks_a_human() {
    let divided: BTreeSet<String> = rows("admin-units/merger-2025.csv")
        .into_iter()
        .filter(|row| row["divided"] == "1")
        .map(|row| row["old_commune_code"].clone())
        .collect();
    assert!(!divided.is_empty());
    let mut asking = BTreeSet::new();
    for (old, successor) in CONTENT.admin_units().successors() {
        if let Successor::Divided {
            candidates,
            largest,
        } = successor
        {
            assert!(candidates.len() > 1, "{old}");
            assert!(candidates.contains(largest), "{old}");
            for new in candidates {
                assert!(CONTENT.admin_units().get(new, TODAY).is_some(), "{new}");
            }
            asking.insert(old.to_owned());
        }
    }
    assert_eq!(asking, divided);
    assert_eq!(asking.len(), 471);
}

#[test]
fn every_other_commune_has_one_successor_that_exists() {
    let units = CONTENT.admin_units();
    let mut one = 0;
    for old in communes(Generation::Before2025) {
        match units.successor(&old.code) {
            Successor::One(new) => {
                let new = units.get(new, TODAY).expect("the successor exists");
                assert_eq!(new.level, AdminLevel::Commune, "{}", old.code);
                one += 1;
            }
            Successor::Divided { .. } => {}
            Successor::Unknown => panic!("nothing is known about {}", old.code),
        }
    }
    assert_eq!(one, 10_035 - 471);
}

#[test]
fn every_commune_of_today_comes_from_somewhere() {
    let units = CONTENT.admin_units();
    for new in communes(Generation::Since2025) {
        assert!(
            units.predecessors(&new.code).next().is_some(),
            "{}",
            new.name
        );
    }
}

#[test]
fn the_five_island_districts_became_special_zones() {
    let rows = rows("admin-units/districts-2025.csv");
    assert_eq!(rows.len(), 5);
    for row in rows {
        let old = &row["old_district_code"];
        let district = CONTENT
            .admin_units()
            .get(old, date(2025, 6, 30))
            .expect("the district existed");
        assert_eq!(district.name, row["old_district_name"]);
        assert_eq!(
            CONTENT
                .admin_units()
                .children(old, date(2025, 6, 30))
                .count(),
            0
        );
        let successor = CONTENT.admin_units().successor(old);
        assert_eq!(successor, &Successor::One(row["new_commune_code"].clone()));
        let zone = CONTENT
            .admin_units()
            .get(&row["new_commune_code"], TODAY)
            .expect("the zone exists");
        assert_eq!(zone.kind, "đặc khu");
        assert_eq!(zone.short_name, district.short_name);
    }
}

#[test]
fn the_communes_carry_their_63_provinces_into_34() {
    let rows = rows("admin-units/provinces-34-from-63.csv");
    assert_eq!(rows.len(), 63);
    let units = CONTENT.admin_units();
    let mut new_codes = BTreeSet::new();
    for row in rows {
        let old = units
            .get(&row["old_code"], date(2025, 6, 30))
            .expect("the old province existed");
        assert_eq!(old.short_name, row["old_name"]);
        let new = units
            .province_successor(&old.code)
            .unwrap_or_else(|| panic!("the communes of {} went to one province", old.name));
        assert_eq!(new.code, row["new_code"], "{}", old.name);
        assert_eq!(new.short_name, row["new_name"]);
        new_codes.insert(new.code.clone());
    }
    assert_eq!(new_codes.len(), 34);
}

#[test]
fn every_unit_lies_in_viet_nam() {
    for generation in [Generation::Before2025, Generation::Since2025] {
        for unit in CONTENT.admin_units().generation(generation).units() {
            let latitude = unit.latitude.expect("a latitude");
            let longitude = unit.longitude.expect("a longitude");
            assert!((6.0..24.0).contains(&latitude), "{}: {latitude}", unit.name);
            assert!(
                (102.0..116.0).contains(&longitude),
                "{}: {longitude}",
                unit.name
            );
            assert!(unit.area_km2.is_none_or(|area| area > 0.0), "{}", unit.name);
        }
    }
}

#[test]
fn names_are_told_in_both_languages() {
    let name = |code, on| CONTENT.unit_name(code, on).expect("the unit exists");
    let now = name("00004", TODAY);
    assert_eq!(now.vi, "Phường Ba Đình, Thành phố Hà Nội");
    assert_eq!(now.en, "Ba Đình Ward, Hà Nội City");
    let before = name("00004", date(2024, 7, 1));
    assert_eq!(before.en, "Trúc Bạch Ward, Ba Đình District, Hà Nội City");
    let numbered = communes(Generation::Before2025)
        .find(|unit| unit.name == "Phường 1")
        .expect("wards with numbers existed");
    let name = name(&numbered.code, date(2024, 7, 1)).en;
    assert!(name.starts_with("Ward 1, "), "{name}");
    assert!(CONTENT.unit_name("99999", TODAY).is_none());
}

#[test]
fn the_calendar_holds_every_row() {
    let rows = rows("calendar.csv");
    assert_eq!(rows.len(), 136);
    let calendar = CONTENT.calendar();
    assert_eq!(calendar.special_days().count(), rows.len());
    assert_eq!(
        calendar.years().collect::<Vec<_>>(),
        (2022..=2030).collect::<Vec<_>>()
    );
    let worked: Vec<Date> = calendar
        .special_days()
        .filter(|day| day.kind == DayKind::Workday)
        .map(|day| day.date)
        .collect();
    assert_eq!(
        worked,
        [date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)]
    );
    for row in rows {
        let day: Date = row["date"].parse().expect("a date");
        assert_eq!(
            calendar.is_working_day(day),
            Ok(row["kind"] == "workday"),
            "{day}"
        );
        // Only years that are over or under way can have been decreed.
        let decreed = day.year() <= 2026;
        let told = if decreed {
            "third-party"
        } else {
            "unconfirmed"
        };
        assert_eq!(row["confidence"], told, "{day}");
        assert!(!row["name"].is_empty(), "{day}");
    }
    assert_eq!(calendar.is_working_day(date(2026, 11, 24)), Ok(false));
    assert_eq!(calendar.is_working_day(date(2026, 11, 25)), Ok(true));
}

#[test]
fn eight_working_hours_are_a_day() {
    let calendar = CONTENT.calendar();
    let hours = calendar
        .hours_on(date(2026, 11, 25))
        .expect("the year is covered");
    let sum: i64 = hours.iter().map(|span| span.length().as_hours()).sum();
    assert_eq!(sum, 8);
}

#[test]
fn province_codes_are_the_old_provinces() {
    let codes = CONTENT.province_codes();
    assert_eq!(codes.iter().count(), 63);
    let old = CONTENT.admin_units().generation(Generation::Before2025);
    for province in old.level(AdminLevel::Province) {
        let code = format!("0{}", province.code);
        assert!(codes.valid_on(&code, TODAY), "{code} {}", province.name);
        let number = PersonalNumber::compose(&code, Sex::Female, 2026, 1);
        assert!(number.is_ok(), "{code}");
    }
    assert!(!codes.valid_on("003", TODAY));
    assert!(!codes.valid_on("101", TODAY));
}

#[test]
fn every_commune_has_its_committee_and_its_police() {
    let mut codes = BTreeSet::new();
    for commune in communes(Generation::Since2025) {
        for (kind, id) in [
            ("commune_committee", "committee"),
            ("commune_police", "police"),
        ] {
            let organisation = CONTENT
                .organisation_for(kind, &commune.code)
                .unwrap_or_else(|| panic!("{} has a {kind}", commune.name));
            assert_eq!(organisation.id.as_str(), format!("{id}-{}", commune.code));
            assert_eq!(organisation.commune.as_deref(), Some(commune.code.as_str()));
            assert_eq!(organisation.province.as_deref(), commune.parent.as_deref());
            let again = CONTENT
                .organisation(&organisation.id)
                .expect("found by its key");
            assert_eq!(again, organisation);
            let code = organisation.code_on(TODAY).expect("a code").to_string();
            assert!(codes.insert(code.clone()), "{code} is given twice");
            assert!(organisation.exists_on(TODAY));
            assert!(!organisation.exists_on(date(2025, 6, 30)));
        }
    }
    assert_eq!(codes.len(), 2 * 3_321);
}

#[test]
fn organisations_are_named_as_people_name_them() {
    let organisation = |id: &str| -> Organisation {
        let id: OrgId = id.parse().expect("a key");
        CONTENT.organisation(&id).expect("it exists")
    };
    let committee = organisation("committee-00004");
    assert_eq!(committee.name.vi, "Ủy ban nhân dân phường Ba Đình");
    assert_eq!(committee.name.en, "People's Committee of Ba Đình Ward");
    assert_eq!(
        committee.code_on(TODAY).expect("a code").to_string(),
        "H26.00.004"
    );
    assert_eq!(
        organisation("police-00004").name.vi,
        "Công an phường Ba Đình"
    );
    let lao_cai = organisation("province-lao-cai");
    assert_eq!(lao_cai.name.vi, "Ủy ban nhân dân tỉnh Lào Cai");
    assert_eq!(lao_cai.codes.iter().count(), 2);
    assert_eq!(lao_cai.province.as_deref(), Some("15"));
    let home_affairs = organisation("bnv");
    assert_eq!(
        home_affairs
            .code_on(date(2024, 7, 1))
            .expect("a code")
            .to_string(),
        "G09"
    );
    assert_eq!(home_affairs.code_on(TODAY), None);
    assert!(home_affairs.exists_on(TODAY));
    assert!(!organisation("btttt").exists_on(TODAY));
    for unknown in [
        "committee-99999",
        "committee-01",
        "committee-",
        "nobody",
        "police-00001",
    ] {
        let id: OrgId = unknown.parse().expect("a key");
        let found = CONTENT.organisation(&id);
        assert!(found.is_none() || unknown == "police-00001", "{unknown}");
    }
    let provinces = CONTENT
        .listed_organisations()
        .filter(|org| org.kind == "province_committee" && org.exists_on(TODAY));
    assert_eq!(provinces.count(), 34);
}

#[test]
fn profiles_follow_each_other() {
    let ids: Vec<&str> = CONTENT.profiles().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["2024-07-01", "2025-07-01"]);
    assert_eq!(
        CONTENT.profile_on(date(2025, 6, 30)).expect("one").id,
        "2024-07-01"
    );
    assert_eq!(CONTENT.profile_on(TODAY).expect("one").id, "2025-07-01");
    for profile in CONTENT.profiles() {
        assert_eq!(profile.id, profile.valid_from.to_string());
        let generation = CONTENT.admin_units().generation_on(profile.valid_from);
        assert_eq!(generation, profile.generation);
    }
}

#[test]
fn the_digest_is_of_names_and_bytes() {
    let digest = CONTENT.digest();
    assert_eq!(digest.len(), 64);
    assert!(
        digest
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    );
    let mut files = CONTENT.files().clone();
    let same = Content::from_files(files.clone()).expect("loads");
    assert_eq!(same.digest(), digest);
    files.insert("note.txt".to_owned(), b"x".to_vec().into());
    let other = Content::from_files(files).expect("loads");
    assert_ne!(other.digest(), digest);
}

#[test]
fn a_folder_gives_what_the_program_holds() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let read = Content::from_dir(&folder).expect("the folder can be loaded");
    // A file written after the program was built would be no mistake of this test.
    for (path, bytes) in CONTENT.files() {
        assert_eq!(read.files().get(path), Some(bytes), "{path}");
    }
    assert!(Content::from_dir(&folder.join("nowhere")).is_err());
}
