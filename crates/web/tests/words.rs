//! Every message that a page names is there in both languages, and none is left over.

use std::collections::BTreeSet;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

use dean06_kernel::Language;
use dean06_ui::Locales;

const PREFIXES: [&str; 9] = [
    "portal-", "data-", "desk-", "verify-", "bundle-", "agree-", "papers-", "shared-", "inbox-",
];
/// The files in which they stand.
const FILES: [&str; 7] = [
    "portal.ftl",
    "desk.ftl",
    "verify.ftl",
    "bundles.ftl",
    "agreements.ftl",
    "papers.ftl",
    "inbox.ftl",
];
/// Messages whose names are put together: `news` adds what was done, `next_notice` the link.
const PUT_TOGETHER: [&str; 2] = ["portal-news-", "-link"];
/// Names that only look like messages: attributes of the script, news.
const NO_MESSAGES: [&str; 5] = [
    "data-autosave",
    "data-guard",
    "data-key",
    "data-queue",
    "bundle-withdrawn",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Everything between quotes in the sources of this crate.
fn quoted() -> Result<BTreeSet<String>> {
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&folder, &mut files)?;
    let mut quoted = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        quoted.extend(text.split('"').map(str::to_owned));
    }
    Ok(quoted)
}

fn is_message(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| text.starts_with(prefix))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.ends_with('-')
        && !NO_MESSAGES.contains(&text)
}

#[test]
fn what_pages_say_is_there_in_both_languages() -> Result<()> {
    let locales = Locales::load().map_err(std::io::Error::other)?;
    let missing: Vec<String> = quoted()?
        .into_iter()
        .filter(|text| is_message(text))
        .filter(|id| {
            !Language::ALL
                .iter()
                .all(|language| locales.contains(*language, id))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}

#[test]
fn nothing_is_left_over() -> Result<()> {
    let quoted = quoted()?;
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales/vi");
    let mut unused = Vec::new();
    for file in FILES {
        let text = fs::read_to_string(locales.join(file))?;
        let ids = text
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id);
        unused.extend(
            ids.filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter(|id| !quoted.contains(*id))
                .filter(|id| !PUT_TOGETHER.iter().any(|part| id.contains(part)))
                .map(str::to_owned),
        );
    }
    assert!(unused.is_empty(), "{unused:?}");
    Ok(())
}
