//! The server's own life: it starts, answers, keeps its data to itself, stops and starts again.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::{Engine, Server, binary, engines};
use tokio::process::Command;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_mins(1);

#[tokio::test]
async fn starts_answers_stops_and_starts_again() -> Result<()> {
    for engine in engines()? {
        live_through(engine)
            .await
            .with_context(|| format!("on {engine:?}"))?;
    }
    Ok(())
}

async fn live_through(engine: Engine) -> Result<()> {
    let mut server = Server::start(engine).await?;
    ensure!(!server.accounts().is_empty(), "no demo account was printed");
    answers(&server).await?;

    let refusal = second_instance(&server).await?;
    ensure!(
        !refusal.is_empty(),
        "the second instance was refused without a word"
    );
    answers(&server)
        .await
        .context("after a second instance was refused")?;

    let status = server.interrupt(LIMIT).await?;
    ensure!(status.success(), "Ctrl-C ended it with {status}");

    server
        .start_again(Vec::new())
        .await
        .context("after Ctrl-C")?;
    answers(&server).await?;
    server.kill()?;
    server
        .start_again(Vec::new())
        .await
        .context("after kill -9")?;
    answers(&server).await
}

async fn answers(server: &Server) -> Result<()> {
    let client = server.client()?;
    client.get("/health/live").await?.expect(200)?;
    client.get("/health/ready").await?.expect(200)?;
    Ok(())
}

/// Starts a second process on the same data; it must end by itself and not well. Returns what it complained of.
async fn second_instance(server: &Server) -> Result<String> {
    let mut command = Command::new(binary()?);
    command
        .args(["demo", "--port", "0", "--data"])
        .arg(server.folder());
    if let Some(database) = server.database() {
        command.args(["--database-url", &database.url()]);
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output = timeout(LIMIT, command.output())
        .await
        .context("a second instance runs on the same data")??;
    ensure!(
        !output.status.success(),
        "a second instance on the same data ended well"
    );
    Ok(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
