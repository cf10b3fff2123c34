//! Who used my data: who, for whom, for what, on which basis, in which case, and which of them.

use std::collections::BTreeMap;

use axum::response::IntoResponse;
use dean06_contracts::casework::{ListDossiers, ListDossiersRequest};
use dean06_contracts::ledger::{
    AccessRow, WhoUsedMyData, WhoUsedMyDataRequest, WhoUsedMyDataResponse,
};
use dean06_kernel::OrgId;
use dean06_ui::{
    EmptyState, Markup, PageResponse, Pagination, SummaryList, SummaryRow,
};

use super::used::{field_names, service_name};
use crate::frame::{
    APPLICATION, Address, Answer, Citizen, OWN_DATA, Shell, Stop, heading, id, paragraph,
};

/// Rows of a page: few enough for a telephone.
const ROWS: u16 = 10;

pub(super) async fn show(citizen: Citizen) -> Answer {
    let cursor = citizen.query.text("cursor").map(str::to_owned);
    let later = cursor.is_some();
    let request = WhoUsedMyDataRequest {
        person_id: citizen.person,
        limit: Some(ROWS),
        cursor,
    };
    let used = citizen.call::<WhoUsedMyData>(OWN_DATA, &request).await?;
    let rows = used.rows.iter().flatten();
    let dossiers = if rows.filter_map(|row| row.case.as_deref()).any(|case| id(case).is_some()) {
        numbers(&citizen).await?
    } else {
        BTreeMap::new()
    };
    Ok(page(&citizen.shell, &used, &dossiers, later).into_response())
}

/// The numbers of my dossiers by their keys: a case is recorded by its key until its number is known.
async fn numbers(citizen: &Citizen) -> Result<BTreeMap<String, String>, Stop> {
    let request = ListDossiersRequest {
        limit: Some(dean06_contracts::PAGE_LIMIT),
        cursor: None,
    };
    let dossiers = citizen.call::<ListDossiers>(APPLICATION, &request).await?;
    let rows = dossiers.rows.unwrap_or_default().into_iter();
    Ok(rows.filter_map(|row| Some((row.dossier_id?, row.number?))).collect())
}

fn page(
    shell: &Shell,
    used: &WhoUsedMyDataResponse,
    dossiers: &BTreeMap<String, String>,
    later: bool,
) -> PageResponse {
    let rows = used.rows.as_deref().unwrap_or_default();
    let mut content = vec![paragraph(&shell.t("data-use-lead"))];
    if rows.is_empty() {
        let none = EmptyState::new(shell.t("data-use-none"), shell.t("data-use-none-text"));
        content.push(none.into());
    }
    for row in rows {
        content.push(heading(&title(shell, row)));
        content.push(details(shell, row, dossiers).into());
    }
    let next = used.next_cursor.as_ref();
    let next = next.map(|cursor| Address::new("/my-data/use").with("cursor", cursor).to_string());
    let first = later.then(|| "/my-data/use".to_owned());
    content.push(Pagination::new(&shell.words, first, next).into());
    shell
        .page(shell.t("data-use-title"))
        .markup(Markup::join(content))
}

/// Who it was, and when.
fn title(shell: &Shell, row: &AccessRow) -> String {
    let who = if row.by_myself == Some(true) {
        shell.t("portal-you")
    } else {
        row.actor_name.clone().unwrap_or_default()
    };
    let at = shell.moment(row.at);
    shell.tw("data-use-row", &[("who", who.into()), ("at", at.into())])
}

fn details(
    shell: &Shell,
    row: &AccessRow,
    dossiers: &BTreeMap<String, String>,
) -> SummaryList {
    let content = &shell.content;
    let line = |label: &str, value: Markup| SummaryRow::new(shell.t(label), value);
    let mut lines = Vec::new();
    let org = row.org_id.as_deref().and_then(|org| OrgId::new(org).ok());
    if let Some(org) = org {
        let name = content.organisation(&org).map(|org| org.name);
        let name = name.as_ref().map_or(org.as_str(), |name| shell.words.of(name));
        lines.push(line("data-use-org", name.into()));
    }
    let purpose = row.purpose.as_deref().unwrap_or_default();
    let purpose = content
        .purposes()
        .get(purpose)
        .map_or(purpose, |purpose| shell.words.of(&purpose.title));
    lines.push(line("data-use-purpose", purpose.into()));
    let basis = row.legal_basis.as_deref().unwrap_or_default();
    let basis = content
        .legal_basis(basis)
        .map_or(basis, |basis| shell.words.of(&basis.title));
    lines.push(line("data-use-basis", basis.into()));
    if let Some(case) = row.case.as_deref() {
        lines.push(line("data-use-case", case_line(shell, case, dossiers)));
    }
    let service = row.service.as_deref().unwrap_or_default();
    let fields = row.fields.as_deref().unwrap_or_default();
    let fields = shell.words.list(&field_names(shell, service, fields));
    let fields = if fields.is_empty() {
        shell.t("data-use-nothing-personal")
    } else {
        fields
    };
    let what = shell.tw(
        "data-use-what",
        &[
            ("service", service_name(shell, service).into()),
            ("fields", fields.into()),
        ],
    );
    lines.push(line("data-use-fields", what.into()));
    SummaryList::new(&shell.words, lines)
}

/// The case by its number, which leads to it where it is one of mine.
fn case_line(shell: &Shell, case: &str, dossiers: &BTreeMap<String, String>) -> Markup {
    let own = dossiers
        .iter()
        .find(|(key, number)| *key == case || *number == case);
    match own {
        Some((key, number)) => Markup::join([
            Markup::trusted("<a href=\"/dossiers/"),
            Markup::from(key),
            Markup::trusted("\">"),
            Markup::from(number),
            Markup::trusted("</a>"),
        ]),
        None if id(case).is_some() => shell.t("data-use-draft").into(),
        None => case.into(),
    }
}
