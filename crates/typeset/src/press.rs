//! From the files of a paper to the bytes of its PDF.

use dean06_kernel::{VIETNAM, local_datetime};
use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::left_out::left_out;
use crate::paper::Paper;
use crate::world::Desk;
use crate::{MAX_PAGES, TypesetError};

/// Sets the paper that lies on the desk.
///
/// Most papers have one page. To number the pages of the others typst needs to know how many they
/// are, which costs a third of the time; so it is told once they turn out to be several.
pub(crate) fn press(desk: &mut Desk, paper: &Paper) -> Result<Vec<u8>, TypesetError> {
    let mut document = set(desk, paper)?;
    if document.pages().len() > 1 {
        desk.paper.1 = desk.paper_of_many_pages.clone();
        document = set(desk, paper)?;
    }
    let pages = document.pages().len();
    if pages > MAX_PAGES {
        return Err(TypesetError::TooManyPages(pages));
    }
    let left_out = left_out(paper, &document);
    if !left_out.is_empty() {
        return Err(TypesetError::LeftOut(left_out));
    }
    let options = PdfOptions {
        ident: Smart::Custom(paper.code.clone()),
        creator: Smart::Custom(Some("dean06".to_owned())),
        timestamp: timestamp(paper.issued_at),
        standards: standards()?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| told(desk, paper, &errors))
}

fn set(desk: &Desk, paper: &Paper) -> Result<PagedDocument, TypesetError> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(desk);
    output.map_err(|errors| told(desk, paper, &errors))
}

/// For the archive (PDF/A-2, with its structure) and for everybody (PDF/UA).
fn standards() -> Result<PdfStandards, TypesetError> {
    PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| {
        TypesetError::Template {
            at: "PDF".to_owned(),
            message: error.message().to_string(),
        }
    })
}

/// The moment as clocks in Vietnam show it, to the second.
fn timestamp(at: jiff::Timestamp) -> Option<Timestamp> {
    let local = local_datetime(at);
    let part = |number: i8| u8::try_from(number).ok();
    let datetime = Datetime::from_ymd_hms(
        i32::from(local.year()),
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        part(local.second())?,
    )?;
    Timestamp::new_local(datetime, VIETNAM.seconds() / 60)
}

/// The first mistake, with its place, and without the values of the paper.
fn told(desk: &Desk, paper: &Paper, errors: &EcoVec<SourceDiagnostic>) -> TypesetError {
    let Some(error) = errors.first() else {
        return TypesetError::Crashed;
    };
    let place = error.span.id().map(|id| {
        let path = id.vpath().get_without_slash().to_owned();
        let line = desk.range(error.span).and_then(|range| {
            let source = desk.source(id).ok()?;
            source.lines().byte_to_line(range.start)
        });
        line.map_or_else(|| path.clone(), |line| format!("{path}:{}", line + 1))
    });
    let mut message = error.message.to_string();
    for field in &paper.fields {
        if field.value.chars().count() > 2 {
            message = message.replace(&field.value, "…");
        }
    }
    TypesetError::Template {
        at: place.unwrap_or_else(|| "the sheet".to_owned()),
        message,
    }
}
