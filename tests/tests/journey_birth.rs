//! A birth on a good day: played by the binary itself, and step by step over the public API.

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{
    self, APPLICATION, BORN, Certificate, DESK, Dossier, Form, MORNING, field, rows,
};
use dean06_tests::{Engine, Options, Server, User, on_each_engine, run};
use serde_json::{Value, json};

/// The child of the journey that is played step by step.
const CHILD: &str = "Nguyễn Trần Hải Đăng";
const PUBLIC: &str = "public-information";

#[tokio::test]
async fn a_birth_is_registered_online() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    the_binary_plays_one(&server).await?;
    the_document_is_served(&server).await?;
    step_by_step(&server).await
}

async fn the_binary_plays_one(server: &Server) -> Result<()> {
    let output = run(["walkthrough", "birth", "--url", server.url()]).await?;
    let (said, complained) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    ensure!(
        output.status.success(),
        "the walkthrough: {complained}{said}"
    );
    ensure!(
        said.lines().filter(|line| line.contains(" ms  ")).count() >= 8,
        "the walkthrough does not tell its steps: {said}"
    );
    Ok(())
}

async fn the_document_is_served(server: &Server) -> Result<()> {
    let answered: Value = server.client()?.get("/openapi.json").await?.json()?;
    let printed = run(["openapi"]).await?;
    let printed: Value = serde_json::from_slice(&printed.stdout)?;
    ensure!(
        answered == printed,
        "the server serves another document than it prints"
    );
    ensure!(
        answered["openapi"]
            .as_str()
            .is_some_and(|v| v.starts_with("3.1"))
    );
    ensure!(answered["paths"]["/api/casework.submit/1"]["post"].is_object());
    Ok(())
}

async fn step_by_step(server: &Server) -> Result<()> {
    let mother = server.sign_in("mother").await?;
    let dossier = apply(&mother).await?;
    decide(server, &mother, &dossier).await?;

    let certificate = birth::certificate(&mother, &dossier).await?;
    the_certificate_is_right(&certificate, &dossier)?;
    anybody_can_verify(server, &certificate).await?;
    let again = birth::certificate(&mother, &dossier).await?;
    ensure!(
        again.answer() == certificate.answer(),
        "a second look shows another paper"
    );

    ensure!(birth::births_named(&mother, CHILD).await? == 1);
    the_registers_know_the_child(server, &mother, &certificate).await?;
    everybody_sees_who_looked(server, &mother, &dossier).await
}

async fn apply(mother: &User) -> Result<Dossier> {
    let draft = birth::begin(mother, None).await?;
    let form = Form::of_mother(CHILD);
    the_form_is_filled_from_registers(mother, &draft).await?;
    birth::fill(mother, &draft, &form).await?;

    let view = birth::look(mother, &draft).await?;
    ensure!(view["ready"] == true, "the form is not complete");
    ensure!(
        birth::ids(&view["notices"]).is_empty(),
        "{}",
        view["notices"]
    );
    let dossier = birth::submit(mother, &draft).await?;
    ensure!(dossier.number.contains("-20261120-"), "{}", dossier.number);

    let view = birth::follow(mother, &dossier).await?;
    ensure!(view["status"] == 1 && view["can_withdraw"] == true);
    ensure!(birth::kinds(&view["timeline"]) == ["submitted"]);
    ensure!(view["about"] == CHILD);
    let drafts = mother
        .ask(APPLICATION, "casework.list-drafts/1", &json!({}))
        .await?;
    ensure!(
        !rows(&drafts)
            .iter()
            .any(|row| row["draft_id"] == draft.as_str()),
        "a submitted application is still a draft"
    );
    Ok(dossier)
}

/// What a register knows stands there before anything is typed, says where it comes from and cannot be typed over.
async fn the_form_is_filled_from_registers(mother: &User, draft: &str) -> Result<()> {
    let view = birth::look(mother, draft).await?;
    let record = mother.own("population.get-person/1").await?;
    for name in ["name", "personal_number", "birth_date", "ethnicity"] {
        let field = field(&view, &format!("/you/{name}"))?;
        ensure!(
            field["value"] == record[name],
            "{name} is not the registered one: {field}"
        );
        ensure!(
            field["source"]["service"] == "population.get-person/1",
            "{field}"
        );
        ensure!(field["source"]["title"]["vi"].is_string(), "{field}");
        ensure!(field["editable"] == false, "{field}");
    }
    // The service is asked for a married mother before she says that she is one.
    let wrong = birth::save(mother, draft, "who", &json!({ "role": "mother" })).await?;
    ensure!(wrong.is_empty());
    let view = birth::look(mother, draft).await?;
    ensure!(field(&view, "/father/stated")?["value"] == "spouse");
    let marriage = mother.own("civil-status.find-marriage/1").await?;
    let father = field(&view, "/father_details/name")?;
    ensure!(father["value"] == marriage["spouse_name"], "{father}");
    ensure!(
        father["source"]["service"] == "population.get-person/1",
        "{father}"
    );
    // What is shown as registered cannot be sent as something else.
    birth::save(mother, draft, "you", &json!({ "name": "Người Khác" })).await?;
    let view = birth::look(mother, draft).await?;
    ensure!(field(&view, "/you/name")?["value"] == record["name"]);
    Ok(())
}

