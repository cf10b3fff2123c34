//! What people put in: by its content, within limits, once for each key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_content::Content;
use dean06_contracts::documents::{
    DiscardUpload, DiscardUploadRequest, GetPaperFile, GetPaperFileRequest, PaperSource,
    UploadPaper,
};
use dean06_mediator::MediatorError;
use dean06_store::testing::ENGINES;
use std::borrow::Cow;
use std::sync::Arc;

use crate::support::{House, code, each, upload};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";

#[tokio::test]
async fn a_file_is_what_its_content_is() {
    each(|house| async move {
        let person = house.person(1990);
        let actor = house.citizen(person);
        let mut request = upload(PNG);
        request.file_name = "../../Giấy chứng sinh.pdf".to_owned();
        request.title = "  Giấy\tchứng sinh ".to_owned();
        let answer = house.command::<UploadPaper>(&actor, request).await.unwrap();
        assert_eq!(answer.media_type.as_deref(), Some("image/png"));
        assert_eq!(answer.file_name.as_deref(), Some("Giấy chứng sinh.png"));
        let view = house
            .paper(&actor, answer.paper_id.as_deref().unwrap())
            .await
            .unwrap();
        assert_eq!(view.title.unwrap().vi, "Giấy chứng sinh");
        assert_eq!(view.source, Some(PaperSource::Uploaded));
        assert_eq!(view.can_discard, Some(true));
        assert_eq!((view.intact, view.code), (None, None));

        let request = GetPaperFileRequest {
            paper_id: answer.paper_id.unwrap(),
        };
        let file = house.call::<GetPaperFile>(&actor, request).await.unwrap();
        assert_eq!(STANDARD.decode(file.bytes.unwrap()).unwrap(), PNG);

        let page = b"<html><script>alert(1)</script>";
        assert_eq!(code(house.upload(&actor, page).await), "upload-type");
        let script = b"%PDF-1.7\n1 0 obj << /S /Java#53cript >>";
        assert_eq!(code(house.upload(&actor, script).await), "upload-active");
        let locked = b"%PDF-1.7\ntrailer << /Encrypt 1 0 R >>";
        assert_eq!(code(house.upload(&actor, locked).await), "upload-opaque");
        assert_eq!(house.papers(person).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field() {
    each(|house| async move {
        let actor = house.citizen(house.person(1990));
        let mut unknown = upload(PNG);
        unknown.kind = "spell-book".to_owned();
        let mut untitled = upload(PNG);
        untitled.title = " \u{7} ".to_owned();
        let mut broken = upload(PNG);
        broken.bytes = "?not base 64?".to_owned();
        for (request, pointer) in [(unknown, "/kind"), (untitled, "/title"), (broken, "/bytes")] {
            let refused = house.command::<UploadPaper>(&actor, request).await;
            match refused.unwrap_err() {
                MediatorError::Service(dean06_mediator::ServiceError::Invalid(problems)) => {
                    assert_eq!(problems[0].pointer, pointer);
                }
                other => panic!("{other}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_scanner_is_heard_and_awaited() {
    each(|house| async move {
        let actor = house.citizen(house.person(1990));
        let evil = [PNG, b"virus"].concat();
        assert_eq!(code(house.upload(&actor, &evil).await), "upload-infected");
        *house.scanner.silent.lock().unwrap() = true;
        assert_eq!(code(house.upload(&actor, PNG).await), "fault");
        assert_eq!(house.count("paper").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_is_the_same_paper_and_a_discarded_one_is_gone() {
    each(|house| async move {
        let person = house.person(1990);
        let actor = house.citizen(person);
        let first = house
            .command_as::<UploadPaper>(&actor, "k", upload(PNG))
            .await
            .unwrap();
        let again = house
            .command_as::<UploadPaper>(&actor, "k", upload(PNG))
            .await
            .unwrap();
        assert_eq!(first, again);
        let other = house.upload(&actor, PNG).await.unwrap();
        assert_eq!(
            house.papers(person).await.len(),
            2,
            "two papers of one file"
        );

        let request = DiscardUploadRequest {
            paper_id: first.paper_id.unwrap(),
        };
        for _ in 0..2 {
            let gone = house.command_as::<DiscardUpload>(&actor, "d", request.clone());
            assert_eq!(
                gone.await.unwrap().paper_id.as_ref(),
                Some(&request.paper_id)
            );
        }
        let gone = house
            .command_as::<DiscardUpload>(&actor, "e", request)
            .await;
        assert_eq!(code(gone), "paper-not-found");
        assert_eq!(house.papers(person).await.len(), 1);

        let (_, issued) = house.issued(person, person).await;
        let request = DiscardUploadRequest { paper_id: issued };
        let refused = house.command::<DiscardUpload>(&actor, request).await;
        assert_eq!(code(refused), "paper-not-uploaded");
        let stranger = house.citizen(house.person(1990));
        let request = DiscardUploadRequest { paper_id: other };
        let refused = house.command::<DiscardUpload>(&stranger, request).await;
        assert_eq!(code(refused), "paper-not-found");
    })
    .await;
}

/// The content with other limits.
fn limited(limits: [(&str, &str); 3]) -> Arc<Content> {
    let mut files = Content::embedded().unwrap().files().clone();
    let mut text = String::from_utf8(files["documents.toml"].to_vec()).unwrap();
    for (from, to) in limits {
        assert!(text.contains(from));
        text = text.replacen(from, to, 1);
    }
    files.insert("documents.toml".to_owned(), Cow::Owned(text.into_bytes()));
    Arc::new(Content::from_files(files).unwrap())
}

#[tokio::test]
async fn sizes_and_numbers_are_limited() {
    let content = limited([
        ("max_bytes = 10_000_000", "max_bytes = 100"),
        ("max_files = 200", "max_files = 3"),
        ("max_total_bytes = 200_000_000", "max_total_bytes = 150"),
    ]);
    for engine in ENGINES {
        let Some(house) = House::with(engine, Arc::clone(&content), None).await else {
            continue;
        };
        let actor = house.citizen(house.person(1990));
        let file = |size: usize| [PNG, &vec![b'x'; size - PNG.len()][..]].concat();
        assert_eq!(
            code(house.upload(&actor, &file(101)).await),
            "upload-too-large"
        );
        assert_eq!(
            code(house.upload(&actor, &file(5000)).await),
            "upload-too-large"
        );
        house.upload(&actor, &file(100)).await.unwrap();
        assert_eq!(
            code(house.upload(&actor, &file(60)).await),
            "upload-store-full"
        );
        house.upload(&actor, &file(20)).await.unwrap();
        house.upload(&actor, &file(20)).await.unwrap();
        assert_eq!(
            code(house.upload(&actor, &file(12)).await),
            "upload-store-full"
        );
    }
}
