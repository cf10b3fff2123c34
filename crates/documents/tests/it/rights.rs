//! Who sees whose papers: everybody else learns that there is no such paper.

use dean06_contracts::documents::{
    ExportPapers, ExportPapersRequest, GetPaperFile, GetPaperFileRequest, GetPaperOfDossier,
    GetPaperOfDossierRequest, ListPapers, ListPapersRequest, RevokePaper, RevokePaperRequest,
    SharePaper, SharePaperRequest, UploadPaper,
};
use dean06_contracts::ledger::{WhoUsedMyData, WhoUsedMyDataRequest};
use dean06_contracts::population::Relation;
use dean06_kernel::PersonId;
use dean06_mediator::{Actor, Ask};

use crate::support::{House, ORG, code, each, upload};

async fn lists(house: &House, actor: &Actor, person: PersonId) -> Result<usize, &'static str> {
    let request = ListPapersRequest {
        person_id: Some(person),
        ..ListPapersRequest::default()
    };
    let page = house.call::<ListPapers>(actor, request).await;
    match page {
        Ok(page) => Ok(page.rows.unwrap().len()),
        Err(error) => Err(code::<()>(Err(error))),
    }
}

#[tokio::test]
async fn a_childs_papers_are_for_its_registered_parents_only() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let father = house.person(1988);
        house.relate(father, Relation::Child, child);
        house.relate(child, Relation::Father, father);
        let (_, paper) = house.issued(mother, child).await;
        for parent in [mother, father] {
            let actor = house.citizen(parent);
            assert_eq!(lists(&house, &actor, child).await, Ok(1));
            assert!(house.paper(&actor, &paper).await.is_ok());
        }

        // A step-parent, a grandparent, and somebody whose own record alone says so.
        let stepfather = house.person(1985);
        house.relate(stepfather, Relation::Spouse, mother);
        house.relate(mother, Relation::Spouse, stepfather);
        let grandmother = house.person(1960);
        house.relate(grandmother, Relation::Child, mother);
        house.relate(mother, Relation::Mother, grandmother);
        let pretender = house.person(1985);
        house.relate(pretender, Relation::Child, child);
        let stranger = house.person(1985);
        for other in [stepfather, grandmother, pretender, stranger] {
            let actor = house.citizen(other);
            assert_eq!(lists(&house, &actor, child).await, Err("person-not-found"));
            assert_eq!(code(house.paper(&actor, &paper).await), "paper-not-found");
            let request = GetPaperFileRequest {
                paper_id: paper.clone(),
            };
            let file = house.call::<GetPaperFile>(&actor, request).await;
            assert_eq!(code(file), "paper-not-found");
            let request = SharePaperRequest {
                paper_id: paper.clone(),
                days: 1,
            };
            let share = house.command::<SharePaper>(&actor, request).await;
            assert_eq!(code(share), "paper-not-found");
            let request = ExportPapersRequest {
                person_id: Some(child),
            };
            let export = house.call::<ExportPapers>(&actor, request).await;
            assert_eq!(code(export), "person-not-found");
            let mut request = upload(b"%PDF-1.7");
            request.person_id = Some(child);
            let upload = house.command::<UploadPaper>(&actor, request).await;
            assert_eq!(code(upload), "person-not-found");
        }
        // A stranger's question touched no record of the child.
        let asked = house.citizen(stranger);
        assert_eq!(lists(&house, &asked, stranger).await, Ok(0));
    })
    .await;
}

