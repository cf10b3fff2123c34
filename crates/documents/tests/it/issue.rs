//! From a signed result to a paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{GetPaperFile, GetPaperFileRequest, PaperState};
use dean06_documents::Library;
use dean06_kernel::OrgId;
use jiff::SignedDuration;
use serde_json::json;

use crate::fakes::Mood;
use crate::support::{each, until};

#[tokio::test]
async fn a_paper_is_set_as_the_content_says_that_its_dossier_lives_under() {
    each(|house| async move {
        let person = house.person(1990);
        let digest = "0".repeat(64);
        let older = Library::from([("official.typ".to_owned(), "as it was".to_owned())]);
        let mut result = house.result(person, person);
        result.content_digest.clone_from(&digest);
        house.sign(&result).await;
        house.settle().await;
        // Its version is not to be had: it waits by itself.
        assert_eq!(house.papers(person).await.len(), 0);
        assert_eq!(house.count("parked_result").await, 1);
        house.issued(person, person).await;

        house.town.lock().unwrap().libraries.insert(digest, older);
        house.clock.advance(SignedDuration::from_hours(1));
        house.settle().await;
        assert_eq!(house.papers(person).await.len(), 2);
        let set = house.press.libraries.lock().unwrap().clone();
        assert_eq!(set.len(), 2);
        assert!(set[0].contains("#let official("), "that in force");
        assert_eq!(set[1], "as it was");
    })
    .await;
}

#[tokio::test]
async fn a_paper_with_a_last_day_is_over_after_it() {
    each(|house| async move {
        let person = house.person(1990);
        let mut result = house.result(person, person);
        result.valid_to = Some(house.sources.today());
        house.sign(&result).await;
        house.settle().await;
        let row = house.papers(person).await.remove(0);
        assert_eq!(
            (row.valid_to, row.state),
            (result.valid_to, Some(PaperState::Valid))
        );
        house.clock.advance(SignedDuration::from_hours(24));
        let row = house.papers(person).await.remove(0);
        assert_eq!(row.state, Some(PaperState::Expired));
        let paper = row.paper_id.unwrap();
        let view = house.paper(&house.citizen(person), &paper).await.unwrap();
        assert_eq!(
            (view.valid_to, view.state),
            (result.valid_to, Some(PaperState::Expired))
        );
    })
    .await;
}

#[tokio::test]
async fn a_signed_result_becomes_a_paper_once() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let result = house.result(mother, child);
        house.sign(&result).await;
        house.settle().await;
        house.sign(&result).await;
        house.settle().await;
        let papers = house.papers(child).await;
        assert_eq!(papers.len(), 1);
        assert_eq!(papers[0].code.as_ref(), Some(&result.code));
        assert_eq!(papers[0].state, Some(PaperState::Valid));
        assert_eq!(house.events("documents.paper-ready/1").await.len(), 1);
        assert_eq!(house.messages().await, ["paper-ready"]);
        assert_eq!(
            *house.press.printed.lock().unwrap(),
            1,
            "no second file was made"
        );

        let paper_id = papers[0].paper_id.clone().unwrap();
        let view = house
            .paper(&house.citizen(mother), &paper_id)
            .await
            .unwrap();
        assert_eq!(view.intact, Some(true));
        let signatures = view.signatures.unwrap();
        assert_eq!(signatures.len(), 2);
        assert!(
            signatures[0]
                .name
                .as_deref()
                .unwrap()
                .starts_with("officer-1")
        );
        assert!(
            signatures[1]
                .name
                .as_deref()
                .unwrap()
                .starts_with("committee-00004")
        );
        assert_eq!(view.jws.as_deref(), Some("a.b.c"));

        let request = GetPaperFileRequest { paper_id };
        let actor = house.citizen(mother);
        let file = house.call::<GetPaperFile>(&actor, request).await.unwrap();
        let bytes = STANDARD.decode(file.bytes.unwrap()).unwrap();
        assert!(bytes.starts_with(b"%PDF-plain"));
        assert_eq!(file.sha256, view.sha256);
        let name = file.file_name.unwrap();
        assert_eq!(name, "birth-certificate H26.4-20261109-0001.pdf");
    })
    .await;
}

