//! Updates that came after a signature.

use dean06_signature::{Finding, Later, Level, Overall, add_evidence};

use crate::support::{
    TRAILER, World, append, classic_pdf, content, find, form_of, judged, last_section,
};

/// An update that a signer did not agree to, with a word for it.
type Update = (&'static str, Vec<u8>);

/// Of the pages and what they are made of.
fn updates_of_pages(signed: &[u8]) -> Vec<Update> {
    let page = content(signed, 3);
    let annotated = page.replace("/Annots [", "/Annots [250 0 R ");
    let small = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]>>";
    let empty = "<</Length 3>>\nstream\nq Q\nendstream";
    let note = "<</Type/Annot/Subtype/Text/Rect[0 0 99 99]/Contents(!)>>";
    let update = |objects: &[(usize, &str)]| append(signed, objects, TRAILER);
    vec![
        ("the page's content", update(&[(4, empty)])),
        ("the page", update(&[(3, small)])),
        ("the same page again", update(&[(3, &page)])),
        ("a note", update(&[(3, &annotated), (250, note)])),
    ]
}

/// Of the form.
fn updates_of_the_form(signed: &[u8]) -> Vec<Update> {
    let form = form_of(&content(signed, 1));
    let fields = content(signed, form);
    let first = fields.replace("/Fields [", "/Fields [250 0 R ");
    let last = fields.replace(']', " 250 0 R]");
    let drawn = last.replace("/Fields", "/NeedAppearances true/Fields");
    let font = fields.replace(']', " 5 0 R]");
    let renamed = content(signed, 8).replace("(Person)", "(person)");
    let field = |kind: &str, rest: &str| {
        format!("<</FT/{kind}/T(More)/Type/Annot/Subtype/Widget{rest}/F 132/P 3 0 R>>")
    };
    let invisible = field("Sig", "/Rect[0 0 0 0]");
    let visible = field("Sig", "/Rect[0 0 99 99]");
    let acting = field("Sig", "/Rect[0 0 0 0]/AA<<>>");
    let text = field("Tx", "/Rect[0 0 0 0]");
    let update = |form_now: &str, number: usize, field: &str| {
        append(signed, &[(form, form_now), (number, field)], TRAILER)
    };
    vec![
        ("a visible signature", update(&last, 250, &visible)),
        ("a signature that acts", update(&last, 250, &acting)),
        ("a field for text", update(&last, 250, &text)),
        ("fields in another order", update(&first, 250, &invisible)),
        ("more than fields", update(&drawn, 250, &invisible)),
        ("a font turned into a field", update(&font, 5, &invisible)),
        ("a field's name", update(&fields, 8, &renamed)),
    ]
}

/// Of what belongs to the whole file.
fn updates_of_the_file(signed: &[u8]) -> Vec<Update> {
    let catalog = content(signed, 1);
    let with = |entry: &str| catalog.replace("/Pages", &format!("{entry}/Pages"));
    let script = with("/OpenAction<</S/JavaScript/JS(1)>>");
    let no_stream = with("/DSS<</Certs[250 0 R]>>");
    let more = with("/DSS<</Show[250 0 R]>>");
    let update = |objects: &[(usize, &str)]| append(signed, objects, TRAILER);
    let elsewhere = |content: &str, trailer: &str| append(signed, &[(250, content)], trailer);
    vec![
        ("nothing", update(&[])),
        ("an object that nobody uses", update(&[(250, "(hidden)")])),
        ("a script", update(&[(1, &script)])),
        (
            "evidence that is no stream",
            update(&[(1, &no_stream), (250, "(x)")]),
        ),
        ("more than evidence", update(&[(1, &more), (250, "(x)")])),
        ("another title", update(&[(6, "<</Title(Giay khai tu)>>")])),
        (
            "other information",
            elsewhere("<<>>", "/Root 1 0 R/Info 250 0 R"),
        ),
        (
            "another catalog",
            elsewhere(&catalog, "/Root 250 0 R/Info 6 0 R"),
        ),
    ]
}

