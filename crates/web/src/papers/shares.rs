//! The links to a paper: which still open, and when they were opened.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::documents::{
    ClientKind, EndShare, EndShareRequest, ListShares, ListSharesRequest, ListSharesResponse,
    OpeningView, ShareRow, ShareState,
};
use dean06_ui::{
    Button, Chain, ChainLink, EmptyState, Hidden, Link, Markup, PageResponse, Pagination, Tag, Tone,
};

use super::address;
use crate::frame::{
    Address, Answer, Citizen, CommandKey, OWN_PAPERS, Posted, Shell, form, heading, id, list,
    paragraph,
};

pub(super) async fn show(citizen: Citizen) -> Answer {
    let request = ListSharesRequest {
        paper_id: None,
        limit: None,
        cursor: citizen.query.text("cursor").map(str::to_owned),
    };
    let found = citizen.call::<ListShares>(OWN_PAPERS, &request).await?;
    let key = CommandKey::new(&citizen.web.sources);
    Ok(page(&citizen.shell, found, &key).into_response())
}

/// All links, each under its paper.
fn page(shell: &Shell, found: ListSharesResponse, key: &CommandKey) -> PageResponse {
    let rows = found.rows.unwrap_or_default();
    let mut content = vec![paragraph(&shell.t("papers-shares-text"))];
    if rows.is_empty() {
        let papers = Button::secondary(shell.t("papers-title")).href("/my/papers");
        let none = EmptyState::new(shell.t("papers-shares-none"), shell.t("papers-share-stop"));
        content.push(none.action(papers).into());
    }
    for paper in rows.chunk_by(|one, other| one.paper_id == other.paper_id) {
        let Some(first) = paper.first() else { continue };
        content.push(heading(shell.say(first.title.as_ref())));
        content.push(shares(shell, paper, key));
    }
    let next = found.next_cursor.map(|cursor| {
        Address::new("/my/papers/shares")
            .with("cursor", &cursor)
            .to_string()
    });
    content.push(Pagination::new(&shell.words, None, next).into());
    shell
        .page(shell.t("papers-shares"))
        .crumbs(vec![Link::new(shell.t("papers-title"), "/my/papers")])
        .markup(Markup::join(content))
}

/// Links to papers; nothing where there are none.
pub(super) fn shares(shell: &Shell, rows: &[ShareRow], key: &CommandKey) -> Markup {
    if rows.is_empty() {
        return Markup::default();
    }
    let links = rows.iter().map(|row| share(shell, row, key));
    Chain::new(links.collect()).into()
}

fn share(shell: &Shell, row: &ShareRow, key: &CommandKey) -> ChainLink {
    let (tone, state) = match row.state {
        Some(ShareState::Open) => (Tone::Info, "papers-share-open"),
        Some(ShareState::Expired) => (Tone::Neutral, "papers-share-expired"),
        Some(ShareState::Ended) | None => (Tone::Neutral, "papers-share-ended"),
    };
    let made = shell.moment(row.shared_at);
    let title = shell.tw("papers-share-made", &[("at", made.into())]);
    let until = shell.moment(row.until);
    let opened = row.opened.unwrap_or_default();
    let told = shell.tw(
        "papers-share-told",
        &[("until", until.into()), ("n", opened.into())],
    );
    let openings: Vec<String> = row
        .openings
        .iter()
        .flatten()
        .map(|opening| opening_line(shell, opening))
        .collect();
    let link = ChainLink::new(title, Tag::new(tone, shell.t(state)))
        .markup(paragraph(&told))
        .markup(list(openings.iter().map(String::as_str)));
    if row.state != Some(ShareState::Open) {
        return link;
    }
    let share = row.share_id.as_deref().unwrap_or_default();
    let paper = row.paper_id.as_deref().unwrap_or_default();
    link.markup(form(
        &format!("{}/end-share", address(paper)),
        [
            key.field().into(),
            Hidden::new("share", share).into(),
            Button::secondary(shell.t("papers-share-end")).into(),
        ],
    ))
}

/// When a link was opened, and with what.
fn opening_line(shell: &Shell, opening: &OpeningView) -> String {
    let client = shell.t(match opening.client {
        Some(ClientKind::MobileBrowser) => "papers-client-mobile",
        Some(ClientKind::DesktopBrowser) => "papers-client-desktop",
        Some(ClientKind::Program) => "papers-client-program",
        Some(ClientKind::Unknown) | None => "papers-client-unknown",
    });
    let id = if opening.with_file == Some(true) {
        "papers-opening-file"
    } else {
        "papers-opening"
    };
    let at = shell.moment(opening.at);
    shell.tw(id, &[("at", at.into()), ("client", client.into())])
}

pub(super) async fn end(
    citizen: Citizen,
    Path(paper): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let paper_id = id(&paper).ok_or_else(|| citizen.missing())?;
    let share = posted.text("share").and_then(id);
    let share_id = share.ok_or_else(|| citizen.missing())?;
    let key = CommandKey::of(&posted, &citizen.web.sources);
    let request = EndShareRequest { share_id };
    citizen
        .command::<EndShare>(OWN_PAPERS, &paper_id, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let page = format!("{}?news=share-ended", address(&paper_id));
    Ok(Redirect::to(&page).into_response())
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{
        ClientKind, ListSharesResponse, OpeningView, ShareRow, ShareState,
    };
    use dean06_kernel::{ManualClock, Sources, Text};

    use super::page;
    use crate::frame::CommandKey;
    use crate::frame::testing::{HOUR, NOW, citizen};

    fn html(rows: Vec<ShareRow>) -> String {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let found = ListSharesResponse {
            rows: Some(rows),
            next_cursor: None,
        };
        let key = CommandKey::new(&sources);
        page(&citizen(), found, &key).html().to_owned()
    }

    fn row(state: ShareState) -> ShareRow {
        ShareRow {
            share_id: Some("s".to_owned()),
            paper_id: Some("p".to_owned()),
            title: Some(Text::new("Giấy khai sinh", "Birth certificate")),
            shared_at: Some(NOW),
            until: Some(NOW + 24 * HOUR),
            state: Some(state),
            opened: Some(1),
            openings: Some(vec![OpeningView {
                at: Some(NOW + HOUR),
                client: Some(ClientKind::MobileBrowser),
                with_file: Some(true),
            }]),
        }
    }

    #[test]
    fn each_opening_is_told_and_an_open_link_can_be_ended() {
        let open = html(vec![row(ShareState::Open)]);
        for part in [
            "<h2>Giấy khai sinh</h2>",
            "09:00, 24/11/2026",
            "10:00, 23/11/2026",
            "điện thoại",
            "action=\"/my/papers/p/end-share\"",
            "name=\"share\" value=\"s\"",
        ] {
            assert!(open.contains(part), "{part} in {open}");
        }
        assert!(!html(vec![row(ShareState::Ended)]).contains("end-share"));
        assert!(html(Vec::new()).contains("class=\"empty\""));
    }
}
