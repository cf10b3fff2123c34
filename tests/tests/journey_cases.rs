//! The births that are not the plain one, and what must come of each.

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{
    self, APPLICATION, BORN, DESK, Dossier, Form, MORNING, field, ids, kinds, problem,
};
use dean06_tests::{Engine, Options, Reply, Server, User, on_each_engine};
use serde_json::{Value, json};
use tokio::join;

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
    twins(&people).await.context("twins")?;
    registered_before(&people)
        .await
        .context("a birth registered before")?;
    submitted_twice(&people)
        .await
        .context("one submission twice")?;
    two_officers(&people).await.context("two officers")?;
    supplemented_once(&people)
        .await
        .context("a supplement request")?;
    withdrawn_and_refused(&people)
        .await
        .context("withdrawal and refusal")
}

struct People {
    mother: User,
    father: User,
    unmarried: User,
    wife_of_foreigner: User,
    registrar: User,
    colleague: User,
}

impl People {
    async fn sign_in(server: &Server) -> Result<Self> {
        Ok(Self {
            mother: server.sign_in("mother").await?,
            father: server.sign_in("father").await?,
            unmarried: server.sign_in("unmarried-mother").await?,
            wife_of_foreigner: server.sign_in("wife-of-foreigner").await?,
            registrar: server.sign_in("registrar").await?,
            colleague: server.sign_in("registrar-2").await?,
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

/// Refused at the register, named to the officer; the dossier is back on the desk and can be refused in writing. The
/// applicant's own words never say whose record it is.
async fn registered_before(people: &People) -> Result<()> {
    let child = "Nguyễn Trần Đã Ghi";
    let first = birth::apply(&people.mother, &Form::of_mother(child)).await?;
    birth::decide(&people.registrar, &first).await?;
    birth::certificate(&people.mother, &first).await?;

    // The father declares the same child; the name written in another way is the same name.
    let again = Form::of_father("nguyễn  trần đã ghi");
    let second = birth::apply(&people.father, &again).await?;
    birth::decide(&people.registrar, &second).await?;
    let open = birth::open(&people.registrar, &second).await?;
    ensure!(open["status"] == 4 && open["has_result"] != true, "{open}");
    ensure!(
        ids(&open["flags"]).contains(&"effect-refused"),
        "{}",
        open["flags"]
    );
    ensure!(
        open["flags"].to_string().contains("đã được đăng ký"),
        "{}",
        open["flags"]
    );
    let actions = open["actions"].as_array().context("no actions")?;
    ensure!(
        actions.contains(&json!("refuse")),
        "the officer can do nothing: {actions:?}"
    );

    let why = json!({ "reason_code": "already-done", "reason": "Khai sinh của bé đã được đăng ký trước đó." });
    let refused = birth::try_step(&people.registrar, &second, "refuse", why).await?;
    refused.expect(200)?;
    let view = birth::follow(&people.father, &second).await?;
    ensure!(view["status"] == 8 && view["has_result"] != true, "{view}");
    ensure!(
        view["refusal"] == "Khai sinh của bé đã được đăng ký trước đó.",
        "{view}"
    );
    ensure!(birth::births_named(&people.mother, child).await? == 1);
    Ok(())
}

/// The same submission twice, one after the other and twice at once: one dossier.
async fn submitted_twice(people: &People) -> Result<()> {
    let child = "Nguyễn Trần Một Lần";
    let mother = &people.mother;
    let draft = birth::begin(mother, None).await?;
    birth::fill(mother, &draft, &Form::of_mother(child)).await?;
    let version = &birth::look(mother, &draft).await?["version"];
    let body = json!({ "draft_id": draft, "version": version });
    let submit = || mother.try_ask(APPLICATION, "casework.submit/1", &body);
    let (one, two, three, four) = join!(submit(), submit(), submit(), submit());
    let first = dossier_of(one)?;
    for other in [two, three, four, submit().await] {
        ensure!(dossier_of(other)? == first, "there are two dossiers");
    }
    ensure!(birth::dossiers_about(mother, child).await?.len() == 1);
    // What was submitted cannot be typed over any more.
    let late = birth::try_save(mother, &draft, "child", &json!({ "name": "Khác" })).await?;
    ensure!(problem(&late.expect(409)?)? == "draft-submitted");
    Ok(())
}

fn dossier_of(reply: Result<Reply>) -> Result<Dossier> {
    Dossier::from_answer(&reply?.expect(200)?.json()?)
}

/// One decides, the other is told by whom and when; also when both decide at once.
async fn two_officers(people: &People) -> Result<()> {
    let (one, two) = (&people.registrar, &people.colleague);
    let dossier = birth::apply(&people.mother, &Form::of_mother("Nguyễn Trần Hai Bàn")).await?;
    birth::step(one, &dossier, "receive").await?;
    let seen = birth::open(two, &dossier).await?["version"].clone();
    birth::step(one, &dossier, "approve").await?;
    let body = json!({ "dossier_id": dossier.id, "version": seen });
    let told = two.try_ask(DESK, "casework.approve/1", &body).await?;
    told_who_decided(told, "Ngô Minh Tuấn")?;

    let dossier = birth::apply(&people.mother, &Form::of_mother("Nguyễn Trần Cùng Lúc")).await?;
    birth::step(one, &dossier, "receive").await?;
    let body = json!({ "dossier_id": dossier.id, "version": 2 });
    let (first, second) = join!(
        one.try_ask(DESK, "casework.approve/1", &body),
        two.try_ask(DESK, "casework.approve/1", &body)
    );
    let (first, second) = (first?, second?);
    if first.status == 200 {
        told_who_decided(second, "Ngô Minh Tuấn")?;
    } else {
        second.expect(200)?;
        told_who_decided(first, "Bùi Thanh Mai")?;
    }
    birth::certificate(&people.mother, &dossier).await?;
    ensure!(birth::births_named(&people.mother, "Nguyễn Trần Cùng Lúc").await? == 1);

    // Who takes a dossier has it; a colleague is told who and since when, and may take it over with a note.
    let dossier = birth::apply(&people.mother, &Form::of_mother("Nguyễn Trần Trao Tay")).await?;
    birth::step(one, &dossier, "receive").await?;
    birth::step(one, &dossier, "take-dossier").await?;
    let held = birth::try_step(two, &dossier, "approve", Value::Null)
        .await?
        .expect(409)?;
    ensure!(
        problem(&held)? == "dossier-held" && held.body.contains("Ngô Minh Tuấn"),
        "{}",
        held.body
    );
    let open = birth::open(two, &dossier).await?;
    ensure!(
        open["holder"]["name"] == "Ngô Minh Tuấn" && open["holder"]["me"] == false,
        "{open}"
    );
    let note = json!({ "note": "Anh Tuấn nghỉ chiều nay." });
    birth::try_step(two, &dossier, "take-dossier", note)
        .await?
        .expect(200)?;
    birth::step(two, &dossier, "approve").await?;
    birth::certificate(&people.mother, &dossier).await?;
    Ok(())
}

fn told_who_decided(reply: Reply, name: &str) -> Result<()> {
    let reply = reply.expect(409)?;
    ensure!(problem(&reply)? == "dossier-decided", "{}", reply.body);
    let told: Value = reply.json()?;
    for language in ["vi", "en"] {
        let text = told["detail"][language].as_str().unwrap_or_default();
        ensure!(text.contains(name) && text.contains("20/11/2026"), "{told}");
    }
    Ok(())
}

/// Once and in full: the clock stands, only the opened sections may change, and there is no second request.
async fn supplemented_once(people: &People) -> Result<()> {
    let mother = &people.mother;
    let dossier = birth::apply(mother, &Form::of_mother("Nguyễn Trần Bổ Sung")).await?;
    birth::step(&people.registrar, &dossier, "receive").await?;
    let request = json!({
        "items": ["Số giấy chứng sinh đúng"], "sections": ["birth_address"],
        "reason": "Số giấy chứng sinh chưa khớp với bản của bệnh viện.",
    });
    let asked = birth::try_step(
        &people.registrar,
        &dossier,
        "request-supplement",
        request.clone(),
    )
    .await?;
    ensure!(asked.expect(200)?.json::<Value>()?["status"] == 5);
    let view = birth::follow(mother, &dossier).await?;
    ensure!(
        view["clock"]["paused"] == true && view["clock"]["due_at"].is_null(),
        "{}",
        view["clock"]
    );
    ensure!(
        view["supplement"]["items"] == request["items"],
        "{}",
        view["supplement"]
    );

    let answer = |section: &str, data: Value| json!({ "dossier_id": dossier.id, "version": view["version"], "data": { section: data } });
    let sneaked = answer("child", json!({ "name": "Tên Khác", "sex": "male" }));
    let refused = mother
        .try_ask(APPLICATION, "casework.answer-supplement/1", &sneaked)
        .await?;
    refused
        .expect(422)
        .context("a section that was not opened")?;
    let address = json!({ "facility": "Bệnh viện Phụ sản (giả lập)", "commune": birth::COMMUNE, "notice_number": "CS-7777" });
    let answered = mother
        .ask(
            APPLICATION,
            "casework.answer-supplement/1",
            &answer("birth_address", address),
        )
        .await?;
    ensure!(
        answered["status"] == 4 && answered["due_at"].is_i64(),
        "{answered}"
    );
    let again = birth::try_step(&people.registrar, &dossier, "request-supplement", request).await?;
    ensure!(problem(&again.expect(422)?)? == "supplement-only-once");
    birth::step(&people.registrar, &dossier, "approve").await?;
    birth::certificate(mother, &dossier).await?;
    Ok(())
}

/// A withdrawn dossier cannot be decided, a refusal needs its reason in writing.
async fn withdrawn_and_refused(people: &People) -> Result<()> {
    let mother = &people.mother;
    let dossier = birth::apply(mother, &Form::of_mother("Nguyễn Trần Rút Lại")).await?;
    let body = json!({ "dossier_id": dossier.id, "version": 1, "reason": "Tôi nộp nhầm." });
    let state = mother
        .ask(APPLICATION, "casework.withdraw/1", &body)
        .await?;
    ensure!(state["status"] == 7, "{state}");
    let body = json!({ "dossier_id": dossier.id, "version": 1 });
    let late = people
        .registrar
        .try_ask(DESK, "casework.receive/1", &body)
        .await?
        .expect(409)?;
    ensure!(late.body.contains(&mother.name), "{}", late.body);

    let dossier = birth::apply(mother, &Form::of_mother("Nguyễn Trần Từ Chối")).await?;
    birth::step(&people.registrar, &dossier, "receive").await?;
    for (reason_code, reason) in [("other", "  "), ("no-such-code", "Vì sao.")] {
        let silent = json!({ "reason_code": reason_code, "reason": reason });
        let refused = birth::try_step(&people.registrar, &dossier, "refuse", silent).await?;
        refused
            .expect(422)
            .with_context(|| format!("{reason_code} {reason:?}"))?;
    }
    let why =
        json!({ "reason_code": "not-proven", "reason": "Giấy chứng sinh không phải của bé." });
    birth::try_step(&people.registrar, &dossier, "refuse", why)
        .await?
        .expect(200)?;
    let view = birth::follow(mother, &dossier).await?;
    ensure!(
        view["status"] == 8 && kinds(&view["timeline"])[0] == "refused",
        "{view}"
    );
    let slip = json!({ "dossier_id": dossier.id, "kind": "refusal" });
    let slip = mother
        .ask(APPLICATION, "casework.get-slip/1", &slip)
        .await?;
    ensure!(
        slip.to_string()
            .contains("Giấy chứng sinh không phải của bé."),
        "{slip}"
    );
    Ok(())
}
