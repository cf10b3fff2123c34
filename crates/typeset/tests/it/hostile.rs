//! Values that want to be code, templates that go wrong, and limits.

use std::time::Duration;

use dean06_typeset::{
    MAX_FIELDS, MAX_PAGES, MAX_TEMPLATE_BYTES, MAX_TEXT_CHARS, Paper, TypesetError, Typesetter,
};

use crate::common::{field, paper, plain, render, text};

/// A template with this in the place of the sheet's content.
fn sheet(content: &str) -> String {
    format!("#let sheet(paper) = {{ {content} }}")
}

fn refused(template: &str) -> TypesetError {
    render(
        template,
        &paper(vec![field("name", "Họ tên", "Nguyễn Văn An")]),
    )
    .unwrap_err()
}

#[test]
fn a_value_is_printed_and_never_run() {
    let values = [
        "#panic(\"x\")",
        "#let x = 1; #x",
        "#import \"/paper.json\": *",
        "*đậm* _nghiêng_ `mã` $x^2$",
        "= Tiêu đề",
        "- mục / thuật ngữ: x",
        "@ref <label> \\u{41} \\ // ghi chú /* ghi chú */",
        "]} #] } ) \" ' \\",
        "https://example.com/~x",
        "<script>alert(1)</script> &amp; %00",
        "-- --- ... ~ '' \"\"",
    ];
    for value in values {
        let pdf = plain(&paper(vec![field("name", value, value)])).unwrap();
        let text = text(&pdf).split_whitespace().collect::<String>();
        let value: String = value.split_whitespace().collect();
        assert!(
            text.contains(&format!("{value}:{value}")),
            "{value} in {text}"
        );
    }
}

