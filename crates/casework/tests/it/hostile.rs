use dean06_contracts::casework::{Submit, SubmitRequest};
use serde_json::{Value, json};

use crate::support::{COMMUNE, code, each, pointers};

const SCRIPT: &str = "<script>alert('diều')</script>";

#[tokio::test]
async fn markup_is_text_like_any_other() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.filled(&citizen, SCRIPT).await;
        let view = house.draft(&citizen, &draft).await;
        let fields = view.pages.unwrap().into_iter().flat_map(|page| page.fields);
        let name = fields
            .into_iter()
            .find(|f| f.pointer == "/kite/name")
            .unwrap();
        assert_eq!(name.value, json!(SCRIPT));
        assert_eq!(name.display.unwrap().vi, SCRIPT);
        let dossier = house
            .submit(&citizen, &draft)
            .await
            .unwrap()
            .dossier_id
            .unwrap();
        let officer = house.registrar("Cán bộ");
        assert_eq!(
            house
                .open_at_desk(&officer, &dossier)
                .await
                .about
                .as_deref(),
            Some(SCRIPT)
        );
    })
    .await;
}

#[tokio::test]
async fn letters_are_composed_and_hidden_ones_are_kept_but_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let composed = json!({ "name": "Die\u{302}\u{300}u", "length": 3 });
        let saved = house
            .save(&citizen, &draft, "kite", composed)
            .await
            .unwrap();
        assert_eq!(saved.errors.unwrap(), []);
        let hidden = "ueiD\u{202e} sáo";
        let typed = json!({ "name": hidden, "length": 3 });
        let saved = house.save(&citizen, &draft, "kite", typed).await.unwrap();
        let errors = saved.errors.unwrap();
        assert_eq!(errors[0].pointer, "/kite/name");
        assert!(errors[0].text.vi.contains("ký tự ẩn"));
        let view = house.draft(&citizen, &draft).await;
        let fields = view.pages.unwrap().into_iter().flat_map(|page| page.fields);
        let name = fields
            .into_iter()
            .find(|f| f.pointer == "/kite/name")
            .unwrap();
        assert_eq!(name.value, json!(hidden), "what was typed is never lost");
        house
            .save(&citizen, &draft, "place", json!({ "commune": COMMUNE }))
            .await
            .unwrap();
        assert_eq!(
            pointers(house.submit(&citizen, &draft).await),
            ["/kite/name"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_changes_nothing() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.filled(&citizen, "Sáo").await;
        let deep = (0..40).fold(json!("x"), |inner, _| json!({ "a": inner }));
        let many: Value = (0..5_000)
            .map(|n| (format!("f{n}"), json!(n)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        for (data, pointer) in [
            (json!({ "name": "d".repeat(10_000_000) }), "/kite/name"),
            (json!({ "name": "a\u{0}b" }), "/kite/name"),
            (json!({ "wings": 2 }), "/kite/wings"),
            (json!({ "name": ["Sáo"] }), "/kite/name"),
            (json!({ "name": { "vi": "Sáo" } }), "/kite/name"),
            (json!({ "__proto__": deep }), "/kite/__proto__"),
            (many, "/kite/f0"),
        ] {
            let saved = house.save(&citizen, &draft, "kite", data).await;
            assert_eq!(pointers(saved)[0], pointer);
        }
        let view = house.draft(&citizen, &draft).await;
        assert_eq!((view.version, view.ready), (Some(4), Some(true)));
    })
    .await;
}

#[tokio::test]
async fn numbers_out_of_any_range_are_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        for length in [
            json!(-1),
            json!(1e300),
            json!("99999999999999999999"),
            json!(u64::MAX),
            json!(2.5),
            json!(true),
        ] {
            let typed = json!({ "name": "Sáo", "length": length });
            let saved = house.save(&citizen, &draft, "kite", typed).await.unwrap();
            assert_eq!(saved.errors.unwrap()[0].pointer, "/kite/length", "{length}");
        }
    })
    .await;
}

#[tokio::test]
async fn keys_that_are_none_lead_nowhere() {
    each(|house| async move {
        let citizen = house.citizen("A");
        for draft in [
            "x".repeat(36),
            "' OR 1=1 --aaaaaaaaaaaaaaaaaaaaaaaaaa"
                .chars()
                .take(36)
                .collect(),
        ] {
            let request = SubmitRequest {
                draft_id: draft,
                version: 1,
            };
            assert_eq!(
                code(house.command::<Submit>(&citizen, request).await),
                "draft-not-found"
            );
        }
    })
    .await;
}
