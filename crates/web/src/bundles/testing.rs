//! Applications for tests.

use dean06_contracts::casework::{BundleState, BundleView, ClockView, LegState, LegView};
use dean06_kernel::{ManualClock, Sources, Text};

use super::Own;
use crate::frame::CommandKey;
use crate::frame::testing::{HOUR, NOW};

pub fn text(text: &str) -> Text {
    Text::new(text, text)
}

pub fn key() -> CommandKey {
    let now = jiff::Timestamp::from_microsecond(NOW).expect("a moment");
    let clock = std::sync::Arc::new(ManualClock::new(now));
    CommandKey::new(&Sources::manual(clock, 1))
}

pub fn leg(id: &str, title: &str) -> LegView {
    LegView {
        leg_id: Some(id.to_owned()),
        service: Some(format!("service-{id}")),
        title: Some(text(title)),
        state: Some(LegState::Preparing),
        chosen: Some(true),
        optional: Some(false),
        draft_id: Some(format!("d-{id}")),
        draft_complete: Some(false),
        draft_version: Some(1),
        ..LegView::default()
    }
}

/// A birth with a form that is complete, one that is not, and a leg that is not wanted.
pub fn draft() -> Own {
    let birth = LegView {
        organisation: Some(text("Ủy ban nhân dân phường Ba Đình")),
        limit: Some(text("1 ngày làm việc")),
        draft_complete: Some(true),
        ..leg("birth", "Đăng ký khai sinh")
    };
    let residence = LegView {
        waits_for: Some(vec![text("Đăng ký khai sinh")]),
        ..leg("residence", "Đăng ký thường trú")
    };
    let card = LegView {
        optional: Some(true),
        chosen: Some(false),
        ..leg("card", "Cấp thẻ căn cước")
    };
    Own {
        id: "b".to_owned(),
        view: BundleView {
            title: Some(text("Liên thông khai sinh")),
            about: Some("Lò Ngọc Ánh".to_owned()),
            state: Some(BundleState::Draft),
            version: Some(4),
            occasion_text: Some(text("Chúng tôi đã nhận được giấy chứng sinh của con bạn")),
            legs: Some(vec![birth, residence, card]),
            can_withdraw: Some(true),
            ..BundleView::default()
        },
    }
}

/// The same after it was sent: the birth is registered, the residence was refused.
pub fn running() -> Own {
    let mut bundle = draft();
    let view = &mut bundle.view;
    view.state = Some(BundleState::Running);
    view.state_text = Some(text("Đang giải quyết"));
    view.number = Some("H26-9".to_owned());
    view.submitted_at = Some(NOW - 24 * HOUR);
    view.clock = Some(ClockView {
        due_at: Some(NOW + 55 * HOUR),
        working_days_left: Some(2),
        ..ClockView::default()
    });
    for leg in view.legs.iter_mut().flatten() {
        match leg.leg_id.as_deref() {
            Some("birth") => {
                leg.state = Some(LegState::Done);
                leg.state_text = Some(text("Đã có kết quả"));
                leg.dossier_id = Some("o-birth".to_owned());
                leg.dossier_number = Some("H26-9-1".to_owned());
                leg.has_result = Some(true);
            }
            Some("residence") => {
                leg.state = Some(LegState::Refused);
                leg.state_text = Some(text("Không được giải quyết"));
                leg.next = Some(text("Bạn có thể đề nghị xem xét lại."));
                leg.reason = Some(text("Chỗ ở chưa có giấy tờ."));
                leg.dossier_id = Some("o-residence".to_owned());
                leg.dossier_number = Some("H26-9-2".to_owned());
                leg.former_dossiers = Some(vec!["o-former".to_owned()]);
                leg.can_appeal = Some(true);
            }
            _ => leg.state = Some(LegState::NotChosen),
        }
    }
    bundle
}
