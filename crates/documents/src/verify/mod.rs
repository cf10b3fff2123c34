//! Whether a paper is genuine and in force, for everybody.

mod by_pdf;
mod by_qr;
mod verify_paper;

pub(crate) use verify_paper::verify_paper;
