//! Law is data: a changed time limit holds for what comes after it, and moves nothing that runs.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, DESK, Form, MORNING};
use dean06_tests::{Engine, Options, Server, User, on_each_engine, run};
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(30);
const SERVICE: &str = "services/birth-registration/service.toml";
/// The limit for the whole as the content has it, and as the changed content has it.
const BEFORE: &str = "working_days = 0\ncut_off = \"15:00\"";
const AFTER: &str = "working_days = 5\ncut_off = \"15:00\"";
/// Friday itself, and five working days later: the Tuesday between is a holiday.
const DUE_BEFORE: &str = "2026-11-20T17:00:00+07:00";
const DUE_AFTER: &str = "2026-11-30T17:00:00+07:00";

#[tokio::test]
async fn a_running_dossier_keeps_its_time_limit() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let mut server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let mother = server.sign_in("mother").await?;
    let old = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Luật Cũ")).await?;
    ensure!(old.due_at == Some(micros(DUE_BEFORE)?), "{old:?}");
    // What was begun under the old content and is submitted under the new falls under the new.
    let between = birth::begin(&mother, None).await?;
    birth::fill(&mother, &between, &Form::of_mother("Nguyễn Trần Giao Thời")).await?;
    let digest =
        birth::open(&server.sign_in("registrar").await?, &old).await?["content_digest"].clone();

    let changed = changed_content()?;
    let checked = run([
        "check-content".as_ref(),
        "--content".as_ref(),
        changed.path().as_os_str(),
    ])
    .await?;
    ensure!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    ensure!(server.interrupt(LIMIT).await?.success());
    let args = &mut server.options_mut().args;
    args.extend(["--content".into(), changed.path().into()]);
    server.start_again(Vec::new()).await?;

    let mother = mother.at(server.client()?);
    let registrar = server.sign_in("registrar").await?;
    ensure!(
        due(&mother, &registrar, &old).await? == micros(DUE_BEFORE)?,
        "the old limit moved"
    );
    let between = birth::submit(&mother, &between).await?;
    let new = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Luật Mới")).await?;
    for dossier in [&between, &new] {
        ensure!(
            due(&mother, &registrar, dossier).await? == micros(DUE_AFTER)?,
            "{dossier:?}"
        );
    }
    let open = birth::open(&registrar, &old).await?;
    ensure!(
        open["content_digest"] == digest,
        "the old dossier lives under other content now"
    );
    ensure!(birth::open(&registrar, &new).await?["content_digest"] != digest);

    // Each is decided under its own content; receiving late or early moves no limit.
    for dossier in [&old, &new] {
        birth::step(&registrar, dossier, "receive").await?;
    }
    ensure!(due(&mother, &registrar, &old).await? == micros(DUE_BEFORE)?);
    ensure!(due(&mother, &registrar, &new).await? == micros(DUE_AFTER)?);
    for dossier in [&old, &new] {
        birth::step(&registrar, dossier, "approve").await?;
        birth::certificate(&mother, dossier).await?;
    }

    // Back under the content of before: the one that runs keeps what it was given.
    ensure!(server.interrupt(LIMIT).await?.success());
    server.options_mut().args.truncate(2);
    server.start_again(Vec::new()).await?;
    let mother = mother.at(server.client()?);
    let registrar = server.sign_in("registrar").await?;
    ensure!(
        due(&mother, &registrar, &between).await? == micros(DUE_AFTER)?,
        "the new limit moved"
    );
    birth::decide(&registrar, &between).await?;
    birth::certificate(&mother, &between).await?;
    Ok(())
}

fn micros(moment: &str) -> Result<i64> {
    Ok(moment.parse::<Timestamp>()?.as_microsecond())
}

/// When a dossier is due, which its applicant, its officer and the queue must all see alike.
async fn due(mother: &User, registrar: &User, dossier: &birth::Dossier) -> Result<i64> {
    let told = birth::follow(mother, dossier).await?["clock"]["due_at"].clone();
    let open = birth::open(registrar, dossier).await?;
    ensure!(
        open["clock"]["due_at"] == told,
        "{told} or {}",
        open["clock"]
    );
    if open["status"] != 1 {
        let queue = json!({ "number": dossier.number });
        let queue = registrar.ask(DESK, "casework.list-queue/1", &queue).await?;
        ensure!(queue["rows"][0]["due_at"] == told, "{told}, but {queue}");
    }
    told.as_i64()
        .with_context(|| format!("{} has no limit", dossier.number))
}

/// The content of this repository with another time limit in one service.
fn changed_content() -> Result<TempDir> {
    let folder = TempDir::new()?;
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    copy(&content, folder.path())?;
    let service = folder.path().join(SERVICE);
    let text = fs::read_to_string(&service)?;
    ensure!(
        text.matches(BEFORE).count() == 1,
        "{SERVICE} has another limit"
    );
    fs::write(service, text.replace(BEFORE, AFTER))?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
