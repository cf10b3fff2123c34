//! Files without a paper go after a day; files with one stay.

use std::path::Path;

use dean06_contracts::documents::{DiscardUpload, DiscardUploadRequest};
use jiff::SignedDuration;

use crate::support::{House, each};

fn files(folder: &Path) -> usize {
    let shelves = std::fs::read_dir(folder.join("blobs")).unwrap();
    shelves
        .map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap().count())
        .sum()
}

async fn days(house: &House, count: i64) {
    for _ in 0..count {
        house.clock.advance(SignedDuration::from_hours(24));
        house.settle().await;
    }
}

#[tokio::test]
async fn orphans_go_after_a_day_and_no_sooner() {
    each(|house| async move {
        let person = house.person(1990);
        let actor = house.citizen(person);
        house.issued(person, person).await;
        let scan = b"%PDF-1.7 scan";
        let paper = house.upload(&actor, scan).await.unwrap();
        let twin = house.upload(&actor, scan).await.unwrap();
        // What a crash leaves: a file whose row was never written, and half a file.
        let shelf = house.folder.join("blobs/ab");
        std::fs::create_dir_all(&shelf).unwrap();
        std::fs::write(shelf.join("ab".repeat(32)), b"orphan").unwrap();
        std::fs::write(shelf.join(format!("{}#1", "ab".repeat(32))), b"half").unwrap();
        let discard = |paper: &str| DiscardUploadRequest {
            paper_id: paper.to_owned(),
        };
        house
            .command::<DiscardUpload>(&actor, discard(&paper))
            .await
            .unwrap();
        assert_eq!(files(&house.folder), 4);
        days(&house, 1).await;
        assert_eq!(files(&house.folder), 4, "seen once");
        days(&house, 1).await;
        assert_eq!(files(&house.folder), 2, "the twin holds its file");

        house
            .command::<DiscardUpload>(&actor, discard(&twin))
            .await
            .unwrap();
        days(&house, 1).await;
        assert_eq!(house.count("orphan_file").await, 1);
        // The same file again: it is no orphan any more.
        house.upload(&actor, scan).await.unwrap();
        days(&house, 3).await;
        assert_eq!(files(&house.folder), 2);
        assert_eq!(house.count("orphan_file").await, 0);
    })
    .await;
}