#[tokio::test]
async fn a_machine_decides_without_a_hand_and_the_agency_seals() {
    each(|house| async move {
        let person = house.person(1990);
        let mut result = house.result(person, person);
        result.signer.automatic = true;
        house.sign(&result).await;
        house.settle().await;
        let paper = house.papers(person).await[0].paper_id.clone().unwrap();
        let view = house.paper(&house.citizen(person), &paper).await.unwrap();
        assert_eq!(view.signatures.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn certificates_are_made_once_and_anew_after_a_revocation() {
    each(|house| async move {
        let person = house.person(1990);
        house.issued(person, person).await;
        house.issued(person, person).await;
        assert_eq!(*house.notary.issued.lock().unwrap(), 2);
        let org = OrgId::new("committee-00004").unwrap();
        let left = house.documents.revoke_officer(&org, "officer-1", "left");
        assert!(left.await.unwrap());
        let again = house.documents.revoke_officer(&org, "officer-1", "left");
        assert!(!again.await.unwrap());
        assert_eq!(
            house.documents.revocation_list().await.unwrap(),
            b"officer-1 1"
        );
        house.issued(person, person).await;
        assert_eq!(*house.notary.issued.lock().unwrap(), 3);

        // Long before its end a certificate is followed by another.
        house
            .clock
            .advance(SignedDuration::from_hours(24 * (3 * 365 - 20)));
        house.issued(person, person).await;
        assert_eq!(*house.notary.issued.lock().unwrap(), 5);
        house.documents.renew_authority().await.unwrap();
        assert_eq!(house.documents.anchors_pem().await.unwrap(), "rootroot");
    })
    .await;
}

#[tokio::test]
async fn a_result_that_cannot_be_printed_holds_up_no_other() {
    each(|house| async move {
        let person = house.person(1990);
        *house.press.mood.lock().unwrap() = Mood::Strict;
        let mut broken = house.result(person, person);
        broken.template = "broken".to_owned();
        house.sign(&broken).await;
        house
            .emit(
                "casework.result-signed/1",
                &person.to_string(),
                json!({"party_id": 1}),
            )
            .await;
        let good = house.result(person, person);
        house.sign(&good).await;
        house.settle().await;
        assert_eq!(house.papers(person).await.len(), 1);
        assert_eq!(house.count("parked_result").await, 2);

        // Taken back before there is a paper of it.
        house.revoke(&broken, None).await;
        house.settle().await;
        house.clock.advance(SignedDuration::from_mins(1));
        house.settle().await;
        assert_eq!(house.papers(person).await.len(), 1, "still broken");
        *house.press.mood.lock().unwrap() = Mood::Well;
        house.clock.advance(SignedDuration::from_mins(10));
        house.settle().await;
        let papers = house.papers(person).await;
        assert_eq!(papers.len(), 2);
        let late = papers
            .iter()
            .find(|row| row.code.as_ref() == Some(&broken.code));
        assert_eq!(late.unwrap().state, Some(PaperState::Revoked));
        assert_eq!(
            house.count("parked_result").await,
            1,
            "what does not read stays"
        );
    })
    .await;
}

#[tokio::test]
async fn when_the_press_is_down_results_wait() {
    each(|house| async move {
        let person = house.person(1990);
        *house.press.mood.lock().unwrap() = Mood::Down;
        house.sign(&house.result(person, person)).await;
        assert!(house.store.catch_up().await.is_err());
        assert_eq!(house.count("parked_result").await, 0);
        *house.press.mood.lock().unwrap() = Mood::Well;
        let _running = house.running();
        until(|| async { house.papers(person).await.len() == 1 }).await;
    })
    .await;
}

#[tokio::test]
async fn a_revoked_paper_says_so_and_names_what_took_its_place() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (first, old) = house.issued(mother, child).await;
        let (second, new) = house.issued(mother, child).await;
        house.revoke(&first, Some(&second.code)).await;
        house.settle().await;
        let actor = house.citizen(mother);
        let view = house.paper(&actor, &old).await.unwrap();
        assert_eq!(view.state, Some(PaperState::Replaced));
        assert_eq!(view.replaced_by.as_ref(), Some(&new));
        assert_eq!(view.state_reason.as_deref(), Some("Ghi sai ngày sinh"));
        assert_eq!(view.intact, Some(true), "its signatures are as they were");
        assert_eq!(
            house.messages().await,
            ["paper-ready", "paper-ready", "paper-revoked"]
        );
        house.revoke(&first, None).await;
        house.settle().await;
        let view = house.paper(&actor, &old).await.unwrap();
        assert_eq!(
            view.state,
            Some(PaperState::Replaced),
            "the first word counts"
        );
        assert_eq!(house.messages().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn many_results_of_many_parties_each_have_their_paper() {
    each(|house| async move {
        let people: Vec<_> = (0..40).map(|_| house.person(1990)).collect();
        for person in &people {
            house.sign(&house.result(*person, *person)).await;
        }
        let _running = house.running();
        until(|| async { house.count("paper").await == 40 }).await;
        for person in people {
            assert_eq!(house.papers(person).await.len(), 1);
        }
    })
    .await;
}
