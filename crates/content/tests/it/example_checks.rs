use dean06_content::Content;

use crate::common::{self, PLAIN, finds};

#[test]
fn examples_must_come_out_as_told() {
    finds(
        PLAIN,
        "\"valid\": true",
        "\"valid\": false",
        "a cat at home",
        "errors",
    );
    finds(
        PLAIN,
        "\"errors\": []",
        "\"errors\": [\"/cat\"]",
        "a cat at home",
        "errors",
    );
    finds(
        PLAIN,
        "\"flags\": [\"young-cat\"]",
        "\"flags\": []",
        "a cat at home",
        "young-cat",
    );
    finds(
        PLAIN,
        "\"competent\": \"00004\"",
        "\"competent\": \"00008\"",
        "a cat at home",
        "00008",
    );
    finds(
        PLAIN,
        "\"songs\": 3, \"abroad\"",
        "\"songs\": 4, \"abroad\"",
        "a cat at home",
        "request.cat.songs",
    );
    finds(PLAIN, "\"MƯỚP\"", "\"Mướp\"", "a cat at home", "result.cat");
    finds(PLAIN, "\"expect\"", "\"expects\"", "", "expects");
    finds(
        PLAIN,
        "\"owner_record\": {",
        "\"cat_record\": {}, \"owner_record\": {",
        "a cat at home",
        "not asked",
    );
    finds(
        PLAIN,
        "\"owner_record\": {",
        "\"dog_record\": {}, \"owner_record\": {",
        "a cat at home",
        "dog_record",
    );
    let mut files = common::files();
    files.retain(|path, _| !path.contains("singing-cat/examples"));
    files.insert(
        "services/singing-cat/notes.txt".to_owned(),
        b"x".as_slice().into(),
    );
    let report = Content::from_files(files).expect("loads").check();
    let messages: Vec<&str> = report.errors.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "nothing reads this file",
            "a service needs at least one example"
        ]
    );
}
