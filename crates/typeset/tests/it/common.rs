//! Papers, and the templates of the content.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use dean06_typeset::{Paper, PaperField, TypesetError, Typesetter};

/// One for all tests, as in a running house.
pub static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new().unwrap());

pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// The shared functions, by path.
pub static LIBRARY: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let files = fs::read_dir(content().join("papers")).unwrap();
    let files = files.map(|file| file.unwrap());
    let read = |file: &fs::DirEntry| fs::read_to_string(file.path()).unwrap();
    files
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            (format!("papers/{name}"), read(&file))
        })
        .collect()
});

/// A template of the content by its path.
pub fn template(path: &str) -> String {
    fs::read_to_string(content().join(path)).unwrap()
}

pub fn render(template: &str, paper: &Paper) -> Result<Vec<u8>, TypesetError> {
    let library: Vec<_> = LIBRARY
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    TYPESETTER.render(template, &library, paper)
}

/// Renders by the default template.
pub fn plain(paper: &Paper) -> Result<Vec<u8>, TypesetError> {
    render(&template("papers/default.typ"), paper)
}

pub fn field(id: &str, label: &str, value: &str) -> PaperField {
    PaperField {
        id: id.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

pub fn paper(fields: Vec<PaperField>) -> Paper {
    Paper {
        kind: "test".to_owned(),
        title: "Giấy chứng nhận".to_owned(),
        issuer: vec!["Ủy ban nhân dân Phường Ba Đình".to_owned()],
        number: Some("H26.00.004-20261122-0001".to_owned()),
        place_and_date: "Phường Ba Đình, ngày 22 tháng 11 năm 2026".to_owned(),
        fields,
        office: Some("Chủ tịch".to_owned()),
        signer: Some("Lê Thị Hồng Nhung".to_owned()),
        code: "0K7M4-Q2XWB-9TJ3A-HC8VN-5RZPD-1".to_owned(),
        verify_url: "https://dichvucong.example/verify".to_owned(),
        qr_text: Some(format!("D1.{}", "WyJrMSIsIjBL".repeat(20))),
        issued_at: "2026-11-22T03:05:00Z".parse().unwrap(),
    }
}

/// The text of all pages.
pub fn text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap()
}
