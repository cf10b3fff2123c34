/// Why the tables of a made-up population cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputsError {
    /// A file is missing from `synthetic/`.
    #[error("synthetic/{0} is missing")]
    Missing(&'static str),
    /// A table cannot be read.
    #[error("synthetic/{file} cannot be read")]
    Csv {
        /// Which one.
        file: &'static str,
        /// What is wrong with it.
        source: csv::Error,
    },
    /// A file of settings cannot be read.
    #[error("synthetic/{file} cannot be read")]
    Toml {
        /// Which one.
        file: &'static str,
        /// What is wrong with it.
        source: Box<toml::de::Error>,
    },
    /// A file is not UTF-8.
    #[error("synthetic/{0} is not UTF-8")]
    Encoding(&'static str),
    /// A value that makes no sense, or names what does not exist.
    #[error("synthetic/{file}: {what}")]
    Value {
        /// In which file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
}

impl InputsError {
    pub(crate) fn value(file: &'static str, what: impl Into<String>) -> Self {
        Self::Value {
            file,
            what: what.into(),
        }
    }
}
