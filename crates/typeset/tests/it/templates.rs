//! Every template of the content with every shape of its paper.

use std::fs;

use dean06_typeset::{Paper, PaperField, TypesetError};

use crate::common::{LIBRARY, TYPESETTER, content, field, paper, plain, render, template, text};

/// A service, its template, and a paper with a value for each of its fields.
struct Sample {
    slug: String,
    template: String,
    paper: Paper,
}

/// One for each service that has a result; those without a template take the default one.
fn samples() -> Vec<Sample> {
    let mut slugs: Vec<String> = fs::read_dir(content().join("services"))
        .unwrap()
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    slugs.sort();
    slugs.into_iter().filter_map(sample).collect()
}

fn sample(slug: String) -> Option<Sample> {
    let folder = content().join("services").join(&slug);
    let rules: toml::Table = fs::read_to_string(folder.join("service.toml"))
        .ok()?
        .parse()
        .unwrap();
    let result = rules.get("result")?;
    let fields = result.get("field").and_then(toml::Value::as_array)?;
    let text = |value: &toml::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let fields = fields.iter().map(|field| PaperField {
        id: text(field, "id"),
        label: text(&field["label"], "vi"),
        value: value_of(field["id"].as_str().unwrap()),
    });
    let file = folder.join("result.typ");
    Some(Sample {
        template: if file.exists() {
            fs::read_to_string(file).unwrap()
        } else {
            template("papers/default.typ")
        },
        paper: Paper {
            title: text(&result["title"], "vi"),
            ..paper(fields.collect())
        },
        slug,
    })
}

