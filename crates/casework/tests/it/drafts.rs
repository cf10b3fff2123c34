use dean06_contracts::casework::{
    DiscardDraft, DiscardDraftRequest, FieldView, GetDraft, GetDraftRequest, ListDrafts,
    ListDraftsRequest, SaveDraft, SaveDraftRequest, StartDraft, StartDraftRequest,
};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{COMMUNE, House, code, each, person_record, pointers};

async fn field(
    house: &House,
    citizen: &dean06_mediator::Actor,
    draft: &str,
    pointer: &str,
) -> FieldView {
    let view = house.draft(citizen, draft).await;
    let fields = view.pages.unwrap().into_iter().flat_map(|page| page.fields);
    let found = fields.into_iter().find(|field| field.pointer == pointer);
    found.unwrap()
}

#[tokio::test]
async fn what_a_register_knows_is_filled_in_and_cannot_be_typed() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let draft = house.start(&citizen).await;
        let name = field(&house, &citizen, &draft, "/owner/name").await;
        assert_eq!(name.value, json!("Nguyễn Thị Diều"));
        assert!(!name.editable);
        assert_eq!(name.source.unwrap().service, "population.get-person/1");
        let phone = field(&house, &citizen, &draft, "/owner/phone").await;
        assert!(phone.editable && phone.source.is_some());

        house
            .save(
                &citizen,
                &draft,
                "owner",
                json!({ "name": "Ai đó", "phone": "0999" }),
            )
            .await
            .unwrap();
        let name = field(&house, &citizen, &draft, "/owner/name").await;
        assert_eq!(name.value, json!("Nguyễn Thị Diều"));
        let phone = field(&house, &citizen, &draft, "/owner/phone").await;
        assert_eq!((phone.value, phone.source), (json!("0999"), None));
    })
    .await;
}

#[tokio::test]
async fn a_register_that_is_silent_leaves_its_fields_to_be_typed() {
    each(|house| async move {
        let citizen = house.citizen("Nguyễn Thị Diều");
        let draft = house.start(&citizen).await;
        house.register.fall_silent(true);
        let view = house.draft(&citizen, &draft).await;
        let notices = view.notices.unwrap();
        assert_eq!(notices[0].id.as_deref(), Some("register-silent"));
        let name = field(&house, &citizen, &draft, "/owner/name").await;
        assert!(name.editable && name.value.is_null());

        let typed = json!({ "name": "Nguyễn Thị Diều" });
        let saved = house.save(&citizen, &draft, "owner", typed).await.unwrap();
        assert_eq!(saved.errors.unwrap(), []);

        // Awake again, after it was left alone for a while.
        house.register.fall_silent(false);
        house.clock.advance(SignedDuration::from_mins(1));
        let name = field(&house, &citizen, &draft, "/owner/name").await;
        assert!(!name.editable);
    })
    .await;
}

#[tokio::test]
async fn a_register_is_not_asked_on_every_page() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        house.draft(&citizen, &draft).await;
        let once = house.register.asked();
        for _ in 0..3 {
            house.draft(&citizen, &draft).await;
        }
        assert_eq!(house.register.asked(), once);
        house
            .register
            .enter(person_record(citizen.person().unwrap(), "B", "1"));
        house.clock.advance(SignedDuration::from_mins(10));
        let name = field(&house, &citizen, &draft, "/owner/name").await;
        assert_eq!(name.value, json!("B"));
    })
    .await;
}

