//! What I was asked to agree to (ý kiến đồng ý của chủ hộ hoặc chủ sở hữu chỗ ở).

mod answer;
mod list;
mod show;

use axum::{Router, routing::get};
use dean06_contracts::casework::{AgreementView, GetAgreement, GetAgreementRequest};

use crate::frame::{APPLICATION, Citizen, Stop, Web};

pub(crate) use list::agreement_item;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/my/agreements", get(list::show))
        .route("/my/agreements/{id}", get(show::show))
        .route(
            "/my/agreements/{id}/answer",
            get(answer::check).post(answer::send),
        )
}

/// A question to this citizen.
struct Asked {
    id: String,
    view: AgreementView,
}

impl Asked {
    async fn load(citizen: &Citizen, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| citizen.missing())?;
        let request = GetAgreementRequest {
            agreement_id: id.clone(),
        };
        let view = citizen
            .call_in::<GetAgreement>(APPLICATION, &id, &request)
            .await?;
        Ok(Self { id, view })
    }

    fn address(&self) -> String {
        format!("/my/agreements/{}", self.id)
    }

    fn is_open(&self) -> bool {
        self.view.open == Some(true)
    }
}

#[cfg(test)]
fn asked() -> Asked {
    use crate::frame::testing::{HOUR, NOW};
    let text = |text: &str| Some(dean06_kernel::Text::new(text, text));
    Asked {
        id: "a".to_owned(),
        view: AgreementView {
            title: text("Đăng ký thường trú cho trẻ"),
            bundle_title: text("Liên thông khai sinh"),
            question: text("Bạn có đồng ý cho cháu Ánh đăng ký thường trú tại nhà bạn không?"),
            declined_text: text("Việc đăng ký thường trú tại đây sẽ dừng lại."),
            applicant: Some("Lò Thị <Mai>".to_owned()),
            about: Some("Lò Ngọc Ánh".to_owned()),
            organisation: text("Công an phường Ba Đình"),
            asked_at: Some(NOW),
            due_at: Some(NOW + 72 * HOUR),
            open: Some(true),
            source: Some("Luật Cư trú".to_owned()),
            confidence: Some("third-party".to_owned()),
            ..AgreementView::default()
        },
    }
}
