//! All that a template can see.

use std::iter;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::TypesetError;
use crate::fonts::Fonts;

/// A file by its path from the root, without a leading slash.
pub(crate) fn file_id(path: &str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(path).map_err(|_| TypesetError::Library(path.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What stays the same from paper to paper.
pub(crate) struct Ground {
    pub library: LazyHash<Library>,
    pub fonts: Fonts,
}

/// The files of one paper, on the common ground.
pub(crate) struct Desk {
    pub ground: Arc<Ground>,
    pub main: FileId,
    /// Code: the sheet, the template, its library.
    pub sources: Vec<Source>,
    /// The paper, as the template gets it.
    pub paper: (FileId, Bytes),
    /// The same with the word that it takes more than one page.
    pub paper_of_many_pages: Bytes,
    /// The drawing of its QR code.
    pub qr: Option<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.ground.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.ground.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = self.sources.iter();
        let source = sources.find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut data = iter::once(&self.paper).chain(&self.qr);
        let found = data.find(|(file, _)| *file == id);
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.ground.fonts.get(index)
    }

    /// No clock: the date of a paper stands on it.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
