//! Short addresses that stand in messages, which people keep for years: each leads to its page,
//! wherever that is.

use axum::{Router, extract::Path, response::Redirect, routing::get};

use crate::frame::Web;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/agreements/{id}", get(agreement))
        .route("/papers", get(async || Redirect::to("/my/papers")))
        .route(
            "/papers/shares",
            get(async || Redirect::to("/my/papers/shares")),
        )
        .route("/papers/{id}", get(paper))
}

async fn agreement(Path(id): Path<String>) -> Redirect {
    Redirect::to(&own("agreements", &id))
}

async fn paper(Path(id): Path<String>) -> Redirect {
    Redirect::to(&own("papers", &id))
}

/// The page of one thing; of what is no key, the page of all.
fn own(kind: &str, id: &str) -> String {
    match crate::frame::id(id) {
        Some(id) => format!("/my/{kind}/{id}"),
        None => format!("/my/{kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn a_short_address_leads_to_its_page() {
        let key = "018f0000-0000-7000-8000-000000000001";
        assert_eq!(own("papers", key), format!("/my/papers/{key}"));
        assert_eq!(own("papers", "../desk"), "/my/papers");
    }
}
