use super::*;
use crate::testing::any_json;
use proptest::prelude::*;
use serde_json::json;

fn context() -> Context {
    let value = json!({
        "today": "2026-11-22",
        "applicant": { "person_id": "p-1", "age": 36 },
        "form": {
            "child": { "name": "Nguyễn Thị Đào", "birth_date": "2026-11-20" },
            "mother": { "birth_date": "1990", "name": "" },
            "father": null,
            "siblings": [ { "name": "An", "birth_date": "2015-02-28" }, { "name": "Bình" } ],
            "count": 2, "half": 0.5, "twin": true
        }
    });
    match value {
        Value::Object(map) => map,
        _ => Context::new(),
    }
}

fn eval(source: &str) -> Result<Value, RuleError> {
    Rule::parse(source)?.eval(&context())
}

#[track_caller]
fn gives(source: &str, expected: Value) {
    assert_eq!(eval(source), Ok(expected), "{source}");
}

#[test]
fn paths_need_no_program_and_miss_softly() {
    gives("applicant.person_id", json!("p-1"));
    gives("form.father.name.family", Value::Null);
    gives("nobody.knows", Value::Null);
    gives("form['child'].name", json!("Nguyễn Thị Đào"));
    gives("form.siblings[1].name", json!("Bình"));
    gives("form.siblings[7].name", Value::Null);
    gives("form.siblings[form.count - 1].name", json!("Bình"));
}

#[test]
fn missing_values_are_false_and_compare_to_nothing() {
    gives("has(form.father.name)", json!(false));
    gives("has(form.child.name)", json!(true));
    gives("form.father.age < 18", json!(false));
    gives("form.father.age >= 18", json!(false));
    gives("!form.father.known", json!(true));
    gives("form.father.known && true", json!(false));
    gives("form.father.known ? 1 : 2", json!(2));
    gives("form.father == null", json!(true));
    gives("form.father.name == 'An'", json!(false));
    gives("'An' in form.names", json!(false));
    gives("form.nobody.exists(x, x.y)", json!(false));
    gives("form.nobody.all(x, x.y)", json!(true));
    gives("form.father.name.contains('x')", json!(false));
    gives("size(form.father.name)", json!(0));
    gives(
        "present(form.mother.name) || present(form.child.name)",
        json!(true),
    );
}

#[test]
fn whole_numbers_stay_whole() {
    gives("form.count + 1", json!(3));
    gives("applicant.age * 2", json!(72));
    gives("form.count", json!(2));
    gives("form.half", json!(0.5));
    assert!(matches!(
        Rule::parse("18446744073709551615"),
        Err(RuleError::Syntax(_))
    ));
}

#[test]
fn functions_do_what_their_table_says() {
    gives("age(form.mother.birth_date, today)", json!(35));
    gives("age_max(form.mother.birth_date, today)", json!(36));
    gives("age('2000-02-29', '2018-02-28')", json!(17));
    gives("age(form.father.birth_date, today)", Value::Null);
    gives("age('yesterday', today) < 12", json!(false));
    gives("days_between(form.child.birth_date, today)", json!(2));
    gives("days_between('2026-11', '2026-12-01')", json!(1));
    gives("add_years('2026-11-20', 6)", json!("2032-11-20"));
    gives("add_years('2024-02-29', 6)", json!("2030-02-28"));
    gives("add_years('2024-02', 6)", Value::Null);
    gives("add_years(form.father.birth_date, 6)", Value::Null);
    gives("add_years('2024-02-29', 99999)", Value::Null);
    gives("year('1950')", json!(1950));
    gives("date_text('1950-03-07')", json!("07/03/1950"));
    gives("fold(form.child.name)", json!("nguyen thi dao"));
    gives("upper('đặng')", json!("ĐẶNG"));
    gives("upper(form.father.name)", Value::Null);
    gives("text(form.count) + text(form.father)", json!("2"));
    gives("otherwise(form.mother.name, 'không rõ')", json!("không rõ"));
    gives(
        "join([form.father.name, 'a', '', 'b'], ', ')",
        json!("a, b"),
    );
    gives("unit_name('00004', today)", Value::Null);
    gives("label('ethnicities', '01')", Value::Null);
    gives("form.siblings.map(s, s.name)", json!(["An", "Bình"]));
    gives(
        "form.siblings.filter(s, has(s.birth_date)).map(s, s.name)",
        json!(["An"]),
    );
    gives(
        "form.siblings.exists_one(s, age(s.birth_date, today) == 11)",
        json!(true),
    );
    gives("form.child.name.matches('^[^0-9]+$')", json!(true));
    gives(
        "form.child.name.startsWith('Nguyễn') && form.child.name.endsWith('Đào')",
        json!(true),
    );
    gives("int('12') + 1", json!(13));
    gives(
        "{'b': form.count, 'a': [true, null]}",
        json!({"a": [true, null], "b": 2}),
    );
}

