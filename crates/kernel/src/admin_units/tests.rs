use std::fmt::Write;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const BEFORE: &str = "\
code,level,kind,name,short_name,parent_code,latitude,longitude
01,province,thành phố,Thành phố Hà Nội,Hà Nội,,21.027764,105.83416
31,province,thành phố,Thành phố Hải Phòng,Hải Phòng,,20.844912,106.688084
001,district,quận,Quận Ba Đình,Ba Đình,01,21.035852,105.826094
318,district,huyện,Huyện Bạch Long Vĩ,Bạch Long Vĩ,31,20.131144,107.731053
00004,commune,phường,Phường Trúc Bạch,Trúc Bạch,001,21.044395,105.843174
00006,commune,phường,Phường Vĩnh Phúc,Vĩnh Phúc,001,21.041731,105.80995
00007,commune,phường,Phường Cống Vị,Cống Vị,001,21.03528,105.809216
00013,commune,phường,Phường Quán Thánh,Quán Thánh,001,21.038943,105.839304
";
const SINCE: &str = "\
code,level,kind,name,short_name,parent_code,latitude,longitude,area_km2
01,province,thành phố,Thành phố Hà Nội,Hà Nội,,21.0001,105.698,
31,province,thành phố,Thành phố Hải Phòng,Hải Phòng,,20.8759,106.47,
00004,commune,phường,Phường Ba Đình,Ba Đình,01,21.0386,105.838,2.97
00008,commune,phường,Phường Ngọc Hà,Ngọc Hà,01,21.0381,105.816,2.68
00025,commune,phường,Phường Giảng Võ,Giảng Võ,01,21.0275,105.814,2.6
11948,commune,đặc khu,Đặc khu Bạch Long Vĩ,Bạch Long Vĩ,31,20.1346,107.7307,3.07
";
const MERGER: &str = "\
old_commune_code,new_commune_code,divided,is_default
00004,00004,0,1
00013,00004,0,1
00006,00008,0,1
00007,00025,1,0
00007,00008,1,1
";
const DISTRICTS: &str = "\
old_district_code,old_district_name,new_commune_code
318,Huyện Bạch Long Vĩ,11948
";
const SWITCH: Date = date(2025, 7, 1);

fn load(
    before: &str,
    since: &str,
    merger: &str,
    districts: &str,
) -> Result<AdminUnits, AdminUnitsError> {
    AdminUnits::from_csv(
        before.as_bytes(),
        since.as_bytes(),
        merger.as_bytes(),
        districts.as_bytes(),
        SWITCH,
    )
}

fn units() -> AdminUnits {
    load(BEFORE, SINCE, MERGER, DISTRICTS).unwrap()
}

#[test]
fn one_code_means_two_units_on_two_days() {
    let units = units();
    let (old, new) = (date(2025, 6, 30), SWITCH);
    assert_eq!(units.get("00004", old).unwrap().name, "Phường Trúc Bạch");
    assert_eq!(units.get("00004", new).unwrap().name, "Phường Ba Đình");
    assert_eq!(
        units.full_name("00004", old).unwrap(),
        "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"
    );
    assert_eq!(
        units.full_name("00004", new).unwrap(),
        "Phường Ba Đình, Thành phố Hà Nội"
    );
    assert!(units.get("001", new).is_none());
    assert!(units.full_name("99999", new).is_none());
    assert_eq!(
        units.validity(Generation::Before2025),
        (None, Some(date(2025, 6, 30)))
    );
    assert_eq!(units.validity(Generation::Since2025), (Some(SWITCH), None));
}

#[test]
fn the_tree_is_walked_both_ways() {
    let units = units();
    let names = |code| -> Vec<&str> {
        units
            .children(code, SWITCH)
            .map(|unit| unit.short_name.as_str())
            .collect()
    };
    assert_eq!(names("01"), ["Ba Đình", "Ngọc Hà", "Giảng Võ"]);
    assert_eq!(names("00004"), [""; 0]);
    let view = units.generation(Generation::Before2025);
    let above: Vec<&str> = view.ancestors("00007").map(|u| u.code.as_str()).collect();
    assert_eq!(above, ["001", "01"]);
    assert_eq!(view.province_of("01").unwrap().code, "01");
    assert_eq!(view.level(AdminLevel::Commune).count(), 4);
    assert_eq!(view.units().count(), 8);
    let area = units.get("00025", SWITCH).unwrap().area_km2;
    assert_eq!(area, Some(2.6));
}

#[test]
fn a_divided_commune_asks_and_the_others_answer() {
    let units = units();
    assert_eq!(units.successor("00013"), &Successor::One("00004".into()));
    assert_eq!(units.successor("318"), &Successor::One("11948".into()));
    assert_eq!(
        units.successor("00007"),
        &Successor::Divided {
            candidates: vec!["00008".into(), "00025".into()],
            largest: "00008".into()
        }
    );
    assert_eq!(units.successor("001"), &Successor::Unknown);
    assert_eq!(units.successors().count(), 5);
    let before: Vec<&str> = units.predecessors("00008").collect();
    assert_eq!(before, ["00006", "00007"]);
    assert_eq!(units.province_successor("01").unwrap().code, "01");
    assert_eq!(units.province_successor("31").unwrap().code, "31");
    assert!(units.province_successor("79").is_none());
}

