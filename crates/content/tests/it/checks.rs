use dean06_content::{CheckReport, Content};

use crate::common::{self, BUNDLE, COLLAR, FORM, SERVICE, changed, finds};

#[test]
fn the_fixture_has_no_error_and_its_examples_are_played() {
    let report = common::content().check();
    assert_eq!(report.errors, []);
    assert_eq!(report.examples, 3);
}

#[test]
fn everything_that_is_not_official_is_listed() {
    let report = common::content().check();
    for (file, place) in [
        (SERVICE, "law"),
        (SERVICE, "clock.total"),
        (SERVICE, "check.young-cat"),
        (COLLAR, "agreement"),
        (COLLAR, "automatic"),
        (COLLAR, "effect"),
        (BUNDLE, "law"),
        (BUNDLE, "clock.total"),
        ("messages.toml", ""),
        ("notices/index.toml", "cat-notice"),
        ("legal-bases.toml", "cat-law"),
        ("calendar.toml", "office_hours"),
        ("calendar.csv", "2027"),
        ("calendar.csv", "2026"),
        ("province-codes.csv", ""),
        ("organisations.csv", ""),
        ("organisations.toml", "commune_police"),
        ("profiles.toml", "2025-07-01"),
        ("admin-units/merger-2025.csv", ""),
        ("code-lists/nationalities.csv", ""),
    ] {
        let listed = report
            .warnings
            .iter()
            .any(|w| w.file == file && w.place == place);
        assert!(listed, "{file} {place}");
    }
    let official = report
        .warnings
        .iter()
        .any(|w| w.message.starts_with("official"));
    assert!(!official);
}

#[test]
fn broken_files_are_told_together() {
    let told = |broken: &[&str]| -> Vec<String> {
        let mut files = common::files();
        for path in broken {
            files.insert((*path).to_owned(), b"x = [".as_slice().into());
        }
        let error = Content::from_files(files).expect_err("broken");
        let report = CheckReport::of_failure(error);
        report.errors.into_iter().map(|f| f.file).collect()
    };
    assert_eq!(
        told(&["purposes.toml", SERVICE]),
        ["purposes.toml", SERVICE]
    );
    // Without the tables no service can be understood.
    let tables = ["calendar.toml", "organisations.toml"];
    let found = told(&tables);
    assert!(
        tables.iter().all(|path| found.iter().any(|f| f == path)),
        "{found:?}"
    );
    let nothing = Content::from_files(common::files().into_iter().take(1));
    assert!(nothing.is_err());
}

#[test]
fn roles_and_times_must_fit() {
    let errors = |path: &str, text: &str| {
        let mut files = common::files();
        files.insert(path.to_owned(), text.as_bytes().to_vec().into());
        match Content::from_files(files) {
            Ok(content) => content.check().errors,
            Err(error) => CheckReport::of_failure(error).errors,
        }
    };
    let role = |id: &str, kind: &str| {
        format!(
            "[[role]]\nid = \"{id}\"\ntitle = {{ vi = \"A\", en = \"B\" }}\nkinds = [\"{kind}\"]
             source = \"x\"\nconfidence = \"unconfirmed\"\n"
        )
    };
    let stray = errors("roles.toml", &role("singer", "opera"));
    assert!(stray.iter().any(|f| f.file == "roles.toml"), "{stray:?}");
    let unnamed = errors("roles.toml", &role("singer", "commune_police"));
    assert!(
        unnamed.iter().any(|f| f.place.starts_with("roles.")),
        "{unnamed:?}"
    );
    let keep = |what: &str, days: u16| {
        format!("[{what}]\ndays = {days}\nsource = \"x\"\nconfidence = \"unconfirmed\"\n")
    };
    assert_eq!(errors("retention.toml", &keep("drafts", 90)), []);
    assert_ne!(errors("retention.toml", &keep("drafts", 0)), []);
    assert_ne!(errors("retention.toml", &keep("draughts", 90)), []);
}

