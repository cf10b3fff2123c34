//! What was signed well holds.

use dean06_signature::{
    Evidence, Kind, Later, Level, Overall, PdfError, Revocation, SignError, Stamp, Trust,
    add_evidence, add_timestamp, overall, sign, verdicts,
};

use crate::support::{TRAILER, World, append, classic_pdf, now, packed_pdf};

#[test]
fn two_signatures_hold_at_every_level() {
    let world = World::new();
    for pdf in [classic_pdf(), packed_pdf()] {
        for level in [Level::B, Level::T, Level::LT] {
            let signed = world.sign_twice(&pdf, level);
            assert!(signed.starts_with(&pdf));
            let verdicts = world.verdicts_now(&signed);
            assert_eq!(overall(&verdicts), Overall::Valid);
            let [person, seal] = &verdicts[..] else {
                panic!("{verdicts:#?}")
            };
            assert_eq!(person.later, Later::Allowed);
            assert!(!person.covers_whole_file);
            assert_eq!(seal.covers_whole_file, level != Level::LT);
            for verdict in &verdicts {
                assert!(verdict.holds() && verdict.digest_holds && verdict.chain_holds);
                assert_eq!(verdict.judged_at, now());
                let stamp = match level {
                    Level::B => Stamp::None,
                    Level::T | Level::LT => Stamp::Trusted(now()),
                };
                assert_eq!(verdict.stamp, stamp);
                let revocation = match level {
                    Level::B | Level::T => Revocation::Unknown,
                    Level::LT => Revocation::Good { as_of: now() },
                };
                assert_eq!(verdict.revocation, revocation);
            }
        }
    }
}

#[test]
fn a_verdict_says_who_when_why_and_where() {
    let world = World::new();
    let signed = world.sign_twice(&classic_pdf(), Level::B);
    let verdicts = world.verdicts_now(&signed);
    let person = &verdicts[0];
    assert_eq!(person.field, "Person");
    assert_eq!(person.kind, Kind::Signature);
    assert_eq!(person.signer_name().as_deref(), Some("Trần Thị Ánh"));
    assert_eq!(
        person.organisation().as_deref(),
        Some("Ủy ban nhân dân phường Hoàn Kiếm")
    );
    assert_eq!(person.claimed_at, Some(now()));
    assert_eq!(person.reason.as_deref(), Some("Ký giấy khai sinh"));
    assert_eq!(person.location.as_deref(), Some("Hà Nội"));
    let issuer = person.signer.as_ref().unwrap().issuer_name();
    assert_eq!(issuer, "Gốc chữ ký số (thử nghiệm)");
}

#[test]
fn the_last_signature_covers_everything_if_the_evidence_comes_before_it() {
    let world = World::new();
    let crls = [world.crl()];
    let certificates = [world.certificate_of_seal()];
    let mut options = world.options("Person", Level::LT);
    options.evidence = Evidence {
        certificates: &certificates,
        crls: &crls,
    };
    let signed = sign(&classic_pdf(), &world.person, &options).unwrap();
    let sealed = world.sign_by_seal(&signed, Level::T);
    let verdicts = world.verdicts_now(&sealed);
    assert_eq!(overall(&verdicts), Overall::Valid);
    assert!(verdicts[1].covers_whole_file);
    assert_eq!(verdicts[1].revocation, Revocation::Good { as_of: now() });
}

#[test]
fn evidence_is_held_once() {
    let world = World::new();
    let signed = world.sign_twice(&packed_pdf(), Level::LT);
    let certificates = [world.certificate_of_seal()];
    let newer = add_evidence(&signed, &certificates, &[world.crl()]).unwrap();
    assert!(newer.len() > signed.len());
    assert_eq!(overall(&world.verdicts_now(&newer)), Overall::Valid);
    assert_eq!(add_evidence(&signed, &certificates, &[]).unwrap(), signed);
}

#[test]
fn a_whole_file_is_stamped() {
    let world = World::new();
    for pdf in [classic_pdf(), packed_pdf()] {
        let signed = world.sign_twice(&pdf, Level::LT);
        let stamped = add_timestamp(&signed, "Archive", "Dấu thời gian", &world.stamps).unwrap();
        let verdicts = world.verdicts_now(&stamped);
        assert_eq!(overall(&verdicts), Overall::Valid);
        let [_, seal, archive] = &verdicts[..] else {
            panic!("{verdicts:#?}")
        };
        assert_eq!(seal.later, Later::Allowed);
        assert_eq!(archive.kind, Kind::DocumentTimestamp);
        assert_eq!(archive.stamp, Stamp::Trusted(now()));
        assert!(archive.covers_whole_file);
    }
}

#[test]
fn a_stamp_alone_is_no_signature() {
    let world = World::new();
    let stamped = add_timestamp(&classic_pdf(), "Archive", "Dấu thời gian", &world.stamps).unwrap();
    assert_eq!(overall(&world.verdicts_now(&stamped)), Overall::NotSigned);
}

#[test]
fn forms_and_lists_may_stand_anywhere() {
    let world = World::new();
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots 21 0 R>>";
    let variants: [&[(usize, &str)]; 4] = [
        &[(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>")],
        &[
            (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R>>"),
            (20, "<</Fields 22 0 R/SigFlags 3>>"),
            (22, "[]"),
        ],
        &[(3, page), (21, "[]")],
        &[
            (
                1,
                "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>>>",
            ),
            (20, "<</Fields[23 0 R]>>"),
            (
                23,
                "<</FT/Sig/T(Empty)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 132>>",
            ),
        ],
    ];
    for objects in variants {
        let pdf = append(&classic_pdf(), objects, TRAILER);
        let signed = world.sign_twice(&pdf, Level::LT);
        let verdicts = world.verdicts_now(&signed);
        assert_eq!(
            overall(&verdicts),
            Overall::Valid,
            "{objects:?}: {verdicts:#?}"
        );
        assert_eq!(verdicts.len(), 2);
    }
}

#[test]
fn field_names_are_checked() {
    let world = World::new();
    let sign = |pdf: &[u8], name| sign(pdf, &world.person, &world.options(name, Level::B));
    let signed = sign(&classic_pdf(), "Ký tên").unwrap();
    assert!(matches!(
        sign(&signed, "Ký tên"),
        Err(SignError::FieldTaken(_))
    ));
    for name in ["", "a.b"] {
        assert!(matches!(sign(&signed, name), Err(SignError::FieldName(_))));
    }
}

#[test]
fn what_is_no_plain_pdf_is_refused() {
    let world = World::new();
    let options = world.options("Person", Level::B);
    let encrypted = append(
        &classic_pdf(),
        &[(20, "<<>>")],
        "/Root 1 0 R/Encrypt 20 0 R",
    );
    assert!(matches!(
        sign(&encrypted, &world.person, &options),
        Err(SignError::Pdf(PdfError::Encrypted))
    ));
    for file in [
        &b""[..],
        b"GIF89a",
        b"%PDF-1.7",
        b" %PDF-1.7\nstartxref\n0\n%%EOF",
    ] {
        assert!(sign(file, &world.person, &options).is_err());
        let trust = Trust {
            anchors: &[],
            crls: &[],
            at: now(),
        };
        assert!(verdicts(file, &trust).is_err());
    }
}

#[test]
fn nobody_signed_is_not_an_error() {
    let world = World::new();
    for pdf in [classic_pdf(), packed_pdf()] {
        let verdicts = world.verdicts_now(&pdf);
        assert!(verdicts.is_empty());
        assert_eq!(overall(&verdicts), Overall::NotSigned);
    }
}
