//! The content of the tests: that of the program, and silly services beside it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use dean06_content::{Content, Files};

macro_rules! fixture {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../fixture/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = fixture![
    "services/kite-permit/service.toml",
    "services/kite-permit/form.json",
    "services/kite-flag/service.toml",
    "services/kite-flag/form.json",
    "services/kite-sticker/service.toml",
    "services/kite-sticker/form.json",
    "services/kite-string/service.toml",
    "services/kite-string/form.json",
    "bundles/kites-2025.toml",
    "bundles/kites-2026.toml",
];

/// The content of the program with the service of the tests.
pub fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    Arc::clone(CONTENT.get_or_init(|| changed(|_| {})))
}

/// The same, changed.
pub fn changed(change: impl Fn(&mut Files)) -> Arc<Content> {
    let mut files = Content::embedded().unwrap().files().clone();
    for (path, text) in FILES {
        files.insert((*path).to_owned(), Cow::Borrowed(text.as_bytes()));
    }
    for (path, more) in [
        ("purposes.toml", include_str!("../fixture/purposes.toml")),
        ("problems.toml", include_str!("../fixture/problems.toml")),
    ] {
        replace(&mut files, path, |text| text + more);
    }
    change(&mut files);
    Arc::new(Content::from_files(files).unwrap())
}

pub fn replace(files: &mut Files, path: &str, change: impl Fn(String) -> String) {
    let text = String::from_utf8(files[path].to_vec()).unwrap();
    files.insert(path.to_owned(), Cow::Owned(change(text).into_bytes()));
}
