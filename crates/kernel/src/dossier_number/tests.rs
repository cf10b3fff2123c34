use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::OrgCode;

fn template(text: &str) -> DossierTemplate {
    text.parse().unwrap()
}

fn org(text: &str) -> OrgCode {
    text.parse().unwrap()
}

#[test]
fn numbers_are_made_by_the_template() {
    let make = |text: &str, org_code: &str, seq| {
        template(text).number(&org(org_code), date(2026, 6, 9), seq)
    };
    let number = make("{org}-{yyyymmdd}-{seq:7}", "G09.20", 92_637).unwrap();
    assert_eq!(number.as_str(), "G09.20-20260609-0092637");
    let number = make("{org}-{yymmdd}-{seq:4+}", "000.00.00.H30", 12_345).unwrap();
    assert_eq!(number.as_str(), "000.00.00.H30-260609-12345");
    let number = make("HS{yyyy}.{seq:1+}", "G09", 5).unwrap();
    assert_eq!(number.as_str(), "HS2026.5");
    assert_eq!(
        make("{org}-{seq:2}", "G09", 100),
        Err(DossierNumberError::SeqTooLarge(100))
    );
    assert_eq!(
        template("{seq:4}").number(&org("G09"), date(3, 1, 1), 1),
        Err(DossierNumberError::Year(3))
    );
    let daily = template("{org}-{yyyymmdd}-{seq:4+}");
    assert_eq!(
        daily.counter(&org("G09.20"), date(2026, 6, 9)).unwrap(),
        "G09.20-20260609-{seq}"
    );
}

#[test]
fn mistyped_numbers_do_not_fit() {
    let template = template("{org}-{yyyymmdd}-{seq:4+}");
    let fits = |text: &str| template.fits(&text.parse().unwrap());
    assert!(fits("G09.20-20260609-0092"));
    for text in [
        "G09.20-20260609-009",
        "G09.20-20260631-0092",
        "G09.20-2026060-0092",
        "09.20-20260609-0092",
        "G09.20-20260609-0092-",
        "G09.20",
        "G09.20-20260609-00092",
        "G09.20-20260609-00A2",
    ] {
        assert!(!fits(text), "{text}");
    }
}

#[test]
fn wrong_templates_are_named() {
    use DossierTemplateError as E;
    for (text, error) in [
        ("", E::Count),
        ("{org}-{yyyymmdd}", E::Count),
        ("{seq:4}-{seq:4}", E::Count),
        ("{org}-{org}-{seq:4}", E::Count),
        ("{org}{seq:4}", E::Ambiguous),
        ("{org}.{seq:4}", E::Ambiguous),
        ("{seq:4+}{yyyy}", E::Ambiguous),
        ("{org", E::Brace),
        ("org}-{seq:4}", E::Character('o')),
        ("ORG}-{seq:4}", E::Brace),
        ("{seq}", E::Placeholder("seq".into())),
        ("{seq:0}", E::Placeholder("seq:0".into())),
        ("{seq:99}", E::Placeholder("seq:99".into())),
        ("{day}-{seq:4}", E::Placeholder("day".into())),
        ("Hồ-{seq:4}", E::Character('ồ')),
    ] {
        assert_eq!(text.parse::<DossierTemplate>(), Err(error), "{text}");
    }
    let long = format!("{}{{seq:4}}", "A".repeat(60));
    assert_eq!(long.parse::<DossierTemplate>(), Err(E::TooLong));
    for text in ["", "a", "A B", "Ạ", &"A".repeat(65)] {
        assert_eq!(text.parse::<DossierNumber>(), Err(ParseDossierNumberError));
    }
}

fn any_template() -> impl Strategy<Value = DossierTemplate> {
    let day = prop::sample::select(vec!["", "{yyyymmdd}-", "{yymmdd}-", "{yyyy}-"]);
    let org = prop::sample::select(vec!["", "{org}-"]);
    let prefix = prop::sample::select(vec!["", "HS-", "A1."]);
    (prefix, org, day, 1..9, any::<bool>()).prop_map(|(prefix, org, day, digits, open)| {
        let plus = if open { "+" } else { "" };
        template(&format!("{prefix}{org}{day}{{seq:{digits}{plus}}}"))
    })
}

proptest! {
    #[test]
    fn what_a_template_makes_fits_it(template in any_template(), code in "[GH][0-9]{2}(\\.[0-9]{2}){0,3}", day in 1_i8..=28, month in 1_i8..=12, year in 2000_i16..2100, seq in 0_u64..1_000_000) {
        match template.number(&org(&code), date(year, month, day), seq) {
            Ok(number) => {
                prop_assert!(template.fits(&number), "{number}");
                let json = serde_json::to_string(&number).unwrap();
                prop_assert_eq!(serde_json::from_str::<DossierNumber>(&json).unwrap(), number);
            }
            Err(error) => prop_assert_eq!(error, DossierNumberError::SeqTooLarge(seq)),
        }
        prop_assert_eq!(template.to_string().parse(), Ok(template));
    }

    #[test]
    fn two_dossiers_never_share_a_number(template in any_template(), a in 0_u64..100_000, b in 0_u64..100_000, days in prop::array::uniform2(1_i8..=28), codes in prop::array::uniform2("[GH][0-9]{2}(\\.[0-9]{1,3}){0,2}")) {
        let [one, two] = [(a, 0), (b, 1)].map(|(seq, i)| {
            let (code, day) = (org(&codes[i]), date(2026, 6, days[i]));
            (template.counter(&code, day).unwrap(), seq, template.number(&code, day, seq))
        });
        if let (Ok(first), Ok(second)) = (&one.2, &two.2) {
            let same_source = one.0 == two.0 && one.1 == two.1;
            prop_assert_eq!(first == second, same_source);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[{}orgyseqmd:+0-9A-Z.-]{0,40}|.{0,40}", number in "[A-Z0-9.-]{1,64}") {
        if let Ok(template) = text.parse::<DossierTemplate>() {
            let _ = template.fits(&number.parse().unwrap());
        }
    }
}