#[test]
fn a_service_must_say_everything() {
    finds(
        SERVICE,
        "confidence = \"unconfirmed\"\nvalid_from",
        "valid_from",
        "",
        "confidence",
    );
    finds(SERVICE, "valid_from = \"2025-07-01\"", "", "", "valid_from");
    finds(
        SERVICE,
        "source = \"made up for tests\"",
        "source = \" \"",
        "law.source",
        "empty",
    );
    finds(
        SERVICE,
        "title = { vi = \"Cấp phép mèo biết hát\", en",
        "title = { en",
        "",
        "vi",
    );
    finds(
        SERVICE,
        "en = \"Licence for a singing cat\"",
        "en = \"\"",
        "title",
        "missing",
    );
    finds(
        SERVICE,
        "slug = \"singing-cat\"",
        "slug = \"cat\"",
        "slug",
        "folder",
    );
    finds(
        SERVICE,
        "procedure_code",
        "procedure_kode",
        "",
        "procedure_kode",
    );
    finds(
        SERVICE,
        "kind = \"commune_committee\"",
        "kind = \"ministry\"",
        "competent",
        "commune",
    );
    finds(
        SERVICE,
        "kind = \"commune_committee\"",
        "kind = \"cat_office\"",
        "competent",
        "cat_office",
    );
    finds(
        SERVICE,
        "working_days = 2",
        "working_days = 2\nworking_hours = 3",
        "clock.total",
        "either",
    );
    finds(
        SERVICE,
        "template = \"{org}",
        "template = \"{moon}",
        "",
        "moon",
    );
    finds(
        SERVICE,
        "id = \"choir\"",
        "id = \"young-cat\"",
        "check.young-cat",
        "twice",
    );
    finds(
        SERVICE,
        "field = \"/cat/birth_date\"",
        "field = \"/cat/birthday\"",
        "young-cat",
        "birthday",
    );
    finds(
        SERVICE,
        "copy = [\"owner\"",
        "copy = [\"keeper\"",
        "apply_again",
        "keeper",
    );
}

#[test]
fn rules_must_read_what_is_there() {
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"form.cat.songs = 0\"",
        "",
        "rule",
    );
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"form.cat.tunes == 0\"",
        "silent-cat",
        "form.cat.tunes",
    );
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"cat.songs == 0\"",
        "silent-cat",
        "no variable cat",
    );
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"officer.name == ''\"",
        "silent-cat",
        "officer",
    );
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"owner_record.religion == ''\"",
        "silent-cat",
        "does not open religion",
    );
    finds(
        SERVICE,
        "\"form.cat.songs == 0\"",
        "\"sing(form.cat)\"",
        "",
        "sing",
    );
    finds(
        SERVICE,
        "person_id = \"applicant.person_id\"",
        "person_id = \"cat_record.owner\"",
        "owner_record.request",
        "not asked yet",
    );
    finds(
        SERVICE,
        "label('sexes'",
        "label('sizes'",
        "result.field.sex",
        "sizes",
    );
    finds(
        FORM,
        "\"form.cat.kind != 'foreign'\"",
        "\"form.cat.breed != 'foreign'\"",
        "/cat/home/line",
        "breed",
    );
    finds(
        FORM,
        "\"applicant.phone\"",
        "\"nobody.phone\"",
        "/owner/phone",
        "nobody",
    );
}

#[test]
fn sources_and_purposes_must_fit() {
    finds(
        SERVICE,
        "purpose = \"singing-cat.prefill\"",
        "purpose = \"fun\"",
        "owner_record",
        "fun",
    );
    finds(
        SERVICE,
        "service = \"population.get-person/1\"",
        "service = \"population.get-household/1\"",
        "owner_record",
        "does not open",
    );
    finds(
        SERVICE,
        "id = \"owner_record\"",
        "id = \"form\"",
        "source.form",
        "variable",
    );
    finds(
        SERVICE,
        "purpose = \"singing-cat.decide\"",
        "purpose = \"singing-cat.prefill\"",
        "effect",
        "does not open",
    );
    finds(
        FORM,
        "\"owner_record.name\"",
        "\"dog_record.name\"",
        "/owner/name",
        "dog_record",
    );
    finds(
        FORM,
        "\"owner_record.name\"",
        "\"owner_record.religion\"",
        "/owner/name",
        "religion",
    );
    finds(
        "purposes.toml",
        "legal_basis = \"cat-law\"",
        "legal_basis = \"dog-law\"",
        "singing-cat.prefill",
        "dog-law",
    );
}

