use dean06_content::Content;
use dean06_contracts::casework::{
    ListQueueRequest, ListQueueResponse, QueueCounts, QueueFilter, QueueRow,
};
use dean06_kernel::{OrgId, Text};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::Value;

use super::actions::works_on;
use crate::clocks;
use crate::edition::Edition;
use crate::error::database;
use crate::room::Casework;
use crate::rows::{QueueEntry, Tray};
use crate::views;
use crate::views::{Cursor, DEFAULT_ROWS};

/// A page of the queue of the officer's own organisation, what is due first.
pub(crate) async fn list_queue(
    room: Casework,
    context: Context,
    request: ListQueueRequest,
) -> Result<Reply<ListQueueResponse>, ServiceError> {
    let org = context
        .actor
        .org()
        .ok_or_else(|| ServiceError::forbidden("dossier-role"))?;
    let now = room.sources.now_micros();
    let me = context.actor.id();
    let after = Cursor::parse(request.cursor.as_deref())?;
    let limit = request.limit.unwrap_or(DEFAULT_ROWS);
    let edition = room.editions.current();
    let hidden = hidden(&edition.content, context.actor.roles());
    let query = Query::of(org, &hidden, &request, me, now, after.as_ref(), limit);
    let rows = room
        .store
        .read()
        .rows(&query.text, query.values)
        .await
        .map_err(database)?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        entries.push(QueueEntry::from_row(row).map_err(database)?);
    }
    let more = entries.len() > usize::from(limit);
    entries.truncate(limit.into());
    let next_cursor = entries
        .last()
        .filter(|_| more)
        .map(|last| Cursor::at(last.sort_at, &last.dossier_id).to_string());
    let subjects: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.party_id.parse().ok())
        .collect();
    let body = ListQueueResponse {
        rows: Some(
            entries
                .into_iter()
                .map(|entry| row(edition, entry, now))
                .collect(),
        ),
        counts: Some(counts(&room, org, &hidden, me, now).await?),
        next_cursor,
    };
    Ok(Reply::about_all(subjects, body))
}

/// Services in which none of these roles has a duty. One that the content has no more is not among
/// them: its last dossiers must be seen by somebody.
fn hidden(content: &Content, roles: &[String]) -> Vec<String> {
    content
        .services()
        .filter(|service| !works_on(service, roles))
        .map(|service| service.slug.clone())
        .collect()
}

/// The condition that leaves out services.
fn except(hidden: &[String]) -> (String, Vec<Value>) {
    if hidden.is_empty() {
        return (String::new(), Vec::new());
    }
    let places = dean06_store::placeholders(hidden.len());
    let values = hidden.iter().map(|slug| slug.as_str().into()).collect();
    (format!(" AND service NOT IN ({places})"), values)
}

/// A page and one row more, to see whether there is another page.
struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    fn of(
        org: &OrgId,
        hidden: &[String],
        request: &ListQueueRequest,
        me: &str,
        now: i64,
        after: Option<&Cursor>,
        limit: u16,
    ) -> Self {
        let mut query = Self {
            text: format!(
                "SELECT {} FROM queue_entry WHERE org_id = ?",
                QueueEntry::columns()
            ),
            values: vec![org.as_str().into()],
        };
        let (text, values) = except(hidden);
        query.and(&text, values);
        query.filter(request.filter, me, now);
        if let Some(service) = &request.service {
            query.and(" AND service = ?", [service.as_str().into()]);
        }
        if let Some(number) = &request.number {
            query.and(" AND number = ?", [number.trim().into()]);
        }
        if let Some(after) = after {
            query.and(
                " AND (sort_at > ? OR (sort_at = ? AND dossier_id > ?))",
                [after.at.into(), after.at.into(), after.id.as_str().into()],
            );
        }
        query.and(
            " ORDER BY sort_at, dossier_id LIMIT ?",
            [(i64::from(limit) + 1).into()],
        );
        query
    }

    fn filter(&mut self, filter: QueueFilter, me: &str, now: i64) {
        match filter {
            QueueFilter::Open => self.trays(&[Tray::New, Tray::Open]),
            QueueFilter::New => self.trays(&[Tray::New]),
            QueueFilter::Waiting => self.trays(&[Tray::Waiting]),
            QueueFilter::Done => self.trays(&[Tray::Done]),
            QueueFilter::Overdue => {
                self.trays(&[Tray::New, Tray::Open]);
                self.and(" AND due_at < ?", [now.into()]);
            }
            QueueFilter::DueToday => {
                self.trays(&[Tray::New, Tray::Open]);
                let end = clocks::end_of_day(now);
                self.and(" AND due_at >= ? AND due_at <= ?", [now.into(), end.into()]);
            }
            QueueFilter::Mine => {
                self.trays(&[Tray::New, Tray::Open, Tray::Waiting]);
                self.and(" AND holder_id = ?", [me.into()]);
            }
        }
    }

    fn trays(&mut self, trays: &[Tray]) {
        let places = dean06_store::placeholders(trays.len());
        let trays: Vec<Value> = trays.iter().map(|tray| tray.as_str().into()).collect();
        self.and(&format!(" AND tray IN ({places})"), trays);
    }

    fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(text);
        self.values.extend(values);
    }
}

