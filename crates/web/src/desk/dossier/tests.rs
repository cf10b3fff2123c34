use axum::http::StatusCode;
use dean06_contracts::casework::{
    AppealView, AttachedView, ChainLeg, ChainView, ComparedField, DeskAction, DeskDossier, Holder,
    LegState, OptionView, ResultField,
};
use dean06_kernel::{ManualClock, Sources, Text};

use super::super::action::named;
use super::super::forms::{Forms, Typed};
use super::super::more;
use super::Desk;
use crate::frame::testing::{NOW, officer};
use crate::frame::{CommandKey, Pairs};

fn text(text: &str) -> Text {
    Text::new(text, text)
}

fn sources() -> Sources {
    let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
    Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1)
}

fn desk(actions: Vec<DeskAction>, holder: Option<Holder>) -> Desk {
    let field = |label: &str, declared: &str, registered: Option<&str>| ComparedField {
        section: Some("child".to_owned()),
        section_title: Some(text("Trẻ em")),
        label: Some(text(label)),
        declared: Some(text(declared)),
        registered: registered.map(text),
        register: Some(text("Cơ sở dữ liệu")),
        differs: Some(registered.is_some_and(|registered| registered != declared)),
        ..ComparedField::default()
    };
    Desk {
        id: "018f0000-0000-7000-8000-000000000001".to_owned(),
        view: DeskDossier {
            number: Some("H26-1".to_owned()),
            title: Some(text("Đăng ký khai sinh")),
            about: Some("Lò Ngọc Ánh".to_owned()),
            applicant: Some("Lò Thị Mai".to_owned()),
            version: Some(3),
            submitted_at: Some(NOW),
            fields: Some(vec![
                field("Họ tên", "Mai", Some("Mai")),
                field("Ngày sinh", "07/03/1994", Some("03/07/1994")),
                field("Tên trẻ", "Ánh", None),
            ]),
            sections: Some(vec![OptionView {
                value: "child".to_owned(),
                label: Text::new("Trẻ em", "Child"),
            }]),
            actions: Some(actions),
            holder,
            ..DeskDossier::default()
        },
        chain: None,
    }
}

