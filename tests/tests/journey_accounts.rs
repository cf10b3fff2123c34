//! `serve` on an empty database, and the accounts that an administrator makes for it.

use std::process::Output;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::DESK;
use dean06_tests::{Account, Engine, Options, Reply, Server, User, on_each_engine};
use serde_json::json;

const LIMIT: Duration = Duration::from_secs(30);
const PASSWORD: &str = "mat-khau-cua-binh";
const REGISTRAR: &[&str] = &[
    "account",
    "add",
    "binh",
    "--name",
    "Trần Thị Bình",
    "--org",
    "committee-00004",
    "--role",
    "registrar",
    "--by",
    "quan-tri",
];

#[tokio::test]
async fn an_empty_installation_gets_its_first_officer() -> Result<()> {
    on_each_engine(first_officer).await
}

async fn first_officer(engine: Engine) -> Result<()> {
    let mut server = Server::start_with(Options {
        command: "serve",
        ..Options::new(engine)
    })
    .await?;
    ensure!(server.accounts().is_empty());
    if engine == Engine::Sqlite {
        let refused = server.tool(REGISTRAR, PASSWORD).await?;
        ensure!(!refused.status.success(), "beside a running server");
        ensure!(said(&refused).contains("in use by another"), "{refused:?}");
        server.interrupt(LIMIT).await?;
    }
    let added = server.tool(REGISTRAR, &format!("{PASSWORD}\n")).await?;
    ensure!(added.status.success(), "{added:?}");
    let twice = server.tool(REGISTRAR, PASSWORD).await?;
    ensure!(!twice.status.success() && said(&twice).contains("taken"));
    let king = [REGISTRAR, &["--role", "king"]].concat();
    let king: Vec<&str> = king
        .into_iter()
        .map(|word| if word == "binh" { "vua" } else { word })
        .collect();
    let king = server.tool(&king, PASSWORD).await?;
    ensure!(!king.status.success() && said(&king).contains("no role king"));
    let citizen = [
        "account",
        "add",
        "hoa",
        "--name",
        "Nguyễn Thị Hoa",
        "--person",
        "001190000001",
        "--birth-date",
        "1990-01-01",
    ];
    let citizen = server.tool(&citizen, PASSWORD).await?;
    ensure!(!citizen.status.success() && said(&citizen).contains("has nobody with this number"));
    let listed = server.tool(&["account", "list"], "").await?;
    let listed = String::from_utf8(listed.stdout)?;
    ensure!(
        listed == "binh\tactive\tcommittee-00004 registrar\tlevel 1\tTrần Thị Bình\n",
        "{listed}"
    );

    again(&mut server).await?;
    let officer = binh(&server).await?;
    ensure!(queue(&officer).await?.status == 200);

    if engine == Engine::Sqlite {
        server.interrupt(LIMIT).await?;
    }
    let disabled = server.tool(&["account", "disable", "binh"], "").await?;
    ensure!(disabled.status.success(), "{disabled:?}");
    again(&mut server).await?;
    let officer = officer.at(server.client()?);
    ensure!(queue(&officer).await?.status == 401);
    ensure!(binh(&server).await.is_err(), "a disabled account signs in");
    server.interrupt(LIMIT).await?;
    let history = server.tool(&["account", "history", "binh"], "").await?;
    let history = String::from_utf8(history.stdout)?;
    let lines: Vec<&str> = history.lines().collect();
    ensure!(lines.len() == 2, "{history}");
    ensure!(lines[0].contains("disabled") && lines[1].contains("added\tby quan-tri"));
    ensure!(!history.contains(PASSWORD));
    server.doctor().await
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn again(server: &mut Server) -> Result<()> {
    if !server.runs()? {
        server.start_again(Vec::new()).await?;
    }
    Ok(())
}

async fn binh(server: &Server) -> Result<User> {
    let account = Account {
        role: "registrar".to_owned(),
        login: "binh".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let signed_in = User::sign_in(server.client()?, &account).await;
    signed_in.context("signing in")
}

async fn queue(officer: &User) -> Result<Reply> {
    officer
        .try_ask(DESK, "casework.list-queue/1", &json!({}))
        .await
}
