use dean06_contracts::civil_status::{
    BirthRow, ChildOfBirth, FindBirthsRequest, FindBirthsResponse,
};
use dean06_mediator::{Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult, Value};

use crate::{CivilStatus, get_birth::json};

/// Rows of a page when the request does not say.
const DEFAULT_ROWS: u16 = 20;

/// Births entered for one parent, the latest first.
pub(crate) async fn find_births(
    room: CivilStatus,
    request: FindBirthsRequest,
) -> Result<Reply<FindBirthsResponse>, ServiceError> {
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS));
    let mut filter = String::new();
    let mut values: Vec<Value> = vec![request.parent_id.to_string().into()];
    if let Some(date) = request.birth_date {
        filter.push_str(" AND p.birth_date = ?");
        values.push(date.to_string().into());
    }
    if let Some(cursor) = &request.cursor {
        let (date, name) = cursor
            .split_once('|')
            .ok_or_else(|| ServiceError::refused("cursor-invalid"))?;
        filter.push_str(" AND (p.birth_date < ? OR (p.birth_date = ? AND p.name_key > ?))");
        values.extend([date.into(), date.into(), name.into()]);
    }
    values.push(i64::try_from(limit + 1).unwrap_or(i64::MAX).into());
    let query = format!(
        "SELECT p.birth_date, p.name_key, b.person_id, b.child, b.org_id
         FROM civil_birth_of_parent p JOIN civil_birth b ON b.person_id = p.person_id
         WHERE p.parent_id = ? AND b.book_number IS NOT NULL{filter}
         ORDER BY p.birth_date DESC, p.name_key LIMIT ?"
    );
    let found = room
        .store
        .read()
        .rows(&query, values)
        .await
        .map_err(ServiceError::unavailable)?;
    let more = found.len() > limit;
    let rows: Vec<BirthRow> = found
        .iter()
        .take(limit)
        .map(|row| read(&room, row))
        .collect::<Result<_, _>>()
        .map_err(ServiceError::internal)?;
    let next_cursor = match found.get(limit.saturating_sub(1)).filter(|_| more) {
        Some(row) => Some(cursor(row).map_err(ServiceError::internal)?),
        None => None,
    };
    let subjects: Vec<_> = rows
        .iter()
        .filter_map(|row| row.person_id)
        .chain([request.parent_id])
        .collect();
    Ok(Reply::about_all(
        subjects,
        FindBirthsResponse {
            rows: Some(rows),
            next_cursor,
        },
    ))
}

fn cursor(row: &QueryResult) -> Result<String, DbErr> {
    let date: String = row.try_get("", "birth_date")?;
    Ok(format!("{date}|{}", row.try_get::<String>("", "name_key")?))
}

fn read(room: &CivilStatus, row: &QueryResult) -> Result<BirthRow, DbErr> {
    let person: String = row.try_get("", "person_id")?;
    let org: String = row.try_get("", "org_id")?;
    let child: Option<ChildOfBirth> = json(row, "child")?;
    let org = dean06_kernel::OrgId::new(org).ok();
    Ok(BirthRow {
        person_id: person.parse().ok(),
        name: child.as_ref().map(|child| child.name.clone()),
        birth_date: child.as_ref().map(|child| child.birth_date),
        birth_order: child.and_then(|child| child.birth_order),
        registered_by: org
            .and_then(|org| room.content.organisation(&org))
            .map(|body| body.name.vi.clone()),
    })
}
