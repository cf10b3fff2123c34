use dean06_content::Content;

use crate::common::{self, BUNDLE, COLLAR, COLLAR_FORM, SERVICE, changed, finds};

#[test]
fn bundles_that_do_not_fit_are_told() {
    for (from, to, place, part) in [
        (
            "service = \"cat-collar\"",
            "service = \"dog\"",
            "leg.collar",
            "no service dog",
        ),
        (
            "after = [\"licence\"]",
            "after = [\"dog\"]",
            "leg.collar",
            "no leg dog",
        ),
        (
            "after = [\"licence\"]",
            "after = [\"collar\"]",
            "leg.collar.after",
            "waits for itself",
        ),
        (
            "after = [\"licence\"]",
            "after = []",
            "leg.collar.pass.licence_number",
            "must stand in after",
        ),
        (
            "optional = true\n",
            "",
            "leg.collar",
            "chosen goes with optional",
        ),
        (
            "id = \"collar\"",
            "id = \"licence\"",
            "leg.licence",
            "occurs twice",
        ),
        (
            "legs.licence.form.cat.name",
            "legs.licence.form.cat.nose",
            "leg.collar.pass.cat_name",
            "no field cat.nose",
        ),
        (
            "legs.licence.form.cat.name",
            "legs.collar.form.collar.name",
            "leg.collar.pass.cat_name",
            "no leg collar before",
        ),
        (
            "legs.licence.form.cat.name",
            "legs.licence.cat",
            "leg.collar.pass.cat_name",
            "has no cat",
        ),
        (
            "legs.licence.form.cat.name",
            "form.cat.name",
            "leg.collar.pass.cat_name",
            "no variable form",
        ),
        (
            "legs.licence.form.cat.name",
            "label('dogs', today)",
            "leg.collar.pass.cat_name",
            "no code list dogs",
        ),
    ] {
        finds(BUNDLE, from, to, place, part);
    }
}

#[test]
fn events_dates_and_words_of_a_bundle_are_looked_at() {
    for (from, to, place, part) in [
        (
            "event.kitten_id",
            "applicant.person_id",
            "opens.",
            "knows event only",
        ),
        (
            "message = \"kitten-born\"",
            "message = \"puppy-born\"",
            "opens.",
            "no message puppy-born",
        ),
        (
            "key = \"kitten_id\"",
            "key = \"puppy_id\"",
            "changes.",
            "no occasion has a member puppy_id",
        ),
        (
            "valid_from = \"2026-09-01\"",
            "valid_from = \"2026-08-31\"",
            "law",
            "cat-2024 of the same family",
        ),
        (
            "valid_from = \"2026-09-01\"",
            "valid_from = \"2026-09-01\"\nvalid_to = \"2026-01-01\"",
            "law.valid_to",
            "ends before",
        ),
        ("working_days = 3", "", "clock.total", "needs either"),
        (
            "en = \"Apply once.\"",
            "en = \"\"",
            "summary",
            "missing in one",
        ),
        (
            "slug = \"cat-2026\"",
            "slug = \"cat\"",
            "slug",
            "name of the file",
        ),
        ("after = [\"licence\"]", "before = []", "", "unknown field"),
    ] {
        finds(BUNDLE, from, to, place, part);
    }
}

#[test]
fn a_leg_that_must_be_there_does_not_wait_for_a_choice() {
    let third = "\n[[leg]]\nid = \"ribbon\"\nservice = \"singing-cat\"\nafter = [\"collar\"]\n";
    let end = "commune = \"legs.licence.commune\"\n";
    let changed = format!("{end}{third}");
    finds(
        BUNDLE,
        end,
        &changed,
        "leg.ribbon",
        "the applicant may leave out",
    );
}

#[test]
fn what_is_passed_must_be_passed_by_every_bundle() {
    let lost = "cat_name = \"legs.licence.form.cat.name\"\n";
    let report = changed(BUNDLE, lost, "").expect("loads").check();
    let told = |file: &str, place: &str| {
        let mut errors = report.errors.iter();
        errors.any(|e| e.file == file && e.place == place && e.message.contains("does not pass"))
    };
    assert!(told(COLLAR_FORM, "/collar/name"), "{:#?}", report.errors);
    finds(
        COLLAR,
        "\"passed.commune\"",
        "\"passed.comune\"",
        "competent",
        "does not pass comune",
    );
}

#[test]
fn the_sides_of_a_service_are_looked_at() {
    for (from, to, place, part) in [
        ("offered = false", "offered = true", "", ""),
        (
            "who = \"owner_record.person_id\"",
            "who = \"owner_record.phone\"",
            "agreement.who",
            "does not open phone",
        ),
        (
            "when = \"form.collar.colour == 'red'\"",
            "when = \"effect.number\"",
            "agreement.when",
            "no variable effect",
        ),
        (
            "en = \"Not red.\"",
            "en = \"\"",
            "agreement.declined",
            "missing in one",
        ),
        (
            "present(passed.licence_number)\"",
            "present(form.collar.size)\"",
            "automatic.when",
            "no field form.collar.size",
        ),
        (
            "service = \"cats.get-collar/1\"",
            "service = \"cats.get-cat/1\"",
            "by_hand",
            "does not open cats.get-cat/1",
        ),
        (
            "present(record.number)",
            "present(effect.number)",
            "by_hand.when",
            "no variable effect",
        ),
        (
            "person = \"applicant.person_id\"",
            "person = \"record.x\"",
            "result.person",
            "no variable record",
        ),
        (
            "qr = [\"number\"]",
            "qr = [\"colour\"]",
            "result.qr",
            "no line colour",
        ),
        (
            "purpose = \"cat-collar.decide\"\nsource = \"made up for tests\"",
            "purpose = \"cat-collar.decide\"",
            "effect",
            "need each other",
        ),
    ] {
        if part.is_empty() {
            assert_eq!(changed(COLLAR, from, to).expect("loads").check().errors, []);
        } else {
            finds(COLLAR, from, to, place, part);
        }
    }
    finds(
        COLLAR_FORM,
        "\"cat-picture\"",
        "\"dog-picture\"",
        "/collar/picture",
        "has no dog-picture",
    );
    finds(
        COLLAR_FORM,
        "\"x-widget\": \"paper\",",
        "",
        "/properties/collar/properties/picture",
        "need each other",
    );
    let files = common::files().into_iter();
    let without = files.filter(|(path, _)| !path.starts_with("bundles/"));
    let report = Content::from_files(without).expect("loads").check();
    let alone = report
        .errors
        .iter()
        .any(|e| e.file == COLLAR && e.place == "offered");
    assert!(alone, "{:#?}", report.errors);
}

#[test]
fn messages_and_templates_are_looked_at() {
    let file = "messages.toml";
    finds(
        file,
        "{title}: see",
        "{name}: see",
        "kitten-born",
        "{name} does not stand in blanks",
    );
    finds(
        file,
        "en = \"A kitten.\"",
        "en = \"\"",
        "kitten-born",
        "missing in one",
    );
    let long = format!("en = \"{}\"", "x".repeat(211));
    finds(
        file,
        "en = \"A kitten.\"",
        &long,
        "kitten-born",
        "more than 210 characters",
    );
    let mut files = common::files();
    let template = files.remove("papers/default.typ").expect("it is there");
    assert_eq!(
        Content::from_files(files.clone())
            .expect("loads")
            .check()
            .errors,
        []
    );
    files.insert("papers/official.typ".to_owned(), template);
    let report = Content::from_files(files).expect("loads").check();
    assert!(
        report
            .errors
            .iter()
            .any(|e| e.file == SERVICE && e.place == "result")
    );
}
