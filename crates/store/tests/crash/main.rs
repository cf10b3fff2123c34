//! A process that dies, at every place where that could matter, and one that starts again.
//!
//! Each case runs this program again as a child: it plays a small [`life`] and dies at a point. A
//! second child goes on where the first one died. Then every step must have happened, once.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where its preparation fails"
)]

mod life;

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, crash};
use tokio::runtime::Runtime;

/// Which times a point is died at: at the start, and ever further into the life.
const TIMES: &[u32] = &[1, 2, 4, 8, 16];

/// The same for the points that every write comes through, each write being another.
const WRITE_TIMES: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22];

/// How many lives are played at once: most of a life is waiting for the disk.
const AT_ONCE: usize = 4;

/// The signal that ends a process at a point.
const SIGABRT: i32 = 6;

/// Writes share a COMMIT on `SQLite` only.
const SQLITE_ONLY: &str = "group.";

/// The child. It does nothing unless a test of this file has started it.
#[test]
#[ignore = "started by the other tests of this file"]
fn child() {
    if let Ok(url) = std::env::var(life::DATABASE) {
        runtime().block_on(life::live(&url));
    }
}

#[test]
fn the_list_of_points_is_the_points_of_the_source() {
    let mut used = BTreeSet::new();
    collect_points(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut used,
    );
    let listed: BTreeSet<String> = crash::POINTS
        .iter()
        .map(|&point| point.to_owned())
        .collect();
    assert_eq!(used, listed);
}

fn collect_points(folder: &Path, points: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_points(&path, points);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for call in text.split("crash::point(").skip(1) {
            let name = call.split('"').nth(1).unwrap();
            points.insert(name.to_owned());
        }
    }
}

#[test]
fn a_process_may_die_at_every_point_on_sqlite() {
    die_everywhere(Engine::Sqlite, |_| true);
}

#[test]
fn a_process_may_die_at_every_point_on_postgres() {
    die_everywhere(Engine::Postgres, |point| !point.starts_with(SQLITE_ONLY));
}

fn die_everywhere(engine: Engine, reachable: fn(&str) -> bool) {
    let points = crash::POINTS.iter().filter(|point| reachable(point));
    let times = |point: &str| {
        if point.starts_with("write.") {
            WRITE_TIMES
        } else {
            TIMES
        }
    };
    let cases: Vec<_> = points
        .flat_map(|point| times(point).iter().map(|time| (*point, *time)))
        .collect();
    let missed = Mutex::new(BTreeSet::new());
    let queue = Mutex::new(cases.into_iter());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some((point, time)) = queue.lock().unwrap().next() else {
                        break;
                    };
                    if !die_once(engine, point, time) && time == 1 {
                        missed.lock().unwrap().insert(point);
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap();
    assert!(
        missed.is_empty(),
        "no life on {engine} comes through {missed:?}"
    );
}

/// Whether the point was reached that often. If so the process died there, and all was well after
/// the next one had gone on.
fn die_once(engine: Engine, point: &str, time: u32) -> bool {
    let Some(database) = runtime().block_on(TestDb::new(engine)) else {
        return true;
    };
    let case = format!("{point}:{time} on {engine}");
    let output = start(&database, Some(&format!("{point}:{time}")))
        .wait_with_output()
        .unwrap();
    let died = output.status.signal() == Some(SIGABRT);
    assert!(died || output.status.success(), "{case}: {output:?}");
    let mut told = BTreeMap::new();
    hear(&output, &mut told, &case);
    runtime().block_on(life::check_told(&database, &told, &case));
    go_on(&database, told, &case);
    died
}

#[test]
fn a_process_may_be_killed_at_any_moment() {
    for engine in ENGINES {
        let Some(database) = runtime().block_on(TestDb::new(engine)) else {
            continue;
        };
        let case = format!("killed on {engine}");
        let mut told = BTreeMap::new();
        for millis in [40, 60, 80, 100, 150, 200] {
            let mut child = start(&database, None);
            std::thread::sleep(Duration::from_millis(millis));
            child.kill().unwrap();
            hear(&child.wait_with_output().unwrap(), &mut told, &case);
            runtime().block_on(life::check_told(&database, &told, &case));
        }
        go_on(&database, told, &case);
    }
}

/// Starts a life on this database that ends at `point`, or of its own accord.
fn start(database: &TestDb, point: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "child",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(life::DATABASE, database.url())
        .env_remove(crash::VARIABLE)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(point) = point {
        command.env(crash::VARIABLE, point);
    }
    command.spawn().unwrap()
}

/// Collects the results that the process told its clients. The same command never has two.
fn hear(output: &Output, told: &mut BTreeMap<i64, i64>, case: &str) {
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((_, told_now)) = line.split_once(life::TOLD) else {
            continue;
        };
        let (step, number) = told_now.split_once(' ').unwrap();
        let (step, number) = (step.parse().unwrap(), number.parse().unwrap());
        let before = told.insert(step, number);
        assert!(
            before.is_none_or(|before| before == number),
            "{case}: step {step}"
        );
    }
}

/// Starts a life that nobody ends, and looks at what all of them have done together.
fn go_on(database: &TestDb, mut told: BTreeMap<i64, i64>, case: &str) {
    let output = start(database, None).wait_with_output().unwrap();
    assert!(output.status.success(), "{case}: {output:?}");
    hear(&output, &mut told, case);
    runtime().block_on(life::check(database, &told, case));
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