async fn decide(server: &Server, mother: &User, dossier: &Dossier) -> Result<()> {
    let intake = server.sign_in("one-stop-officer").await?;
    let queue = intake
        .ask(DESK, "casework.list-queue/1", &json!({ "filter": "new" }))
        .await?;
    let row = rows(&queue)
        .into_iter()
        .find(|row| row["number"] == dossier.number.as_str());
    let row = row.context("the new dossier is not in the queue")?;
    ensure!(
        row["about"] == CHILD && row["applicant"] == mother.name.as_str(),
        "{row}"
    );
    ensure!(
        row["flagged"] == false && row["urgency"] == "today",
        "{row}"
    );

    // The one-stop officer receives and may not decide.
    birth::step(&intake, dossier, "receive").await?;
    let refused = birth::try_step(&intake, dossier, "approve", Value::Null)
        .await?
        .expect(403)?;
    ensure!(birth::problem(&refused)? == "dossier-role");
    let slip = json!({ "dossier_id": dossier.id, "kind": "appointment" });
    let slip = mother
        .ask(APPLICATION, "casework.get-slip/1", &slip)
        .await?;
    ensure!(slip["number"] == dossier.number.as_str(), "{slip}");

    let registrar = server.sign_in("registrar").await?;
    let open = birth::open(&registrar, dossier).await?;
    ensure!(
        open["status"] == 2 && birth::ids(&open["flags"]).is_empty(),
        "{open}"
    );
    let fields = open["fields"].as_array().context("no fields")?;
    let name = fields.iter().find(|field| field["pointer"] == "/you/name");
    let name = name.context("the applicant's name is not compared")?;
    ensure!(name["declared"]["vi"] == name["registered"]["vi"] && name["differs"] == false);
    ensure!(fields.iter().all(|field| field["differs"] != true));
    let approved = birth::step(&registrar, dossier, "approve").await?;
    ensure!(
        approved["status"] == 9,
        "the officer does not see the result at once: {approved}"
    );

    let view = birth::follow(mother, dossier).await?;
    ensure!(birth::kinds(&view["timeline"]) == ["result-signed", "received", "submitted"]);
    let how = json!({ "channel": "2" });
    let returned = birth::try_step(&registrar, dossier, "return-result", how).await?;
    let returned: Value = returned.expect(200)?.json()?;
    ensure!(returned["status"] == 10, "{returned}");
    Ok(())
}

fn the_certificate_is_right(certificate: &Certificate, dossier: &Dossier) -> Result<()> {
    ensure!(certificate.answer()["number"] == dossier.number.as_str());
    ensure!(certificate.filled("child_name")? == CHILD);
    ensure!(certificate.filled("child_birth_date")? == "18/11/2026");
    ensure!(certificate.filled("registered_on")? == "20/11/2026");
    ensure!(certificate.filled("book")?.contains("2026"));
    certificate.filled("book_number")?.parse::<u32>()?;
    for line in [
        "mother_name",
        "father_name",
        "registered_by",
        "declarant_name",
    ] {
        certificate.filled(line)?;
    }
    // Hà Nội, a girl of this century, 2026.
    let number = certificate.filled("child_personal_number")?;
    ensure!(
        number.len() == 12 && number.starts_with("001326"),
        "{number}"
    );
    Ok(())
}

async fn anybody_can_verify(server: &Server, certificate: &Certificate) -> Result<()> {
    let anybody = User::anybody(server.client()?);
    let jws = certificate.answer()["jws"]
        .as_str()
        .context("no signed result")?;
    let code = certificate.answer()["code"].as_str().context("no code")?;
    for (question, verdict) in [
        (json!({ "code": code }), "valid"),
        (json!({ "code": code.to_lowercase() }), "valid"),
        (json!({ "jws": jws }), "valid"),
        (json!({ "jws": changed(jws, 1)? }), "invalid"),
        (json!({ "jws": changed(jws, 2)? }), "invalid"),
        (json!({ "jws": "no.signed.text" }), "invalid"),
        (
            json!({ "code": "22222-22222-22222-22222-22222-2" }),
            "unknown",
        ),
        (json!({ "code": "<script>" }), "unknown"),
    ] {
        let answer = anybody
            .ask(PUBLIC, "casework.verify-result/1", &question)
            .await?;
        ensure!(answer["verdict"] == verdict, "{question}: {answer}");
        ensure!(
            verdict == "valid" || answer["fields"].is_null(),
            "{question}: {answer}"
        );
    }
    let keys: Value = server
        .client()?
        .get("/.well-known/jwks.json")
        .await?
        .expect(200)?
        .json()?;
    ensure!(
        keys["keys"].as_array().is_some_and(|keys| keys.len() == 1),
        "{keys}"
    );
    ensure!(
        keys["keys"][0]["d"].is_null(),
        "the private key is published"
    );
    Ok(())
}