#[test]
fn what_no_font_has_is_printed_as_its_number() {
    let value = "王 Minh 😀 \u{e000} שלום \u{202e}abc\u{0} x\ny";
    let pdf = plain(&paper(vec![field("name", "Họ tên", value)])).unwrap();
    let text = text(&pdf);
    for shown in ["[U+738B] Minh [U+1F600] [U+E000]", "abc x y"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}

#[test]
fn letters_of_other_languages_of_vietnam_are_printed() {
    for name in [
        "Y Blô\u{306}k Êban",
        "H’Hen Niê",
        "K’Brơ\u{306}",
        "Rơ Châm Ƀơ",
        "Đinh Čăm",
    ] {
        plain(&paper(vec![field("name", "Họ tên", name)])).unwrap();
    }
}

#[test]
fn a_template_sees_nothing_but_its_files() {
    let wishes = [
        "read(\"/etc/passwd\")",
        "read(\"../Cargo.toml\")",
        "json(\"/other.json\")",
        "image(\"https://example.com/x.png\", alt: \"x\")",
        "datetime.today().display()",
        "{ import \"@preview/cetz:0.3.0\": canvas }",
        "include \"/papers/other.typ\"",
        "plugin(\"/x.wasm\")",
    ];
    for wish in wishes {
        let error = refused(&sheet(wish));
        assert!(
            matches!(error, TypesetError::Template { .. }),
            "{wish}: {error}"
        );
    }
}

#[test]
fn a_mistake_is_told_with_its_line_and_without_values() {
    let error = refused("#let sheet(paper) = {\n  panic(paper.fields.first().value)\n}");
    let TypesetError::Template { at, message } = error else {
        panic!("{error}");
    };
    assert_eq!(at, "template.typ:2");
    assert!(
        !message.contains("Nguyễn") && message.contains('…'),
        "{message}"
    );
    for template in [
        "#let sheet(paper) = (",
        "= A heading",
        "#let sheet = 3",
        "#let sheet() = []",
    ] {
        let error = refused(template);
        assert!(
            matches!(error, TypesetError::Template { .. }),
            "{template}: {error}"
        );
        assert!(!error.may_pass());
    }
}

#[test]
fn endless_work_comes_to_an_end() {
    for endless in [
        "while true { }",
        "let f(n) = f(n + 1); f(0)",
        "let f(n) = [a #f(n)]; f(0)",
    ] {
        let error = refused(&sheet(endless));
        assert!(
            matches!(error, TypesetError::Template { .. }),
            "{endless}: {error}"
        );
    }
}

#[test]
fn a_caller_waits_no_longer_than_the_limit() {
    let typesetter = Typesetter::new()
        .unwrap()
        .with_time_limit(Duration::from_millis(50));
    let slow = sheet("let n = 0; for a in range(2000) { for b in range(2000) { n += 1 } }; [#n]");
    let error = typesetter
        .render(&slow, &[], &paper(Vec::new()))
        .unwrap_err();
    assert!(matches!(error, TypesetError::TooSlow(_)), "{error}");
    assert!(error.may_pass());
}

#[test]
fn nobody_can_wait_in_endless_numbers() {
    let typesetter = Typesetter::new()
        .unwrap()
        .with_time_limit(Duration::from_millis(1));
    let slow = sheet("let n = 0; for a in range(2000) { for b in range(2000) { n += 1 } }; [#n]");
    let outcomes = (0..40).map(|_| {
        typesetter
            .render(&slow, &[], &paper(Vec::new()))
            .unwrap_err()
    });
    let busy = outcomes
        .filter(|error| matches!(error, TypesetError::Busy))
        .count();
    assert!(busy > 0);
}

#[test]
fn a_sheet_that_leaves_something_out_is_refused() {
    let fields = vec![
        field("name", "Họ tên", "Nguyễn Văn An"),
        field("sex", "Giới tính", "Nam"),
        field("blank", "Trống", ""),
    ];
    let error = render(&sheet("paper.fields.first().value"), &paper(fields)).unwrap_err();
    assert!(
        matches!(&error, TypesetError::LeftOut(ids) if ids == &["sex"]),
        "{error}"
    );
}

#[test]
fn pages_are_limited() {
    let pages = |count: usize| {
        sheet(&format!(
            "[Nguyễn Văn An]; for n in range({count}) {{ pagebreak() }}"
        ))
    };
    let paper = paper(vec![field("name", "Họ tên", "Nguyễn Văn An")]);
    render(&pages(MAX_PAGES - 1), &paper).unwrap();
    let error = render(&pages(MAX_PAGES), &paper).unwrap_err();
    assert!(matches!(error, TypesetError::TooManyPages(11)), "{error}");
}

#[test]
fn papers_have_limits() {
    let longest = "a".repeat(MAX_TEXT_CHARS);
    plain(&paper(vec![field("x", "x", &longest)])).unwrap();
    let too_large = [
        paper(vec![field("x", "x", &format!("{longest}a"))]),
        paper(vec![field("x", &format!("{longest}a"), "x")]),
        paper(
            (0..=MAX_FIELDS)
                .map(|at| field(&at.to_string(), "x", "x"))
                .collect(),
        ),
        Paper {
            signer: Some(format!("{longest}a")),
            ..paper(Vec::new())
        },
        Paper {
            issuer: vec!["x".to_owned(); 5],
            ..paper(Vec::new())
        },
    ];
    for paper in too_large {
        let error = plain(&paper).unwrap_err();
        assert!(matches!(error, TypesetError::TooLarge { .. }), "{error}");
    }
    let incomplete = [
        Paper {
            title: " ".to_owned(),
            ..paper(Vec::new())
        },
        Paper {
            issuer: Vec::new(),
            ..paper(Vec::new())
        },
        Paper {
            issuer: vec![String::new()],
            ..paper(Vec::new())
        },
        Paper {
            code: String::new(),
            ..paper(Vec::new())
        },
        Paper {
            verify_url: "javascript:alert(1)".to_owned(),
            ..paper(Vec::new())
        },
    ];
    for paper in incomplete {
        let error = plain(&paper).unwrap_err();
        assert!(matches!(error, TypesetError::Missing(_)), "{error}");
    }
    let error = plain(&Paper {
        qr_text: Some("x".repeat(3_000)),
        ..paper(Vec::new())
    })
    .unwrap_err();
    assert!(matches!(error, TypesetError::QrTooLong), "{error}");
}

#[test]
fn templates_have_limits() {
    let typesetter = Typesetter::new().unwrap();
    let paper = paper(Vec::new());
    let large = " ".repeat(MAX_TEMPLATE_BYTES + 1);
    let half = " ".repeat(MAX_TEMPLATE_BYTES / 2 + 1);
    for (template, library) in [
        (large.as_str(), vec![]),
        (&half, vec![("x.typ", half.as_str())]),
        ("", vec![("../papers/official.typ", "")]),
        ("", vec![("template.typ", "")]),
        ("", vec![("papers/../sheet.typ", "")]),
    ] {
        let error = typesetter.render(template, &library, &paper).unwrap_err();
        assert!(matches!(error, TypesetError::Library(_)), "{error}");
    }
}

#[test]
fn a_paper_from_elsewhere_has_no_unknown_parts() {
    let mut value = serde_json::to_value(paper(Vec::new())).unwrap();
    assert_eq!(
        serde_json::from_value::<Paper>(value.clone()).unwrap(),
        paper(Vec::new())
    );
    value["colour"] = "red".into();
    assert!(serde_json::from_value::<Paper>(value).is_err());
}
