//! Where the binary under test is.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{Message, TargetKind};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

/// How long one command of the binary may take.
const LIMIT: Duration = Duration::from_mins(2);

/// The `dean06` binary: what `DEAN06_BIN` names (`./test` builds it once and sets this), else built now by cargo, which
/// takes a moment when nothing has changed.
///
/// # Errors
/// When the file that `DEAN06_BIN` names is missing, or the build fails.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = env::var_os("DEAN06_BIN") {
        let path = PathBuf::from(path);
        ensure!(
            path.is_file(),
            "DEAN06_BIN names {}, which is no file",
            path.display()
        );
        return Ok(path);
    }
    build()
}

/// Runs the binary with these arguments to its end, whatever that is.
///
/// # Errors
/// When it cannot be run, or has not ended after two minutes.
pub async fn run(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Output> {
    run_with(arguments, "").await
}

/// As [`run`], with `input` on its standard input.
///
/// # Errors
/// As [`run`].
pub async fn run_with(
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    input: &str,
) -> Result<Output> {
    let mut command = tokio::process::Command::new(binary()?);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever does not read may have ended already.
        let _ = stdin.write_all(input.as_bytes()).await;
    }
    timeout(LIMIT, child.wait_with_output())
        .await
        .with_context(|| format!("{:?} has not ended", command.as_std()))?
        .with_context(|| format!("{:?}", command.as_std()))
}

fn build() -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "build",
            "--package",
            "dean06",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be run")?;
    ensure!(
        output.status.success(),
        "cargo build --package dean06: {}",
        output.status
    );
    for message in Message::parse_stream(output.stdout.as_slice()) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == "dean06"
            && artifact.target.kind.contains(&TargetKind::Bin)
            && let Some(executable) = artifact.executable
        {
            return Ok(executable.into());
        }
    }
    bail!("cargo built no binary named dean06");
}
