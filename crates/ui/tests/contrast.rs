//! The colours of the stylesheet can be told apart by everybody, in both themes.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

type Tokens = BTreeMap<String, [f64; 3]>;

/// Text on its ground: at least 4.5 to 1.
const TEXT: [(&str, &[&str]); 11] = [
    (
        "ink",
        &[
            "page",
            "soft",
            "info-soft",
            "good-soft",
            "waiting-soft",
            "bad-soft",
        ],
    ),
    ("quiet", &["page", "soft", "waiting-soft"]),
    ("lotus", &["page"]),
    ("action", &["page", "soft", "info-soft", "waiting-soft"]),
    ("action-strong", &["page", "soft"]),
    ("on-action", &["action", "action-strong"]),
    ("info", &["page", "soft", "info-soft"]),
    ("good", &["page", "soft", "good-soft"]),
    ("waiting", &["page", "soft", "waiting-soft"]),
    ("bad", &["page", "soft", "bad-soft"]),
    ("page", &["ink"]),
];

/// Edges of controls and the focus on their ground: at least 3 to 1.
const SHAPES: [(&str, &[&str]); 2] = [
    ("edge", &["page", "soft"]),
    ("focus", &["page", "soft", "info-soft", "waiting-soft"]),
];

/// The colours of the `number`th `:root` block: the light theme, then the dark one.
fn tokens(css: &str, number: usize) -> Result<Tokens> {
    let block = css.split(":root {").nth(number).context("a :root block")?;
    let block = block.split('}').next().context("the end of the block")?;
    let mut tokens = Tokens::new();
    for declaration in block.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        if let (Some(name), Some(hex)) = (
            name.trim().strip_prefix("--"),
            value.trim().strip_prefix('#'),
        ) {
            let channel = |at: usize| -> Result<f64> {
                let digits = hex.get(at..at + 2).context("six digits")?;
                Ok(f64::from(u8::from_str_radix(digits, 16)?) / 255.0)
            };
            tokens.insert(name.to_owned(), [channel(0)?, channel(2)?, channel(4)?]);
        }
    }
    Ok(tokens)
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        if channel <= 0.040_45 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn hold(theme: &str, tokens: &Tokens, pairs: &[(&str, &[&str])], least: f64) -> Result<()> {
    for (front, grounds) in pairs {
        for ground in *grounds {
            let ratio = contrast(
                *tokens.get(*front).with_context(|| (*front).to_owned())?,
                *tokens.get(*ground).with_context(|| (*ground).to_owned())?,
            );
            assert!(
                ratio >= least,
                "{theme}: {front} on {ground} is {ratio:.2}, needs {least}"
            );
        }
    }
    Ok(())
}

#[test]
fn both_themes_can_be_read() -> Result<()> {
    let css = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/app.css");
    let css = std::fs::read_to_string(css)?;
    let (light, dark) = (tokens(&css, 1)?, tokens(&css, 2)?);
    assert_eq!(
        light.keys().collect::<Vec<_>>(),
        dark.keys().collect::<Vec<_>>(),
        "both themes name the same colours"
    );
    for (theme, tokens) in [("light", &light), ("dark", &dark)] {
        hold(theme, tokens, &TEXT, 4.5)?;
        hold(theme, tokens, &SHAPES, 3.0)?;
    }
    Ok(())
}

#[test]
fn the_two_colours_of_identity_and_action_are_the_chosen_ones() -> Result<()> {
    let css = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/app.css");
    let css = std::fs::read_to_string(css)?;
    assert!(css.contains("--lotus: #a3195b;"));
    assert!(css.contains("--action: #0b5cad;"));
    Ok(())
}

#[test]
fn the_ratio_is_computed_as_wcag_defines_it() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    let grey = [f64::from(0x77_u8) / 255.0; 3];
    assert!((contrast(grey, [1.0; 3]) - 4.48).abs() < 0.01);
}
