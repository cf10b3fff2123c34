//! My papers and those of my children, by kind.

use axum::response::IntoResponse;
use dean06_contracts::documents::{
    ListPapers, ListPapersRequest, ListPapersResponse, PaperRow, PaperSource,
};
use dean06_kernel::{PersonId, search_key};
use dean06_ui::{Button, Buttons, EmptyState, Markup, PageResponse, Pagination, Row, Table};

use super::address;
use super::whose::{Owner, owners};
use super::words::{day, kind, state, validity};
use crate::frame::{Address, Answer, Citizen, OWN_PAPERS, Shell, heading, news, paragraph};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["paper-discarded"];

/// The papers of one person.
struct Part {
    owner: Owner,
    papers: ListPapersResponse,
}

pub(super) async fn show(citizen: Citizen) -> Answer {
    let owners = owners(&citizen).await;
    let wanted: Option<PersonId> = citizen
        .query
        .text("person")
        .and_then(|text| text.parse().ok());
    let cursor = citizen.query.text("cursor").map(str::to_owned);
    let cursor = cursor.filter(|_| wanted.is_some());
    let shown = owners
        .into_iter()
        .filter(|owner| wanted.is_none_or(|wanted| wanted == owner.person));
    let citizen = &citizen;
    let parts = shown.map(|owner| {
        let request = ListPapersRequest {
            person_id: owner.name.is_some().then_some(owner.person),
            kind: None,
            limit: None,
            cursor: cursor.clone(),
        };
        async move {
            let papers = if owner.name.is_some() {
                // What is told of a child must not keep anybody from the own papers.
                let told = citizen.aside::<ListPapers>(OWN_PAPERS, &request).await;
                told.unwrap_or_default()
            } else {
                citizen.call::<ListPapers>(OWN_PAPERS, &request).await?
            };
            Ok(Part { owner, papers })
        }
    });
    let parts = futures::future::try_join_all(parts).await?;
    let news = news(citizen, NEWS);
    Ok(page(&citizen.shell, parts, news).into_response())
}

fn page(shell: &Shell, parts: Vec<Part>, news: Markup) -> PageResponse {
    let nothing = parts
        .iter()
        .all(|part| part.papers.rows.iter().flatten().next().is_none());
    let mut content = vec![news, paragraph(&shell.t("papers-lead"))];
    if nothing {
        let upload = Button::primary(shell.t("papers-upload")).href("/my/papers/upload");
        let none = EmptyState::new(shell.t("papers-none"), shell.t("papers-none-text"));
        content.push(none.action(upload).into());
    } else {
        let buttons = [
            Button::secondary(shell.t("papers-upload")).href("/my/papers/upload"),
            Button::secondary(shell.t("papers-export")).href("/my/papers/export.zip"),
        ];
        content.push(Buttons::new(buttons).into());
        for part in parts {
            content.push(papers(shell, part));
        }
    }
    shell
        .page(shell.t("papers-title"))
        .markup(Markup::join(content))
}

/// The papers of one person under a heading.
fn papers(shell: &Shell, part: Part) -> Markup {
    let title = match &part.owner.name {
        Some(name) => shell.tw("papers-of-child", &[("name", name.as_str().into())]),
        None => shell.t("papers-of-mine"),
    };
    let mut rows = part.papers.rows.unwrap_or_default();
    if rows.is_empty() {
        let none = paragraph(&shell.t("papers-none-yet"));
        return Markup::join([heading(&title), none]);
    }
    // The same kind stands together; within it the latest comes first, as it was told.
    rows.sort_by_key(|row| search_key(&kind(shell, row.kind.as_deref(), row.title.as_ref())));
    let table = Table::new(title.clone())
        .quiet_caption()
        .column(shell.t("papers-column-title"))
        .column(shell.t("papers-column-kind"))
        .column(shell.t("papers-column-source"))
        .column(shell.t("papers-column-date"))
        .column(shell.t("papers-column-state"))
        .rows(rows.iter().map(|row| line(shell, row)));
    let person = part.owner.person.to_string();
    let next = part.papers.next_cursor.map(|cursor| {
        Address::new("/my/papers")
            .with("person", &person)
            .with("cursor", &cursor)
            .to_string()
    });
    let next = Pagination::new(&shell.words, None, next);
    Markup::join([heading(&title), table.into(), next.into()])
}

