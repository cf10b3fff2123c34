use dean06_contracts::casework::{
    AnswerSupplement, AnswerSupplementRequest, DossierView, GetDossier, GetDossierRequest,
    ListDossiers, ListDossiersRequest, RequestSupplement, RequestSupplementRequest, Withdraw,
    WithdrawRequest,
};
use dean06_kernel::instant;
use dean06_mediator::Actor;
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::support::{House, code, each, micros, pointers};

async fn view(house: &House, citizen: &Actor, dossier: &str) -> DossierView {
    let request = GetDossierRequest {
        dossier_id: dossier.to_owned(),
    };
    house.call::<GetDossier>(citizen, request).await.unwrap()
}

fn withdrawal(dossier: &str, version: i64) -> WithdrawRequest {
    WithdrawRequest {
        dossier_id: dossier.to_owned(),
        version,
        reason: "Đứt dây".to_owned(),
    }
}

fn answer(dossier: &str, version: i64, data: Value) -> AnswerSupplementRequest {
    let Value::Object(data) = data else {
        unreachable!("sections are an object")
    };
    AnswerSupplementRequest {
        dossier_id: dossier.to_owned(),
        version,
        data,
        answer: Some("Đã đo lại".to_owned()),
    }
}

/// A dossier at which a supplement is awaited since Monday, 10:00.
async fn awaited(house: &House, citizen: &Actor) -> String {
    let dossier = house.submitted(citizen).await;
    let officer = house.registrar("Lan");
    house.receive(&officer, &dossier).await;
    house.clock.advance(SignedDuration::from_hours(1));
    let request = RequestSupplementRequest {
        dossier_id: dossier.clone(),
        version: 2,
        items: vec!["Chiều dài đúng".to_owned()],
        sections: vec!["kite".to_owned()],
        reason: "Chưa rõ".to_owned(),
    };
    house
        .command::<RequestSupplement>(&officer, request)
        .await
        .unwrap();
    dossier
}