async fn counts(
    room: &Casework,
    org: &OrgId,
    hidden: &[String],
    me: &str,
    now: i64,
) -> Result<QueueCounts, ServiceError> {
    let (condition, hidden) = except(hidden);
    let text = format!(
        "SELECT COUNT(CASE WHEN tray <> 'waiting' THEN 1 END) AS open,
           COUNT(CASE WHEN tray = 'new' THEN 1 END) AS new,
           COUNT(CASE WHEN tray <> 'waiting' AND due_at < ? THEN 1 END) AS overdue,
           COUNT(CASE WHEN tray <> 'waiting' AND due_at >= ? AND due_at <= ? THEN 1 END) AS due_today,
           COUNT(CASE WHEN holder_id = ? THEN 1 END) AS mine,
           COUNT(CASE WHEN tray = 'waiting' THEN 1 END) AS waiting
         FROM queue_entry WHERE org_id = ? AND tray IN ('new', 'open', 'waiting'){condition}"
    );
    let values: [Value; 5] = [
        now.into(),
        now.into(),
        clocks::end_of_day(now).into(),
        me.into(),
        org.as_str().into(),
    ];
    let row = room
        .store
        .read()
        .row(&text, values.into_iter().chain(hidden))
        .await
        .map_err(database)?;
    let count = |column: &str| {
        let count: Option<i64> = row.as_ref().and_then(|row| row.try_get("", column).ok());
        count.and_then(|count| u64::try_from(count).ok())
    };
    Ok(QueueCounts {
        open: count("open"),
        new: count("new"),
        overdue: count("overdue"),
        due_today: count("due_today"),
        mine: count("mine"),
        waiting: count("waiting"),
    })
}

fn row(edition: &Edition, entry: QueueEntry, now: i64) -> QueueRow {
    let calendar = edition.content.calendar();
    let urgency = match (entry.tray, entry.due_at) {
        (Tray::Waiting, _) => Some("paused"),
        (_, Some(due)) => Some(clocks::urgency(now, due)),
        (_, None) => None,
    };
    let service = edition.content.service(&entry.service);
    let title = service.map_or_else(
        || Text::new(entry.service.as_str(), entry.service.as_str()),
        |service| service.title.clone(),
    );
    QueueRow {
        dossier_id: Some(entry.dossier_id),
        number: Some(entry.number),
        title: Some(title),
        about: entry.about,
        applicant: Some(entry.applicant),
        status: Some(entry.status.code()),
        status_text: Some(views::status_text(edition, entry.status)),
        submitted_at: Some(entry.submitted_at),
        due_at: entry.due_at,
        urgency: urgency.map(str::to_owned),
        working_days_left: entry
            .due_at
            .and_then(|due| clocks::days_left(calendar, now, due)),
        flagged: Some(entry.flagged),
        holder: entry.holder_name,
    }
}
