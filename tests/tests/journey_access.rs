//! Who may do what: with a wrong key, for a wrong purpose, with other people's things, or after the session has ended.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, APPLICATION, DESK, Dossier, Form, MORNING, field, problem};
use dean06_tests::{Client, Engine, Options, Server, User, on_each_engine};
use reqwest::Method;
use serde_json::{Value, json};

/// The morning after [`MORNING`], when sessions of the day before are over.
const NEXT_MORNING: &str = "2026-11-21T09:00:00+07:00";
const LIMIT: Duration = Duration::from_secs(30);
const SAVE: &str = "casework.save-draft/1";
const GET: &str = "casework.get-draft/1";

#[tokio::test]
async fn everybody_does_only_what_is_theirs_to_do() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let mut server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let mother = server.sign_in("unmarried-mother").await?;
    tokens(&server, &mother).await.context("tokens")?;
    purposes(&server, &mother)
        .await
        .context("purposes and keys")?;
    other_peoples_things(&server, &mother)
        .await
        .context("other people's things")?;
    a_session_that_ends_while_typing(&mut server)
        .await
        .context("a session that ends")
}

async fn tokens(server: &Server, mother: &User) -> Result<()> {
    let body = json!({ "service": birth::SERVICE });
    let ask = async |user: User| {
        user.try_ask(APPLICATION, "casework.start-draft/1", &body)
            .await
    };
    let good = mother.token().context("no token")?;
    let mut other = good.to_owned();
    let last = other.pop();
    other.push(if last == Some('0') { '1' } else { '0' });
    let long = good.repeat(100);
    for token in ["", "x", &other, &long, "null", "' OR '1'='1"] {
        let reply = ask(mother.clone().with_token(token)).await?.expect(401)?;
        ensure!(problem(&reply)? == "sign-in-required", "{}", reply.body);
    }
    ask(User::anybody(server.client()?)).await?.expect(401)?;
    ask(mother.clone()).await?.expect(200)?;

    let gone = server.sign_in("grandmother").await?;
    ask(gone.clone()).await?.expect(200)?;
    let sign_out = gone.client().request(Method::POST, "/api/sign-out")?;
    let sign_out = sign_out.bearer_auth(gone.token().unwrap_or_default());
    gone.client().send(sign_out).await?.expect(204)?;
    ask(gone).await?.expect(401).context("after signing out")?;

    let wrong = json!({ "login": "mother", "password": "dean06-demo " });
    let reply = server
        .client()?
        .post("/api/sign-in", &wrong)
        .await?
        .expect(401)?;
    let nobody = json!({ "login": "nobody-of-this-name", "password": "dean06-demo" });
    let other = server
        .client()?
        .post("/api/sign-in", &nobody)
        .await?
        .expect(401)?;
    ensure!(
        reply.body == other.body,
        "it is told which logins there are"
    );
    Ok(())
}

async fn purposes(server: &Server, mother: &User) -> Result<()> {
    let body = json!({ "service": birth::SERVICE });
    for purpose in [
        "",
        "no-such-purpose",
        "own-data",
        DESK,
        "birth-registration.prefill",
        "public-information",
    ] {
        let reply = mother
            .try_ask(purpose, "casework.start-draft/1", &body)
            .await?;
        let reply = reply
            .expect(403)
            .with_context(|| format!("for {purpose:?}"))?;
        ensure!(problem(&reply)? == "not-permitted");
    }
    let bare = mother
        .client()
        .request(Method::POST, "/api/casework.start-draft/1")?;
    let bare = bare
        .bearer_auth(mother.token().unwrap_or_default())
        .json(&body);
    let reply = mother.client().send(bare).await?;
    ensure!(
        matches!(reply.status.as_u16(), 403 | 422),
        "without any header: {}",
        reply.status
    );
    for key in [String::new(), "k".repeat(201)] {
        let reply = mother
            .try_command(APPLICATION, "casework.start-draft/1", &key, &body)
            .await?;
        ensure!(problem(&reply.expect(422)?)? == "key-missing");
    }
    // The trails, records and households of others, asked for as one's own.
    let father = server.sign_in("father").await?;
    let others = json!({ "person_id": father.person()? });
    for service in [
        "population.get-person/1",
        "population.get-household/1",
        "civil-status.get-birth/1",
        "civil-status.find-marriage/1",
        "ledger.who-used-my-data/1",
    ] {
        mother
            .try_ask("own-data", service, &others)
            .await?
            .expect(403)
            .context(service)?;
    }
    for service in [
        "population.search-persons/1",
        "population.verify-person/1",
        "civil-status.register-birth/1",
        "population.register-child/1",
    ] {
        for purpose in [
            "own-data",
            APPLICATION,
            DESK,
            "birth-registration.decide",
            "birth-registration.register",
        ] {
            mother
                .try_ask(purpose, service, &json!({}))
                .await?
                .expect(403)
                .context(service)?;
        }
    }
    Ok(())
}