/// The same token with one letter of one of its parts changed.
fn changed(jws: &str, part: usize) -> Result<String> {
    let mut parts: Vec<String> = jws.split('.').map(str::to_owned).collect();
    let part = parts.get_mut(part).context("the token has no such part")?;
    let letter = if part.as_bytes().get(10) == Some(&b'A') {
        "B"
    } else {
        "A"
    };
    part.replace_range(10..11, letter);
    Ok(parts.join("."))
}

async fn the_registers_know_the_child(
    server: &Server,
    mother: &User,
    certificate: &Certificate,
) -> Result<()> {
    let number = certificate.filled("child_personal_number")?;
    for parent in [mother, &server.sign_in("father").await?] {
        let record = parent.own("population.get-person/1").await?;
        let relatives = record["relatives"].as_array().context("no relatives")?;
        let children = relatives
            .iter()
            .filter(|relative| relative["name"] == CHILD);
        let children: Vec<_> = children.collect();
        ensure!(children.len() == 1, "{} has {children:?}", parent.name);
        ensure!(children[0]["relation"] == "child" && children[0]["personal_number"] == number);
    }
    // A registrar may look the child up, in a case.
    let registrar = server.sign_in("registrar").await?;
    let question = json!({ "personal_number": number });
    let request = registrar
        .request(DESK, "population.get-person/1")?
        .header(
            "dean06-case",
            certificate.answer()["number"].as_str().unwrap_or_default(),
        )
        .json(&question);
    let child: Value = registrar
        .client()
        .send(request)
        .await?
        .expect(200)?
        .json()?;
    ensure!(
        child["name"] == CHILD && child["birth_date"] == BORN,
        "{child}"
    );
    let refused = registrar
        .try_ask(DESK, "population.get-person/1", &question)
        .await?;
    refused.expect(403).context("without a case")?;
    Ok(())
}

async fn everybody_sees_who_looked(
    server: &Server,
    mother: &User,
    dossier: &Dossier,
) -> Result<()> {
    let uses = trail(mother).await?;
    let by = |name: &str, service: &str| {
        let found = uses.iter().find(|row| {
            row["actor_name"] == name && row["service"] == service && row["by_myself"] == false
        });
        found.with_context(|| format!("{name} used {service}, which is not on record"))
    };
    let looked = by("Ngô Minh Tuấn", "population.get-person/1")?;
    ensure!(looked["case"] == dossier.number.as_str(), "{looked}");
    ensure!(
        looked["actor_kind"] == "officer" && looked["org_id"] == "committee-00004",
        "{looked}"
    );
    ensure!(
        looked["legal_basis"].is_string() && looked["purpose"].is_string(),
        "{looked}"
    );
    let fields = looked["fields"].as_array().context("no fields")?;
    ensure!(fields.iter().any(|field| field == "birth_date"), "{looked}");
    ensure!(!fields.iter().any(|field| field == "religion"), "{looked}");
    by("Phạm Thu Hà", "casework.receive/1")?;
    ensure!(
        uses.iter().any(|row| row["by_myself"] == true),
        "her own look is not on record"
    );
    let indexes: Vec<_> = uses
        .iter()
        .filter_map(|row| row["index"].as_u64())
        .collect();
    ensure!(
        indexes.len() == uses.len() && indexes.is_sorted_by(|a, b| a > b),
        "{indexes:?}"
    );

    // The other parent sees that his data was used for it, too.
    let father = server.sign_in("father").await?;
    let uses = trail(&father).await?;
    let purpose = "birth-registration.other-parent";
    ensure!(
        uses.iter()
            .any(|row| row["purpose"] == purpose && row["actor_name"] == mother.name.as_str()),
        "the father does not see that the mother's form showed his data"
    );
    // And nobody sees the trail of somebody else.
    let question = json!({ "person_id": mother.person()? });
    let refused = father
        .try_ask("own-data", "ledger.who-used-my-data/1", &question)
        .await?;
    refused.expect(403)?;
    Ok(())
}

/// Every use of a citizen's data, page by page.
async fn trail(citizen: &User) -> Result<Vec<Value>> {
    let mut question = json!({ "person_id": citizen.person()?, "limit": 50 });
    let mut uses = Vec::new();
    loop {
        let page = citizen
            .ask("own-data", "ledger.who-used-my-data/1", &question)
            .await?;
        uses.extend(rows(&page));
        match &page["next_cursor"] {
            Value::Null => return Ok(uses),
            cursor => question["cursor"] = cursor.clone(),
        }
    }
}
