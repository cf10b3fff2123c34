//! `dean06 demo` itself: where it listens, what it keeps, and when it is.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, Dossier, Form};
use dean06_tests::{Engine, Options, Server, User, on_each_engine, run};
use jiff::Timestamp;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(30);

/// Before the cut-off of a working day, after it, and on a day off; the offices close at five.
const SUBMISSIONS: [(&str, &str); 4] = [
    ("2026-11-20T14:59:00+07:00", "2026-11-20T17:00:00+07:00"),
    ("2026-11-20T16:30:00+07:00", "2026-11-23T17:00:00+07:00"),
    ("2026-11-21T10:00:00+07:00", "2026-11-23T17:00:00+07:00"),
    ("2026-12-31T15:30:00+07:00", "2027-01-04T17:00:00+07:00"),
];

#[tokio::test]
async fn a_demo_starts_is_kept_and_starts_again() -> Result<()> {
    on_each_engine(kept).await
}

async fn kept(engine: Engine) -> Result<()> {
    let mut server = Server::start(engine).await?;
    let port = server
        .url()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse::<u16>().ok());
    ensure!(
        port.is_some_and(|port| port != 0 && port != 8006),
        "{}",
        server.url()
    );
    let accounts = server.accounts().to_vec();
    for role in [
        "mother",
        "father",
        "one-stop-officer",
        "registrar",
        "leader",
        "residence-officer",
    ] {
        server.account(role)?;
    }

    server.client()?.get("/health/live").await?.expect(200)?;
    let mother = server.sign_in("mother").await?;
    let dossier = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Còn Đó")).await?;
    let draft = birth::begin(&mother, None).await?;
    refuses_a_second(&server).await?;

    for ended_well in [true, false] {
        if ended_well {
            ensure!(
                server.interrupt(LIMIT).await?.success(),
                "Ctrl-C did not end it well"
            );
        } else {
            server.kill()?;
        }
        server.start_again(Vec::new()).await?;
        ensure!(server.accounts() == accounts, "the accounts are others now");
        // The session of before is good, and what it saw is there.
        let mother = mother.clone().at(server.client()?);
        still_there(&mother, &dossier, &draft)
            .await
            .with_context(|| format!("ended well: {ended_well}"))?;
    }
    let registrar = server.sign_in("registrar").await?;
    birth::decide(&registrar, &dossier).await?;
    birth::certificate(&mother.at(server.client()?), &dossier).await?;

    ensure!(server.interrupt(LIMIT).await?.success());
    server.doctor().await
}

async fn still_there(mother: &User, dossier: &Dossier, draft: &str) -> Result<()> {
    let view = birth::follow(mother, dossier).await?;
    ensure!(
        view["number"] == dossier.number.as_str() && view["status"] == 1,
        "{view}"
    );
    ensure!(birth::look(mother, draft).await?["draft_id"] == draft);
    ensure!(
        birth::dossiers_about(mother, "Nguyễn Trần Còn Đó")
            .await?
            .len()
            == 1
    );
    Ok(())
}

/// A second one on the same data says why it does not start, and disturbs nothing.
async fn refuses_a_second(server: &Server) -> Result<()> {
    let mut arguments = vec!["demo".into(), "--port".into(), "0".into(), "--data".into()];
    arguments.push(server.folder().as_os_str().to_owned());
    if let Some(database) = server.database() {
        arguments.extend(["--database-url".into(), database.url().into()]);
    }
    let output = run(arguments).await?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(!output.status.success(), "a second instance ended well");
    ensure!(
        complaint.contains("in use by another running instance"),
        "{complaint}"
    );
    ensure!(!String::from_utf8_lossy(&output.stdout).contains("ready:"));
    server.client()?.get("/health/ready").await?.expect(200)?;
    Ok(())
}

/// Keys and personal data lie in the folder: it is made so that nobody else may read it.
#[tokio::test]
async fn the_data_folder_is_its_owners_alone() -> Result<()> {
    let outer = TempDir::new()?;
    let folder = outer.path().join("new/data");
    let output = run(["migrate".as_ref(), "--data".as_ref(), folder.as_os_str()]).await?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mode = folder.metadata()?.permissions().mode();
    ensure!(
        mode & 0o777 == 0o700,
        "the data folder is open to others: {mode:o}"
    );
    Ok(())
}

#[tokio::test]
async fn the_clock_starts_where_it_is_told() -> Result<()> {
    let at = |moment: &str| vec!["--at".into(), moment.into()];
    let mut server = Server::start_with(Options {
        args: at(SUBMISSIONS[0].0),
        ..Options::new(Engine::Sqlite)
    })
    .await?;
    for (index, (moment, due)) in SUBMISSIONS.into_iter().enumerate() {
        if index > 0 {
            ensure!(server.interrupt(LIMIT).await?.success());
            server.options_mut().args = at(moment);
            server.start_again(Vec::new()).await?;
        }
        let mother = server.sign_in("mother").await?;
        let child = format!("Nguyễn Trần Giờ {}", ["Một", "Hai", "Ba", "Bốn"][index]);
        let dossier = birth::apply(&mother, &Form::of_mother(&child)).await?;
        let due: Timestamp = due.parse()?;
        ensure!(
            dossier.due_at == Some(due.as_microsecond()),
            "submitted at {moment}: {dossier:?}"
        );
        let day: String = moment
            .chars()
            .take(10)
            .filter(char::is_ascii_digit)
            .collect();
        ensure!(
            dossier.number.contains(&day),
            "{} at {moment}",
            dossier.number
        );
        let view = birth::follow(&mother, &dossier).await?;
        let submitted = view["submitted_at"].as_i64().context("no moment")?;
        let since = submitted - moment.parse::<Timestamp>()?.as_microsecond();
        ensure!(
            (0..300_000_000).contains(&since),
            "the clock runs from elsewhere: {since} µs"
        );
    }
    Ok(())
}