/// Of bytes that a lenient reader might pass over.
fn updates_by_hand(signed: &[u8]) -> Vec<Update> {
    let previous = last_section(signed);
    let font = find(signed, "5 0 obj");
    let add = |before: &str, rows: &str| {
        let section = signed.len() + before.len();
        let update = format!(
            "{before}xref\n{rows}trailer\n<<{TRAILER}/Size 251/Prev {previous}>>\nstartxref\n{section}\n%%EOF\n"
        );
        [signed, update.as_bytes()].concat()
    };
    let hidden = "250 0 obj\n(hidden)\nendobj\n";
    let moved = format!("4 1\n{font:010} 00000 n \n");
    vec![
        ("words", [signed, b"words\n"].concat()),
        ("a line", [signed, b"\n"].concat()),
        ("a comment", [signed, b"%%EOF\n"].concat()),
        ("an object in no list", add(hidden, "")),
        ("an object where another stands", add("", &moved)),
        (
            "an object taken away",
            add("", "4 1\n0000000000 00001 f \n"),
        ),
    ]
}

#[test]
fn what_is_appended_is_called_so() {
    let world = World::new();
    for level in [Level::B, Level::T] {
        let signed = world.sign_twice(&classic_pdf(), level);
        let updates = [
            updates_of_pages(&signed),
            updates_of_the_form(&signed),
            updates_of_the_file(&signed),
            updates_by_hand(&signed),
        ];
        for (what, updated) in updates.concat() {
            let verdicts = world.verdicts_now(&updated);
            assert!(!verdicts.is_empty(), "{what}");
            for verdict in verdicts.iter().take(2) {
                assert_eq!(verdict.later, Later::Appended, "{what}");
                assert_eq!(verdict.findings, [Finding::Appended], "{what}");
                assert!(verdict.digest_holds && !verdict.covers_whole_file, "{what}");
            }
        }
    }
}

#[test]
fn a_further_field_and_evidence_are_allowed() {
    let world = World::new();
    let signed = world.sign_twice(&classic_pdf(), Level::B);
    let catalog = content(&signed, 1);
    let form = form_of(&catalog);
    let fields = content(&signed, form).replace(']', " 250 0 R]");
    let (before, after) = content(&signed, 3)
        .split_once("/Annots [")
        .map(|(before, after)| (before.to_owned(), after.replacen(']', " 250 0 R]", 1)))
        .unwrap();
    let page = format!("{before}/Annots [{after}");
    let field = "<</FT/Sig/T(More)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 132/P 3 0 R>>";
    let updated = append(
        &signed,
        &[(form, &fields), (3, &page), (250, field)],
        TRAILER,
    );
    assert_eq!(judged(&world, &updated), Some(Overall::Valid));
    let updated = add_evidence(&signed, &[world.certificate_of_seal()], &[world.crl()]).unwrap();
    assert_eq!(judged(&world, &updated), Some(Overall::Valid));
}

#[test]
fn signatures_that_were_taken_out_are_missed() {
    let world = World::new();
    let signed = world.sign_twice(&classic_pdf(), Level::B);
    let catalog = "<</Type/Catalog/Pages 2 0 R/Lang(vi)>>";
    let updated = append(&signed, &[(1, catalog)], TRAILER);
    assert_eq!(judged(&world, &updated), Some(Overall::NotSigned));
    let shadowed = [&signed[..], &classic_pdf()].concat();
    assert_eq!(judged(&world, &shadowed), Some(Overall::NotSigned));
    // The person's signature alone is taken out; the seal covers a form in which it stood.
    let form = form_of(&content(&signed, 1));
    let fields = content(&signed, form);
    let without = fields.replace("/Fields [8 0 R ", "/Fields [");
    assert_ne!(fields, without);
    let updated = append(&signed, &[(form, &without)], TRAILER);
    assert_eq!(
        judged(&world, &updated),
        Some(Overall::Invalid(Finding::Appended))
    );
}

#[test]
fn unsound_evidence_behind_the_last_signature_is_noticed() {
    let (world, other) = (World::new(), World::new());
    let signed = world.sign_by_person(&classic_pdf(), Level::T);
    let kept = add_evidence(&signed, &[world.certificate_of_seal()], &[world.crl()]).unwrap();
    assert_eq!(judged(&world, &kept), Some(Overall::Valid));
    // The last byte of the list is one of its signature.
    let ends = kept
        .windows(10)
        .rposition(|window| window == b"\nendstream");
    let at = ends.unwrap() - 1;
    let mut changed = kept.clone();
    changed[at] ^= 1;
    assert_eq!(
        judged(&world, &changed),
        Some(Overall::Invalid(Finding::Appended))
    );
    // A list of strangers proves nothing and does no harm.
    let foreign = add_evidence(&signed, &[], &[other.crl()]).unwrap();
    assert_eq!(judged(&world, &foreign), Some(Overall::Valid));
}
