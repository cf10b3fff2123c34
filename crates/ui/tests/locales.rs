//! Both languages say the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dean06_kernel::Language;
use dean06_ui::Locales;
use unicode_normalization::is_nfc;

type Messages = BTreeMap<String, BTreeSet<String>>;

fn folder(language: Language) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../locales")
        .join(language.as_str())
}

/// The texts of a language's files by name.
fn texts(language: Language) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder(language))? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "ftl") {
            let name = path.file_name().context("a file has a name")?;
            texts.insert(
                name.to_string_lossy().into_owned(),
                std::fs::read_to_string(&path)?,
            );
        }
    }
    Ok(texts)
}

/// The messages of a Fluent text, each with the variables that stand in it.
fn messages(text: &str) -> Messages {
    let mut messages = Messages::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|first: char| first.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once('=')
        {
            id.trim().clone_into(&mut current);
        }
        let variables = messages.entry(current.clone()).or_default();
        for after in line.split('$').skip(1) {
            let end = after
                .find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter))
                .unwrap_or(after.len());
            variables.insert(after[..end].to_owned());
        }
    }
    messages.remove("");
    messages
}

#[test]
fn the_languages_have_the_same_files_messages_and_variables() -> Result<()> {
    let (vi, en) = (texts(Language::Vi)?, texts(Language::En)?);
    assert!(vi.contains_key("ui.ftl"));
    assert_eq!(
        vi.keys().collect::<Vec<_>>(),
        en.keys().collect::<Vec<_>>(),
        "the same files"
    );
    for (file, vi) in &vi {
        let (vi, en) = (messages(vi), messages(&en[file]));
        let ids: BTreeSet<&String> = vi.keys().chain(en.keys()).collect();
        for id in ids {
            let vi = vi.get(id).with_context(|| format!("{file}: {id} in vi"))?;
            let en = en.get(id).with_context(|| format!("{file}: {id} in en"))?;
            assert_eq!(vi, en, "{file}: the variables of {id}");
        }
    }
    Ok(())
}

#[test]
fn every_message_is_loaded() -> Result<()> {
    let locales = Locales::load()?;
    for language in Language::ALL {
        for (file, text) in texts(language)? {
            for id in messages(&text).keys() {
                assert!(locales.contains(language, id), "{language}/{file}: {id}");
            }
        }
    }
    Ok(())
}

#[test]
fn letters_are_composed() -> Result<()> {
    for language in Language::ALL {
        for (file, text) in texts(language)? {
            for (number, line) in (1..).zip(text.lines()) {
                assert!(is_nfc(line), "{language}/{file}:{number} is not NFC");
            }
        }
    }
    Ok(())
}
