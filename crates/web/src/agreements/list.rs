//! The questions to me: those that wait, then those that were answered.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    AgreementRow, ListAgreements, ListAgreementsRequest, ListAgreementsResponse,
};
use dean06_ui::{
    Button, EmptyState, Markup, PageResponse, Pagination, Tag, TaskItem, TaskList, Tone,
};

use crate::frame::{APPLICATION, Address, Answer, Citizen, Shell, heading, local, paragraph};

pub(super) async fn show(citizen: Citizen) -> Answer {
    let request = ListAgreementsRequest {
        limit: None,
        cursor: citizen.query.text("cursor").map(str::to_owned),
    };
    let found = citizen
        .call::<ListAgreements>(APPLICATION, &request)
        .await?;
    Ok(page(&citizen.shell, found).into_response())
}

fn page(shell: &Shell, found: ListAgreementsResponse) -> PageResponse {
    let rows = found.rows.unwrap_or_default();
    let (open, closed): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.open == Some(true));
    let mut content = vec![paragraph(&shell.t("agree-lead"))];
    if rows.is_empty() {
        let none = EmptyState::new(shell.t("agree-none"), shell.t("agree-none-text"));
        let home = Button::secondary(shell.t("ui-home")).href("/");
        content.push(none.action(home).into());
    }
    for (title, rows) in [("agree-open", open), ("agree-closed", closed)] {
        if !rows.is_empty() {
            let items = rows.into_iter().map(|row| agreement_item(shell, row));
            content.push(heading(&shell.t(title)));
            content.push(TaskList::new(items.collect()).into());
        }
    }
    let next = found.next_cursor.map(|cursor| {
        Address::new("/my/agreements")
            .with("cursor", &cursor)
            .to_string()
    });
    content.push(Pagination::new(&shell.words, None, next).into());
    shell
        .page(shell.t("agree-title"))
        .markup(Markup::join(content))
}

/// A question in a list.
pub(crate) fn agreement_item(shell: &Shell, row: &AgreementRow) -> TaskItem {
    let applicant = row.applicant.as_deref().unwrap_or_default();
    let title = shell.say(row.title.as_ref());
    let title = shell.tw(
        "agree-row",
        &[("applicant", applicant.into()), ("title", title.into())],
    );
    let (tone, state) = match (row.open, row.agreed) {
        (Some(true), _) => (Tone::Waiting, "agree-state-open"),
        (_, Some(true)) => (Tone::Good, "agree-state-yes"),
        (_, Some(false)) => (Tone::Neutral, "agree-state-no"),
        (_, None) => (Tone::Neutral, "agree-state-closed"),
    };
    let id = row.agreement_id.as_deref().unwrap_or_default();
    let item =
        TaskItem::new(title, Tag::new(tone, shell.t(state))).href(format!("/my/agreements/{id}"));
    let due = row.due_at.filter(|_| row.open == Some(true));
    if let Some(due) = due.and_then(local) {
        let due = shell.words.full_date_time(due);
        return item.note(shell.tw("agree-until", &[("due", due.into())]));
    }
    item.note(shell.moment(row.answered_at.or(row.asked_at)))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{AgreementRow, ListAgreementsResponse};
    use dean06_kernel::Text;

    use super::page;
    use crate::frame::testing::{HOUR, NOW, citizen};

    #[test]
    fn what_waits_stands_first() {
        let row = |id: &str, open: bool| AgreementRow {
            agreement_id: Some(id.to_owned()),
            title: Some(Text::new("Đăng ký thường trú", "Residence")),
            applicant: Some("Lò Thị Mai".to_owned()),
            due_at: Some(NOW + 48 * HOUR),
            answered_at: (!open).then_some(NOW),
            agreed: (!open).then_some(true),
            open: Some(open),
            ..AgreementRow::default()
        };
        let found = ListAgreementsResponse {
            rows: Some(vec![row("old", false), row("new", true)]),
            next_cursor: None,
        };
        let html = page(&citizen(), found).html().to_owned();
        let at = |text: &str| html.find(text).unwrap();
        assert!(at("/my/agreements/new") < at("/my/agreements/old"));
        assert!(html.contains("thứ Tư, 25/11/2026"));
        let none = page(&citizen(), ListAgreementsResponse::default());
        assert!(none.html().contains("class=\"empty\""));
    }
}
