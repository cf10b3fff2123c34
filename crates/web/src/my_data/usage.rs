//! Who used my data: who, for whom, for what, on which basis, in which case, and which of them.

use std::collections::BTreeMap;

use axum::response::IntoResponse;
use dean06_contracts::PAGE_LIMIT;
use dean06_contracts::casework::{
    ListDossiers, ListDossiersRequest, ListOwnBundles, ListOwnBundlesRequest,
};
use dean06_contracts::ledger::{
    AccessRow, WhoUsedMyData, WhoUsedMyDataRequest, WhoUsedMyDataResponse,
};
use dean06_kernel::OrgId;
use dean06_ui::{EmptyState, Markup, PageResponse, Pagination, SummaryList, SummaryRow};

use super::{
    proof,
    used::{field_names, service_name},
};
use crate::frame::{
    APPLICATION, Address, Answer, Citizen, OWN_DATA, Shell, Stop, heading, id, link, paragraph,
};

/// Rows of a page: few enough for a telephone, since rows of one moment stand together.
const ROWS: u16 = 25;
/// The field that holds the rows of every search.
const ROWS_FIELD: &str = "rows";

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
    let dossiers = if rows
        .filter_map(|row| row.case.as_deref())
        .any(|case| id(case).is_some())
    {
        cases(&citizen).await?
    } else {
        BTreeMap::new()
    };
    Ok(page(&citizen.shell, &used, &dossiers, later).into_response())
}

/// A case of mine: where it is shown, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    href: String,
    number: String,
}

/// My cases by their keys: a case is recorded by its key until its number is known.
async fn cases(citizen: &Citizen) -> Result<BTreeMap<String, Known>, Stop> {
    let dossiers = ListDossiersRequest {
        limit: Some(PAGE_LIMIT),
        cursor: None,
    };
    let bundles = ListOwnBundlesRequest {
        limit: Some(PAGE_LIMIT),
        cursor: None,
    };
    let (dossiers, bundles) = futures::join!(
        citizen.call::<ListDossiers>(APPLICATION, &dossiers),
        citizen.aside::<ListOwnBundles>(APPLICATION, &bundles),
    );
    let dossiers = dossiers?.rows.unwrap_or_default().into_iter();
    let bundles = bundles.and_then(|bundles| bundles.rows).unwrap_or_default();
    let dossiers = dossiers.filter_map(|row| {
        let id = row.dossier_id?;
        let known = Known {
            href: format!("/dossiers/{id}"),
            number: row.number?,
        };
        Some((id, known))
    });
    let bundles = bundles.into_iter().filter_map(|row| {
        let id = row.bundle_id?;
        let known = Known {
            href: crate::bundles::address(&id),
            number: row.number?,
        };
        Some((id, known))
    });
    Ok(dossiers.chain(bundles).collect())
}

fn page(
    shell: &Shell,
    used: &WhoUsedMyDataResponse,
    dossiers: &BTreeMap<String, Known>,
    later: bool,
) -> PageResponse {
    let rows = used.rows.as_deref().unwrap_or_default();
    let mut content = vec![paragraph(&shell.t("data-use-lead"))];
    if rows.is_empty() {
        let none = EmptyState::new(shell.t("data-use-none"), shell.t("data-use-none-text"));
        content.push(none.into());
    }
    for uses in rows.chunk_by(|one, other| together(shell, one, other)) {
        content.push(uses_of(shell, uses, dossiers));
    }
    let next = used.next_cursor.as_ref();
    let next = next.map(|cursor| {
        Address::new("/my-data/use")
            .with("cursor", cursor)
            .to_string()
    });
    let first = later.then(|| "/my-data/use".to_owned());
    content.push(Pagination::new(&shell.words, first, next).into());
    shell
        .page(shell.t("data-use-title"))
        .markup(Markup::join(content))
}

/// Whether two uses were one act: the same person, for the same, in the same minute.
fn together(shell: &Shell, one: &AccessRow, other: &AccessRow) -> bool {
    let act = |row: &AccessRow| {
        (
            row.actor_name.clone(),
            row.org_id.clone(),
            row.purpose.clone(),
            row.case.clone(),
            shell.moment(row.at),
        )
    };
    act(one) == act(other)
}

/// Uses that were one act.
fn uses_of(shell: &Shell, uses: &[AccessRow], dossiers: &BTreeMap<String, Known>) -> Markup {
    let Some(first) = uses.first() else {
        return Markup::default();
    };
    let mut lines = about(shell, first, dossiers);
    let mut told = Vec::new();
    for row in uses {
        let line = what(shell, row);
        if !told.contains(&line) {
            told.push(line);
        }
    }
    let label = shell.t("data-use-fields");
    let told = told.iter().map(|line| paragraph(line));
    lines.push(SummaryRow::new(label, Markup::join(told)));
    let proofs = uses.iter().filter_map(|row| row.index).map(|index| {
        let text = shell.tw("data-use-proof", &[("index", index.to_string().into())]);
        Markup::join([link(&proof::address(index), &text), " ".into()])
    });
    lines.push(SummaryRow::new(
        shell.t("data-use-proofs"),
        Markup::join(proofs),
    ));
    Markup::join([
        heading(&title(shell, first)),
        SummaryList::new(&shell.words, lines).into(),
    ])
}

