use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::InputsError;

/// The folder of the content that holds the tables.
const FOLDER: &str = "synthetic/";

/// The files of the folder, by their names in it.
pub(crate) struct Files<'a>(BTreeMap<&'a str, &'a [u8]>);

impl<'a> Files<'a> {
    /// Takes those of the folder out of all files of the content.
    pub(crate) fn of(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        Self(
            files
                .into_iter()
                .filter_map(|(path, bytes)| Some((path.strip_prefix(FOLDER)?, bytes)))
                .collect(),
        )
    }

    /// All rows of a table.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        file: &'static str,
    ) -> Result<Vec<T>, InputsError> {
        csv::Reader::from_reader(self.bytes(file)?)
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(|source| InputsError::Csv { file, source })
    }

    /// The settings of a TOML file.
    pub(crate) fn settings<T: DeserializeOwned>(
        &self,
        file: &'static str,
    ) -> Result<T, InputsError> {
        let text =
            std::str::from_utf8(self.bytes(file)?).map_err(|_| InputsError::Encoding(file))?;
        toml::from_str(text).map_err(|source| InputsError::Toml {
            file,
            source: Box::new(source),
        })
    }

    fn bytes(&self, file: &'static str) -> Result<&'a [u8], InputsError> {
        self.0.get(file).copied().ok_or(InputsError::Missing(file))
    }
}
