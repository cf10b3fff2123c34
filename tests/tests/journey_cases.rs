//! The births that are not the plain one, and what must come of each.

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, BORN, DESK, Form, MORNING, field, ids};
use dean06_tests::{Engine, Options, Server, User, on_each_engine};
use serde_json::{Value, json};

#[tokio::test]
async fn every_case_has_its_right_answer() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let people = People::sign_in(&server).await?;
    under_age(&people).await.context("parents under age")?;
    late(&people).await.context("a late registration")?;
    father_not_stated(&people)
        .await
        .context("no father stated")?;
    foreign_husband(&people)
        .await
        .context("a foreign husband")?;
    mother_unknown(&people).await.context("an unknown mother")?;
    twins(&people).await.context("twins")
}

struct People {
    mother: User,
    father: User,
    unmarried: User,
    wife_of_foreigner: User,
    registrar: User,
}

impl People {
    async fn sign_in(server: &Server) -> Result<Self> {
        Ok(Self {
            mother: server.sign_in("mother").await?,
            father: server.sign_in("father").await?,
            unmarried: server.sign_in("unmarried-mother").await?,
            wife_of_foreigner: server.sign_in("wife-of-foreigner").await?,
            registrar: server.sign_in("registrar").await?,
        })
    }
}

/// A mother of eleven and a father of seventeen: accepted, marked for the officer, registered.
async fn under_age(people: &People) -> Result<()> {
    let child = "Nguyễn Quang Minh";
    let form = Form::of_father(child)
        .with("mother", json!({ "stated": "other-none" }))
        .with("mother_details", typed_parent("Trần Thị Non", "2015-03-02"));
    let open = marked(
        &people.father,
        &people.registrar,
        &form,
        &["mother-under-12", "parent-under-18"],
    )
    .await?;
    ensure!(
        open["related"]
            .as_array()
            .is_some_and(|related| !related.is_empty())
    );

    let child = "Lê Mai An";
    let form = Form::of_mother(child)
        .with("father", json!({ "stated": "other-none" }))
        .with("father_details", typed_parent("Phạm Văn Trẻ", "2009-05-06"));
    let open = marked(
        &people.unmarried,
        &people.registrar,
        &form,
        &["parent-under-18", "father-not-husband"],
    )
    .await?;
    ensure!(
        !ids(&open["flags"]).contains(&"mother-under-12"),
        "{}",
        open["flags"]
    );
    Ok(())
}

fn typed_parent(name: &str, born: &str) -> Value {
    json!({
        "name": name, "birth_date": born, "nationality": "VN", "ethnicity": "01",
        "residence": "Thôn Đông, xã giả lập",
    })
}

/// Applies, and sees that the officer sees these marks and can decide in favour nevertheless.
async fn marked(parent: &User, registrar: &User, form: &Form, marks: &[&str]) -> Result<Value> {
    let dossier = birth::apply(parent, form).await?;
    let open = birth::open(registrar, &dossier).await?;
    let found = ids(&open["flags"]);
    ensure!(
        marks.iter().all(|mark| found.contains(mark)),
        "{marks:?}, but {found:?}"
    );
    for flag in open["flags"].as_array().into_iter().flatten() {
        ensure!(
            flag["effect"] == "flag" && flag["message"]["vi"].is_string(),
            "{flag}"
        );
        ensure!(
            flag["confidence"].is_string(),
            "the officer is not told how sure it is: {flag}"
        );
    }
    let queue = json!({ "number": dossier.number });
    let queue = registrar.ask(DESK, "casework.list-queue/1", &queue).await?;
    ensure!(queue["rows"][0]["flagged"] == true, "{queue}");
    birth::decide(registrar, &dossier).await?;
    birth::certificate(parent, &dossier).await?;
    Ok(open)
}

/// Born long before: accepted, marked.
async fn late(people: &People) -> Result<()> {
    let in_time =
        Form::of_mother("Nguyễn Trần Sớm Mai").with_answer("birth", "date", json!("2026-09-21"));
    let dossier = birth::apply(&people.mother, &in_time).await?;
    let open = birth::open(&people.registrar, &dossier).await?;
    ensure!(
        !ids(&open["flags"]).contains(&"late-registration"),
        "on the sixtieth day"
    );
    let late =
        Form::of_mother("Nguyễn Trần Muộn Màng").with_answer("birth", "date", json!("2026-09-20"));
    marked(
        &people.mother,
        &people.registrar,
        &late,
        &["late-registration"],
    )
    .await?;
    Ok(())
}

/// His lines stay empty, hers serve; recognition of a child is offered as another procedure.
async fn father_not_stated(people: &People) -> Result<()> {
    let mother = &people.unmarried;
    let form = Form::of_mother("Lê Gia Bảo").with("father", json!({ "stated": "none" }));
    let draft = birth::begin(mother, None).await?;
    birth::fill(mother, &draft, &form).await?;
    let view = birth::look(mother, &draft).await?;
    ensure!(
        field(&view, "/father_details/name").is_err(),
        "his details are asked for"
    );
    let related = view["related"].to_string();
    ensure!(
        related.contains("1.001022"),
        "recognition is not offered: {related}"
    );
    let dossier = birth::submit(mother, &draft).await?;
    birth::decide(&people.registrar, &dossier).await?;
    let certificate = birth::certificate(mother, &dossier).await?;
    for line in [
        "father_name",
        "father_birth_year",
        "father_ethnicity",
        "father_nationality",
        "father_residence",
    ] {
        ensure!(
            certificate.line(line).is_none_or(str::is_empty),
            "{line} is filled"
        );
    }
    ensure!(certificate.filled("mother_name")? == mother.name);
    Ok(())
}

