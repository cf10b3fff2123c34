use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, comemo};

use crate::fonts::Fonts;
use crate::paper::Paper;
use crate::press::press;
use crate::printable::printable;
use crate::world::{Desk, Ground, file_id};
use crate::{MAX_TEMPLATE_BYTES, TypesetError, qr};

/// The sheet on which every template works.
const SHEET: &str = include_str!("sheet.typ");

/// What takes this long has lost its way.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// As many papers are set at once, those included that ran out of time and go on all the same.
const MAX_AT_ONCE: usize = 16;
/// Templates nest deeper than the stack of a usual thread.
const STACK_BYTES: usize = 16 * 1024 * 1024;
/// Parsed files that are kept.
const MAX_SOURCES: usize = 64;
/// After so many papers, what typst remembers of older ones is forgotten …
const PAPERS_BETWEEN_EVICTIONS: usize = 4;
/// … unless it was of use since the last but so many times.
const EVICTIONS_SURVIVED: usize = 3;

/// Sets papers. One is enough for a process, shared between threads: it knows what the papers
/// before had in common with the next.
pub struct Typesetter {
    ground: Arc<Ground>,
    sheet: FileId,
    template: FileId,
    paper: FileId,
    qr: FileId,
    sources: Mutex<Vec<Source>>,
    at_work: Arc<AtomicUsize>,
    papers: AtomicUsize,
    time_limit: Duration,
}

impl Typesetter {
    /// A typesetter with the built-in fonts.
    pub fn new() -> Result<Self, TypesetError> {
        Ok(Self {
            ground: Arc::new(Ground {
                library: LazyHash::new(Library::default()),
                fonts: Fonts::built_in()?,
            }),
            sheet: file_id("sheet.typ")?,
            template: file_id("template.typ")?,
            paper: file_id("paper.json")?,
            qr: file_id("qr.svg")?,
            sources: Mutex::default(),
            at_work: Arc::default(),
            papers: AtomicUsize::default(),
            time_limit: TIME_LIMIT,
        })
    }

    /// The same, but a caller waits at most this long; it is 30 seconds otherwise.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// Sets `paper` by `template`, which can import the files of `library` by their path:
    /// `papers/official.typ` as `"/papers/official.typ"`.
    ///
    /// The answer is a PDF file that conforms to PDF/A-2a and PDF/UA-1, by typst's own checks. The
    /// same input gives the same bytes, in any process of the same build.
    ///
    /// Blocks for some milliseconds. typst cannot be stopped: when the time is up the caller gets
    /// [`TypesetError::TooSlow`] while the work goes on aside, and while 16 papers are at work
    /// others are refused with [`TypesetError::Busy`].
    pub fn render(
        &self,
        template: &str,
        library: &[(&str, &str)],
        paper: &Paper,
    ) -> Result<Vec<u8>, TypesetError> {
        paper.check()?;
        let bytes = library.iter().map(|(_, text)| text.len()).sum::<usize>() + template.len();
        if bytes > MAX_TEMPLATE_BYTES {
            return Err(TypesetError::Library(format!("{bytes} bytes")));
        }
        let paper = printable(paper, &self.ground.fonts);
        let mut desk = self.desk(template, library, &paper)?;
        let place = Place::take(&self.at_work)?;
        let (done, outcome) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("typeset".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let _place = place;
                // Nobody listens any more if it took too long.
                let _ = done.send(press(&mut desk, &paper));
            })
            .map_err(|_| TypesetError::Busy)?;
        let outcome = outcome
            .recv_timeout(self.time_limit)
            .map_err(|error| match error {
                mpsc::RecvTimeoutError::Timeout => TypesetError::TooSlow(self.time_limit),
                mpsc::RecvTimeoutError::Disconnected => TypesetError::Crashed,
            })?;
        let papers = self.papers.fetch_add(1, Ordering::Relaxed);
        if papers.is_multiple_of(PAPERS_BETWEEN_EVICTIONS) {
            comemo::evict(EVICTIONS_SURVIVED);
        }
        outcome
    }

    /// Lays out the files that the paper needs.
    fn desk(
        &self,
        template: &str,
        library: &[(&str, &str)],
        paper: &Paper,
    ) -> Result<Desk, TypesetError> {
        let mut sources = vec![
            self.source(self.sheet, SHEET),
            self.source(self.template, template),
        ];
        for (path, text) in library {
            let id = file_id(path)?;
            if [self.sheet, self.template, self.paper, self.qr].contains(&id) {
                return Err(TypesetError::Library((*path).to_owned()));
            }
            sources.push(self.source(id, text));
        }
        let drawing = paper.qr_text.as_deref().map(qr::draw).transpose()?;
        let values = |many_pages| {
            let modules = drawing.as_ref().map(|drawing| drawing.modules);
            Bytes::from_string(values(paper, modules, many_pages).to_string())
        };
        Ok(Desk {
            ground: Arc::clone(&self.ground),
            main: self.sheet,
            sources,
            paper: (self.paper, values(false)),
            paper_of_many_pages: values(true),
            qr: drawing.map(|drawing| (self.qr, Bytes::from_string(drawing.svg))),
        })
    }

    /// A file of code, parsed once.
    fn source(&self, id: FileId, text: &str) -> Source {
        let mut kept = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept
            .iter()
            .find(|source| source.id() == id && source.text() == text);
        if let Some(source) = found {
            return source.clone();
        }
        if kept.len() == MAX_SOURCES {
            kept.remove(0);
        }
        let source = Source::new(id, text.to_owned());
        kept.push(source.clone());
        source
    }
}

/// What a template gets.
fn values(paper: &Paper, qr_modules: Option<usize>, many_pages: bool) -> Value {
    json!({
        "kind": paper.kind,
        "title": paper.title,
        "issuer": paper.issuer,
        "number": paper.number,
        "place_and_date": paper.place_and_date,
        "fields": paper.fields,
        "office": paper.office,
        "signer": paper.signer,
        "code": paper.code,
        "verify_url": paper.verify_url,
        "qr_modules": qr_modules,
        "many_pages": many_pages,
    })
}

/// One of the places for papers at work, free again when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(at_work: &Arc<AtomicUsize>) -> Result<Self, TypesetError> {
        let place = Self(Arc::clone(at_work));
        if at_work.fetch_add(1, Ordering::AcqRel) >= MAX_AT_ONCE {
            return Err(TypesetError::Busy);
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").finish_non_exhaustive()
    }
}
