use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "\
IDVNM0900000018001090000001<<9
9002018M4002013VNM<<<<<<<<<<<6
NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<
";

/// The sample with one stretch of one line replaced.
fn with(line: usize, at: usize, new: &str) -> String {
    let mut lines: Vec<String> = SAMPLE.lines().map(str::to_owned).collect();
    lines[line - 1].replace_range(at - 1..at - 1 + new.len(), new);
    lines.join("\n")
}

/// Like [`with`], and all check digits made right again.
fn with_digits(line: usize, at: usize, new: &str) -> String {
    let mut lines: Vec<String> = with(line, at, new).lines().map(str::to_owned).collect();
    for (line, from, to) in [(0, 5, 14), (0, 15, 29), (1, 0, 6), (1, 8, 14)] {
        let digit = check_digit(&[&lines[line][from..to]]).to_string();
        lines[line].replace_range(to..=to, &digit);
    }
    let (one, two) = (&lines[0], &lines[1]);
    let digit = check_digit(&[&one[5..30], &two[0..7], &two[8..15], &two[18..29]]).to_string();
    lines[1].replace_range(29..30, &digit);
    lines.join("\n")
}

#[test]
fn the_sample_is_read_and_written() {
    let zone = Mrz::read(SAMPLE).unwrap();
    assert_eq!(zone.personal_number().as_str(), "001090000001");
    assert_eq!(zone.birth(), PartialDate::from(date(1990, 2, 1)));
    assert_eq!(zone.sex(), Sex::Male);
    assert_eq!(zone.expiry(), date(2040, 2, 1));
    assert_eq!(zone.name().family(), "NGUYEN");
    assert_eq!(zone.name().given(), "VAN AN");
    assert_eq!(zone.write().join("\n") + "\n", SAMPLE);
    let made = Mrz::new(
        "001090000001".parse().unwrap(),
        "1990-02-01".parse().unwrap(),
        Sex::Male,
        date(2040, 2, 1),
        &"Nguyễn Văn An".parse().unwrap(),
    );
    assert_eq!(made, Ok(zone.clone()));
    assert_eq!(Mrz::read(&SAMPLE.replace('\n', "")), Ok(zone.clone()));
    assert_eq!(Mrz::read(&SAMPLE.replace('\n', " \r\n\r\n ")), Ok(zone));
}

#[test]
fn wrong_check_digits_are_named_by_field() {
    for (text, field) in [
        (with(1, 15, "9"), MrzField::DocumentNumber),
        (with(1, 10, "1"), MrzField::DocumentNumber),
        (with(1, 30, "8"), MrzField::PersonalNumber),
        (with(2, 6, "2"), MrzField::Birth),
        (with(2, 15, "4"), MrzField::Expiry),
        (with(2, 30, "7"), MrzField::Composite),
    ] {
        assert_eq!(Mrz::read(&text), Err(MrzError::CheckDigit(field)), "{text}");
    }
}

#[test]
fn what_does_not_agree_is_named() {
    use MrzError as E;
    for (text, error) in [
        (String::new(), E::Shape),
        ("A".repeat(1_000_000), E::Shape),
        (SAMPLE[..62].to_owned(), E::Shape),
        (SAMPLE.replace("<<9", "<<9<"), E::Shape),
        (
            with(3, 1, "n"),
            E::Character {
                line: 3,
                position: 1,
            },
        ),
        (
            SAMPLE.replace("NGUYEN", "NGUYÊN"),
            E::Character {
                line: 3,
                position: 5,
            },
        ),
        (with(1, 1, "P<"), E::NotVietnamese),
        (with(1, 3, "LAO"), E::NotVietnamese),
        (with(2, 16, "LAO"), E::NotVietnamese),
        (with(2, 19, "1"), E::NotVietnamese),
        (with_digits(1, 28, "1<"), E::PersonalNumber),
        (with_digits(1, 6, "1"), E::DocumentNumber),
        (with_digits(2, 1, "91"), E::Birth),
        (with_digits(2, 3, "13"), E::Birth),
        (with_digits(2, 3, "<<"), E::Birth),
        (with(2, 8, "X"), E::Sex),
        (with_digits(2, 11, "13"), E::Expiry),
        (with_digits(2, 9, "<<"), E::Expiry),
        (with(3, 9, "<"), E::Name),
    ] {
        let shown: String = text.chars().take(95).collect();
        assert_eq!(Mrz::read(&text), Err(error), "{shown}");
    }
}

#[test]
fn a_year_of_birth_alone_has_fillers() {
    let zone = Mrz::read(&with_digits(2, 3, "<<<<")).unwrap();
    assert_eq!(zone.birth(), "1990".parse().unwrap());
    assert_eq!(Mrz::read(&zone.write().join("\n")), Ok(zone));
}

#[test]
fn what_the_zone_cannot_say_is_not_written() {
    let make = |birth: &str, year, name: &str| {
        let number = "001090000001".parse().unwrap();
        let expiry = date(year, 1, 1);
        Mrz::new(
            number,
            birth.parse().unwrap(),
            Sex::Male,
            expiry,
            &name.parse().unwrap(),
        )
    };
    assert_eq!(make("1991", 2040, "An"), Err(MrzError::Birth));
    assert_eq!(make("1990", 2100, "An"), Err(MrzError::Expiry));
    assert_eq!(make("1990", 2040, "김"), Err(MrzError::Letter('ᄀ')));
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        number in "[0-9]{12}", month in prop::option::of((1_i8..=12, prop::option::of(1_i8..=28))), sex in prop::sample::select(&Sex::ALL),
        expiry in (2000_i16..2100, 1_i8..=12, 1_i8..=28), name in "[A-ZĐ][a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{0,8}( [A-ZĐ][a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{0,8}){0,5}",
    ) {
        let number: PersonalNumber = number.parse().unwrap();
        let Ok(name) = name.parse::<PersonName>() else { return Ok(()) };
        let (month, day) = month.unzip();
        let birth = PartialDate::new(number.birth_year(), month, day.flatten()).unwrap();
        let zone = Mrz::new(number, birth, sex, date(expiry.0, expiry.1, expiry.2), &name).unwrap();
        let lines = zone.write();
        prop_assert!(lines.iter().all(|line| line.len() == 30));
        prop_assert_eq!(Mrz::read(&lines.join("\n")), Ok(zone.clone()));
        prop_assert_eq!(Mrz::read(&lines.concat()), Ok(zone));
    }

    #[test]
    fn one_wrong_digit_is_always_seen(line in 0_usize..2, at in 0_usize..30, by in 1_u8..10) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        let byte = &mut bytes[line * 31 + at];
        if byte.is_ascii_digit() {
            *byte = b'0' + (*byte - b'0' + by) % 10;
            prop_assert!(matches!(Mrz::read(std::str::from_utf8(&bytes).unwrap()), Err(MrzError::CheckDigit(_))));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,100}|[A-Z0-9<\n]{85,95}", middle in "[A-Z0-9<]{24}") {
        let _ = Mrz::read(&text);
        let _ = Mrz::read(&with_digits(1, 6, &middle));
        let _ = Mrz::read(&with_digits(2, 1, &middle[..15]));
    }
}