/// No personal number is asked of him; the content says which authority is competent.
async fn foreign_husband(people: &People) -> Result<()> {
    let mother = &people.wife_of_foreigner;
    let form = Form::of_mother("Đặng Köhler Mai Linh");
    let draft = birth::begin(mother, None).await?;
    birth::fill(mother, &draft, &form).await?;
    let view = birth::look(mother, &draft).await?;
    ensure!(
        field(&view, "/father_details/personal_number").is_err(),
        "a number is asked of a foreigner"
    );
    let name = field(&view, "/father_details/name")?;
    ensure!(
        name["value"] == "Lukas Köhler" && name["editable"] == false,
        "{name}"
    );
    ensure!(
        ids(&view["notices"]).contains(&"foreign-parent"),
        "{}",
        view["notices"]
    );
    ensure!(
        view["related"].to_string().contains("120/2025"),
        "the authority is not named"
    );

    let wrong = birth::save(
        mother,
        &draft,
        "father_details",
        &json!({ "passport_number": "c1" }),
    )
    .await?;
    ensure!(
        wrong
            .iter()
            .any(|pointer| pointer == "/father_details/passport_number"),
        "{wrong:?}"
    );
    let details =
        json!({ "passport_number": "C01X00T47", "residence": "Số 8, phố Nguyễn Khắc Nhu" });
    let wrong = birth::save(mother, &draft, "father_details", &details).await?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    let dossier = birth::submit(mother, &draft).await?;
    let open = birth::open(&people.registrar, &dossier).await?;
    ensure!(
        ids(&open["flags"]).contains(&"foreign-parent"),
        "{}",
        open["flags"]
    );
    birth::decide(&people.registrar, &dossier).await?;
    let certificate = birth::certificate(mother, &dossier).await?;
    ensure!(certificate.filled("father_name")? == "Lukas Köhler");
    ensure!(certificate.filled("father_nationality")? == "Đức");
    Ok(())
}

/// Not this form: the desk is named, and nothing is submitted.
async fn mother_unknown(people: &People) -> Result<()> {
    let form = Form::of_father("Nguyễn Vô Danh").with("mother", json!({ "stated": "unknown" }));
    let draft = birth::begin(&people.father, None).await?;
    for (section, data) in form.sections() {
        birth::save(&people.father, &draft, section, data).await?;
    }
    let view = birth::look(&people.father, &draft).await?;
    ensure!(
        view["ready"] == false && ids(&view["notices"]).contains(&"mother-unknown"),
        "{view}"
    );
    ensure!(
        view["related"].to_string().contains("một cửa"),
        "the desk is not named"
    );
    let refused = birth::try_submit(&people.father, &draft)
        .await?
        .expect(422)?;
    let refused: Value = refused.json()?;
    ensure!(
        refused["detail"]["vi"]
            .as_str()
            .is_some_and(|text| text.contains("một cửa"))
            || refused["errors"].is_array(),
        "{refused}"
    );
    ensure!(
        birth::dossiers_about(&people.father, "Nguyễn Vô Danh")
            .await?
            .is_empty()
    );
    Ok(())
}

/// Two forms from one start, two numbers, two certificates.
async fn twins(people: &People) -> Result<()> {
    let mother = &people.mother;
    let (elder, younger) = ("Nguyễn Trần Song Anh", "Nguyễn Trần Song Em");
    let form = Form::of_mother(elder)
        .with_answer("birth", "count", json!("2"))
        .with("birth_order", json!({ "order": 1 }));
    let first = birth::apply(mother, &form).await?;
    let view = birth::follow(mother, &first).await?;
    ensure!(
        view["can_apply_again"]["vi"].is_string(),
        "a second form is not offered"
    );

    let draft = birth::begin(mother, Some(&first)).await?;
    let view = birth::look(mother, &draft).await?;
    for (pointer, copied) in [
        ("/birth/date", json!(BORN)),
        ("/birth/count", json!("2")),
        ("/father/stated", json!("spouse")),
        (
            "/birth_address/facility",
            json!("Bệnh viện Phụ sản (giả lập)"),
        ),
    ] {
        ensure!(
            field(&view, pointer)?["value"] == copied,
            "{pointer} is not taken over"
        );
    }
    for pointer in [
        "/child/name",
        "/birth_order/order",
        "/birth_address/notice_number",
        "/statement/truthful",
    ] {
        ensure!(
            field(&view, pointer)?["value"].is_null(),
            "{pointer} is taken over"
        );
    }
    ensure!(view["ready"] == false);
    // Beyond the number of children there is no place in the order.
    let address = json!({ "facility": "Bệnh viện Phụ sản (giả lập)", "commune": birth::COMMUNE, "notice_number": "CS-0002" });
    for (section, data) in [
        ("child", json!({ "name": younger, "sex": "male" })),
        ("birth_order", json!({ "order": 3 })),
        ("birth_address", address),
        ("statement", json!({ "truthful": true })),
    ] {
        birth::save(mother, &draft, section, &data).await?;
    }
    birth::try_submit(mother, &draft)
        .await?
        .expect(422)
        .context("the third of two")?;
    birth::save(mother, &draft, "birth_order", &json!({ "order": 2 })).await?;
    let second = birth::submit(mother, &draft).await?;
    ensure!(second.id != first.id && second.number != first.number);

    let mut papers = Vec::new();
    for dossier in [&first, &second] {
        birth::decide(&people.registrar, dossier).await?;
        papers.push(birth::certificate(mother, dossier).await?);
    }
    for line in ["child_personal_number", "book_number", "child_name"] {
        ensure!(
            papers[0].filled(line)? != papers[1].filled(line)?,
            "both have the same {line}"
        );
    }
    ensure!(papers[0].answer()["code"] != papers[1].answer()["code"]);
    Ok(())
}
