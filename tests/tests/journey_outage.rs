//! PostgreSQL is gone for ten seconds: everybody is told so in time, and then everything goes on by itself.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use dean06_tests::birth::{self, DESK, Dossier, Form, field};
use dean06_tests::{Client, Database, Engine, Options, Proxy, Reply, Server, User, engines};
use reqwest::Url;
use serde_json::{Value, json};
use tokio::time::sleep;

/// How long the database is gone.
const GONE: Duration = Duration::from_secs(10);
/// The longest that anybody may wait for the answer that it is gone.
const PATIENCE: Duration = Duration::from_secs(12);
/// The longest that anybody may wait when the database says nothing at all.
const SILENCE_LIMIT: Duration = Duration::from_secs(28);
/// How soon everything must work when it is back.
const RECOVERY: Duration = Duration::from_secs(15);
/// The line is cut so often; the last time it stays cut.
const ROUNDS: [&str; 3] = ["Sớm", "Trưa", "Muộn"];
/// How long before each cut the decisions that it meets are sent, in milliseconds.
const BEFORE_CUT: [(u64, &str); 4] = [(160, "Một"), (80, "Hai"), (30, "Ba"), (0, "Bốn")];
/// After a short cut, a connection that was idle for a second is tried before it is used again.
const SETTLING: Duration = Duration::from_millis(1500);

#[tokio::test]
async fn a_database_that_is_gone_for_a_while_loses_nothing() -> Result<()> {
    if !engines()?.contains(&Engine::Postgres) {
        return Ok(());
    }
    let (server, proxy, _database) = behind_a_proxy("outage").await?;
    Box::pin(journey(&server, &proxy)).await
}

#[tokio::test]
async fn a_database_that_falls_silent_is_told_of_and_comes_back() -> Result<()> {
    if !engines()?.contains(&Engine::Postgres) {
        return Ok(());
    }
    let (server, proxy, _database) = behind_a_proxy("silence").await?;
    let mother = server.sign_in("mother").await?;
    let registrar = server.sign_in("registrar").await?;
    let before = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Trước")).await?;
    proxy.hush();
    // More than the pool has connections.
    let asks = (0..40).map(|_| silent(&mother));
    for told in futures::future::join_all(asks).await {
        told?;
    }
    alive_but_not_ready(&server.client()?).await?;
    proxy.speak();
    recovered(&server).await?;
    every_connection_answers(&mother).await?;
    birth::decide(&registrar, &before).await?;
    birth::certificate(&mother, &before).await?;
    Ok(())
}