#[test]
fn papers_of_the_form_and_what_will_be_signed_stand_on_the_page() {
    let mut desk = desk(Vec::new(), None);
    let text = |text: &str| Some(Text::new(text, text));
    desk.view.papers = Some(vec![AttachedView {
        label: text("Bản chụp giấy chứng sinh"),
        paper_id: Some("p".to_owned()),
        title: text("Ảnh giấy chứng sinh"),
        ..AttachedView::default()
    }]);
    desk.view.preview = Some(vec![ResultField {
        id: None,
        label: text("Họ tên trên giấy"),
        value: text("Lò Ngọc Ánh"),
    }]);
    let html = html(&desk, &Forms::new(&sources()));
    let address = format!("/desk/dossiers/{}/papers/p", desk.id);
    for part in [address.as_str(), "Ảnh giấy chứng sinh", "Họ tên trên giấy"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn an_appeal_says_what_was_refused_and_why_it_is_asked_again() {
    let mut desk = desk(Vec::new(), None);
    desk.view.appeal = Some(AppealView {
        text: Some("Chúng tôi đã có hợp đồng thuê nhà.".to_owned()),
        attempt: Some(2),
        former_dossier_id: Some("former".to_owned()),
        former_number: Some("H26-0".to_owned()),
        former_reason: Some("Thiếu giấy tờ về chỗ ở".to_owned()),
    });
    let html = html(&desk, &Forms::new(&sources()));
    for part in [
        "hợp đồng thuê nhà",
        "lần 2",
        "H26-0",
        "Thiếu giấy tờ về chỗ ở",
        "href=\"/desk/dossiers/former\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_leg_shows_its_chain_and_what_can_be_done_when_it_stands() {
    let mut desk = desk(Vec::new(), None);
    let text = |text: &str| Some(Text::new(text, text));
    let own = ChainLeg {
        leg_id: Some("health-card".to_owned()),
        title: text("Cấp thẻ bảo hiểm y tế"),
        state: Some(LegState::Running),
        mine: Some(true),
        dossier_id: Some(desk.id.clone()),
        version: Some(5),
        tries: Some(12),
        last_try_at: Some(NOW),
        last_error: text("Cơ sở dữ liệu bảo hiểm y tế không trả lời"),
        stuck: Some(true),
        can_retry: Some(true),
        can_finish_by_hand: Some(true),
        ..ChainLeg::default()
    };
    let other = ChainLeg {
        leg_id: Some("residence".to_owned()),
        title: text("Đăng ký thường trú"),
        state: Some(LegState::Waiting),
        reason: text("Chờ đăng ký khai sinh"),
        can_retry: Some(true),
        ..ChainLeg::default()
    };
    desk.view.can_revoke = Some(true);
    desk.chain = Some(ChainView {
        number: Some("H26-9".to_owned()),
        legs: Some(vec![own, other]),
        ..ChainView::default()
    });
    let html = html(&desk, &Forms::new(&sources()));
    for part in [
        "Chuỗi liên thông H26-9",
        "Đã thử 12 lần",
        "không trả lời",
        "Chờ đăng ký khai sinh",
        "/finish-by-hand\"",
        "name=\"finish-by-hand.reference\"",
        "name=\"version\" value=\"5\"",
        "name=\"leg\" value=\"residence\"",
        "/revoke-result\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn what_was_done_by_hand_needs_its_reference() {
    let mut desk = desk(Vec::new(), None);
    desk.chain = Some(ChainView {
        legs: Some(vec![ChainLeg {
            dossier_id: Some(desk.id.clone()),
            can_finish_by_hand: Some(true),
            ..ChainLeg::default()
        }]),
        ..ChainView::default()
    });
    let form = Pairs::parse("finish-by-hand.note=x&finish-by-hand.reference=".as_bytes());
    let more = more::named("finish-by-hand").unwrap();
    let sent = more::Sent::read(&officer(), more, &form);
    assert!(!sent.is_right());
    let forms = Forms::more(CommandKey::new(&sources()), sent);
    let html = html(&desk, &forms);
    assert!(html.contains("href=\"#finish-by-hand.reference\""));
    assert!(html.contains("<details open>"));
}

fn html(desk: &Desk, forms: &Forms) -> String {
    let page = desk.page(&officer(), forms, None, StatusCode::OK);
    page.html().to_owned()
}

#[test]
fn differences_are_marked_and_counted() {
    let html = html(&desk(Vec::new(), None), &Forms::new(&sources()));
    assert!(html.contains("1 điểm khác với cơ sở dữ liệu"));
    assert_eq!(html.matches("Khác nhau").count(), 1);
    assert!(html.contains("Hiện không có việc gì bạn cần làm"));
    assert!(!html.contains("/approve"));
}

#[test]
fn a_decision_needs_one_button_and_a_refusal_a_reason() {
    let actions = vec![
        DeskAction::Approve,
        DeskAction::RequestSupplement,
        DeskAction::Refuse,
    ];
    let html = html(&desk(actions, None), &Forms::new(&sources()));
    for part in [
        "class=\"button\" data-key=\"a\"",
        "action=\"/desk/dossiers/018f0000-0000-7000-8000-000000000001/approve\"",
        "name=\"version\" value=\"3\"",
        "<summary data-key=\"s\"",
        "name=\"refuse.reason\"",
        "name=\"refuse.code\"",
        "name=\"request-supplement.sections\" value=\"child\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<details open>"));
}

#[test]
fn a_colleagues_dossier_is_taken_with_a_note() {
    let mine = desk(vec![DeskAction::Take], None);
    assert!(!html(&mine, &Forms::new(&sources())).contains("take.note"));
    let holder = Holder {
        name: Some("Tòng Thị Phương".to_owned()),
        since: Some(NOW),
        me: Some(false),
    };
    let other = html(
        &desk(vec![DeskAction::Take], Some(holder)),
        &Forms::new(&sources()),
    );
    assert!(other.contains("Tòng Thị Phương giữ hồ sơ này từ 09:00, 23/11/2026"));
    assert!(other.contains("name=\"take.note\""));
}

#[test]
fn what_was_typed_stays_with_what_is_missing() {
    let form = Pairs::parse("refuse.reason=&refuse.code=&version=3".as_bytes());
    let typed = Typed::read(&officer(), named("refuse").unwrap(), &form);
    assert!(!typed.is_right());
    let forms = Forms::sent(CommandKey::new(&sources()), typed);
    let refused = html(&desk(vec![DeskAction::Refuse], None), &forms);
    assert!(refused.contains("<details open>"));
    assert!(refused.contains("href=\"#refuse.code\""));
    assert!(refused.contains("href=\"#refuse.reason\""));

    let form = "request-supplement.items=a%0D%0A%0D%0Ab&request-supplement.reason=x&\
                request-supplement.sections=child";
    let look = named("request-supplement").unwrap();
    let typed = Typed::read(&officer(), look, &Pairs::parse(form.as_bytes()));
    assert!(typed.is_right());
    assert_eq!(typed.lines(), ["a", "b"]);
    let long = format!("{form}&request-supplement.items={}", "x".repeat(501));
    let long = long.replacen("request-supplement.items=a%0D%0A%0D%0Ab&", "", 1);
    assert!(!Typed::read(&officer(), look, &Pairs::parse(long.as_bytes())).is_right());
}

#[test]
fn an_appointment_moves_by_a_number_of_days() {
    let read = |days: &str| {
        let form = format!("extend.days={days}&extend.reason=x");
        let typed = Typed::read(
            &officer(),
            named("extend").unwrap(),
            &Pairs::parse(form.as_bytes()),
        );
        (typed.working_days(), typed.is_right())
    };
    assert_eq!(read("3"), (Some(3), true));
    for wrong in ["", "0", "61", "-1", "x", "99999999999"] {
        assert_eq!(read(wrong), (None, false), "{wrong}");
    }
}
