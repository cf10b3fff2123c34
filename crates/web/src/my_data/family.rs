//! The household, the marriage and the children of a citizen.

use dean06_contracts::civil_status::{BirthRow, Marriage};
use dean06_contracts::population::Household;
use dean06_ui::{Markup, Row, Source, SummaryList, SummaryRow, Table};

use super::record::place;
use crate::frame::{Shell, quiet};

/// The register of civil status, as contracts name its owner.
const CIVIL_STATUS: &str = "civil-status";

/// Who lives in the household.
pub(super) fn household(shell: &Shell, household: Option<&Household>) -> Markup {
    let members = household.and_then(|household| household.members.as_deref());
    let members = members.unwrap_or_default();
    if members.is_empty() {
        return quiet(&shell.t("data-household-none"));
    }
    let rows = members.iter().map(|member| {
        let relation = member.relation_to_head.as_deref().unwrap_or_default();
        Row::new()
            .cell(member.name.as_deref().unwrap_or_default())
            .cell(shell.code("relations-to-head", relation))
            .cell(member.personal_number.as_deref().unwrap_or_default())
    });
    let residence = household.and_then(|household| household.residence.as_ref());
    let caption = match residence {
        Some(at) => shell.tw("data-household-at", &[("place", place(shell, at).into())]),
        None => shell.t("data-household"),
    };
    Table::new(caption)
        .column(shell.t("data-member"))
        .column(shell.t("data-field-relation"))
        .column(shell.t("data-number"))
        .rows(rows)
        .into()
}

/// The marriage in force today.
pub(super) fn marriage(shell: &Shell, marriage: Option<&Marriage>) -> Markup {
    let Some(marriage) = marriage.filter(|marriage| marriage.marriage_id.is_some()) else {
        return quiet(&shell.t("data-marriage-none"));
    };
    let row = |label: &str, value: String| SummaryRow::new(shell.t(label), value);
    let date = marriage.married_on.map(|date| shell.words.date(date));
    let at = marriage.registration_place.as_ref();
    let entry = marriage.book.as_ref().map(|entry| {
        let number = entry.number.unwrap_or_default().to_string();
        shell.tw(
            "data-book",
            &[
                ("number", number.into()),
                ("book", entry.book.clone().unwrap_or_default().into()),
            ],
        )
    });
    let register = shell.say(shell.content.register_title(CIVIL_STATUS));
    SummaryList::new(
        &shell.words,
        vec![
            row(
                "data-spouse",
                marriage.spouse_name.clone().unwrap_or_default(),
            )
            .source(Source::new(&shell.words, register)),
            row("data-married-on", date.unwrap_or_default()),
            row(
                "data-registered-at",
                at.map(|at| place(shell, at)).unwrap_or_default(),
            ),
            row("data-book-entry", entry.unwrap_or_default()),
        ],
    )
    .into()
}

/// The children whose births are registered.
pub(super) fn births(shell: &Shell, births: &[BirthRow]) -> Markup {
    if births.is_empty() {
        return quiet(&shell.t("data-births-none"));
    }
    let rows = births.iter().map(|birth| {
        let date = birth.birth_date.map(|date| shell.words.date(date));
        Row::new()
            .cell(birth.name.as_deref().unwrap_or_default())
            .cell(date.unwrap_or_default())
            .cell(birth.registered_by.as_deref().unwrap_or_default())
    });
    Table::new(shell.t("data-births"))
        .quiet_caption()
        .column(shell.t("data-child"))
        .column(shell.t("data-born"))
        .column(shell.t("data-registered-by"))
        .rows(rows)
        .into()
}
