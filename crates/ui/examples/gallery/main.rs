//! Writes a gallery of all components as static pages into a folder, for looking at:
//! `cargo run -p dean06-ui --example gallery -- FOLDER`, then serve the folder over HTTP.

mod citizen;
mod desk;

use std::path::Path;

use anyhow::{Context, Result};
use axum::http::StatusCode;
use dean06_kernel::Language;
use dean06_ui::{PageResponse, Ui, asset_path, error_page};

fn main() -> Result<()> {
    let folder = std::env::args()
        .nth(1)
        .context("usage: gallery FOLDER, an empty folder to write to")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("assets"))?;
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    for name in ["app.css", "app.js"] {
        let address = asset_path(name);
        std::fs::copy(
            assets.join(name),
            folder.join(address.trim_start_matches('/')),
        )?;
    }
    let ui = Ui::load()?.demo(true);
    let words = ui.words(Language::Vi);
    let english = ui.words(Language::En);
    let pages: [(&str, PageResponse); 12] = [
        ("home", citizen::home(&words)),
        ("home-en", citizen::home(&english)),
        ("sign-in", citizen::sign_in(&words)),
        ("question", citizen::question(&words)),
        ("form", citizen::form(&words)),
        ("check", citizen::check(&words)),
        ("sent", citizen::sent(&words)),
        ("dossier", citizen::dossier(&words)),
        ("queue", desk::queue(&words)),
        ("case", desk::case(&words)),
        ("slip", citizen::slip(&words)),
        ("error", error_page(&words, StatusCode::CONFLICT, None)),
    ];
    for (name, page) in &pages {
        std::fs::write(folder.join(format!("{name}.html")), page.html())?;
    }
    println!("{} pages in {}", pages.len(), folder.display());
    Ok(())
}