#[test]
fn broken_tables_are_refused() {
    use AdminUnitsError as E;
    let with = |table: &str, row: &str| format!("{table}{row}\n");
    let since = |row| load(BEFORE, &with(SINCE, row), MERGER, DISTRICTS);
    let merger = |row| load(BEFORE, SINCE, &with(MERGER, row), DISTRICTS);
    assert!(matches!(since("01,province,t,T,T,,1,1,"), Err(E::Duplicate(c)) if c == "01"));
    assert!(matches!(since("4,commune,x,X,X,01,1,1,"), Err(E::Code(_))));
    assert!(matches!(
        since("002,district,x,X,X,01,1,1,"),
        Err(E::Code(_))
    ));
    assert!(matches!(
        since("00005,commune,x,X,X,02,1,1,"),
        Err(E::Parent(_))
    ));
    assert!(matches!(
        since("00005,commune,x,X,X,,1,1,"),
        Err(E::Parent(_))
    ));
    assert!(matches!(
        since("02,province,x,X,X,01,1,1,"),
        Err(E::Parent(_))
    ));
    assert!(matches!(
        since("00005,hamlet,x,X,X,01,1,1,"),
        Err(E::Csv { table: "since", .. })
    ));
    assert!(matches!(merger("00001,00004,0,1"), Err(E::UnknownUnit(_))));
    assert!(matches!(merger("00013,00001,0,1"), Err(E::UnknownUnit(_))));
    assert!(matches!(
        merger("00013,00008,0,1"),
        Err(E::Contradiction(_))
    ));
    assert!(matches!(
        merger("00007,00004,1,1"),
        Err(E::Contradiction(_))
    ));
    assert!(matches!(
        merger("00007,00008,1,0"),
        Err(E::Contradiction(_))
    ));
    let twice = with(DISTRICTS, "318,Huyện Bạch Long Vĩ,00004");
    assert!(matches!(
        load(BEFORE, SINCE, MERGER, &twice),
        Err(E::Contradiction(_))
    ));
}

/// An old district of `targets.len()` communes, each going to the new communes it names.
fn merged(targets: &[BTreeSet<u8>]) -> AdminUnits {
    let mut before = String::from(
        "code,level,kind,name,short_name,parent_code,latitude,longitude\n01,province,t,T,T,,,\n001,district,q,Q,Q,01,,\n",
    );
    let mut since = before.replace("001,district,q,Q,Q,01,,\n", "");
    for new in 0..6 {
        writeln!(since, "{:05},commune,x,X,X,01,,", 90_000 + new).unwrap();
    }
    let mut merger = String::from("old_commune_code,new_commune_code,divided,is_default\n");
    for (old, news) in targets.iter().enumerate() {
        writeln!(before, "{old:05},commune,x,X,X,001,,").unwrap();
        for (index, new) in news.iter().enumerate() {
            let (divided, first) = (u8::from(news.len() > 1), u8::from(index == 0));
            let new = 90_000 + u32::from(*new);
            writeln!(merger, "{old:05},{new},{divided},{first}").unwrap();
        }
    }
    load(
        &before,
        &since,
        &merger,
        "old_district_code,old_district_name,new_commune_code\n",
    )
    .unwrap()
}

proptest! {
    #[test]
    fn every_old_commune_maps_or_asks(targets in prop::collection::vec(prop::collection::btree_set(0_u8..6, 1..4), 1..20)) {
        let units = merged(&targets);
        for (old, news) in targets.iter().enumerate() {
            let code = format!("{old:05}");
            let expected: Vec<String> = news.iter().map(|new| (90_000 + u32::from(*new)).to_string()).collect();
            let successor = units.successor(&code);
            prop_assert_eq!(successor.codes(), &expected[..]);
            prop_assert_eq!(matches!(successor, Successor::Divided { .. }), news.len() > 1);
            for new in &expected {
                prop_assert!(units.predecessors(new).any(|before| before == code));
            }
        }
        prop_assert_eq!(units.successors().count(), targets.len());
    }

    #[test]
    fn every_day_belongs_to_one_generation(days in -40_000_i32..40_000) {
        let units = units();
        let day = SWITCH.saturating_add(days.days());
        let holds = |generation| {
            let (from, to) = units.validity(generation);
            from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
        };
        prop_assert_ne!(holds(Generation::Before2025), holds(Generation::Since2025));
        prop_assert!(holds(units.generation_on(day)));
        prop_assert_eq!(units.on(day).generation(), units.generation_on(day));
    }
}