/// Whoever asks may get a connection that is silent since then, until the last of them is gone.
async fn every_connection_answers(mother: &User) -> Result<()> {
    let herself = json!({ "person_id": mother.person()? });
    let mended = Instant::now();
    while mended.elapsed() < SILENCE_LIMIT {
        let asks = (0..40).map(|_| mother.try_ask("own-data", "population.get-person/1", &herself));
        let told = futures::future::try_join_all(asks).await?;
        if told.iter().all(|reply| reply.status == 200) {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!("somebody is left without an answer {SILENCE_LIMIT:?} after the database came back")
}

/// A question that the database leaves open: 503 before the request's own limit.
async fn silent(mother: &User) -> Result<()> {
    let asked = Instant::now();
    let herself = json!({ "person_id": mother.person()? });
    mother
        .try_ask("own-data", "population.get-person/1", &herself)
        .await?
        .expect(503)?;
    ensure!(
        asked.elapsed() < SILENCE_LIMIT,
        "the answer took {:?}",
        asked.elapsed()
    );
    Ok(())
}

/// A server with its database behind a proxy.
async fn behind_a_proxy(name: &str) -> Result<(Server, Proxy, Database)> {
    let name = format!("dean06_{name}_{}", std::process::id());
    let database = Database::create(&name).await?;
    let proxy = Proxy::to(address(&database.url())?).await?;
    let mut url = Url::parse(&database.url())?;
    ensure!(url.set_port(Some(proxy.address().port())).is_ok());
    let server = Server::start_with(Options {
        // The harness would give it a database without a proxy before it.
        args: vec!["--database-url".into(), url.as_str().into()],
        ..Options::new(Engine::Sqlite)
    })
    .await?;
    Ok((server, proxy, database))
}

fn address(url: &str) -> Result<SocketAddr> {
    let url = Url::parse(url)?;
    let addresses = url.socket_addrs(|| Some(5432))?;
    addresses
        .first()
        .copied()
        .context("the database has no address")
}

/// A birth whose decision is on its way when the line is cut.
#[derive(Clone)]
struct InFlight {
    child: String,
    dossier: Dossier,
    request: Value,
}

async fn journey(server: &Server, proxy: &Proxy) -> Result<()> {
    let mother = server.sign_in("mother").await?;
    let registrar = server.sign_in("registrar").await?;
    let draft = birth::begin(&mother, None).await?;
    let half = "Nguyễn Trần Nửa Đường";
    birth::save(
        &mother,
        &draft,
        "child",
        &json!({ "name": half, "sex": "male" }),
    )
    .await?;

    let mut births = Vec::new();
    for (round, name) in ROUNDS.into_iter().enumerate() {
        let mut decisions = Vec::new();
        for (before, second_name) in BEFORE_CUT {
            let child = format!("Nguyễn Trần {name} {second_name}");
            births.push((before, received(&mother, &registrar, child).await?));
        }
        for (before, birth) in &births[round * BEFORE_CUT.len()..] {
            let wait = Duration::from_millis(BEFORE_CUT[0].0 - before);
            let (registrar, birth) = (registrar.clone(), birth.clone());
            decisions.push(tokio::spawn(async move {
                sleep(wait).await;
                approve(&registrar, &birth).await
            }));
        }
        sleep(Duration::from_millis(BEFORE_CUT[0].0)).await;
        proxy.cut();
        if round + 1 == ROUNDS.len() {
            Box::pin(everybody_is_told(server, &mother, &registrar, &draft)).await?;
        }
        proxy.mend();
        for decision in decisions {
            let reply = decision.await??;
            ensure!(
                matches!(reply.status.as_u16(), 200 | 503),
                "{} {}",
                reply.status,
                reply.body
            );
        }
        recovered(server).await?;
    }

    let view = birth::look(&mother, &draft)
        .await
        .context("a draft from before")?;
    ensure!(field(&view, "/child/name")?["value"] == half);
    for (_, birth) in &births {
        exactly_once(&mother, &registrar, birth)
            .await
            .with_context(|| birth.child.clone())?;
    }
    let whole = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Sau Cùng")).await?;
    birth::decide(&registrar, &whole).await?;
    birth::certificate(&mother, &whole).await?;
    Ok(())
}

async fn received(mother: &User, registrar: &User, child: String) -> Result<InFlight> {
    let dossier = birth::apply(mother, &Form::of_mother(&child)).await?;
    let state = birth::step(registrar, &dossier, "receive").await?;
    let request = json!({ "dossier_id": dossier.id, "version": state["version"] });
    Ok(InFlight {
        child,
        dossier,
        request,
    })
}

async fn approve(registrar: &User, birth: &InFlight) -> Result<Reply> {
    registrar
        .try_command(
            DESK,
            "casework.approve/1",
            &birth.dossier.id,
            &birth.request,
        )
        .await
}

/// While the database is gone, every question is answered in time with 503 and when to come back.
async fn everybody_is_told(
    server: &Server,
    mother: &User,
    registrar: &User,
    draft: &str,
) -> Result<()> {
    let cut = Instant::now();
    let mut rounds = 0;
    while cut.elapsed() < GONE {
        alive_but_not_ready(&server.client()?).await?;
        let (count, everything) = (json!({ "count": "2" }), json!({}));
        let herself = json!({ "person_id": mother.person()? });
        let (saves, looks, queues, signs, verifies) = tokio::join!(
            told(birth::try_save(mother, draft, "birth", &count)),
            told(mother.try_ask("own-data", "population.get-person/1", &herself)),
            told(registrar.try_ask(DESK, "casework.list-queue/1", &everything)),
            told(sign_in(server)),
            told(anybody_verifies(server)),
        );
        saves.context("saving")?;
        looks.context("looking")?;
        queues.context("the queue")?;
        signs.context("signing in")?;
        verifies.context("verifying")?;
        rounds += 1;
        sleep(Duration::from_millis(500)).await;
    }
    ensure!(rounds >= 1, "nobody was told");
    alive_but_not_ready(&server.client()?).await
}

async fn alive_but_not_ready(client: &Client) -> Result<()> {
    client.get("/health/live").await?.expect(200)?;
    let asked = Instant::now();
    client.get("/health/ready").await?.expect(503)?;
    ensure!(
        asked.elapsed() < Duration::from_secs(4),
        "it takes {:?} to say that it is not ready",
        asked.elapsed()
    );
    Ok(())
}

async fn sign_in(server: &Server) -> Result<Reply> {
    let account = server.account("father")?;
    let body = json!({ "login": account.login, "password": account.password });
    server.client()?.post("/api/sign-in", &body).await
}

async fn anybody_verifies(server: &Server) -> Result<Reply> {
    let anybody = User::anybody(server.client()?);
    let body = json!({ "code": "22222-22222-22222-22222-22222-2" });
    anybody
        .try_ask("public-information", "casework.verify-result/1", &body)
        .await
}

async fn told(answer: impl Future<Output = Result<Reply>>) -> Result<()> {
    let asked = Instant::now();
    let reply = answer.await?.expect(503)?;
    ensure!(
        asked.elapsed() < PATIENCE,
        "the answer took {:?}",
        asked.elapsed()
    );
    ensure!(birth::problem(&reply)? == "unavailable", "{}", reply.body);
    let seconds = reply.header("retry-after").context("no Retry-After")?;
    ensure!(
        seconds.parse::<u32>().is_ok_and(|seconds| seconds > 0),
        "{seconds}"
    );
    Ok(())
}

async fn recovered(server: &Server) -> Result<()> {
    let mended = Instant::now();
    let client = server.client()?;
    while mended.elapsed() < RECOVERY {
        if client.get("/health/ready").await?.status == 200 {
            sleep(SETTLING).await;
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!("not ready {RECOVERY:?} after the database came back")
}

/// The same decision under the same key: it happened, once, whenever the line was cut.
async fn exactly_once(mother: &User, registrar: &User, birth: &InFlight) -> Result<()> {
    approve(registrar, birth).await?.expect(200)?;
    let certificate = birth::certificate(mother, &birth.dossier).await?;
    ensure!(certificate.filled("child_name")? == birth.child);
    let view = birth::follow(mother, &birth.dossier).await?;
    let kinds = birth::kinds(&view["timeline"]);
    ensure!(
        kinds == ["result-signed", "received", "submitted"],
        "{kinds:?}"
    );
    ensure!(
        birth::births_named(mother, &birth.child).await? == 1,
        "not exactly one birth"
    );
    ensure!(birth::dossiers_about(mother, &birth.child).await?.len() == 1);
    let record = mother.own("population.get-person/1").await?;
    let relatives = record["relatives"].as_array().context("no relatives")?;
    let children = relatives
        .iter()
        .filter(|relative| relative["name"] == birth.child.as_str());
    let children: Vec<_> = children.collect();
    ensure!(children.len() == 1, "{children:?}");
    ensure!(children[0]["personal_number"] == certificate.filled("child_personal_number")?);
    Ok(())
}
