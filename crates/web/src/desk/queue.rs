//! The queue of an organisation: what is due first stands first.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    ListQueue, ListQueueRequest, ListQueueResponse, ListServices, ListServicesRequest, QueueFilter,
    QueueRow, ServiceRow,
};
use dean06_ui::{
    Button, Choice, EmptyState, Field, Figure, Figures, Hidden, KeyHelp, Markup, Notice,
    PageResponse, Pagination, Row, Table, Tag, Tone,
};

use super::action::named;
use crate::frame::{
    Address, Answer, CASE_HANDLING, Officer, PUBLIC, Pairs, Shell, filter_form, number, status_tone,
};

/// The parts of the queue by their names in addresses.
const FILTERS: [(&str, QueueFilter); 7] = [
    ("open", QueueFilter::Open),
    ("new", QueueFilter::New),
    ("overdue", QueueFilter::Overdue),
    ("due-today", QueueFilter::DueToday),
    ("mine", QueueFilter::Mine),
    ("waiting", QueueFilter::Waiting),
    ("done", QueueFilter::Done),
];

/// What is looked at, as the address says it.
struct Asked {
    filter: QueueFilter,
    service: Option<String>,
    number: Option<String>,
    cursor: Option<String>,
    /// The step just taken, and the number of its dossier.
    news: Option<(&'static str, String)>,
}

impl Asked {
    fn read(query: &Pairs) -> Self {
        let filter = query.get("filter").unwrap_or_default();
        let filter = FILTERS.iter().find(|(name, _)| *name == filter);
        let done = query.get("done").and_then(named);
        let about = query.get("about").and_then(number);
        let text = |name: &str, most: usize| {
            let text = query.text(name)?;
            Some(text.chars().take(most).collect::<String>())
        };
        Self {
            filter: filter.map_or(QueueFilter::Open, |(_, filter)| *filter),
            service: text("service", 80),
            number: text("number", 100),
            cursor: text("cursor", 200),
            news: done
                .zip(about)
                .map(|(look, about)| (look.done, about.to_owned())),
        }
    }

