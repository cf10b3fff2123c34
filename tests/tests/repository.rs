//! What no file of the repository may hold: paths of somebody's machine, hosts of package registries, bulk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

const MOST_BYTES: usize = 1 << 20;
const MOST_LINES: usize = 600;

struct File {
    /// From the root, with forward slashes.
    path: String,
    bytes: Vec<u8>,
}

impl File {
    /// Empty for pictures and other bytes.
    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

fn root() -> Result<PathBuf> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the crate has no folder around it")?
        .to_owned())
}

/// Every file that is or would be committed.
fn files() -> Result<Vec<File>> {
    let root = root()?;
    let listed = Command::new("git")
        // A build machine may run the tests as another user than the one who cloned.
        .args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(&root)
        .output()
        .context("git cannot be run")?;
    ensure!(
        listed.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let mut files = Vec::new();
    for path in String::from_utf8(listed.stdout)?.split_terminator('\0') {
        // A file that is deleted but not yet committed so is still listed.
        if let Ok(bytes) = fs::read(root.join(path)) {
            files.push(File {
                path: path.to_owned(),
                bytes,
            });
        }
    }
    ensure!(!files.is_empty(), "git lists no file");
    Ok(files)
}

/// `path:line` of every line for which `bad` holds.
fn lines_that(files: &[File], bad: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.text().lines().enumerate() {
            if bad(line) {
                found.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    found
}

/// Whether a line names a place under somebody's home, temporary or working folder.
///
/// The names stand apart from their slashes, here and in the tests, so that this file does not find itself.
fn names_a_machine_path(line: &str) -> bool {
    ["work", "farm", "root", "tmp", "home", "Users"]
        .into_iter()
        .any(|top| {
            line.match_indices(&format!("/{top}/")).any(|(at, found)| {
                let before = line[..at].chars().next_back();
                let rest = &line[at + found.len()..];
                // `"/home/of"` points to a field of a form.
                let name_ends = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
                let is_pointer = top == "home" && before == Some('"') && name_ends.starts_with('"');
                // Inside a longer path or an address it is no folder at the top.
                let at_top = !before.is_some_and(|c| c.is_alphanumeric() || "_-./}~".contains(c));
                at_top && rest.starts_with(char::is_alphanumeric) && !is_pointer
            })
        })
}

/// Whether a line names the host of a package registry.
fn names_a_registry(line: &str) -> bool {
    [
        ["index", "crates", "io"],
        ["static", "crates", "io"],
        ["registry", "npmjs", "org"],
        ["registry", "yarnpkg", "com"],
        ["files", "pythonhosted", "org"],
        ["proxy", "golang", "org"],
        ["deb", "debian", "org"],
    ]
    .into_iter()
    .any(|labels| line.contains(&labels.join(".")))
}

/// Whether a line keeps or looks for the result of a command under anything but its contract.
fn keys_a_command_by_something_else(line: &str) -> bool {
    ["tx.recall(", "tx.remember("].into_iter().any(|call| {
        let owner = line
            .split_once(call)
            .and_then(|(_, rest)| rest.split_once(','));
        owner.is_some_and(|(owner, _)| !owner.ends_with("::NAME") && owner != "key.contract")
    })
}

#[test]
fn the_same_key_is_another_one_for_another_command() -> Result<()> {
    assert!(keys_a_command_by_something_else(
        "tx.recall(OWNER, key).await"
    ));
    assert!(!keys_a_command_by_something_else("tx.recall(C::NAME, key)"));
    let mut rooms = files()?;
    rooms.retain(|file| file.path.contains("/src/") && !file.path.starts_with("crates/store/"));
    rooms.retain(|file| file.path.starts_with("crates/") && !file.path.ends_with("schema.rs"));
    ensure!(lines_that(&rooms, |line| line.contains("tx.recall(")).len() > 10);
    let found = lines_that(&rooms, keys_a_command_by_something_else);
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn no_file_names_a_machine_path() -> Result<()> {
    let found = lines_that(&files()?, names_a_machine_path);
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn machine_paths_are_told_from_others() {
    for bad in [
        "|work|main",
        "cd |home|an",
        "\"|tmp|x\"",
        "see (|root|notes)",
        "|Users|an",
        "A=|farm|b",
    ] {
        assert!(names_a_machine_path(&bad.replace('|', "/")), "{bad}");
    }
    for good in [
        "crates|work|main",
        "https:||example.org|home|x",
        "|var|lib|x",
        "{base}|home|x",
        "|tmp|",
        "~|work|x",
        "field = \"|home|of\"",
    ] {
        assert!(!names_a_machine_path(&good.replace('|', "/")), "{good}");
    }
}

#[test]
fn no_file_names_a_registry() -> Result<()> {
    let found = lines_that(&files()?, names_a_registry);
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(names_a_registry(&format!(
        "https://{}/axe-core",
        ["registry", "npmjs", "org"].join(".")
    )));
    Ok(())
}

#[test]
fn lock_files_and_settings_leave_the_registry_to_the_machine() -> Result<()> {
    let files = files()?;
    let mut locks = 0;
    for file in &files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let bad: &dyn Fn(&str) -> bool = match name {
            "Cargo.lock" => &|line| {
                line.starts_with("source = ")
                    && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
            },
            "package-lock.json" => &|line| line.contains("\"resolved\""),
            ".npmrc" => &|line| {
                line.contains("registry=") || line.contains("registry =") || line.contains("//")
            },
            "config.toml" => &|line| line.starts_with("[source") || line.starts_with("[registr"),
            _ => continue,
        };
        locks += usize::from(name.contains("lock"));
        let found = lines_that(std::slice::from_ref(file), bad);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    assert!(locks >= 2, "the lock files of cargo and npm are missing");
    Ok(())
}

#[test]
fn no_file_is_bulky() -> Result<()> {
    let data = |path: &str| {
        path == "Cargo.lock" || path.starts_with("content/") || path.contains("/data/")
    };
    let found: Vec<_> = files()?
        .into_iter()
        .filter(|file| file.bytes.len() > MOST_BYTES && !data(&file.path))
        .map(|file| format!("{}: {} bytes", file.path, file.bytes.len()))
        .collect();
    assert!(
        found.is_empty(),
        "more than {MOST_BYTES} bytes:\n{}",
        found.join("\n")
    );
    Ok(())
}

#[test]
fn no_source_file_is_long() -> Result<()> {
    let found: Vec<_> = files()?
        .into_iter()
        .filter(|file| {
            file.path.starts_with("crates/")
                && Path::new(&file.path).extension().is_some_and(|e| e == "rs")
        })
        .map(|file| (file.text().lines().count(), file.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(
        found.is_empty(),
        "more than {MOST_LINES} lines:\n{}",
        found.join("\n")
    );
    Ok(())
}