#[test]
fn what_a_source_knows_is_not_asked() {
    // The keeper's date of birth is in the register that already fills the keeper's name.
    let asked = "\"phone\": {\n          \"type\": \"string\",";
    let instead = "\"birth_date\": {\n          \"type\": \"string\",";
    finds(FORM, asked, instead, "/owner/birth_date", "x-editable");
    let reason = "\"birth_date\": {\n \"x-editable\": { \"reason\": { \"vi\": \"x\", \"en\": \"x\" } },\n \"type\": \"string\",";
    let report = changed(FORM, asked, reason).expect("a form").check();
    assert_eq!(report.errors, []);
    finds(
        FORM,
        "\"chip\": {",
        "\"chip\": { \"x-editable\": { \"reason\": { \"vi\": \"x\", \"en\": \"x\" } },",
        "/cat/chip",
        "no declared source",
    );
    // Whom a section is about, `about` says where no field of it is filled from the source.
    let about_the_cat = changed(
        SERVICE,
        "id = \"owner_record\"",
        "id = \"owner_record\"\nabout = \"cat\"",
    );
    let errors = about_the_cat.expect("loads").check().errors;
    let places: Vec<&str> = errors.iter().map(|f| f.place.as_str()).collect();
    assert_eq!(places, ["/cat/birth_date"]);
}

#[test]
fn data_services_must_be_known() {
    let content = common::content();
    let all = [
        "population.get-person/1",
        "cats.get-cat/1",
        "cats.license-cat/1",
        "cats.issue-collar/1",
        "cats.get-collar/1",
    ];
    assert_eq!(content.check_contracts(&all), []);
    let found = content.check_contracts(&all[..1]);
    assert_eq!(found.len(), 8);
    assert!(
        found
            .iter()
            .any(|f| f.file == SERVICE && f.place == "effect.command")
    );
    assert!(
        found
            .iter()
            .any(|f| f.to_string().contains("cats.get-cat/1"))
    );
}

#[test]
fn the_real_content_has_no_error() {
    let report = Content::embedded().expect("loads").check();
    assert_eq!(report.errors, []);
}

/// Every table of every TOML file that says where it comes from and is not official, by its source.
fn doubts(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
            if let (Some(source), Some(confidence)) = (text("source"), text("confidence"))
                && confidence != "official"
            {
                found.push(format!("{confidence}: {source}"));
            }
            table.values().for_each(|inner| doubts(inner, found));
        }
        toml::Value::Array(items) => items.iter().for_each(|inner| doubts(inner, found)),
        _ => {}
    }
}

#[test]
fn whatever_is_not_official_in_any_file_is_listed() {
    let content = Content::embedded().unwrap();
    let listed: Vec<String> = content
        .check()
        .warnings
        .iter()
        .map(|warning| warning.message.clone())
        .collect();
    let mut files = 0;
    for (path, bytes) in content.files() {
        if path.strip_suffix(".toml").is_none() {
            continue;
        }
        let file: toml::Table = toml::from_str(std::str::from_utf8(bytes).unwrap()).unwrap();
        let mut found = Vec::new();
        doubts(&file.into(), &mut found);
        files += usize::from(!found.is_empty());
        for doubt in found {
            assert!(listed.contains(&doubt), "{path}: {doubt} is not listed");
        }
    }
    assert!(files > 20, "only {files} files say how sure they are");
}
