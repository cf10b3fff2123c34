//! Dates in words, as the birth certificate has them.

use crate::common::{field, paper, render, text};

const TEMPLATE: &str = r#"
#import "/papers/official.typ": date-in-words
#let sheet(paper) = for field in paper.fields [
  #field.value = #date-in-words(field.value) |
]
"#;

/// What stands on paper for each date.
fn words(dates: &[String]) -> Vec<String> {
    let fields = dates
        .iter()
        .enumerate()
        .map(|(at, date)| field(&at.to_string(), "", date));
    let pdf = render(TEMPLATE, &paper(fields.collect())).unwrap();
    let text = text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    let said = text.split('|').filter_map(|line| line.split_once('='));
    said.map(|(_, words)| words.trim().to_owned()).collect()
}

#[test]
fn days_months_and_years_are_said_as_people_say_them() {
    let days = [
        "một",
        "hai",
        "ba",
        "bốn",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mười một",
        "mười hai",
        "mười ba",
        "mười bốn",
        "mười lăm",
        "mười sáu",
        "mười bảy",
        "mười tám",
        "mười chín",
        "hai mươi",
        "hai mươi mốt",
        "hai mươi hai",
        "hai mươi ba",
        "hai mươi tư",
        "hai mươi lăm",
        "hai mươi sáu",
        "hai mươi bảy",
        "hai mươi tám",
        "hai mươi chín",
        "ba mươi",
        "ba mươi mốt",
    ];
    let months = [
        "một",
        "hai",
        "ba",
        "tư",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mười một",
        "mười hai",
    ];
    let years = [
        (1900, "một nghìn chín trăm"),
        (1905, "một nghìn chín trăm linh năm"),
        (1910, "một nghìn chín trăm mười"),
        (1954, "một nghìn chín trăm năm mươi tư"),
        (1975, "một nghìn chín trăm bảy mươi lăm"),
        (1990, "một nghìn chín trăm chín mươi"),
        (2000, "hai nghìn"),
        (2001, "hai nghìn không trăm linh một"),
        (2015, "hai nghìn không trăm mười lăm"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (2100, "hai nghìn một trăm"),
    ];
    let mut dates = Vec::new();
    let mut expected = Vec::new();
    let mut add = |day: usize, month: usize, (year, year_words): (i32, &str)| {
        dates.push(format!("{day:02}/{month:02}/{year}"));
        let (day, month) = (days[day - 1], months[month - 1]);
        expected.push(format!("ngày {day}, tháng {month}, năm {year_words}"));
    };
    for day in 1..=31 {
        add(day, 1, years[10]);
    }
    for month in 1..=12 {
        add(1, month, years[10]);
    }
    for year in years {
        add(4, 4, year);
    }
    assert_eq!(words(&dates), expected);
}

#[test]
fn what_is_no_full_date_has_no_words() {
    let dates = [
        "1990",
        "03/1990",
        "00/01/2026",
        "01/00/2026",
        "1/2/2026",
        "ngày mai",
    ];
    assert_eq!(words(&dates.map(str::to_owned)), [""; 6]);
}
