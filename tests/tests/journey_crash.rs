//! `kill -9` in the middle of a birth, wherever the program says that it could matter: after a restart and the same
//! commands with the same keys there is one of everything, and the ledger is sound.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use dean06_tests::birth::{self, APPLICATION, DESK, Dossier, Form};
use dean06_tests::{Engine, Options, Reply, Server, User, engines};
use futures::future::{join_all, try_join_all};
use serde_json::{Value, json};
use tokio::time::sleep;

/// The variable that tells a debug build where to die.
const VARIABLE: &str = "DEAN06_CRASH_AT";
/// The signal that ends a process at a point.
const SIGABRT: i32 = 6;
/// How many servers die at once: most of a case is waiting.
const AT_ONCE: usize = 4;
/// How long a process that was to die may go on after the birth is whole.
const AFTERMATH: Duration = Duration::from_secs(3);
/// The same for what happens in the background: on PostgreSQL the lease of a killed process must first run out.
const BACKGROUND_AFTERMATH: Duration = Duration::from_secs(25);
/// Points in the background.
const BACKGROUND: [&str; 4] = ["dispatch.", "documents.", "lease.", "messages."];
const LIMIT: Duration = Duration::from_secs(30);

/// Points that a birth does not come through, and why.
const NOT_HERE: [(&str, &str); 6] = [
    ("casework.automatic.before", "an officer decides on births"),
    ("casework.bundle.finished", "it is no leg of a bundle"),
    ("casework.bundle.opened", "no notice opened it"),
    ("casework.bundle.submitted", "it is no leg of a bundle"),
    ("casework.leg.after", "it is no leg of a bundle"),
    ("casework.leg.before", "it is no leg of a bundle"),
];
/// It happens once in the life of a database, before there is anybody to be born.
const AT_FIRST_START: &str = "migrate.before-record";
/// Several writes share one COMMIT on the embedded database only.
const SQLITE_ONLY: &str = "group.after-member";
/// The timer of a decision fires only when its process died before the effect had ended.
const TIMERS: &str = "timer.";
const BEFORE_EFFECT: &str = "casework.effect.before";
/// Points that every write comes through are died at a few times more, ever further into the birth.
const EVERY_WRITE: &str = "write.";
const FURTHER: [u32; 3] = [8, 16, 28];

/// Where a birth dies, one after the other.
type Deaths = Vec<String>;

#[tokio::test]
async fn a_birth_survives_every_crash_on_the_embedded_database() -> Result<()> {
    die_everywhere(Engine::Sqlite).await
}

#[tokio::test]
async fn a_birth_survives_every_crash_on_postgresql() -> Result<()> {
    if !engines()?.contains(&Engine::Postgres) {
        return Ok(());
    }
    die_everywhere(Engine::Postgres).await
}

async fn die_everywhere(engine: Engine) -> Result<()> {
    let points = points()?;
    for (point, why) in NOT_HERE {
        ensure!(
            points.contains(point),
            "{point}, left out because {why}, is gone"
        );
    }
    let cases: Vec<Deaths> = points
        .iter()
        .filter(|point| NOT_HERE.iter().all(|(other, _)| other != point))
        .filter(|point| engine == Engine::Sqlite || *point != SQLITE_ONLY)
        .flat_map(|point| deaths(point))
        .collect();
    let wanted: BTreeSet<String> = cases
        .iter()
        .flatten()
        .filter(|at| !at.contains(':'))
        .cloned()
        .collect();
    let queue = Mutex::new(cases.into_iter().enumerate());
    let died = Mutex::new(BTreeSet::new());
    let workers = (0..AT_ONCE).map(|_| work(engine, &queue, &died));
    try_join_all(workers).await?;
    let died = died.into_inner().unwrap_or_else(PoisonError::into_inner);
    let missed: Vec<_> = wanted.difference(&died).collect();
    ensure!(missed.is_empty(), "no birth comes through {missed:?}");
    Ok(())
}

/// Every place in the source at which a process can be made to die.
fn points() -> Result<BTreeSet<String>> {
    let mut points = BTreeSet::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates"),
        &mut points,
    )?;
    ensure!(points.len() >= 15, "only {points:?} are found");
    Ok(points)
}

fn collect(folder: &Path, points: &mut BTreeSet<String>) -> Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            collect(&path, points)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path)?;
            let calls = text.split("crash::point(\"").skip(1);
            points.extend(calls.filter_map(|call| Some(call.split_once('"')?.0.to_owned())));
        }
    }
    Ok(())
}

