//! QR codes as SVG.

use std::fmt::Write;

use dean06_ui::Markup;
use fast_qr::{ECL, QRBuilder, QRCode};

/// White around the code, in modules, as readers need it.
const QUIET_ZONE: usize = 4;

/// A text as a code with a name for those who hear the page. Nothing for a text too long for any
/// code; the line beside the code then has to serve alone.
pub(super) fn svg(text: &str, name: &str) -> Markup {
    match QRBuilder::new(text).ecl(ECL::M).build() {
        Ok(code) => drawn(&code, name),
        Err(error) => {
            tracing::error!(%error, "a QR code was not made");
            Markup::default()
        }
    }
}

fn drawn(code: &QRCode, name: &str) -> Markup {
    let side = code.size + 2 * QUIET_ZONE;
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
    Markup::join([
        Markup::trusted(format!(
            "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\" aria-label=\""
        )),
        Markup::from(name),
        Markup::trusted(format!(
            "\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
        )),
    ])
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_is_drawn_and_named() {
        let code = svg("https://dichvucong.example/verify?code=ABCD", "Mã <QR>");
        assert!(code.as_str().starts_with("<svg viewBox=\"0 0 "));
        assert!(code.as_str().contains("aria-label=\"Mã &#60;QR&#62;\""));
        assert!(code.as_str().len() < 8_000, "{}", code.as_str().len());
    }

    #[test]
    fn a_text_too_long_gives_none() {
        assert!(svg(&"x".repeat(10_000), "").is_empty());
    }
}
