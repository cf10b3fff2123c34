//! A password from whoever runs the command.

use std::io::{BufRead, IsTerminal, Read, stdin};

use anyhow::{Context, ensure};
use console::Term;

/// The most bytes that are read of it.
const LIMIT: u64 = 1024;

/// Asks for it twice on a terminal, without showing it; takes the first line of standard input where
/// there is none.
pub fn read() -> anyhow::Result<String> {
    if stdin().is_terminal() {
        return ask(&Term::stderr());
    }
    let mut line = String::new();
    stdin()
        .lock()
        .take(LIMIT)
        .read_line(&mut line)
        .context("the password could not be read from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(
        !password.is_empty(),
        "there is no password on standard input"
    );
    Ok(password)
}

fn ask(terminal: &Term) -> anyhow::Result<String> {
    terminal.write_str("Password: ")?;
    let first = terminal.read_secure_line()?;
    terminal.write_str("The same again: ")?;
    let second = terminal.read_secure_line()?;
    ensure!(
        first == second,
        "the two are not the same; nothing was done"
    );
    Ok(first)
}
