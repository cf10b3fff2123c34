//! Versions of the content, with what this room reads of them beside the services.

mod pinned;
mod slips;
mod words;

use std::sync::Arc;

use dean06_content::{Content, ContentError, Service};
use dean06_kernel::{OrgId, Text};
use dean06_mediator::ServiceError;
use dean06_store::{NoRefusal, WriteError};
use sea_orm::DbErr;

use crate::rows::Dossier;

pub(crate) use pinned::Editions;
pub(crate) use slips::{SlipRule, Slips};
pub(crate) use words::{ChainWords, ClockWords, MendWords, ObstacleWords, Words, fill};

/// Why a version of the content cannot be used here.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// A file of this room is missing or not what it should be.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// No dossier can live under a version that is not stored.
    #[error("the content {0} is not stored")]
    Unknown(String),
    /// The stored files are not those that the digest names.
    #[error("the stored content {0} was changed")]
    Changed(String),
    /// The stored files cannot be understood any more.
    #[error("the stored content cannot be read")]
    Content(#[from] ContentError),
    /// The database cannot give or take it.
    #[error("the content cannot be stored or read")]
    Database(#[from] WriteError<NoRefusal>),
    /// The work was cancelled.
    #[error("reading the content was cancelled")]
    Cancelled,
}

impl From<DbErr> for EditionError {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// A version of the content as this room uses it.
pub(crate) struct Edition {
    pub content: Arc<Content>,
    pub words: Words,
    pub slips: Slips,
}

impl Edition {
    /// Reads what this room needs of the version in force, words for interlinked applications
    /// included.
    pub fn in_force(content: Arc<Content>) -> Result<Self, EditionError> {
        let edition = Self::read(content)?;
        if edition.words.chain.is_whole() {
            Ok(edition)
        } else {
            Err(EditionError::File {
                file: words::FILE,
                problem: "lacks words for states in [chain]".to_owned(),
            })
        }
    }

    /// Reads what this room needs of a version.
    pub fn read(content: Arc<Content>) -> Result<Self, EditionError> {
        Ok(Self {
            words: Words::read(&content)?,
            slips: Slips::read(&content)?,
            content,
        })
    }

    /// The service that a dossier is about.
    pub fn service_of(&self, dossier: &Dossier) -> Result<&Service, ServiceError> {
        self.content
            .service(&dossier.service)
            .ok_or_else(|| ServiceError::internal("a dossier of a service that its content lacks"))
    }

    /// Label of a code; the code itself where the list does not have it.
    pub fn label(&self, list: &str, code: &str) -> Text {
        self.content
            .code_list(list)
            .and_then(|list| list.get(code))
            .map_or_else(|| Text::new(code, code), |entry| entry.label.clone())
    }

    /// Name of an organisation; its key where the content does not know it.
    pub fn organisation(&self, id: &OrgId) -> Text {
        self.content
            .organisation(id)
            .map_or_else(|| Text::new(id.as_str(), id.as_str()), |org| org.name)
    }

    /// Title of a service; its name where the content does not have it.
    pub fn service_title(&self, slug: &str) -> Text {
        self.content
            .service(slug)
            .map_or_else(|| Text::new(slug, slug), |service| service.title.clone())
    }

    /// What people call the register that answers a data service.
    pub fn register(&self, service: &str) -> Text {
        self.content
            .register_title(service)
            .cloned()
            .unwrap_or_else(|| Text::new(service, service))
    }
}

/// The text of a file of the content.
fn text<'c>(content: &'c Content, file: &'static str) -> Result<&'c str, EditionError> {
    let problem = |problem: &str| EditionError::File {
        file,
        problem: problem.to_owned(),
    };
    let bytes = content
        .files()
        .get(file)
        .ok_or_else(|| problem("is missing"))?;
    std::str::from_utf8(bytes).map_err(|_| problem("is not UTF-8"))
}