#[tokio::test]
async fn a_page_begins_with_defaults_until_it_was_saved() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let length = field(&house, &citizen, &draft, "/kite/length").await;
        assert_eq!((length.value, length.error), (json!(2), None));
        let saved = house
            .save(&citizen, &draft, "kite", json!({ "name": "Sáo" }))
            .await;
        let errors = saved.unwrap().errors.unwrap();
        assert_eq!(errors[0].pointer, "/kite/length");
        assert!(errors[0].text.vi.contains("ví dụ 3"));
        let length = field(&house, &citizen, &draft, "/kite/length").await;
        assert!(length.value.is_null() && length.error.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_is_kept_right_or_wrong() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let typed = json!({
            "name": "  Diều   sáo ", "length": "ba mét", "flown_on": "31/02/2026",
            "shared": "on", "note": "", "colour": "9",
        });
        let saved = house.save(&citizen, &draft, "kite", typed).await.unwrap();
        let wrong: Vec<String> = saved
            .errors
            .unwrap()
            .into_iter()
            .map(|e| e.pointer)
            .collect();
        assert_eq!(wrong, ["/kite/length", "/kite/flown_on", "/kite/colour"]);
        assert_eq!(saved.next_section.as_deref(), Some("friend"));
        for (pointer, value) in [
            ("/kite/name", json!("Diều sáo")),
            ("/kite/length", json!("ba mét")),
            ("/kite/flown_on", json!("2026-02-31")),
            ("/kite/shared", json!(true)),
            ("/kite/note", Value::Null),
        ] {
            assert_eq!(
                field(&house, &citizen, &draft, pointer).await.value,
                value,
                "{pointer}"
            );
        }
        let typed =
            json!({ "name": "Diều", "length": " 3 ", "flown_on": "7/3/2027", "colour": "2" });
        let saved = house.save(&citizen, &draft, "kite", typed).await.unwrap();
        assert_eq!(saved.errors.unwrap(), []);
        // Not flown with a friend any more: that page does not apply.
        assert_eq!(saved.next_section.as_deref(), Some("place"));
        let day = field(&house, &citizen, &draft, "/kite/flown_on").await;
        assert_eq!(day.display.unwrap().vi, "07/03/2027");
        let channel = field(&house, &citizen, &draft, "/kite/colour").await;
        assert_eq!(channel.display.unwrap().en, "Online");
        assert_eq!(channel.options.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_person_who_is_named_by_number_is_filled_in() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let friend = dean06_contracts::population::PersonRecord {
            personal_number: Some("001090000001".to_owned()),
            ..person_record(house.sources.person_id(), "Trần Văn Bạn", "2")
        };
        house.register.enter(friend);
        let draft = house.start(&citizen).await;
        let kite = json!({ "name": "Đôi", "length": 3, "shared": true });
        house.save(&citizen, &draft, "kite", kite).await.unwrap();
        let typed = json!({ "personal_number": "001 090 000 001" });
        let saved = house.save(&citizen, &draft, "friend", typed).await.unwrap();
        assert_eq!(saved.errors.unwrap(), []);
        let name = field(&house, &citizen, &draft, "/friend/name").await;
        assert_eq!(name.value, json!("Trần Văn Bạn"));
        assert!(!name.editable);
        let view = house.draft(&citizen, &draft).await;
        assert_eq!(view.related.unwrap().len(), 1);
        // An eleven-digit number and one of no province are told beside the field.
        for wrong in ["00109000000", "999090000001"] {
            let typed = json!({ "personal_number": wrong, "name": "X" });
            let saved = house.save(&citizen, &draft, "friend", typed).await.unwrap();
            assert_eq!(
                saved.errors.unwrap()[0].pointer,
                "/friend/personal_number",
                "{wrong}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_draft_says_when_it_is_ready_and_for_whom() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let view = house.draft(&citizen, &draft).await;
        assert_eq!((view.ready, view.organisation), (Some(false), None));
        let draft = house.filled(&citizen, "Diều đêm").await;
        let view = house.draft(&citizen, &draft).await;
        assert_eq!(view.ready, Some(true));
        assert!(view.organisation.unwrap().vi.starts_with("Ủy ban nhân dân"));
        let notices = view.notices.unwrap();
        assert_eq!(notices[0].id.as_deref(), Some("kite-at-night"));
        assert!(view.pages.unwrap().iter().all(|page| page.complete));
        let place = field(&house, &citizen, &draft, "/place/commune").await;
        assert_eq!(place.value, json!(COMMUNE));
        assert_ne!(place.display.unwrap().vi, COMMUNE);
        let one = GetDraftRequest {
            draft_id: draft,
            section: Some("kite".to_owned()),
        };
        let view = house.call::<GetDraft>(&citizen, one).await.unwrap();
        assert_eq!(view.pages.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_starts_one_draft_and_another_key_another() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let request = || StartDraftRequest {
            service: "kite-permit".to_owned(),
            copy_from_dossier: None,
        };
        let one = house
            .command_as::<StartDraft>(&citizen, "k", request())
            .await
            .unwrap();
        let same = house
            .command_as::<StartDraft>(&citizen, "k", request())
            .await
            .unwrap();
        assert_eq!(one, same);
        let other = house.citizen("B");
        let others = house
            .command_as::<StartDraft>(&other, "k", request())
            .await
            .unwrap();
        assert_ne!(one, others);
        let rows = house
            .call::<ListDrafts>(&citizen, ListDraftsRequest::default())
            .await
            .unwrap();
        assert_eq!(rows.rows.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_pages_saved_at_once_are_both_kept_and_a_stale_page_is_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let (kite, place) = tokio::join!(
            house.save(
                &citizen,
                &draft,
                "kite",
                json!({ "name": "Sáo", "length": 3 })
            ),
            house.save(&citizen, &draft, "place", json!({ "commune": COMMUNE })),
        );
        kite.unwrap();
        place.unwrap();
        let view = house.draft(&citizen, &draft).await;
        assert_eq!(view.version, Some(3));
        assert_eq!(
            field(&house, &citizen, &draft, "/kite/name").await.value,
            json!("Sáo")
        );
        let stale = SaveDraftRequest {
            draft_id: draft.clone(),
            version: Some(1),
            section: "kite".to_owned(),
            data: serde_json::Map::new(),
        };
        let outcome = house.command::<SaveDraft>(&citizen, stale).await;
        assert_eq!(code(outcome), "draft-changed");
    })
    .await;
}

#[tokio::test]
async fn another_persons_draft_is_not_there() {
    each(|house| async move {
        let (citizen, other) = (house.citizen("A"), house.citizen("B"));
        let draft = house.filled(&citizen, "Sáo").await;
        let request = GetDraftRequest {
            draft_id: draft.clone(),
            section: None,
        };
        let seen = house.call::<GetDraft>(&other, request).await;
        assert_eq!(code(seen), "draft-not-found");
        let saved = house.save(&other, &draft, "kite", json!({})).await;
        assert_eq!(code(saved), "draft-not-found");
        let discard = || DiscardDraftRequest {
            draft_id: draft.clone(),
        };
        let discarded = house.command::<DiscardDraft>(&other, discard()).await;
        assert_eq!(code(discarded), "draft-not-found");
        house
            .command_as::<DiscardDraft>(&citizen, "d", discard())
            .await
            .unwrap();
        house
            .command_as::<DiscardDraft>(&citizen, "d", discard())
            .await
            .unwrap();
        let gone = house.save(&citizen, &draft, "kite", json!({})).await;
        assert_eq!(code(gone), "draft-not-found");
    })
    .await;
}

#[tokio::test]
async fn pages_of_drafts_follow_each_other() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let mut started = Vec::new();
        for _ in 0..5 {
            house.clock.advance(SignedDuration::from_secs(1));
            started.push(house.start(&citizen).await);
        }
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let request = ListDraftsRequest {
                limit: Some(2),
                cursor,
            };
            let page = house.call::<ListDrafts>(&citizen, request).await.unwrap();
            seen.extend(
                page.rows
                    .unwrap()
                    .into_iter()
                    .filter_map(|row| row.draft_id),
            );
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        started.reverse();
        assert_eq!(seen, started);
        let request = ListDraftsRequest {
            limit: None,
            cursor: Some("x".to_owned()),
        };
        assert_eq!(
            code(house.call::<ListDrafts>(&citizen, request).await),
            "cursor-invalid"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_begins_without_end() {
    each(|house| async move {
        let citizen = house.citizen("A");
        for _ in 0..100 {
            house.start(&citizen).await;
        }
        let request = StartDraftRequest {
            service: "kite-permit".to_owned(),
            copy_from_dossier: None,
        };
        let outcome = house.command::<StartDraft>(&citizen, request).await;
        assert_eq!(code(outcome), "too-many-drafts");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_page_is_told() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let draft = house.start(&citizen).await;
        let saved = house.save(&citizen, &draft, "wings", json!({})).await;
        assert_eq!(pointers(saved), ["/section"]);
    })
    .await;
}
