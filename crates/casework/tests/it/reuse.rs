use dean06_contracts::casework::{CheckAttached, CheckAttachedRequest, FieldView};
use dean06_mediator::Actor;
use serde_json::json;

use crate::support::{COMMUNE, ELSEWHERE, code, each, pointers};

const PHOTO: &str = "018f0000-0000-7000-8000-000000000001";
const GONE: &str = "018f0000-0000-7000-8000-000000000002";

fn photo(fields: &[FieldView]) -> &FieldView {
    fields
        .iter()
        .find(|field| field.pointer == "/kite/photo")
        .unwrap()
}

#[tokio::test]
async fn a_form_uses_a_paper_that_is_there_already() {
    each(|house| async move {
        house.register.keep_photo(PHOTO);
        let citizen = house.citizen("A");
        let draft = house.filled(&citizen, "Diều sáo").await;
        let view = house.draft(&citizen, &draft).await;
        let field = photo(&view.pages.unwrap()[1].fields).clone();
        assert_eq!(field.paper_kind.as_deref(), Some("kite-photo"));
        assert_eq!(field.options[0].value, PHOTO);
        assert_eq!(field.options[0].label.vi, "Ảnh diều (7)");

        let page = |paper: &str| json!({ "name": "Diều sáo", "length": 3, "photo": paper });
        house
            .save(&citizen, &draft, "kite", page(GONE))
            .await
            .unwrap();
        let outcome = house.submit(&citizen, &draft).await;
        assert_eq!(pointers(outcome), ["/kite/photo"]);
        house
            .save(&citizen, &draft, "kite", page(PHOTO))
            .await
            .unwrap();
        let dossier = house.submit(&citizen, &draft).await.unwrap().dossier_id;
        let dossier = dossier.unwrap();
        assert_eq!(house.register.uses(PHOTO), 1);

        let own = house.dossier(&citizen, &dossier).await;
        let papers = own.papers.unwrap();
        assert_eq!(papers[0].title.as_ref().unwrap().vi, "Ảnh diều (7)");
        assert_eq!(papers[0].label.as_ref().unwrap().vi, "Ảnh con diều");
        let pages = own.pages.unwrap();
        let shown = photo(&pages[1].fields).display.clone();
        assert_eq!(shown.unwrap().vi, "Ảnh diều (7)");
        let seen = house.open_at_desk(&house.registrar("Lan"), &dossier).await;
        assert_eq!(seen.papers.unwrap()[0].paper_id.as_deref(), Some(PHOTO));
        let declared = seen.fields.unwrap().into_iter();
        let mut declared = declared.filter(|f| f.pointer.as_deref() == Some("/kite/photo"));
        let told = declared.next().unwrap().declared;
        assert_eq!(told.unwrap().vi, "Ảnh diều (7)");

        // The store asks before it opens the paper to an officer.
        let asks = async |officer: &Actor, dossier: &str, paper: &str| {
            let request = CheckAttachedRequest {
                dossier_id: dossier.to_owned(),
                paper_id: paper.to_owned(),
            };
            house.call::<CheckAttached>(officer, request).await
        };
        let lan = house.registrar("Lan");
        let answer = asks(&lan, &dossier, PHOTO).await.unwrap();
        assert_eq!(answer.attached, Some(true));
        assert_eq!(
            asks(&lan, &dossier, GONE).await.unwrap().attached,
            Some(false)
        );
        let elsewhere = house.officer("Mai", ELSEWHERE, &["registrar"]);
        let outcome = asks(&elsewhere, &dossier, PHOTO).await;
        assert_eq!(code(outcome), "dossier-not-found");
        let of_other_duties = house.officer("Tú", COMMUNE, &["insurance_officer"]);
        let outcome = asks(&of_other_duties, &dossier, PHOTO).await;
        assert_eq!(code(outcome), "dossier-not-found");
    })
    .await;
}
