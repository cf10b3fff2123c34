use dean06_kernel::{Text, local_datetime};

use crate::clocks::timestamp;
use crate::edition::{Edition, fill};
use crate::following::same;
use crate::rows::Dossier;

/// Place and date as an organisation's papers print them.
pub(crate) fn place_and_date(edition: &Edition, dossier: &Dossier, micros: i64) -> Text {
    let date = local_datetime(timestamp(micros).unwrap_or_default()).date();
    let organisation = edition.content.organisation(&dossier.org_id);
    // An office of a province stands for the whole of it.
    let seat = organisation.and_then(|organisation| organisation.commune.or(organisation.province));
    let unit = seat.and_then(|code| edition.content.admin_units().get(&code, date));
    let place = unit.map_or_else(
        || edition.organisation(&dossier.org_id),
        |unit| same(&unit.name),
    );
    let parts = [
        ("day", format!("{:02}", date.day())),
        ("month", format!("{:02}", date.month())),
        ("year", date.year().to_string()),
    ];
    let text = fill(&edition.slips.place_and_date, "place", &place);
    parts
        .iter()
        .fold(text, |text, (name, value)| fill(&text, name, &same(value)))
}
