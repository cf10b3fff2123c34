use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use dean06_contracts::casework::{GetPaperLibrary, GetPaperLibraryRequest};
use dean06_mediator::{Ask, MediatorError};

use crate::press::Library;
use crate::room::Documents;

/// The purpose for which casework is asked for a version of the content.
const PURPOSE: &str = "public-information";
/// How many versions that are not in force any more are kept in memory.
const KEPT: usize = 3;

/// What templates share in the versions of the content that papers were made under lately.
#[derive(Clone, Default)]
pub(crate) struct Libraries {
    older: Arc<Mutex<VecDeque<Version>>>,
}

struct Version {
    digest: String,
    library: Arc<Library>,
}

/// What templates share in the version of the content under which a dossier lives: a paper looks the
/// same, whatever content is in force when it is made.
pub(super) async fn library(room: &Documents, digest: &str) -> Result<Arc<Library>, MediatorError> {
    if digest == room.content.digest() {
        let files = room.content.paper_library();
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        return Ok(Arc::new(files.collect()));
    }
    if let Some(known) = room.libraries.find(digest) {
        return Ok(known);
    }
    let actor = room.seal.alone();
    let request = GetPaperLibraryRequest {
        content_digest: digest.to_owned(),
    };
    let ask = Ask::new(&actor, PURPOSE);
    let told = room.mediator.call::<GetPaperLibrary>(ask, &request).await?;
    let library = Arc::new(told.files.unwrap_or_default());
    room.libraries.keep(digest, &library);
    Ok(library)
}

impl Libraries {
    fn find(&self, digest: &str) -> Option<Arc<Library>> {
        let older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        let known = older.iter().find(|version| version.digest == digest);
        known.map(|version| Arc::clone(&version.library))
    }

    fn keep(&self, digest: &str, library: &Arc<Library>) {
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        if older.len() == KEPT {
            older.pop_front();
        }
        older.push_back(Version {
            digest: digest.to_owned(),
            library: Arc::clone(library),
        });
    }
}
