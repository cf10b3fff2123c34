//! The file: for the archive, for everybody, and always the same.

use std::collections::BTreeSet;

use dean06_typeset::{Paper, Typesetter};
use lopdf::{Dictionary, Document, Object};

use crate::common::{LIBRARY, field, paper, plain, template, text};

fn example() -> Paper {
    paper(vec![
        field("name", "Họ, chữ đệm, tên", "Nguyễn Thị Ánh Tuyết"),
        field(
            "residence",
            "Nơi cư trú",
            "Số 5, đường Nguyễn Huệ, Phường Sài Gòn",
        ),
    ])
}

fn metadata(document: &Document) -> String {
    let stream = document
        .catalog()
        .unwrap()
        .get_deref(b"Metadata", document)
        .unwrap();
    let content = stream.as_stream().unwrap().get_plain_content().unwrap();
    String::from_utf8(content).unwrap()
}

/// The dictionaries of the file with these contents.
fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    document.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    })
}

fn name<'d>(dictionary: &'d Dictionary, key: &[u8]) -> &'d [u8] {
    dictionary
        .get(key)
        .and_then(Object::as_name)
        .unwrap_or_default()
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let first = plain(&example()).unwrap();
    // Whatever was set in between, and whoever sets it.
    for at in 0..40 {
        let other = Paper {
            code: format!("{at}"),
            ..paper(vec![field("name", "Họ tên", &format!("Người số {at}"))])
        };
        assert_ne!(plain(&other).unwrap(), first);
    }
    assert!(plain(&example()).unwrap() == first);
    let library: Vec<_> = LIBRARY
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let another = Typesetter::new().unwrap();
    let template = template("papers/default.typ");
    assert!(another.render(&template, &library, &example()).unwrap() == first);
}

#[test]
fn it_says_what_it_is() {
    let pdf = plain(&example()).unwrap();
    let document = Document::load_mem(&pdf).unwrap();
    let metadata = metadata(&document);
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Giấy chứng nhận",
        "Ủy ban nhân dân Phường Ba Đình",
        "2026-11-22T10:05:00+07:00",
        ">vi",
    ] {
        assert!(metadata.contains(said), "{said} in {metadata}");
    }
    let catalog = document.catalog().unwrap();
    let language = catalog.get(b"Lang").and_then(Object::as_str).unwrap();
    assert!(language.starts_with(b"vi"), "{language:?}");
    assert!(catalog.has(b"StructTreeRoot"));
}

#[test]
fn it_can_be_read_aloud() {
    let document = Document::load_mem(&plain(&example()).unwrap()).unwrap();
    let marked = document
        .catalog()
        .unwrap()
        .get_deref(b"MarkInfo", &document)
        .unwrap();
    let marked = marked
        .as_dict()
        .unwrap()
        .get(b"Marked")
        .and_then(Object::as_bool);
    assert!(marked.unwrap());
    let roles: BTreeSet<&[u8]> = dictionaries(&document)
        .map(|part| name(part, b"S"))
        .collect();
    for role in [&b"H1"[..], b"P", b"Figure", b"Link"] {
        assert!(roles.contains(role), "{}", String::from_utf8_lossy(role));
    }
    let figures: Vec<_> = dictionaries(&document)
        .filter(|part| name(part, b"S") == b"Figure")
        .collect();
    assert_eq!(figures.len(), 1);
    let words = lopdf::decode_text_string(figures[0].get(b"Alt").unwrap()).unwrap();
    assert_eq!(words, "Mã QR để kiểm tra giấy chứng nhận");
}

#[test]
fn it_needs_nothing_from_outside() {
    let document = Document::load_mem(&plain(&example()).unwrap()).unwrap();
    let fonts: Vec<_> = dictionaries(&document)
        .filter(|part| name(part, b"Type") == b"FontDescriptor")
        .collect();
    assert_eq!(fonts.len(), 3, "regular, bold, italic");
    assert!(
        fonts
            .iter()
            .all(|font| font.has(b"FontFile3") || font.has(b"FontFile2"))
    );
    for part in dictionaries(&document) {
        for foreign in [&b"JavaScript"[..], b"Launch", b"EmbeddedFile"] {
            assert!(name(part, b"S") != foreign && name(part, b"Type") != foreign);
        }
    }
}

#[test]
fn every_letter_survives() {
    let letters =
        "aáàảãạ ăắằẳẵặ âấầẩẫậ eéèẻẽẹ êếềểễệ iíìỉĩị oóòỏõọ ôốồổỗộ ơớờởỡợ uúùủũụ ưứừửữự yýỳỷỹỵ đ";
    let letters = format!("{letters} {}", letters.to_uppercase());
    let pdf = plain(&paper(vec![
        field("letters", "Chữ", &letters),
        field("figures", "Số", "0123456789 – “ ” ‘ ’ … / ° ₫ №"),
    ]))
    .unwrap();
    let text = text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&letters), "{text}");
    assert!(text.contains("0123456789 – “ ” ‘ ’ … / ° ₫ №"), "{text}");
}

#[test]
fn it_is_small() {
    let length = plain(&example()).unwrap().len();
    assert!(length < 60_000, "{length} bytes");
}
