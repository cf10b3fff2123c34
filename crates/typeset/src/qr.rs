//! QR codes as SVG.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder, QRCode};

use crate::TypesetError;

/// White around the code, in modules, as readers need it.
const QUIET_ZONE: usize = 4;

/// A code as a drawing.
pub(crate) struct Drawing {
    /// The drawing, one unit a module.
    pub svg: String,
    /// Modules on a side, with the white around them.
    pub modules: usize,
}

/// The code for a text. Error correction of level M: 15 % of it may be soiled.
pub(crate) fn draw(text: &str) -> Result<Drawing, TypesetError> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| TypesetError::QrTooLong)?;
    let modules = code.size + 2 * QUIET_ZONE;
    let path = path(&code);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {modules} {modules}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    );
    Ok(Drawing { svg, modules })
}

/// Every run of dark modules in a row as a rectangle.
fn path(code: &QRCode) -> String {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = (column..code.size)
                .take_while(|&at| code[row][at].value())
                .count();
            if dark > 0 {
                let (x, y) = (column + QUIET_ZONE, row + QUIET_ZONE);
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            column += dark.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader sees: the rectangles of the drawing as dots, and what they say.
    fn read(drawing: &Drawing) -> String {
        const DOTS: usize = 4;
        let side = drawing.modules * DOTS;
        let mut dark = vec![false; drawing.modules * drawing.modules];
        let (_, path) = drawing.svg.split_once("d=\"M").unwrap();
        let (path, _) = path.split_once("z\"").unwrap();
        for run in path.split("zM") {
            let (at, length) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let length: usize = length.split_once('v').unwrap().0.parse().unwrap();
            let start = y.parse::<usize>().unwrap() * drawing.modules + x.parse::<usize>().unwrap();
            dark[start..start + length].fill(true);
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let module = (y / DOTS) * drawing.modules + x / DOTS;
            if dark[module] { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        let (meta, text) = grids[0].decode().unwrap();
        assert_eq!(meta.ecc_level, 0, "level M");
        text
    }

    #[test]
    fn a_reader_reads_what_was_written() {
        for length in [1, 20, 180, 400, 900, 1_500] {
            let text: String = "D1.WyJrMSIsIjBLN000LVEyWFdCLTlUSjNB_-"
                .chars()
                .cycle()
                .take(length)
                .collect();
            assert_eq!(read(&draw(&text).unwrap()), text, "{length}");
        }
    }

    #[test]
    fn there_is_white_around_it() {
        let drawing = draw("D1.x").unwrap();
        assert_eq!(drawing.modules, 21 + 8);
        assert!(drawing.svg.contains("d=\"M4 4h7"), "{}", drawing.svg);
    }

    #[test]
    fn a_text_too_long_is_refused() {
        assert!(draw(&"x".repeat(2_300)).is_ok());
        assert!(matches!(
            draw(&"x".repeat(2_400)),
            Err(TypesetError::QrTooLong)
        ));
    }
}