fn line(shell: &Shell, row: &PaperRow) -> Row {
    let id = row.paper_id.as_deref().unwrap_or_default();
    let source = match row.source {
        Some(PaperSource::Uploaded) => shell.t("papers-source-uploaded"),
        _ => shell.say(row.issuer.as_ref()).to_owned(),
    };
    let state = Markup::from(state(shell, row.state, row.source));
    let state = match row.source {
        Some(PaperSource::Uploaded) => state,
        _ => Markup::join([
            state,
            Markup::trusted(" "),
            validity(shell, row.valid_to).into(),
        ]),
    };
    Row::new()
        .link(&address(id), shell.say(row.title.as_ref()))
        .cell(kind(shell, row.kind.as_deref(), row.title.as_ref()))
        .cell(source)
        .cell(day(shell, row.issued_at))
        .cell(Markup::join([
            Markup::trusted("<span>"),
            state,
            Markup::trusted("</span>"),
        ]))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{ListPapersResponse, PaperRow, PaperSource, PaperState};
    use dean06_kernel::Text;
    use dean06_ui::Markup;
    use uuid::Uuid;

    use super::super::whose::Owner;
    use super::{Part, page};
    use crate::frame::testing::{NOW, citizen};

    fn row(id: &str, kind: &str, source: PaperSource) -> PaperRow {
        PaperRow {
            paper_id: Some(id.to_owned()),
            kind: Some(kind.to_owned()),
            title: Some(Text::new(format!("Giấy {id}"), id)),
            issuer: Some(Text::new("UBND phường Ba Đình", "Committee")),
            issued_at: Some(NOW),
            source: Some(source),
            state: Some(PaperState::Valid),
            ..PaperRow::default()
        }
    }

    fn part(name: Option<&str>, rows: Vec<PaperRow>) -> Part {
        Part {
            owner: Owner {
                person: dean06_kernel::PersonId::from_uuid(Uuid::from_u128(1)),
                name: name.map(str::to_owned),
            },
            papers: ListPapersResponse {
                rows: Some(rows),
                next_cursor: name.map(|_| "c".to_owned()),
            },
        }
    }

    fn html(parts: Vec<Part>) -> String {
        page(&citizen(), parts, Markup::default()).html().to_owned()
    }

    #[test]
    fn papers_stand_by_person_and_kind() {
        let html = html(vec![
            part(
                None,
                vec![
                    row("b", "other", PaperSource::Issued),
                    row("a", "birth-notice", PaperSource::Uploaded),
                ],
            ),
            part(
                Some("Lò Ngọc Ánh"),
                vec![row("c", "birth-certificate", PaperSource::Issued)],
            ),
        ]);
        for part in [
            "<h2>Giấy tờ của tôi</h2>",
            "<h2>Giấy tờ của con: Lò Ngọc Ánh</h2>",
            "href=\"/my/papers/c\">Giấy c",
            "Bạn tải lên",
            "không có ngày hết hạn",
            "cursor=c",
            "/my/papers/export.zip",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let at = |text: &str| html.find(text).unwrap();
        assert!(at("Giấy a") < at("Giấy b"), "by the names of their kinds");
    }

    #[test]
    fn an_empty_store_explains_itself() {
        let html = html(vec![part(None, Vec::new())]);
        assert!(html.contains("class=\"empty\""));
        assert!(html.contains("/my/papers/upload"));
        assert!(!html.contains("export.zip"));
    }
}
