//! A weak line: the connection breaks while a form is on its way, or while its answer is.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, APPLICATION, Form, MORNING, field};
use dean06_tests::{Engine, Options, Server, User, on_each_engine};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

const CHILD: &str = "Nguyễn Trần Sóng Yếu";
const SAVE: &str = "casework.save-draft/1";
const SUBMIT: &str = "casework.submit/1";

#[tokio::test]
async fn a_cut_line_saves_nothing_by_halves() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let mother = server.sign_in("mother").await?;
    let draft = birth::begin(&mother, None).await?;
    birth::fill(&mother, &draft, &Form::of_mother(CHILD)).await?;
    half_a_page(&server, &mother, &draft)
        .await
        .context("half a page")?;
    slow_ones(&server, &mother, &draft)
        .await
        .context("slow ones")?;
    whole_pages_without_an_answer(&server, &mother, &draft)
        .await
        .context("no answer")?;
    submissions_without_an_answer(&server, &mother, &draft)
        .await
        .context("no answer to a submission")
}

/// A request as it stands on the line.
fn request(user: &User, service: &str, key: &str, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "POST /api/{service} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ndean06-purpose: {APPLICATION}\r\n\
         idempotency-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        user.token().unwrap_or_default(),
        body.len()
    )
}

async fn line(server: &Server) -> Result<TcpStream> {
    Ok(TcpStream::connect(server.url().trim_start_matches("http://")).await?)
}

fn other_name(draft: &str) -> Value {
    let data = json!({ "name": "Nguyễn Trần Nửa Chừng", "sex": "male" });
    json!({ "draft_id": draft, "section": "child", "data": data })
}

/// Cut anywhere in the headers or the body, politely or not: what was saved before is there, whole.
async fn half_a_page(server: &Server, mother: &User, draft: &str) -> Result<()> {
    let before = birth::look(mother, draft).await?;
    let whole = request(mother, SAVE, "half", &other_name(draft));
    for twentieth in 1..20 {
        let mut line = line(server).await?;
        line.write_all(&whole.as_bytes()[..whole.len() * twentieth / 20])
            .await?;
        if twentieth % 2 == 0 {
            line.shutdown().await?;
        } else {
            line.set_zero_linger()?;
        }
    }
    server.client()?.get("/health/ready").await?.expect(200)?;
    let after = birth::look(mother, draft).await?;
    ensure!(after["version"] == before["version"], "something was saved");
    ensure!(field(&after, "/child/name")?["value"] == CHILD);
    ensure!(after["ready"] == true);
    Ok(())
}

/// Many who have begun and say no more hold nobody up.
async fn slow_ones(server: &Server, mother: &User, draft: &str) -> Result<()> {
    let whole = request(mother, SAVE, "slow", &other_name(draft));
    let mut lines = Vec::new();
    for _ in 0..200 {
        let mut line = line(server).await?;
        line.write_all(&whole.as_bytes()[..whole.len() - 5]).await?;
        lines.push(line);
    }
    let wrong = birth::save(mother, draft, "delivery", &json!({ "copies": 1 })).await?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    let view = birth::look(mother, draft).await?;
    ensure!(field(&view, "/delivery/copies")?["value"] == 1);
    ensure!(field(&view, "/child/name")?["value"] == CHILD);
    Ok(())
}

/// Sent whole, the answer never arrived: sent once more under the same key, it is saved once.
async fn whole_pages_without_an_answer(server: &Server, mother: &User, draft: &str) -> Result<()> {
    let before = birth::look(mother, draft).await?["version"]
        .as_i64()
        .context("no version")?;
    for round in 0..10_u64 {
        let key = format!("unanswered-{round}");
        let data = json!({ "copies": round });
        let body = json!({ "draft_id": draft, "section": "delivery", "data": data });
        hang_up(server, &request(mother, SAVE, &key, &body), round).await?;
        mother
            .try_command(APPLICATION, SAVE, &key, &body)
            .await?
            .expect(200)?;
    }
    let view = birth::look(mother, draft).await?;
    ensure!(
        view["version"] == before + 10,
        "{before}, ten saves later: {}",
        view["version"]
    );
    ensure!(field(&view, "/delivery/copies")?["value"] == 9);
    Ok(())
}

/// The same of the submission itself: one dossier.
async fn submissions_without_an_answer(server: &Server, mother: &User, draft: &str) -> Result<()> {
    let version = &birth::look(mother, draft).await?["version"];
    let body = json!({ "draft_id": draft, "version": version });
    let whole = request(mother, SUBMIT, "submit", &body);
    for round in 0..5 {
        hang_up(server, &whole, round).await?;
    }
    let reply = mother
        .try_command(APPLICATION, SUBMIT, "submit", &body)
        .await?;
    reply.expect(200)?;
    ensure!(birth::dossiers_about(mother, CHILD).await?.len() == 1);
    Ok(())
}

/// Sends a whole request and hangs up a little later, each round later than the one before.
async fn hang_up(server: &Server, request: &str, round: u64) -> Result<()> {
    let mut line = line(server).await?;
    line.write_all(request.as_bytes()).await?;
    sleep(Duration::from_millis(round * 3)).await;
    line.set_zero_linger()?;
    Ok(())
}