fn deaths(point: &str) -> Vec<Deaths> {
    if point.starts_with(TIMERS) {
        return vec![vec![BEFORE_EFFECT.to_owned(), point.to_owned()]];
    }
    let once = vec![point.to_owned()];
    if !point.starts_with(EVERY_WRITE) {
        return vec![once];
    }
    let further = FURTHER.iter().map(|time| vec![format!("{point}:{time}")]);
    std::iter::once(once).chain(further).collect()
}

/// Plays one case after the other on one server's data, then has a doctor look at it.
async fn work(
    engine: Engine,
    queue: &Mutex<impl Iterator<Item = (usize, Deaths)>>,
    died: &Mutex<BTreeSet<String>>,
) -> Result<()> {
    let mut server: Option<Server> = None;
    let mut books = BTreeMap::new();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((number, deaths)) = next else { break };
        let what = format!("dying at {deaths:?} on {engine:?}");
        if deaths == [AT_FIRST_START] {
            dies_at_first_start(engine).await.context(what)?;
            died.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(AT_FIRST_START.to_owned());
            continue;
        }
        if server.is_none() {
            server = Some(Server::start(engine).await?);
        }
        let Some(server) = &mut server else {
            bail!("there is no server")
        };
        let birth = Birth::new(number);
        let died_at = birth
            .live(server, &deaths)
            .await
            .with_context(|| what.clone())?;
        died.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(died_at);
        let (book, child) = birth.exactly_once(server).await.context(what)?;
        let other = books.insert(book, child);
        ensure!(
            other.is_none(),
            "book number {book} was given twice, to {other:?} too"
        );
    }
    let Some(mut server) = server else {
        return Ok(());
    };
    let last = u32::try_from(books.len())?;
    ensure!(
        books.keys().copied().eq(1..=last),
        "the book has gaps: {books:?}"
    );
    ensure!(server.interrupt(LIMIT).await?.success());
    server.doctor().await
}

/// Dies while the tables are made; the next start makes the rest.
async fn dies_at_first_start(engine: Engine) -> Result<()> {
    let options = Options::new(engine);
    let mut server = Server::start_and_die(Options {
        env: environment(AT_FIRST_START),
        ..options
    })
    .await?;
    server.start_again(Vec::new()).await?;
    let birth = Birth::new(0);
    birth.play(&server).await?;
    birth.exactly_once(&server).await?;
    ensure!(server.interrupt(LIMIT).await?.success());
    server.doctor().await
}

fn environment(point: &str) -> Vec<(std::ffi::OsString, std::ffi::OsString)> {
    vec![(VARIABLE.into(), point.into())]
}

/// One birth, whose commands have the same keys however often they are sent.
struct Birth {
    child: String,
    tag: String,
}

impl Birth {
    fn new(number: usize) -> Self {
        const NAMES: [&str; 10] = [
            "An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nga",
        ];
        let name = |digit: usize| NAMES[digit % 10];
        Self {
            child: format!("Nguyễn Trần {} {}", name(number / 10), name(number)),
            tag: format!("birth-{number}"),
        }
    }

    /// Is played on a server that dies at each of these in turn, and then on one that does not. Returns where it died.
    async fn live(&self, server: &mut Server, deaths: &Deaths) -> Result<Vec<String>> {
        let mut died = Vec::new();
        for point in deaths {
            if server.runs()? {
                ensure!(
                    server.interrupt(LIMIT).await?.success(),
                    "it does not stop well"
                );
            }
            let started = server.start_again(environment(point)).await;
            let played = match started {
                Ok(()) => self.play(server).await,
                Err(error) => Err(error),
            };
            if died_in(server, &played, point).await? {
                died.push(point.clone());
            }
        }
        if server.runs()? {
            // It did not come that far, and would still die there.
            server.kill()?;
        }
        server.start_again(Vec::new()).await?;
        self.play(server).await?;
        Ok(died)
    }

    /// Everything that has to be done until the certificate is there. What is decided needs nobody any more.
    async fn play(&self, server: &Server) -> Result<()> {
        let mother = server.sign_in("mother").await?;
        let draft = self.begin(&mother).await?;
        let form = Form::of_mother(&self.child);
        let saves = form.sections().map(|(section, data)| {
            let body = json!({ "draft_id": draft, "section": section, "data": data });
            self.citizen(&mother, "casework.save-draft/1", section, body)
        });
        // All at once: on the embedded database they share commits.
        for saved in join_all(saves).await {
            saved?;
        }
        let version = &birth::look(&mother, &draft).await?["version"];
        let body = json!({ "draft_id": draft, "version": version });
        let submitted = self
            .citizen(&mother, "casework.submit/1", "submit", body)
            .await?;
        let dossier = Dossier::from_answer(&submitted)?;
        self.decide(server, &mother, &dossier).await?;
        birth::certificate(&mother, &dossier).await?;
        Ok(())
    }

