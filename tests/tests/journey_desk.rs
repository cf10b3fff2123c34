//! What happens between applicants and officers: sent twice, decided twice, refused, supplemented, withdrawn.

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, APPLICATION, DESK, Dossier, Form, MORNING, ids, kinds, problem};
use dean06_tests::{Engine, Options, Reply, Server, User, on_each_engine};
use serde_json::{Value, json};
use tokio::join;

#[tokio::test]
async fn a_dossier_takes_every_course_once() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let people = People {
        mother: server.sign_in("mother").await?,
        father: server.sign_in("father").await?,
        registrar: server.sign_in("registrar").await?,
        colleague: server.sign_in("registrar-2").await?,
    };
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
    registrar: User,
    colleague: User,
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
