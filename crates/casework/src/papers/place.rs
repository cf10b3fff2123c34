use dean06_kernel::{Text, local_datetime};

use crate::clocks::timestamp;
use crate::edition::{Edition, fill};
use crate::following::same;
use crate::rows::Dossier;

/// The unit itself, without those above it.
fn lowest(name: &str) -> &str {
    name.split_once(", ").map_or(name, |(unit, _)| unit)
}

/// Place and date as an organisation's papers print them.
pub(crate) fn place_and_date(edition: &Edition, dossier: &Dossier, micros: i64) -> Text {
    let date = local_datetime(timestamp(micros).unwrap_or_default()).date();
    let organisation = edition.content.organisation(&dossier.org_id);
    // An office of a province stands for the whole of it.
    let seat = organisation.and_then(|organisation| organisation.commune.or(organisation.province));
    let place = seat.and_then(|code| edition.content.unit_name(&code, date));
    let place = place.map_or_else(
        || edition.organisation(&dossier.org_id),
        |place| Text::new(lowest(&place.vi), lowest(&place.en)),
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