/// Who it was, and when.
fn title(shell: &Shell, row: &AccessRow) -> String {
    let who = match (row.by_myself, row.actor_kind.as_deref()) {
        (Some(true), _) => shell.t("portal-you"),
        (_, Some("anonymous")) => shell.t("data-use-anonymous"),
        (_, Some("system")) => shell.t("data-use-system"),
        _ => row.actor_name.clone().unwrap_or_default(),
    };
    let at = shell.moment(row.at);
    shell.tw("data-use-row", &[("who", who.into()), ("at", at.into())])
}

/// For whom, for what, on which basis, in which case.
fn about(shell: &Shell, row: &AccessRow, dossiers: &BTreeMap<String, Known>) -> Vec<SummaryRow> {
    let content = &shell.content;
    let line = |label: &str, value: Markup| SummaryRow::new(shell.t(label), value);
    let mut lines = Vec::new();
    let org = row.org_id.as_deref().and_then(|org| OrgId::new(org).ok());
    if let Some(org) = org {
        let name = content.organisation(&org).map(|org| org.name);
        let name = name
            .as_ref()
            .map_or(org.as_str(), |name| shell.words.of(name));
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
    lines
}

/// What was handed out, in words.
fn what(shell: &Shell, row: &AccessRow) -> String {
    let service = row.service.as_deref().unwrap_or_default();
    let fields = row.fields.as_deref().unwrap_or_default();
    let name = service_name(shell, service);
    let listed = fields.iter().any(|field| field == ROWS_FIELD);
    let names = field_names(shell, service, fields);
    let told = match (names.is_empty(), listed) {
        (false, _) => names.join("; "),
        // The service itself says what its list is of.
        (true, true) => return name,
        (true, false) => shell.t("data-use-nothing-personal"),
    };
    shell.tw(
        "data-use-what",
        &[("service", name.into()), ("fields", told.into())],
    )
}

/// The case by its number, which leads to it where it is one of mine.
fn case_line(shell: &Shell, case: &str, dossiers: &BTreeMap<String, Known>) -> Markup {
    let own = dossiers
        .iter()
        .find(|(key, known)| *key == case || known.number == case);
    match own {
        Some((_, known)) => link(&known.href, &known.number),
        None if id(case).is_some() => shell.t("data-use-draft").into(),
        None => case.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use dean06_contracts::ledger::{AccessRow, WhoUsedMyDataResponse};

    use super::{Known, page};
    use crate::frame::testing::{NOW, citizen};

    fn row(by_myself: bool, service: &str, fields: &[&str]) -> AccessRow {
        AccessRow {
            at: Some(NOW),
            actor_name: Some("Quàng Văn Hặc".to_owned()),
            by_myself: Some(by_myself),
            org_id: (!by_myself).then(|| "committee-00004".to_owned()),
            service: Some(service.to_owned()),
            purpose: Some("case-handling".to_owned()),
            legal_basis: Some("one-stop-decree".to_owned()),
            case: Some("018f0000-0000-7000-8000-000000000001".to_owned()),
            fields: Some(fields.iter().map(|&field| field.to_owned()).collect()),
            ..AccessRow::default()
        }
    }

    fn html(rows: Vec<AccessRow>) -> String {
        let used = WhoUsedMyDataResponse {
            rows: Some(rows),
            next_cursor: Some("7".to_owned()),
        };
        let key = "018f0000-0000-7000-8000-000000000001".to_owned();
        let known = Known {
            href: format!("/dossiers/{key}"),
            number: "H26-1".to_owned(),
        };
        let dossiers = BTreeMap::from([(key, known)]);
        page(&citizen(), &used, &dossiers, true).html().to_owned()
    }

    #[test]
    fn a_use_is_told_in_words() {
        let html = html(vec![row(
            false,
            "population.get-person/1",
            &["name", "sex"],
        )]);
        for part in [
            "Quàng Văn Hặc, 09:00, 23/11/2026",
            "Ủy ban nhân dân phường Ba Đình",
            "Giải quyết hồ sơ",
            "118/2025",
            "href=\"/dossiers/018f0000-0000-7000-8000-000000000001\">H26-1",
            "Thông tin dân cư: Họ, chữ đệm và tên; Giới tính",
            "/my-data/use?cursor=7",
        ] {
            assert!(html.contains(part), "{part}");
        }
    }

    #[test]
    fn uses_of_one_moment_are_one_act() {
        let html = html(vec![
            row(true, "population.get-person/1", &["name"]),
            row(true, "civil-status.find-births/1", &["rows"]),
            row(true, "casework.take-dossier/1", &["version"]),
        ]);
        assert_eq!(html.matches("Bạn, 09:00, 23/11/2026").count(), 1);
        assert!(html.contains("<p>Khai sinh của các con</p>"));
        assert!(html.contains("không có thông tin cá nhân nào"));
    }

    #[test]
    fn whoever_has_no_name_is_told_all_the_same() {
        let by = |kind: &str| AccessRow {
            actor_kind: Some(kind.to_owned()),
            actor_name: Some("-".to_owned()),
            ..row(false, "casework.verify-result/1", &["fields"])
        };
        assert!(html(vec![by("anonymous")]).contains("Người không đăng nhập, 09:00"));
        assert!(html(vec![by("system")]).contains("Hệ thống tự động, 09:00"));
    }

    #[test]
    fn nothing_used_is_explained() {
        assert!(html(Vec::new()).contains("Chưa có ai dùng dữ liệu của bạn"));
    }
}