    async fn begin(&self, mother: &User) -> Result<String> {
        let body = json!({ "service": birth::SERVICE });
        let begun = self
            .citizen(mother, "casework.start-draft/1", "start", body)
            .await?;
        Ok(begun["draft_id"].as_str().context("no draft")?.to_owned())
    }

    async fn decide(&self, server: &Server, mother: &User, dossier: &Dossier) -> Result<()> {
        const APPROVED: i64 = 3;
        let seen = birth::follow(mother, dossier).await?["version"].as_i64();
        if seen.is_some_and(|version| version >= APPROVED) {
            return Ok(());
        }
        let registrar = server.sign_in("registrar").await?;
        for (version, step) in [(1, "receive"), (2, "approve")] {
            let body = json!({ "dossier_id": dossier.id, "version": version });
            self.command(&registrar, DESK, &format!("casework.{step}/1"), step, body)
                .await?;
        }
        Ok(())
    }

    async fn citizen(&self, mother: &User, service: &str, key: &str, body: Value) -> Result<Value> {
        self.command(mother, APPLICATION, service, key, body).await
    }

    /// Sends a command until somebody has time for it.
    async fn command(
        &self,
        user: &User,
        purpose: &str,
        service: &str,
        key: &str,
        body: Value,
    ) -> Result<Value> {
        let key = format!("{}-{key}", self.tag);
        let send = || user.try_command(purpose, service, &key, &body);
        let mut reply: Reply = send().await?;
        for _ in 0..20 {
            if reply.status != 503 {
                break;
            }
            sleep(Duration::from_millis(100)).await;
            reply = send().await?;
        }
        reply.expect(200)?.json()
    }

    /// One dossier, one entry, one child, one number, one certificate. Returns the number in the book.
    async fn exactly_once(&self, server: &Server) -> Result<(u32, String)> {
        let mother = server.sign_in("mother").await?;
        let dossiers = birth::dossiers_about(&mother, &self.child).await?;
        ensure!(dossiers.len() == 1, "{} dossiers", dossiers.len());
        let dossier = Dossier::from_answer(&dossiers[0])?;
        let view = birth::follow(&mother, &dossier).await?;
        let kinds = birth::kinds(&view["timeline"]);
        ensure!(
            kinds == ["result-signed", "received", "submitted"],
            "{kinds:?}"
        );
        ensure!(
            birth::births_named(&mother, &self.child).await? == 1,
            "not one entry"
        );

        let certificate = birth::certificate(&mother, &dossier).await?;
        let question = json!({ "code": certificate.answer()["code"] });
        let verified = mother
            .ask("public-information", "casework.verify-result/1", &question)
            .await?;
        ensure!(verified["verdict"] == "valid", "{verified}");
        for parent in ["mother", "father"] {
            let parent = server.sign_in(parent).await?;
            let record = parent.own("population.get-person/1").await?;
            let relatives = record["relatives"].as_array().context("no relatives")?;
            let children = relatives
                .iter()
                .filter(|other| other["name"] == self.child.as_str());
            let children: Vec<_> = children.collect();
            ensure!(children.len() == 1, "{} has {children:?}", parent.name);
            let number = certificate.filled("child_personal_number")?;
            ensure!(
                children[0]["personal_number"] == number,
                "{children:?}, but {number}"
            );
        }
        let drafts = mother
            .ask(APPLICATION, "casework.list-drafts/1", &json!({}))
            .await?;
        ensure!(
            birth::rows(&drafts).is_empty(),
            "a draft stayed behind: {drafts}"
        );
        Ok((
            certificate.filled("book_number")?.parse()?,
            self.child.clone(),
        ))
    }
}

/// Whether the process died as it was told to; that it goes on for a while after the birth is whole is all right.
async fn died_in(server: &mut Server, played: &Result<()>, point: &str) -> Result<bool> {
    let in_background = BACKGROUND.iter().any(|part| point.starts_with(part));
    let patience = if in_background {
        BACKGROUND_AFTERMATH
    } else {
        AFTERMATH
    };
    match (server.wait(patience).await, played) {
        (Ok(status), _) if status.signal() == Some(SIGABRT) => Ok(true),
        (Ok(status), _) => bail!("it ended with {status}: {played:?}"),
        (Err(_), Ok(())) => Ok(false),
        (Err(_), Err(error)) => bail!("it lives, but: {error:#}"),
    }
}
