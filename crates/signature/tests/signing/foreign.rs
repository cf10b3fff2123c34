//! What others say of the files that are signed here: `pdfsig` of poppler, and pyHanko.
//!
//! Each test is passed over where its program is missing, unless `DEAN06_REQUIRE_VERIFIERS=1`.
//! `DEAN06_PYHANKO` names a Python that has pyHanko; without it `python3` is tried.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dean06_signature::{Evidence, Level, add_timestamp, sign};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{World, classic_pdf, packed_pdf};

fn run(command: &mut Command) -> Option<Output> {
    command
        .output()
        .ok()
        .filter(|output| output.status.success())
}

/// Whether a program is there; a missing one ends the test if it is required.
fn is_there(name: &str, found: bool) -> bool {
    let required = env::var("DEAN06_REQUIRE_VERIFIERS").is_ok_and(|value| value == "1");
    assert!(found || !required, "{name} is missing");
    if !found {
        eprintln!("passed over: {name} is missing");
    }
    found
}

fn python() -> Option<String> {
    let python = env::var("DEAN06_PYHANKO").unwrap_or_else(|_| "python3".to_owned());
    let found = run(Command::new(&python).args(["-c", "import pyhanko"])).is_some();
    is_there("pyHanko", found).then_some(python)
}

/// Files at every level, each with what it is.
fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (name, pdf) in [("classic", classic_pdf()), ("packed", packed_pdf())] {
        for level in [Level::B, Level::T, Level::LT] {
            files.push((format!("{name}-{level:?}"), world.sign_twice(&pdf, level)));
        }
        let crls = [world.crl()];
        let certificates = [world.certificate_of_seal()];
        let mut options = world.options("Person", Level::LT);
        options.evidence = Evidence {
            certificates: &certificates,
            crls: &crls,
        };
        let signed = sign(&pdf, &world.person, &options).unwrap();
        let sealed = world.sign_by_seal(&signed, Level::T);
        let archived = add_timestamp(&sealed, "Archive", "Dấu thời gian", &world.stamps).unwrap();
        files.push((format!("{name}-sealed"), sealed));
        files.push((format!("{name}-archived"), archived));
    }
    files
}

fn write(folder: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn pdfsig_agrees() {
    let found = Command::new("pdfsig").arg("-v").output().is_ok();
    if !is_there("pdfsig", found) {
        return;
    }
    let world = World::new();
    let folder = TempDir::new().unwrap();
    for (name, pdf) in files(&world) {
        let path = write(&folder, &format!("{name}.pdf"), &pdf);
        let output = run(Command::new("pdfsig")
            .env("TZ", "UTC")
            .args(["-nocert", &path]))
        .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let count = |text: &str| said.matches(text).count();
        assert_eq!(count("Signature is Valid."), 2, "{name}:\n{said}");
        assert_eq!(
            count("Signing Time: Nov 22 2026 02:30:00"),
            2,
            "{name}:\n{said}"
        );
        assert_eq!(count("Common Name: Trần Thị Ánh"), 1, "{name}:\n{said}");
        let whole = usize::from(!name.ends_with("LT"));
        assert_eq!(
            count("\n  - Total document signed"),
            whole,
            "{name}:\n{said}"
        );
    }
}

#[test]
fn pyhanko_agrees() {
    let Some(python) = python() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signing/pyhanko_verdicts.py");
    let world = World::new();
    let folder = TempDir::new().unwrap();
    let root = write(
        &folder,
        "root.pem",
        world.authority.certificate().pem().as_bytes(),
    );
    let crl = write(&folder, "root.crl", world.crl().der());
    for (name, pdf) in files(&world) {
        let path = write(&folder, &format!("{name}.pdf"), &pdf);
        let mut command = Command::new(&python);
        command
            .arg(&script)
            .args([&root, "2026-11-22T02:31:00+00:00", &path, &crl]);
        let output = command.output().unwrap();
        let failure = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {failure}");
        let verdicts: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            verdicts.len(),
            2 + usize::from(name.ends_with("archived")),
            "{name}"
        );
        for verdict in &verdicts {
            assert_eq!(verdict["holds"], true, "{name}: {verdict}");
            assert_eq!(verdict["trusted"], true, "{name}: {verdict}");
            let stamp = if name.ends_with("-B") {
                Value::Null
            } else {
                true.into()
            };
            assert_eq!(verdict["stamp_trusted"], stamp, "{name}: {verdict}");
        }
        let whole = !name.ends_with("LT");
        let coverage = if whole {
            "ENTIRE_FILE"
        } else {
            "ENTIRE_REVISION"
        };
        let last = verdicts.last().unwrap();
        assert_eq!(last["coverage"], coverage, "{name}");
    }
}

#[test]
fn both_notice_a_changed_byte() {
    let world = World::new();
    let folder = TempDir::new().unwrap();
    let mut pdf = world.sign_twice(&classic_pdf(), Level::B);
    let at = pdf.windows(4).position(|window| window == b"Giay").unwrap();
    pdf[at] = b'g';
    let path = write(&folder, "changed.pdf", &pdf);
    if is_there("pdfsig", Command::new("pdfsig").arg("-v").output().is_ok()) {
        let output = Command::new("pdfsig")
            .args(["-nocert", &path])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.matches("Digest Mismatch").count(), 2, "{said}");
    }
    if let Some(python) = python() {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signing/pyhanko_verdicts.py");
        let root = write(
            &folder,
            "root.pem",
            world.authority.certificate().pem().as_bytes(),
        );
        let mut command = Command::new(&python);
        command
            .arg(&script)
            .args([&root, "2026-11-22T02:31:00+00:00", &path]);
        let output = run(&mut command).unwrap();
        let verdicts: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert!(verdicts.iter().all(|verdict| verdict["intact"] == false));
    }
}
