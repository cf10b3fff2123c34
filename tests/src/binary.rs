//! Where the binary under test is.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{Message, TargetKind};

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