#[tokio::test]
async fn an_applicant_follows_the_dossier() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let dossier = house.submitted(&citizen).await;
        let officer = house.registrar("Lan");
        house.receive(&officer, &dossier).await;
        let seen = view(&house, &citizen, &dossier).await;
        assert_eq!(seen.status, Some(2));
        assert_eq!(seen.about.as_deref(), Some("Diều sáo"));
        let clock = seen.clock.unwrap();
        assert_eq!(
            (clock.due_at, clock.working_days_left),
            (Some(micros(11, 17, 0)), Some(2))
        );
        assert_eq!(seen.can_withdraw, Some(true));
        assert_eq!(seen.can_apply_again.unwrap().vi, "Thả thêm một con diều");
        let pages = seen.pages.unwrap();
        assert!(
            pages
                .iter()
                .flat_map(|page| &page.fields)
                .all(|field| !field.editable)
        );
        assert_eq!(pages[0].fields[0].value, json!("Nguyễn Thị Diều"));
        let timeline = seen.timeline.unwrap();
        assert_eq!(timeline[1].actor.as_deref(), Some("Nguyễn Thị Diều"));
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_or_touches_the_dossier_of_somebody_else() {
    each(|house| async move {
        let (citizen, other) = (house.citizen("A"), house.citizen("B"));
        let dossier = house.submitted(&citizen).await;
        let request = GetDossierRequest {
            dossier_id: dossier.clone(),
        };
        assert_eq!(
            code(house.call::<GetDossier>(&other, request).await),
            "dossier-not-found"
        );
        let outcome = house
            .command::<Withdraw>(&other, withdrawal(&dossier, 1))
            .await;
        assert_eq!(code(outcome), "dossier-not-found");
        let rows = house
            .call::<ListDossiers>(&other, ListDossiersRequest::default())
            .await
            .unwrap();
        assert_eq!(rows.rows.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_is_withdrawn_while_it_is_not_decided() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = house.submitted(&citizen).await;
        let stale = house
            .command::<Withdraw>(&citizen, withdrawal(&dossier, 7))
            .await;
        assert_eq!(code(stale), "dossier-changed");
        let withdrawn = house
            .command::<Withdraw>(&citizen, withdrawal(&dossier, 1))
            .await;
        assert_eq!(withdrawn.unwrap().status, Some(7));
        let twice = house
            .command::<Withdraw>(&citizen, withdrawal(&dossier, 2))
            .await;
        assert_eq!(code(twice), "dossier-decided");
        let seen = view(&house, &citizen, &dossier).await;
        assert_eq!((seen.can_withdraw, seen.refusal), (Some(false), None));
        assert_eq!(seen.clock.unwrap().due_at, None);
    })
    .await;
}

#[tokio::test]
async fn the_clock_stands_while_an_answer_is_awaited() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = awaited(&house, &citizen).await;
        let seen = view(&house, &citizen, &dossier).await;
        assert_eq!(seen.status, Some(5));
        let clock = seen.clock.unwrap();
        assert_eq!((clock.due_at, clock.paused), (None, Some(true)));
        let open: Vec<_> = seen
            .pages
            .unwrap()
            .into_iter()
            .filter(|page| page.fields.iter().any(|field| field.editable))
            .map(|page| page.section)
            .collect();
        assert_eq!(open, ["kite"]);

        // Two working days were left on Monday; they run from the Monday after.
        house.clock.set(instant(date(2026, 11, 16).at(10, 0, 0, 0)));
        let data = json!({ "kite": { "name": "Diều sáo", "length": "7" } });
        let answered = house
            .command::<AnswerSupplement>(&citizen, answer(&dossier, 3, data))
            .await;
        let answered = answered.unwrap();
        assert_eq!(
            (answered.status, answered.due_at),
            (Some(4), Some(micros(18, 17, 0)))
        );
        let officer = house.registrar("Lan");
        let desk = house.open_at_desk(&officer, &dossier).await;
        let fields = desk.fields.unwrap();
        let length = fields
            .iter()
            .find(|f| f.pointer.as_deref() == Some("/kite/length"))
            .unwrap();
        assert_eq!(length.declared.as_ref().unwrap().vi, "7");
        assert_eq!(desk.timeline.unwrap()[0].note.as_deref(), Some("Đã đo lại"));
        let again = RequestSupplementRequest {
            dossier_id: dossier,
            version: 4,
            items: vec!["Nữa".to_owned()],
            sections: Vec::new(),
            reason: "Nữa".to_owned(),
        };
        let twice = house.command::<RequestSupplement>(&officer, again).await;
        assert_eq!(code(twice), "supplement-only-once");
    })
    .await;
}

#[tokio::test]
async fn only_what_was_asked_for_is_changed_and_only_rightly() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let dossier = awaited(&house, &citizen).await;
        for (data, pointer) in [
            (json!({ "place": { "commune": "00008" } }), "/data/place"),
            (json!({ "wings": {} }), "/data"),
            (
                json!({ "kite": { "name": "Sáo", "length": "dài" } }),
                "/kite/length",
            ),
            (
                json!({ "kite": { "name": "Sáo", "length": 3, "tail": 1 } }),
                "/kite/tail",
            ),
        ] {
            let request = answer(&dossier, 3, data);
            let outcome = house.command::<AnswerSupplement>(&citizen, request).await;
            assert_eq!(pointers(outcome)[0], pointer);
        }
        // An answer in words alone is an answer too.
        let request = answer(&dossier, 3, json!({}));
        let answered = house
            .command::<AnswerSupplement>(&citizen, request)
            .await
            .unwrap();
        assert_eq!(answered.status, Some(4));
        let request = answer(&dossier, 4, json!({}));
        let twice = house.command::<AnswerSupplement>(&citizen, request).await;
        assert_eq!(code(twice), "dossier-step-not-possible");
    })
    .await;
}

#[tokio::test]
async fn pages_of_dossiers_follow_each_other() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let mut submitted = Vec::new();
        for _ in 0..5 {
            submitted.push(house.submitted(&citizen).await);
        }
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let request = ListDossiersRequest {
                limit: Some(2),
                cursor,
            };
            let page = house.call::<ListDossiers>(&citizen, request).await.unwrap();
            seen.extend(
                page.rows
                    .unwrap()
                    .into_iter()
                    .filter_map(|row| row.dossier_id),
            );
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        // All at one moment: the key orders them, and none is missed or doubled.
        submitted.sort();
        seen.sort();
        assert_eq!(seen, submitted);
    })
    .await;
}
