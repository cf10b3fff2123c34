//! Who carries letters out of the house.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// The way that a letter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Thư điện tử.
    Email,
    /// Tin nhắn (SMS).
    Sms,
}

impl Channel {
    /// Its name in the database and in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Email, Self::Sms]
            .into_iter()
            .find(|channel| channel.as_str() == text)
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A letter that leaves: in Vietnamese, and without personal data but the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The same for every try of one letter, so that a courier can leave out what it has carried.
    pub id: String,
    /// The way it takes.
    pub channel: Channel,
    /// An e-mail address or a telephone number, as the population register has it.
    pub to: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says; for a text message with the link in it.
    pub text: String,
    /// Address of the page that it leads to.
    pub link: String,
}

/// Why a letter was not carried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    /// It may work later. The text names no address.
    #[error("the courier does not carry now: {0}")]
    Later(String),
    /// It will never work, for instance because there is no such address.
    #[error("the courier does not carry this: {0}")]
    Never(String),
}

/// Carries letters: an SMTP relay, an operator's gateway, a file.
#[async_trait::async_trait]
pub trait Courier: Send + Sync {
    /// The ways that it knows.
    fn channels(&self) -> &[Channel];

    /// Carries one letter. It may be called again with the same [`Letter::id`] when it is not sure
    /// whether the first call succeeded.
    async fn carry(&self, letter: &Letter) -> Result<(), CourierError>;
}

/// Writes each letter as a line of JSON to a file, for whoever has no relay and for tests.
#[derive(Clone, Debug)]
pub struct FileCourier {
    file: Arc<Mutex<PathBuf>>,
}

impl FileCourier {
    /// Writes to `letters.jsonl` in `folder`, which is made when the first letter leaves.
    pub fn new(folder: &Path) -> Self {
        Self {
            file: Arc::new(Mutex::new(folder.join("letters.jsonl"))),
        }
    }

    fn append(&self, line: &str) -> std::io::Result<()> {
        // One at a time, so that lines do not mix.
        let path = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path.as_path())?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }
}

#[async_trait::async_trait]
impl Courier for FileCourier {
    fn channels(&self) -> &[Channel] {
        &[Channel::Email, Channel::Sms]
    }

    async fn carry(&self, letter: &Letter) -> Result<(), CourierError> {
        let later = |error: &dyn fmt::Display| CourierError::Later(error.to_string());
        let mut line = serde_json::to_string(letter).map_err(|error| later(&error))?;
        line.push('\n');
        let courier = self.clone();
        let written = tokio::task::spawn_blocking(move || courier.append(&line)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(later(&error)),
            Err(error) => Err(later(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn letters_are_lines() {
        let folder = tempfile::tempdir().unwrap();
        let courier = FileCourier::new(&folder.path().join("outgoing"));
        let letter = |id: &str| Letter {
            id: id.to_owned(),
            channel: Channel::Sms,
            to: "0900000000".to_owned(),
            subject: "Thông báo".to_owned(),
            text: "Dòng một\ndòng hai".to_owned(),
            link: "https://example.test/".to_owned(),
        };
        courier.carry(&letter("1")).await.unwrap();
        courier.carry(&letter("2")).await.unwrap();
        let text = std::fs::read_to_string(folder.path().join("outgoing/letters.jsonl")).unwrap();
        let ids: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone())
            .collect();
        assert_eq!(ids, ["1", "2"]);
    }

    #[test]
    fn a_channel_leads_back() {
        for channel in [Channel::Email, Channel::Sms] {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
        }
        assert_eq!(Channel::parse("pigeon"), None);
    }
}
