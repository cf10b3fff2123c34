//! The messages to a citizen. None names a person: what it is about stands behind its link.

use axum::{
    Router,
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use dean06_contracts::messages::{
    ListMessages, ListMessagesRequest, ListMessagesResponse, MessageRow, ReadMessage,
    ReadMessageRequest,
};
use dean06_ui::{
    Button, Chain, ChainLink, EmptyState, Hidden, Markup, PageResponse, Pagination, Tag, Tone,
};

use crate::frame::{
    Address, Answer, Citizen, CommandKey, OWN_MESSAGES, Posted, Shell, Web, form, id, paragraph,
    quiet,
};

/// Messages of a page: few enough for a telephone.
const ROWS: u16 = 20;

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/my/messages", get(show))
        .route("/my/messages/open", post(open))
}

async fn show(citizen: Citizen) -> Answer {
    let cursor = citizen.query.text("cursor").map(str::to_owned);
    let later = cursor.is_some();
    let request = ListMessagesRequest {
        limit: Some(ROWS),
        cursor,
    };
    let found = citizen.call::<ListMessages>(OWN_MESSAGES, &request).await?;
    let key = CommandKey::new(&citizen.web.sources);
    Ok(page(&citizen.shell, found, &key, later).into_response())
}

/// Marks a message as read and leads to what it is about.
async fn open(citizen: Citizen, Posted(posted): Posted) -> Answer {
    let message = posted.text("message").and_then(id);
    let message_id = message.ok_or_else(|| citizen.missing())?;
    let request = ReadMessageRequest {
        message_id: message_id.clone(),
    };
    // To read it again is the same act.
    let read = citizen
        .command::<ReadMessage>(OWN_MESSAGES, &message_id, &message_id, &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let link = read.link.filter(|link| is_ours(link));
    let page = link.as_deref().unwrap_or("/my/messages");
    Ok(Redirect::to(page).into_response())
}

/// Whether a link leads to a page of this site.
fn is_ours(link: &str) -> bool {
    link.starts_with('/') && !link.starts_with("//") && !link.contains(['\\', '\r', '\n'])
}

fn page(shell: &Shell, found: ListMessagesResponse, key: &CommandKey, later: bool) -> PageResponse {
    let rows = found.rows.unwrap_or_default();
    let mut content = vec![paragraph(&shell.t("inbox-lead"))];
    if rows.is_empty() {
        let none = EmptyState::new(shell.t("inbox-none"), shell.t("inbox-none-text"));
        let services = Button::secondary(shell.t("portal-dossiers-start")).href("/services");
        content.push(none.action(services).into());
    } else {
        let messages = rows.iter().map(|row| message(shell, row, key));
        content.push(Chain::new(messages.collect()).top().into());
    }
    let next = found.next_cursor.map(|cursor| {
        Address::new("/my/messages")
            .with("cursor", &cursor)
            .to_string()
    });
    let first = later.then(|| "/my/messages".to_owned());
    content.push(Pagination::new(&shell.words, first, next).into());
    shell
        .page(shell.t("inbox-title"))
        .markup(Markup::join(content))
}

fn message(shell: &Shell, row: &MessageRow, key: &CommandKey) -> ChainLink {
    let state = if row.read == Some(true) {
        Tag::new(Tone::Neutral, shell.t("inbox-read"))
    } else {
        Tag::new(Tone::Info, shell.t("inbox-new"))
    };
    let id = row.message_id.as_deref().unwrap_or_default();
    let title = shell.say(row.title.as_ref());
    let open = Button::secondary(shell.tw("inbox-open", &[("title", title.into())]));
    ChainLink::new(title, state)
        .markup(paragraph(shell.say(row.text.as_ref())))
        .markup(quiet(&shell.moment(row.at)))
        .markup(form(
            "/my/messages/open",
            [
                key.field().into(),
                Hidden::new("message", id).into(),
                open.into(),
            ],
        ))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::messages::{ListMessagesResponse, MessageRow};
    use dean06_kernel::{ManualClock, Sources, Text};

    use super::{is_ours, page};
    use crate::frame::CommandKey;
    use crate::frame::testing::{NOW, citizen};

    fn html(rows: Vec<MessageRow>) -> String {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let found = ListMessagesResponse {
            rows: Some(rows),
            next_cursor: Some("c".to_owned()),
        };
        let key = CommandKey::new(&sources);
        page(&citizen(), found, &key, false).html().to_owned()
    }

    #[test]
    fn what_is_new_is_marked_and_each_opens_its_page() {
        let row = |id: &str, read: bool| MessageRow {
            message_id: Some(id.to_owned()),
            title: Some(Text::new("Hồ sơ có kết quả", "A result is there")),
            text: Some(Text::new("Mở để xem.", "Open it.")),
            at: Some(NOW),
            read: Some(read),
            ..MessageRow::default()
        };
        let html = html(vec![row("1", false), row("2", true)]);
        assert_eq!(html.matches("tag info").count(), 1);
        for part in [
            "name=\"message\" value=\"1\"",
            "09:00, 23/11/2026",
            "/my/messages?cursor=c",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(self::html(Vec::new()).contains("class=\"empty\""));
    }

    #[test]
    fn a_link_never_leads_elsewhere() {
        assert!(is_ours("/my/bundles/1"));
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "",
            "/a\nb",
        ] {
            assert!(!is_ours(bad), "{bad}");
        }
    }
}