#[test]
fn objects_pass_through_in_their_own_order() {
    let child = eval("form.child").unwrap();
    assert_eq!(
        child.to_string(),
        r#"{"name":"Nguyễn Thị Đào","birth_date":"2026-11-20"}"#
    );
}

#[test]
fn what_content_may_not_use_is_refused_when_parsed() {
    for source in [
        "1.5",
        "b'x'",
        "1u",
        "Person{name: 'x'}",
        "{1: 2}",
        "[?form.x]",
        "{?'a': 1}",
        "form.?x",
        "'a'.matches(form.child.name)",
        "'a'.matches('(')",
        "[1].map(x, [2].map(y, [3].map(z, z)))",
        "timestamp('2026-01-01T00:00:00Z')",
        "form.child.name.fold()",
        "age(today)",
        "size()",
        "string(1)",
        "@field(form, 'x')",
        "",
        "form.",
        "a b",
        "'a/b'[",
    ] {
        assert!(Rule::parse(source).is_err(), "{source}");
    }
    assert_eq!(
        Rule::parse("nope(1)").unwrap_err(),
        RuleError::Function("nope".into(), 1)
    );
}

#[test]
fn mistakes_are_told_without_values() {
    for source in [
        "form.child.name + 1",
        "form.child.name < 1",
        "1 / 0",
        "form.child.name ? 1 : 2",
        "form.child.name.all(x, true)",
        "int(form.child.name)",
    ] {
        let error = eval(source).unwrap_err().to_string();
        assert!(!error.contains("Nguyễn"), "{source}: {error}");
    }
    let engine = Engine::bare();
    let context = context();
    let rule = |source| Rule::parse(source).unwrap();
    assert!(rule("form.child.name").truth(engine, &context).is_err());
    assert!(rule("form.count").text(engine, &context).is_err());
    assert_eq!(
        rule("applicant.person_id").text(engine, &context),
        Ok(Some("p-1".to_owned()))
    );
    assert_eq!(rule("form.mother.name").text(engine, &context), Ok(None));
    assert_eq!(rule("form.none").truth(engine, &context), Ok(false));
}

#[test]
fn references_are_the_paths_it_reads() {
    let rule = Rule::parse("has(form.a.b) && form.list.exists(x, x.c == applicant.d['e'].f) && g")
        .unwrap();
    let paths: Vec<String> = rule
        .references()
        .iter()
        .map(|path| path.join("."))
        .collect();
    assert_eq!(paths, ["applicant.d.e.f", "form.a.b", "form.list", "g"]);
}

#[test]
fn limits_hold() {
    assert!(matches!(
        Rule::parse(&"a".repeat(MAX_SOURCE_BYTES + 1)),
        Err(RuleError::TooLarge(_))
    ));
    for source in [
        format!("a{}", ".b".repeat(500)),
        format!("1{}", "+1".repeat(500)),
        format!("a{}", "?1:a".repeat(200)),
        "[1].all(x,".repeat(150),
    ] {
        assert!(Rule::parse(&source).is_err(), "{source}");
    }
    // Brackets and signs that mean nothing leave no trace in the tree.
    let _ = Rule::parse(&format!("{}1{}", "(".repeat(999), ")".repeat(999)));
    let _ = Rule::parse(&format!("{}true", "!".repeat(1_990)));
    // As deep as it gets is still evaluated.
    let deep = (1..100)
        .map(|n| format!("b{}", " ? 1 : b".repeat(n)))
        .take_while(|source| Rule::parse(source).is_ok())
        .last()
        .unwrap();
    gives(&deep, Value::Null);

    let mut context = Context::new();
    context.insert("l".into(), vec![json!(1); MAX_LIST_ITEMS + 1].into());
    let nested = (0..MAX_INPUT_DEPTH + 2).fold(json!(1), |inner, _| json!([inner]));
    context.insert("n".into(), nested);
    let eval = |source| Rule::parse(source).unwrap().eval(&context);
    assert!(eval("l.all(x, x == 1)").is_err());
    assert!(eval("1 in l").is_err());
    assert_eq!(eval("size(l)"), Ok(json!(MAX_LIST_ITEMS + 1)));
    assert!(eval("present(n)").is_err());
}

