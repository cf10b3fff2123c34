//! Files that were made to do harm: each gets an answer, quickly.

use std::io::Write as _;

use dean06_signature::{Level, PdfError, Trust, sign, verdicts};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use crate::support::{TRAILER, World, append, classic_pdf, now, packed_pdf};

fn read(pdf: &[u8]) -> Result<usize, PdfError> {
    let trust = Trust {
        anchors: &[],
        crls: &[],
        at: now(),
    };
    verdicts(pdf, &trust).map(|verdicts| verdicts.len())
}

/// A file whose only cross-references are these.
fn with_section(section: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let at = pdf.len();
    writeln!(pdf, "{section}\nstartxref\n{at}\n%%EOF").unwrap();
    pdf
}

#[test]
fn circles_end() {
    let world = World::new();
    let sections = with_section("xref\n0 0\ntrailer\n<</Root 1 0 R/Size 1/Prev 9>>");
    assert!(matches!(read(&sections), Err(PdfError::Damaged { .. })));
    let hybrid = with_section("xref\n0 0\ntrailer\n<</Root 1 0 R/Size 1/XRefStm 9>>");
    assert!(read(&hybrid).is_ok() || read(&hybrid).is_err());
    let circles: [&[(usize, &str)]; 7] = [
        &[(2, "<</Type/Pages/Kids[2 0 R]/Count 1>>")],
        &[(2, "2 0 R")],
        &[
            (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R>>"),
            (20, "20 0 R"),
        ],
        &[
            (
                1,
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]>>>>",
            ),
            (20, "<</T(a)/Kids[20 0 R]>>"),
        ],
        &[
            (
                1,
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R 20 0 R]>>>>",
            ),
            (20, "<</T(a)>>"),
        ],
        &[
            (1, "<</Type/Catalog/Pages 2 0 R/DSS 20 0 R>>"),
            (20, "<</Certs 20 0 R>>"),
        ],
        &[(1, "1 0 R")],
    ];
    for objects in circles {
        let pdf = append(&classic_pdf(), objects, TRAILER);
        let _ = read(&pdf);
        let _ = sign(&pdf, &world.person, &world.options("Person", Level::B));
    }
}

#[test]
fn deep_and_wide_values_are_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = format!("[{}]", "0 ".repeat(500_000));
    let many: Vec<String> = (0..20_000).map(|number| format!("/K{number} 0")).collect();
    let many = format!("<<{}>>", many.concat());
    for (value, ok) in [(deep, false), (wide, false), (many, true)] {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Extra {value}>>");
        let pdf = append(&classic_pdf(), &[(1, &catalog)], TRAILER);
        assert_eq!(read(&pdf).is_ok(), ok);
    }
}

#[test]
fn bombs_do_not_go_off() {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..200 {
        encoder.write_all(&blanks).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let at = pdf.len();
    write!(
        pdf,
        "1 0 obj\n<</Type/XRef/Size 5/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length {}>>\nstream\n",
        bomb.len()
    )
    .unwrap();
    pdf.extend_from_slice(&bomb);
    write!(pdf, "\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n").unwrap();
    assert!(matches!(read(&pdf), Err(PdfError::TooLarge(_))));
}

#[test]
fn great_numbers_are_only_numbers() {
    for section in [
        "xref\n0 4294967295\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>",
        "xref\n4294967295 1\n0000000000 65535 n \ntrailer\n<</Root 4294967295 65535 R/Size 4294967296>>",
        "xref\n18446744073709551615 2\n0000000000 65535 f \n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>",
        "xref\n1 1\n18446744073709551615 00000 n \ntrailer\n<</Root 1 0 R/Size 9223372036854775807>>",
        "xref\n1 1\n0000000009 00000 n \ntrailer\n<</Root 1 0 R/Prev 18446744073709551615>>",
        "xref\n1 1\n0000000009 00000 n \ntrailer\n<</Root 1 0 R/Prev -1>>",
        "1 0 obj\n<</Type/XRef/Size 9999999999/W[8 8 8]/Root 1 0 R/Length 0>>\nstream\n\nendstream\nendobj",
        "1 0 obj\n<</Type/XRef/Size 1/W[1 1 1]/Root 1 0 R/Length 18446744073709551615>>\nstream\n",
        "1 0 obj\n<</Type/XRef/Size 1/W[9223372036854775807 9223372036854775807 9223372036854775807]/Root 1 0 R/Length 0>>\nstream\n\nendstream\nendobj",
    ] {
        let pdf = with_section(section);
        assert!(read(&pdf).is_err(), "{section}");
        let world = World::new();
        assert!(sign(&pdf, &world.person, &world.options("Person", Level::B)).is_err());
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused_or_judged() {
    let world = World::new();
    let signed = world.sign_twice(&packed_pdf(), Level::LT);
    for length in (0..signed.len()).step_by(17) {
        let _ = read(&signed[..length]);
    }
}

fn mutated(pdf: &[u8], changes: &[(prop::sample::Index, Vec<u8>, bool)]) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    for (index, bytes, insert) in changes {
        let at = index.index(pdf.len());
        let end = if *insert {
            at
        } else {
            (at + bytes.len()).min(pdf.len())
        };
        pdf.splice(at..end, bytes.iter().copied());
    }
    pdf
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, Vec<u8>, bool)>> {
    let words = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        "(<<|>>|\\[|\\]|/Kids|/V 1 0 R|/Length 9|obj|endobj|xref|stream|[0-9]{1,12}|-1| R|\\(|\\))"
            .prop_map(String::into_bytes),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), words, any::<bool>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn mutated_files_are_judged_without_a_panic(changes in changes(), packed: bool) {
        thread_local! {
            static SIGNED: [Vec<u8>; 2] = {
                let world = World::new();
                [classic_pdf(), packed_pdf()].map(|pdf| world.sign_twice(&pdf, Level::LT))
            };
            static WORLD: World = World::new();
        }
        let pdf = SIGNED.with(|signed| mutated(&signed[usize::from(packed)], &changes));
        let _ = read(&pdf);
        WORLD.with(|world| {
            let _ = sign(&pdf, &world.person, &world.options("More", Level::B));
        });
    }

    #[test]
    fn what_can_be_signed_can_be_read(changes in changes(), packed: bool) {
        thread_local! {
            static WORLD: World = World::new();
        }
        let pdf = if packed { packed_pdf() } else { classic_pdf() };
        let pdf = mutated(&pdf, &changes);
        WORLD.with(|world| {
            if let Ok(signed) = sign(&pdf, &world.person, &world.options("Person", Level::B)) {
                let verdicts = world.verdicts_now(&signed);
                prop_assert!(verdicts.iter().any(|verdict| verdict.field == "Person" && verdict.digest_holds));
            }
            Ok(())
        })?;
    }
}