#[tokio::test]
async fn a_grown_childs_papers_are_its_own() {
    each(|house| async move {
        let (mother, child) = house.family(2008);
        let stranger = house.person(1970);
        let (_, paper) = house.issued(stranger, child).await;
        let actor = house.citizen(mother);
        assert_eq!(lists(&house, &actor, child).await, Err("person-not-found"));
        assert_eq!(code(house.paper(&actor, &paper).await), "paper-not-found");
        assert!(house.paper(&house.citizen(child), &paper).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_applied_sees_the_result_and_keeps_nothing_of_it() {
    each(|house| async move {
        let (_, child) = house.family(2026);
        let uncle = house.person(1980);
        let (result, paper) = house.issued(uncle, child).await;
        let actor = house.citizen(uncle);
        let request = GetPaperOfDossierRequest {
            dossier_id: result.dossier_id,
        };
        let view = house
            .call::<GetPaperOfDossier>(&actor, request.clone())
            .await;
        assert_eq!(view.unwrap().paper_id, Some(paper.clone()));
        let share = SharePaperRequest {
            paper_id: paper,
            days: 1,
        };
        let share = house.command::<SharePaper>(&actor, share).await;
        assert_eq!(code(share), "paper-not-found");
        let stranger = house.citizen(house.person(1980));
        let view = house.call::<GetPaperOfDossier>(&stranger, request).await;
        assert_eq!(code(view), "paper-not-found");
    })
    .await;
}

#[tokio::test]
async fn an_officer_sees_what_the_own_body_issued() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (result, paper) = house.issued(mother, child).await;
        let officer = house.officer(ORG, &["registrar"]);
        assert!(house.paper(&officer, &paper).await.is_ok());
        let elsewhere = house.officer("committee-00008", &["registrar"]);
        assert_eq!(
            code(house.paper(&elsewhere, &paper).await),
            "paper-not-found"
        );
        let own = house
            .upload(&house.citizen(mother), b"%PDF-1.7 mine")
            .await
            .unwrap();
        assert_eq!(code(house.paper(&officer, &own).await), "paper-not-found");

        let request = RevokePaperRequest {
            paper_id: paper.clone(),
            reason: "Ghi sai".to_owned(),
            replaced_by: None,
        };
        let revoked = house
            .command::<RevokePaper>(&officer, request.clone())
            .await;
        assert_eq!(revoked.unwrap().paper_id, Some(paper));
        assert_eq!(house.town.lock().unwrap().revoked, [result.dossier_id]);
        let refused = house
            .command::<RevokePaper>(&elsewhere, request.clone())
            .await;
        assert_eq!(code(refused), "paper-not-found");
        let clerk = house.officer(ORG, &["one_stop_officer"]);
        let refused = house.command::<RevokePaper>(&clerk, request.clone()).await;
        assert_eq!(code(refused), "not-permitted");
        let citizen = house.citizen(mother);
        let refused = house.command::<RevokePaper>(&citizen, request).await;
        assert_eq!(code(refused), "not-permitted");
    })
    .await;
}

#[tokio::test]
async fn an_officer_opens_what_the_form_of_a_dossier_on_the_own_desk_uses() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (_, certificate) = house.issued(mother, child).await;
        let mine = house.upload(&house.citizen(mother), b"%PDF-1.7 mine").await;
        let mine = mine.unwrap();
        let dossier = house.sources.uuid().to_string();
        let police = "commune-police-00004";
        for paper in [&certificate, &mine] {
            let known = (police.to_owned(), dossier.clone(), paper.clone());
            house.town.lock().unwrap().attached.push(known);
        }
        let opens = async |org: &str, case: &str, paper: &str| {
            let officer = house.officer(org, &["residence_officer"]);
            let ask = Ask::new(&officer, "case-handling").in_case(case);
            let request = GetPaperFileRequest {
                paper_id: paper.to_owned(),
            };
            let file = house.mediator.call::<GetPaperFile>(ask, &request).await;
            file.map(|file| file.media_type)
        };
        for paper in [&certificate, &mine] {
            let opened = opens(police, &dossier, paper).await.unwrap();
            assert_eq!(opened.as_deref(), Some("application/pdf"));
            // Another agency, another dossier, no dossier at all.
            let other = house.sources.uuid().to_string();
            for (org, case) in [
                ("commune-police-00008", dossier.as_str()),
                (police, other.as_str()),
                (police, "H26.4-20261109-0001"),
            ] {
                assert_eq!(code(opens(org, case, paper).await), "paper-not-found");
            }
        }
        let another = house
            .upload(&house.citizen(mother), b"%PDF-1.7 other")
            .await;
        let refused = opens(police, &dossier, &another.unwrap()).await;
        assert_eq!(code(refused), "paper-not-found");

        // Its owner sees who opened it, for which dossier.
        let request = WhoUsedMyDataRequest {
            person_id: mother,
            limit: None,
            cursor: None,
        };
        let actor = house.citizen(mother);
        let ask = Ask::new(&actor, "own-data");
        let used = house.mediator.call::<WhoUsedMyData>(ask, &request).await;
        let rows = used.unwrap().rows.unwrap();
        let opened = rows
            .iter()
            .filter(|row| row.case.as_ref() == Some(&dossier));
        let services: Vec<_> = opened.map(|row| row.service.clone().unwrap()).collect();
        assert_eq!(services, ["documents.get-paper-file/1"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_signed_in_sees_nothing() {
    each(|house| async move {
        let (mother, child) = house.family(2026);
        let (_, paper) = house.issued(mother, child).await;
        let nobody = Actor::anonymous();
        assert_eq!(code(house.paper(&nobody, &paper).await), "sign-in");
    })
    .await;
}
