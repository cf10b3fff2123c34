//! The place of a commune: first the province, then one of its communes. Works without script: a
//! page sent with another province comes back with the communes of that one.

use askama::Template;
use dean06_contracts::casework::FieldView;
use dean06_kernel::{AdminLevel, search_key};
use dean06_ui::{Choice, Field, Hidden, Markup};

use super::answers::{LISTED, PROVINCE};
use crate::frame::{Names, Shell};

#[derive(Template)]
#[template(path = "commune.html")]
struct CommuneField {
    name: String,
    label: String,
    optional: Option<String>,
    hint: Option<String>,
    error: Option<(String, String)>,
    province: Field,
    listed: Hidden,
    commune: Option<Field>,
}

/// The id to which the error list jumps.
pub(super) fn anchor(name: &str, province: Option<&str>) -> String {
    match province {
        Some(_) => name.to_owned(),
        None => format!("{PROVINCE}{name}"),
    }
}

/// The province of a commune of today.
pub(super) fn province_of(shell: &Shell, commune: &str) -> Option<String> {
    let view = shell.content.admin_units().on(shell.today);
    view.province_of(commune).map(|unit| unit.code.clone())
}

/// The field, with the communes of `province` if there is one. `button` sends the page.
pub(super) fn field(
    shell: &Shell,
    field: &FieldView,
    province: Option<&str>,
    button: &str,
) -> Markup {
    let name = Names::of(&field.pointer);
    let value = field.value.as_str().unwrap_or_default();
    let communes = province.map(|code| {
        Field::select(
            &shell.words,
            name.clone(),
            shell.t("portal-commune"),
            communes(shell, code),
        )
        .value(value)
        .error(wrong(shell, field))
    });
    let provinces = Field::select(
        &shell.words,
        format!("{PROVINCE}{name}"),
        shell.t("portal-province"),
        provinces(shell),
    )
    .value(province.unwrap_or_default())
    .hint(shell.tw(
        if province.is_some() {
            "portal-province-other"
        } else {
            "portal-province-first"
        },
        &[("button", button.into())],
    ));
    let content = CommuneField {
        label: shell.words.of(&field.label).to_owned(),
        optional: (!field.required).then(|| shell.t("ui-optional")),
        hint: field
            .hint
            .as_ref()
            .map(|hint| shell.words.of(hint).to_owned()),
        // Where the communes are on offer, the error stands beside them.
        error: wrong(shell, field)
            .filter(|_| province.is_none())
            .map(|error| (shell.t("ui-error-word"), error)),
        province: provinces,
        listed: Hidden::new(format!("{LISTED}{name}"), province.unwrap_or_default()),
        commune: communes,
        name,
    };
    Markup::render(&content).unwrap_or_default()
}

fn wrong(shell: &Shell, field: &FieldView) -> Option<String> {
    let error = field.error.as_ref();
    error.map(|error| shell.words.of(error).to_owned())
}

fn provinces(shell: &Shell) -> Vec<Choice> {
    let view = shell.content.admin_units().on(shell.today);
    let codes = view.level(AdminLevel::Province);
    by_name(
        shell,
        codes.map(|unit| (unit.code.as_str(), unit.short_name.as_str())),
    )
}

fn communes(shell: &Shell, province: &str) -> Vec<Choice> {
    let view = shell.content.admin_units().on(shell.today);
    let below = view.children(province);
    let codes = below.filter(|unit| unit.level == AdminLevel::Commune);
    by_name(
        shell,
        codes.map(|unit| (unit.code.as_str(), unit.short_name.as_str())),
    )
}

/// Units with their kinds, in the order of their names without the kinds.
fn by_name<'u>(shell: &Shell, units: impl Iterator<Item = (&'u str, &'u str)>) -> Vec<Choice> {
    let mut choices: Vec<(String, Choice)> = units
        .map(|(code, name)| {
            let full = shell.content.unit_name(code, shell.today);
            let full =
                full.map_or_else(|| name.to_owned(), |text| shell.words.of(&text).to_owned());
            let alone = full.split(", ").next().unwrap_or_default();
            (search_key(name), Choice::new(code, alone))
        })
        .collect();
    choices.sort_by(|(one, _), (other, _)| one.cmp(other));
    choices.into_iter().map(|(_, choice)| choice).collect()
}