    /// The address of another part of the queue, with the same search.
    fn address(&self, filter: QueueFilter) -> Address {
        let name = FILTERS.iter().find(|(_, known)| *known == filter);
        Address::new("/desk")
            .with_some("filter", name.map(|(name, _)| *name))
            .with_some("service", self.service.as_deref())
            .with_some("number", self.number.as_deref())
    }
}

pub(super) async fn show(officer: Officer) -> Answer {
    let asked = Asked::read(&officer.query);
    let request = ListQueueRequest {
        filter: asked.filter,
        service: asked.service.clone(),
        number: asked.number.clone(),
        limit: None,
        cursor: asked.cursor.clone(),
    };
    let services = ListServicesRequest::default();
    let (queue, services) = futures::try_join!(
        officer.call::<ListQueue>(CASE_HANDLING, &request),
        officer.call::<ListServices>(PUBLIC, &services),
    )?;
    let services = services.rows.unwrap_or_default();
    Ok(page(&officer.shell, &asked, &queue, &services).into_response())
}

fn page(
    shell: &Shell,
    asked: &Asked,
    queue: &ListQueueResponse,
    services: &[ServiceRow],
) -> PageResponse {
    let rows = queue.rows.as_deref().unwrap_or_default();
    let mut content: Vec<Markup> = Vec::new();
    if let Some((done, about)) = &asked.news {
        let text = shell.tw(done, &[("number", about.as_str().into())]);
        let mut notice = Notice::new(Tone::Good, text).live();
        if let Some(next) = rows.first().and_then(|row| row.dossier_id.as_deref()) {
            let next = Button::secondary(shell.t("desk-next"))
                .href(format!("/desk/dossiers/{next}"))
                .key('o');
            notice = notice.markup(next.into());
        }
        content.push(notice.into());
    }
    content.push(figures(shell, asked, queue).into());
    content.push(search(shell, asked, services));
    if rows.is_empty() {
        content.push(nothing(shell, asked).into());
    } else {
        content.push(KeyHelp::new(&shell.words).into());
        content.push(table(shell, rows).into());
    }
    let next = queue.next_cursor.as_ref();
    let next = next.map(|cursor| {
        asked
            .address(asked.filter)
            .with("cursor", cursor)
            .to_string()
    });
    let first = asked
        .cursor
        .as_ref()
        .map(|_| asked.address(asked.filter).to_string());
    content.push(Pagination::new(&shell.words, first, next).into());
    let title = if asked.filter == QueueFilter::Done {
        "desk-done-title"
    } else {
        "desk-queue-title"
    };
    shell
        .page(shell.t(title))
        .wide()
        .markup(Markup::join(content))
}

fn figures(shell: &Shell, asked: &Asked, queue: &ListQueueResponse) -> Figures {
    let counts = queue.counts.clone().unwrap_or_default();
    let figure = |count: Option<u64>, label: &str, filter: QueueFilter, tone: Tone| {
        let count = count.unwrap_or_default();
        let number = shell.words.count(i64::try_from(count).unwrap_or(i64::MAX));
        Figure::new(number, shell.t(label))
            .href(asked.address(filter))
            .tone(if count > 0 { tone } else { Tone::Neutral })
            .current(asked.filter == filter)
    };
    Figures::new(vec![
        figure(
            counts.overdue,
            "desk-count-overdue",
            QueueFilter::Overdue,
            Tone::Bad,
        ),
        figure(
            counts.due_today,
            "desk-count-today",
            QueueFilter::DueToday,
            Tone::Waiting,
        ),
        figure(
            counts.new,
            "desk-count-new",
            QueueFilter::New,
            Tone::Neutral,
        ),
        figure(
            counts.mine,
            "desk-count-mine",
            QueueFilter::Mine,
            Tone::Neutral,
        ),
        figure(
            counts.waiting,
            "desk-count-waiting",
            QueueFilter::Waiting,
            Tone::Neutral,
        ),
        figure(
            counts.open,
            "desk-count-open",
            QueueFilter::Open,
            Tone::Neutral,
        ),
    ])
}

fn search(shell: &Shell, asked: &Asked, services: &[ServiceRow]) -> Markup {
    let words = &shell.words;
    let filter = FILTERS.iter().find(|(_, filter)| *filter == asked.filter);
    let services = services.iter().map(|row| {
        Choice::new(
            row.slug.as_deref().unwrap_or_default(),
            shell.say(row.title.as_ref()),
        )
    });
    filter_form(
        "/desk",
        &shell.t("desk-filter-form"),
        [
            Hidden::new("filter", filter.map_or("open", |(name, _)| *name)).into(),
            Field::select(
                words,
                "service",
                shell.t("desk-filter-service"),
                services.collect(),
            )
            .value(asked.service.as_deref().unwrap_or_default())
            .into(),
            Field::text(words, "number", shell.t("desk-filter-number"))
                .value(asked.number.as_deref().unwrap_or_default())
                .into(),
            Button::secondary(shell.t("desk-filter")).into(),
        ],
    )
}

fn nothing(shell: &Shell, asked: &Asked) -> EmptyState {
    let searched = asked.service.is_some() || asked.number.is_some();
    let (title, text) = if searched {
        ("desk-found-none", "desk-found-none-text")
    } else {
        ("desk-queue-none", "desk-queue-none-text")
    };
    let none = EmptyState::new(shell.t(title), shell.t(text));
    if asked.filter == QueueFilter::Open && !searched {
        return none;
    }
    none.action(Button::secondary(shell.t("desk-queue-all")).href("/desk"))
}

fn table(shell: &Shell, rows: &[QueueRow]) -> Table {
    let columns = [
        "desk-column-number",
        "desk-column-matter",
        "desk-column-applicant",
        "desk-column-status",
        "desk-column-due",
        "desk-column-holder",
    ];
    let table = Table::new(shell.t("desk-queue-caption"))
        .quiet_caption()
        .queue();
    let table = columns
        .iter()
        .fold(table, |table, id| table.column(shell.t(id)));
    table.rows(rows.iter().map(|row| line(shell, row)))
}

fn line(shell: &Shell, row: &QueueRow) -> Row {
    let tone = match row.urgency.as_deref() {
        Some("overdue") => Tone::Bad,
        Some("today") => Tone::Waiting,
        _ => Tone::Neutral,
    };
    let id = row.dossier_id.as_deref().unwrap_or_default();
    let status = shell.say(row.status_text.as_ref());
    let status = Tag::new(status_tone(row.status.unwrap_or_default()), status);
    Row::new()
        .link(
            &format!("/desk/dossiers/{id}"),
            row.number.as_deref().unwrap_or_default(),
        )
        .cell(matter(shell, row))
        .cell(row.applicant.as_deref().unwrap_or_default())
        .cell(status)
        .cell(due(shell, row))
        .cell(row.holder.as_deref().unwrap_or_default())
        .tone(tone)
}

/// The service, whom it is about, and whether something is marked.
fn matter(shell: &Shell, row: &QueueRow) -> Markup {
    let title = shell.say(row.title.as_ref());
    let text = match row.about.as_deref() {
        Some(about) => shell.tw(
            "portal-title-about",
            &[("title", title.into()), ("about", about.into())],
        ),
        None => title.to_owned(),
    };
    let open = matches!(row.status, Some(1 | 2 | 4 | 5 | 6));
    if row.flagged != Some(true) || !open {
        return text.into();
    }
    let mark = Tag::new(Tone::Waiting, shell.t("desk-flagged"));
    Markup::join([text.into(), Markup::trusted(" "), mark.into()])
}

fn due(shell: &Shell, row: &QueueRow) -> Markup {
    if row.urgency.as_deref() == Some("paused") {
        return Tag::new(Tone::Neutral, shell.t("desk-paused")).into();
    }
    let limit = row
        .due_at
        .and_then(|at| shell.due(at, row.working_days_left));
    limit.map_or_else(Markup::default, |(_, due)| {
        Tag::due(&shell.words, due).into()
    })
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{ListQueueResponse, QueueCounts, QueueRow};
    use dean06_kernel::Text;

    use super::{Asked, page};
    use crate::frame::Pairs;
    use crate::frame::testing::{HOUR, NOW, officer};

    fn row(number: &str, urgency: &str, hours: i64, days: i64) -> QueueRow {
        QueueRow {
            dossier_id: Some(format!("id-{number}")),
            number: Some(number.to_owned()),
            title: Some(Text::new("Đăng ký khai sinh", "Birth registration")),
            about: Some("Lò Ngọc Ánh".to_owned()),
            applicant: Some("Lò Thị Mai".to_owned()),
            status: Some(4),
            status_text: Some(Text::new("Đang xử lý", "In process")),
            due_at: Some(NOW + hours * HOUR),
            urgency: Some(urgency.to_owned()),
            working_days_left: Some(days),
            flagged: Some(true),
            ..QueueRow::default()
        }
    }

    fn html(query: &str, rows: Vec<QueueRow>) -> String {
        let queue = ListQueueResponse {
            rows: Some(rows),
            counts: Some(QueueCounts {
                overdue: Some(1),
                due_today: Some(1),
                open: Some(1_234),
                ..QueueCounts::default()
            }),
            next_cursor: Some("c".to_owned()),
        };
        let asked = Asked::read(&Pairs::parse(query.as_bytes()));
        page(&officer(), &asked, &queue, &[]).html().to_owned()
    }

    #[test]
    fn what_is_late_is_red_and_what_is_due_today_amber() {
        let html = html(
            "filter=overdue&service=birth-registration",
            vec![
                row("H1", "overdue", -30, -2),
                row("H2", "today", 5, 0),
                row("H3", "later", 60, 2),
                row("H4", "paused", 60, 2),
            ],
        );
        for part in [
            "<tr role=\"row\" class=\"bad\">",
            "Quá hạn 2 ngày",
            "<tr role=\"row\" class=\"waiting\">",
            "Hôm nay",
            "Còn 2 ngày",
            "Tạm dừng",
            "Cần lưu ý",
            "href=\"/desk/dossiers/id-H1\"",
            "1.234",
            "/desk?filter=due-today&#38;service=birth-registration",
            "&#38;cursor=c",
            "data-queue",
        ] {
            assert!(html.contains(part), "{part}");
        }
    }

    #[test]
    fn what_was_done_is_said_and_leads_on() {
        let html = html("done=approve&about=H26-1", vec![row("H1", "later", 60, 2)]);
        assert!(html.contains("Đã phê duyệt hồ sơ H26-1"));
        assert!(html.contains("Mở hồ sơ kế tiếp"));
        let forged = self::html("done=approve&about=%3Cb%3E", Vec::new());
        assert!(!forged.contains("Đã phê duyệt"));
    }

    #[test]
    fn an_empty_queue_explains_itself() {
        assert!(html("", Vec::new()).contains("Không có hồ sơ nào đang chờ"));
        let searched = html("number=H9", Vec::new());
        assert!(searched.contains("Không có hồ sơ nào khớp"));
        assert!(searched.contains("Xem tất cả hồ sơ đang chờ"));
    }
}