async fn other_peoples_things(server: &Server, mother: &User) -> Result<()> {
    let other = server.sign_in("mother").await?;
    let form = Form::of_mother("Lê Riêng Tư").with("father", json!({ "stated": "none" }));
    let draft = birth::begin(mother, None).await?;
    let dossier = birth::apply(mother, &form).await?;
    let named = json!({ "draft_id": draft });
    for (service, body) in [
        (GET, named.clone()),
        (
            SAVE,
            json!({ "draft_id": draft, "section": "child", "data": {} }),
        ),
        (
            "casework.submit/1",
            json!({ "draft_id": draft, "version": 1 }),
        ),
        ("casework.discard-draft/1", named),
        (
            "casework.get-dossier/1",
            json!({ "dossier_id": dossier.id }),
        ),
        ("casework.get-result/1", json!({ "dossier_id": dossier.id })),
        (
            "casework.get-slip/1",
            json!({ "dossier_id": dossier.id, "kind": "appointment" }),
        ),
        (
            "casework.withdraw/1",
            json!({ "dossier_id": dossier.id, "version": 1, "reason": "x" }),
        ),
        (
            "casework.answer-supplement/1",
            json!({ "dossier_id": dossier.id, "version": 1 }),
        ),
        (
            "casework.start-draft/1",
            json!({ "service": birth::SERVICE, "copy_from_dossier": dossier.id }),
        ),
    ] {
        let reply = other
            .try_ask(APPLICATION, service, &body)
            .await?
            .expect(404)
            .context(service)?;
        ensure!(
            !reply.body.contains(&dossier.number) && !reply.body.contains("Riêng"),
            "{}",
            reply.body
        );
    }
    desk_of_others(server, mother, &dossier).await
}

/// A citizen has no desk; an officer of another body finds nothing on it; a leader does not decide.
async fn desk_of_others(server: &Server, mother: &User, dossier: &Dossier) -> Result<()> {
    let body = json!({ "dossier_id": dossier.id, "version": 1 });
    let named = json!({ "dossier_id": dossier.id });
    let police = server.sign_in("residence-officer").await?;
    for (service, body) in [
        ("casework.open-dossier/1", &named),
        ("casework.receive/1", &body),
        ("casework.take-dossier/1", &body),
        ("casework.approve/1", &body),
    ] {
        mother
            .try_ask(DESK, service, body)
            .await?
            .expect(403)
            .context(service)?;
        let reply = police
            .try_ask(DESK, service, body)
            .await?
            .expect(404)
            .context(service)?;
        ensure!(problem(&reply)? == "dossier-not-found");
    }
    mother
        .try_ask(DESK, "casework.list-queue/1", &json!({}))
        .await?
        .expect(403)?;
    let queue = police
        .ask(DESK, "casework.list-queue/1", &json!({}))
        .await?;
    ensure!(birth::rows(&queue).is_empty(), "{queue}");
    let result = police
        .try_ask(DESK, "casework.get-result/1", &named)
        .await?;
    result.expect(404)?;

    let registrar = server.sign_in("registrar").await?;
    birth::step(&registrar, dossier, "receive").await?;
    let leader = server.sign_in("leader").await?;
    let refused = birth::try_step(&leader, dossier, "approve", Value::Null)
        .await?
        .expect(403)?;
    ensure!(problem(&refused)? == "dossier-role");
    // An officer is no applicant.
    let body = json!({ "service": birth::SERVICE });
    registrar
        .try_ask(APPLICATION, "casework.start-draft/1", &body)
        .await?
        .expect(403)?;
    Ok(())
}

/// The next day the session is over. What was saved is there, and what was just being typed is given back, to the one
/// who typed it and to nobody else.
async fn a_session_that_ends_while_typing(server: &mut Server) -> Result<()> {
    let mother = server.sign_in("unmarried-mother").await?;
    let browser = server.client()?;
    sign_in_by_page(&browser, server, "unmarried-mother").await?;
    let draft = birth::begin(&mother, None).await?;
    let saved = json!({ "name": "Lê Chưa Xong", "sex": "female" });
    birth::save(&mother, &draft, "child", &saved).await?;

    ensure!(server.interrupt(LIMIT).await?.success());
    server.options_mut().args = vec!["--at".into(), NEXT_MORNING.into()];
    server.start_again(Vec::new()).await?;
    let before = mother.at(server.client()?);
    let reply = birth::try_save(&before, &draft, "birth", &json!({ "count": "1" })).await?;
    ensure!(problem(&reply.expect(401)?)? == "sign-in-required");

    let browser = browser.moved_to(server.url())?;
    let page = format!("/drafts/{draft}/child");
    let typed = [("child.name", "Lê Gõ Dở <b>"), ("child.sex", "male")];
    let sent = browser
        .request(Method::POST, &page)?
        .header("sec-fetch-site", "same-origin")
        .form(&typed);
    let sent = browser.send(sent).await?.expect(303)?;
    ensure!(sent.header("location") == Some("/sign-in?continue=/sign-in/kept"));

    sign_in_by_page(&browser, server, "mother").await?;
    let others = browser.get("/sign-in/kept").await?;
    ensure!(
        !others.body.contains("Gõ Dở"),
        "somebody else's form is given back"
    );
    sign_in_by_page(&browser, server, "unmarried-mother").await?;
    let kept = browser.get("/sign-in/kept").await?.expect(200)?;
    ensure!(kept.body.contains("Lê Gõ Dở &#60;b&#62;") || kept.body.contains("Lê Gõ Dở &lt;b&gt;"));
    ensure!(
        kept.body.contains(&page),
        "it is not known where it was to go"
    );

    let mother = server.sign_in("unmarried-mother").await?;
    let view = birth::look(&mother, &draft).await?;
    ensure!(field(&view, "/child/name")?["value"] == "Lê Chưa Xong");
    Ok(())
}

async fn sign_in_by_page(browser: &Client, server: &Server, role: &str) -> Result<()> {
    let account = server.account(role)?;
    let typed = [("login", &account.login), ("password", &account.password)];
    let request = browser
        .request(Method::POST, "/sign-in")?
        .header("sec-fetch-site", "same-origin")
        .form(&typed);
    browser.send(request).await?.expect(303)?;
    Ok(())
}
