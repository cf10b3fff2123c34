//! All papers as one archive.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{ExportPapers, ExportPapersRequest};

use crate::support::each;

#[tokio::test]
async fn everything_is_in_the_archive() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (result, _) = house.issued(mother, child).await;
        let mut request = crate::support::upload(b"%PDF-1.7 scan");
        request.person_id = Some(child);
        let actor = house.citizen(mother);
        house
            .command::<dean06_contracts::documents::UploadPaper>(&actor, request)
            .await
            .unwrap();
        let request = ExportPapersRequest {
            person_id: Some(child),
        };
        let export = house.call::<ExportPapers>(&actor, request).await.unwrap();
        assert_eq!(export.papers, Some(2));
        let archive = STANDARD.decode(export.bytes.unwrap()).unwrap();
        let has = |text: &str| {
            archive
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        };
        for text in [
            "index.json",
            "a.b.c",
            "%PDF-1.7 scan",
            "%PDF-plain",
            &result.code,
        ] {
            assert!(has(text), "{text}");
        }
        let empty = house
            .call::<ExportPapers>(&actor, ExportPapersRequest::default())
            .await;
        assert_eq!(empty.unwrap().papers, Some(0));
    })
    .await;
}