#[test]
fn a_template_fills_every_rule() {
    let template: Template = toml::from_str(
        r#"
        org = "'committee-' + applicant.person_id"
        kind = 1
        sure = true
        child = { name = "form.child.name", none = "form.father" }
        list = ["form.count"]
        "#,
    )
    .unwrap();
    assert_eq!(
        template.eval(Engine::bare(), &context()).unwrap(),
        json!({
            "org": "committee-p-1", "kind": 1, "sure": true,
            "child": {"name": "Nguyễn Thị Đào", "none": null}, "list": [2]
        })
    );
    let places: Vec<String> = template
        .rules()
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(places, ["org", "child.name", "child.none", "list.0"]);
    assert!(toml::from_str::<Template>("a = \"1 +\"").is_err());
    assert!(toml::from_str::<Template>("a = 1.5").is_err());
}

/// Texts that look like rules, to get past the parser more often than noise does.
fn rule_like() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "form",
            "form.child.name",
            "form.siblings",
            "null",
            "today",
            "x",
            "x.name"
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<bool>().prop_map(|b| b.to_string()),
        "'[a-zđ0-9-]{0,5}'",
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let op = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "in",
        ]);
        let one = prop::sample::select(vec![
            "present",
            "text",
            "upper",
            "fold",
            "year",
            "size",
            "int",
            "date_text",
        ]);
        let two = prop::sample::select(vec![
            "otherwise",
            "join",
            "age",
            "age_max",
            "days_between",
            "add_years",
            "label",
            "unit_name",
        ]);
        let each = prop::sample::select(vec!["all", "exists", "exists_one", "map", "filter"]);
        let (a, b, c) = (inner.clone(), inner.clone(), inner.clone());
        prop_oneof![
            (a.clone(), op, b.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (one, a.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (two, a.clone(), b.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            (a.clone(), each, b.clone()).prop_map(|(a, f, b)| format!("({a}).{f}(x, {b})")),
            (a.clone(), b.clone(), c).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (a.clone(), b.clone()).prop_map(|(a, b)| format!("[{a}, {b}]")),
            (a.clone(), b).prop_map(|(a, b)| format!("({a})[{b}]")),
            a.clone().prop_map(|a| format!("{{'k': {a}}}")),
            a.clone().prop_map(|a| format!("!({a})")),
            a.prop_map(|a| format!("-({a})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_parsed_or_refused(source in "\\PC{0,200}") {
        if let Ok(rule) = Rule::parse(&source) {
            let _ = rule.eval(&context());
        }
    }

    #[test]
    fn tokens_in_any_order_are_parsed_or_refused(
        tokens in prop::collection::vec(prop::sample::select(vec![
            "form", ".", "(", ")", "[", "]", "{", "}", "?", ":", "'a'", "\"", "1", "-", "!", "&&",
            "||", "has", "map", "x", ",", "in", " ", "\\", "'''", "b'", "r\"", "0x", "1e", "`",
            "@", "Đ", "\u{301}", "//", "\n",
        ]), 0..60)
    ) {
        let source = tokens.concat();
        if let Ok(rule) = Rule::parse(&source) {
            let _ = rule.eval(&context());
        }
    }

    #[test]
    fn any_rule_over_any_json_ends(source in rule_like(), form in any_json()) {
        let mut context = context();
        context.insert("form".into(), form);
        if let Ok(rule) = Rule::parse(&source) {
            let first = rule.eval(&context);
            prop_assert_eq!(rule.eval(&context), first);
        }
    }
}
