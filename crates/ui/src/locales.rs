//! The words of every page, from `locales/<language>/*.ftl`.

use std::collections::BTreeMap;
use std::path::Path;

use dean06_kernel::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::numbers;

#[derive(RustEmbed)]
#[folder = "../../locales"]
struct Files;

/// Why the locale files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocalesError {
    /// A file is not UTF-8.
    #[error("locale file {file} is not UTF-8")]
    NotUtf8 {
        /// Path below `locales/`.
        file: String,
    },
    /// A file is not valid Fluent.
    #[error("locale file {file}: {problem}")]
    Syntax {
        /// Path below `locales/`.
        file: String,
        /// What the parser says.
        problem: String,
    },
    /// Two files of one language define the same message.
    #[error("locale file {file}: {problem}")]
    Duplicate {
        /// Path below `locales/`.
        file: String,
        /// Which message.
        problem: String,
    },
    /// A language has no file at all.
    #[error("no locale file for {language}")]
    Empty {
        /// The folder that is missing or empty.
        language: &'static str,
    },
}

/// The messages of both languages. Vietnamese is complete; a message that is missing in English
/// is shown in Vietnamese.
pub struct Locales {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Locales {
    /// Loads the files that are embedded in the binary.
    pub fn load() -> Result<Self, LocalesError> {
        Self::from_files(Files::iter().filter_map(|path| {
            let bytes = Files::get(&path)?.data.into_owned();
            Some((path.into_owned(), bytes))
        }))
    }

    /// Loads from `(path, bytes)` pairs; paths look like `vi/portal.ftl`, other files are passed
    /// over.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, LocalesError> {
        let files: BTreeMap<String, Vec<u8>> = files
            .into_iter()
            .filter(|(path, _)| {
                Path::new(path)
                    .extension()
                    .is_some_and(|kind| kind == "ftl")
            })
            .collect();
        Ok(Self {
            vi: bundle(&files, Language::Vi)?,
            en: bundle(&files, Language::En)?,
        })
    }

    /// Whether a language has a message of its own with this id.
    pub fn contains(&self, language: Language, id: &str) -> bool {
        self.bundle(language).has_message(id)
    }

    /// The message `id` in `language`, with its variables filled in. Numbers are grouped as the
    /// language does (1.234 and 1,234); pass as text what must not be, such as a year.
    ///
    /// A message that is missing is taken from Vietnamese, and if it is missing there too, the
    /// id is returned; both are logged.
    pub fn text(&self, language: Language, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        if let Some(text) = format(self.bundle(language), id, &args) {
            return text;
        }
        tracing::warn!(id, ?language, "a message is missing");
        format(&self.vi, id, &args).unwrap_or_else(|| id.to_owned())
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

impl std::fmt::Debug for Locales {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Locales").finish_non_exhaustive()
    }
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut problems = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut problems)
        .into_owned();
    for problem in problems {
        tracing::warn!(id, %problem, "a message was not filled in completely");
    }
    Some(text)
}

fn bundle(
    files: &BTreeMap<String, Vec<u8>>,
    language: Language,
) -> Result<FluentBundle<FluentResource>, LocalesError> {
    let folder = language.as_str();
    let tags: Vec<LanguageIdentifier> = folder.parse().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(tags);
    // Both languages run from left to right: the invisible marks would only spoil copied text.
    bundle.set_use_isolating(false);
    match language {
        Language::Vi => bundle.set_formatter(Some(|value, _| number(Language::Vi, value))),
        Language::En => bundle.set_formatter(Some(|value, _| number(Language::En, value))),
    }
    let mut any = false;
    for (path, bytes) in files {
        if path.split('/').next() != Some(folder) {
            continue;
        }
        any = true;
        let text = String::from_utf8(bytes.clone())
            .map_err(|_| LocalesError::NotUtf8 { file: path.clone() })?;
        let resource =
            FluentResource::try_new(text).map_err(|(_, problems)| LocalesError::Syntax {
                file: path.clone(),
                problem: first(&problems),
            })?;
        bundle
            .add_resource(resource)
            .map_err(|problems| LocalesError::Duplicate {
                file: path.clone(),
                problem: first(&problems),
            })?;
    }
    if any {
        Ok(bundle)
    } else {
        Err(LocalesError::Empty { language: folder })
    }
}

fn first(problems: &[impl ToString]) -> String {
    problems
        .first()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// How a language writes a number that stands in a message.
fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping => {
            Some(numbers::grouped(language, &number.as_string()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::Language;

    use super::{Locales, LocalesError};

    fn files(pairs: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        pairs
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn messages_of_several_files_are_found_and_filled_in() {
        let locales = Locales::from_files(files(&[
            ("vi/a.ftl", "a-hello = Chào { $name }\n"),
            ("vi/b.ftl", "b-count = { $n } hồ sơ\n"),
            ("en/a.ftl", "a-hello = Hello { $name }\n"),
            (
                "en/b.ftl",
                "b-count = { $n ->\n    [one] one dossier\n   *[other] { $n } dossiers\n}\n",
            ),
            ("README.md", "not a locale file"),
        ]))
        .unwrap();
        let name = [("name", "Lò Thị <b>".into())];
        assert_eq!(
            locales.text(Language::Vi, "a-hello", &name),
            "Chào Lò Thị <b>"
        );
        assert_eq!(
            locales.text(Language::En, "a-hello", &name),
            "Hello Lò Thị <b>"
        );
        let text = |language, n: i64| locales.text(language, "b-count", &[("n", n.into())]);
        assert_eq!(text(Language::Vi, 12_345), "12.345 hồ sơ");
        assert_eq!(text(Language::En, 1), "one dossier");
        assert_eq!(text(Language::En, 12_345), "12,345 dossiers");
    }

    #[test]
    fn a_missing_message_falls_back_to_vietnamese_and_then_to_its_id() {
        let locales = Locales::from_files(files(&[
            ("vi/a.ftl", "only-vi = Chỉ tiếng Việt\n"),
            ("en/a.ftl", "other = Other\n"),
        ]))
        .unwrap();
        assert_eq!(locales.text(Language::En, "only-vi", &[]), "Chỉ tiếng Việt");
        assert_eq!(locales.text(Language::En, "nowhere", &[]), "nowhere");
        assert!(locales.contains(Language::Vi, "only-vi"));
        assert!(!locales.contains(Language::En, "only-vi"));
    }

    #[test]
    fn broken_files_are_named() {
        let twice = Locales::from_files(files(&[
            ("vi/a.ftl", "same = 1\n"),
            ("vi/b.ftl", "same = 2\n"),
        ]));
        assert!(matches!(twice, Err(LocalesError::Duplicate { file, .. }) if file == "vi/b.ftl"));
        let syntax = Locales::from_files(files(&[("vi/a.ftl", "= nothing\n")]));
        assert!(matches!(syntax, Err(LocalesError::Syntax { .. })));
        let empty = Locales::from_files(files(&[("vi/a.ftl", "a = 1\n")]));
        assert!(matches!(empty, Err(LocalesError::Empty { language: "en" })));
        let bytes = Locales::from_files([("vi/a.ftl".to_owned(), vec![0xff])]);
        assert!(matches!(bytes, Err(LocalesError::NotUtf8 { .. })));
    }
}