/// Something that such a field may well say, different for each.
fn value_of(id: &str) -> String {
    let kind = id.rsplit('_').next().unwrap_or(id);
    match kind {
        "name" => format!("Nguyễn Thị {id}"),
        "date" | "on" | "from" | "to" => "05/11/2026".to_owned(),
        "residence" | "place" | "hometown" | "facility" => {
            format!("Số 12, ngõ 45, phố Châu Long {id}, Phường Ba Đình, Thành phố Hà Nội")
        }
        _ => format!("Giá trị {id}"),
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_uppercase()
}

#[test]
fn every_service_gets_its_paper() {
    let samples = samples();
    assert!(
        samples
            .iter()
            .any(|sample| sample.slug == "birth-registration")
    );
    for Sample {
        slug,
        template,
        paper,
    } in samples
    {
        let pdf = render(&template, &paper).unwrap_or_else(|error| panic!("{slug}: {error}"));
        let text = folded(&text(&pdf));
        for shown in paper.fields.iter().map(|field| &field.value).chain([
            &paper.code,
            &paper.place_and_date,
            paper.signer.as_ref().unwrap(),
            paper.office.as_ref().unwrap(),
        ]) {
            assert!(text.contains(&folded(shown)), "{slug}: {shown}");
        }
        for shown in [
            "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM",
            "ĐỘCLẬP-TỰDO-HẠNHPHÚC",
            "(ĐÃKÝSỐ)",
        ] {
            assert!(text.contains(shown), "{slug}: {shown}");
        }
    }
}

#[test]
fn a_template_can_do_without_any_field() {
    for Sample {
        slug,
        template,
        paper,
    } in samples()
    {
        let without = |fields: Vec<PaperField>| Paper {
            fields,
            ..paper.clone()
        };
        let blank = paper.fields.iter().map(|field| PaperField {
            value: String::new(),
            ..field.clone()
        });
        let mut papers = vec![without(Vec::new()), without(blank.collect())];
        for at in 0..paper.fields.len() {
            let mut fields = paper.fields.clone();
            fields.remove(at);
            papers.push(without(fields));
            papers.push(without(vec![paper.fields[at].clone()]));
        }
        papers.push(Paper {
            number: None,
            office: None,
            signer: None,
            qr_text: None,
            place_and_date: String::new(),
            ..paper.clone()
        });
        papers.push(Paper {
            issuer: vec!["Bộ".to_owned(), "Ủy ban nhân dân ".to_owned()],
            ..paper.clone()
        });
        for paper in papers {
            render(&template, &paper).unwrap_or_else(|error| panic!("{slug}: {error}"));
        }
    }
}

#[test]
fn what_a_template_does_not_know_is_shown_all_the_same() {
    for Sample {
        slug,
        template,
        mut paper,
    } in samples()
    {
        paper
            .fields
            .push(field("new", "Điều mới", "Chưa mẫu nào biết"));
        let pdf = render(&template, &paper).unwrap_or_else(|error| panic!("{slug}: {error}"));
        let text = text(&pdf);
        assert!(
            text.contains("Điều mới: Chưa mẫu nào biết"),
            "{slug}: {text}"
        );
    }
}

#[test]
fn long_values_flow_on() {
    let long = "Nguyễn Phúc Tường Vy Công Tằng Tôn Nữ ".repeat(50);
    for Sample {
        slug,
        template,
        mut paper,
    } in samples()
    {
        for field in &mut paper.fields {
            field.value = long.trim().to_owned();
        }
        // Some have many fields: a paper that is too long is refused, never cut.
        match render(&template, &paper) {
            Ok(_) | Err(TypesetError::TooManyPages(_)) => {}
            Err(error) => panic!("{slug}: {error}"),
        }
        paper.fields.truncate(4);
        render(&template, &paper).unwrap_or_else(|error| panic!("{slug}: {error}"));
    }
}

#[test]
fn a_second_page_is_numbered_and_tells_where_it_belongs() {
    let fields = (0..36).map(|at| field(&format!("f{at}"), "Mục", &format!("giá trị số {at}")));
    let pdf = plain(&paper(fields.collect())).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    assert_eq!(document.get_pages().len(), 2);
    let second = document.extract_text(&[2]).unwrap();
    assert!(second.contains("Giấy chứng nhận, mã kiểm tra"), "{second}");
    assert!(second.contains("giá trị số 35"), "{second}");
    assert!(second.contains("Lê Thị Hồng Nhung"), "{second}");
    let first = document.extract_text(&[1]).unwrap();
    assert!(
        !first.contains("giá trị số 35") && !first.contains("Lê Thị Hồng Nhung"),
        "{first}"
    );
}

#[test]
fn the_birth_certificate_reads_as_people_know_it() {
    let sample = sample("birth-registration".to_owned()).unwrap();
    let mut paper = sample.paper;
    let say = |paper: &mut Paper, id: &str, value: &str| {
        let found = paper.fields.iter_mut().find(|field| field.id == id);
        if let Some(field) = found {
            value.clone_into(&mut field.value);
        }
    };
    for (id, value) in [
        ("child_name", "Trần Minh Anh"),
        ("child_birth_date", "24/04/2026"),
        ("child_sex", "Nữ"),
        ("child_ethnicity", "Kinh"),
        ("child_nationality", "Việt Nam"),
        (
            "child_birth_place",
            "Trạm y tế Phường Ba Đình, Thành phố Hà Nội",
        ),
        ("child_hometown", "Phường Giảng Võ, Thành phố Hà Nội"),
        ("child_personal_number", "001326000789"),
        ("mother_name", "Trần Thị Lan"),
        ("mother_birth_year", "1995"),
        ("mother_ethnicity", "Tày"),
        ("mother_nationality", "Việt Nam"),
        (
            "mother_residence",
            "Số 12, phố Châu Long, Phường Ba Đình, Thành phố Hà Nội",
        ),
        ("registered_by", "Ủy ban nhân dân phường Ba Đình"),
        ("book_number", "7"),
        ("book", "01/2026"),
        ("registered_on", "27/04/2026"),
        ("declarant_name", "Trần Thị Lan"),
        ("declarant_document", "Số định danh cá nhân 001195000456"),
    ] {
        say(&mut paper, id, value);
    }
    for id in [
        "name",
        "birth_year",
        "ethnicity",
        "nationality",
        "residence",
    ] {
        say(&mut paper, &format!("father_{id}"), "");
    }
    let pdf = render(&sample.template, &paper).unwrap();
    let lines: Vec<String> = text(&pdf)
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn templates_never_take_a_value_for_code() {
    let files = LIBRARY
        .iter()
        .map(|(name, text)| (name.clone(), text.clone()));
    let services = samples()
        .into_iter()
        .map(|sample| (sample.slug, sample.template));
    for (name, text) in files.chain(services) {
        for word in ["eval(", "plugin(", "read("] {
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn one_typesetter_serves_many_threads() {
    let template = template("papers/default.typ");
    let library: Vec<_> = LIBRARY
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (template, library) = (&template, &library);
            scope.spawn(move || {
                for at in 0..10 {
                    let name = format!("Người số {thread}-{at}");
                    let paper = paper(vec![field("name", "Họ tên", &name)]);
                    let pdf = TYPESETTER.render(template, library, &paper).unwrap();
                    assert!(text(&pdf).contains(&name));
                }
            });
        }
    });
}
