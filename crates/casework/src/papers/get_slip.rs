use std::collections::BTreeMap;

use dean06_content::Service;
use dean06_contracts::casework::{GetSlipRequest, SlipKind, SlipLine, SlipView};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};

use super::place::place_and_date;
use super::visible;
use crate::catalogue::limit;
use crate::clocks::TOTAL;
use crate::desk::REASONS;
use crate::edition::{Edition, SlipRule};
use crate::error::moment;
use crate::following::same;
use crate::room::Casework;
use crate::rows::Dossier;

/// A slip of a dossier, for its applicant and the officers of the organisation.
pub(crate) async fn get_slip(
    room: Casework,
    context: Context,
    request: GetSlipRequest,
) -> Result<Reply<SlipView>, ServiceError> {
    let (dossier, edition) = visible(&room, &context, &request.dossier_id).await?;
    let service = edition.service_of(&dossier)?;
    let (at, signer) =
        issued(&dossier, request.kind).ok_or_else(|| ServiceError::not_found("no-such-slip"))?;
    let rule = edition
        .slips
        .get(request.kind)
        .ok_or_else(|| ServiceError::internal("a slip without wording"))?;
    let values = Values::of(&edition, service, &dossier);
    let body = SlipView {
        kind: Some(request.kind),
        title: Some(rule.title.clone()),
        number: Some(dossier.number.clone()),
        organisation: Some(edition.organisation(&dossier.org_id)),
        place_and_date: Some(place_and_date(&edition, &dossier, at)),
        lines: Some(lines(rule, &values)),
        signer,
    };
    Ok(Reply::about_all(dossier.applicant_id(), body))
}

/// The slips that there are of a dossier.
pub(crate) fn slips_of(dossier: &Dossier) -> Vec<SlipKind> {
    let kinds = [
        SlipKind::Appointment,
        SlipKind::Supplement,
        SlipKind::Refusal,
        SlipKind::Apology,
    ];
    let issued = kinds
        .into_iter()
        .filter(|kind| issued(dossier, *kind).is_some());
    issued.collect()
}

/// When and by whom a slip was issued; nothing where it was not. The appointment is given by the
/// system itself as soon as the dossier is submitted, and by the officer who accepts it.
fn issued(dossier: &Dossier, kind: SlipKind) -> Option<(i64, Option<String>)> {
    let matters = &dossier.matters;
    match kind {
        SlipKind::Appointment => {
            let by = matters.received_by.as_ref().map(|by| by.name.clone());
            Some((matters.received_at.unwrap_or(dossier.submitted_at), by))
        }
        SlipKind::Supplement => {
            let asked = matters.supplement.as_ref()?;
            Some((asked.asked_at, Some(asked.asked_by.name.clone())))
        }
        SlipKind::Refusal => {
            let closing = matters.closing.as_ref()?;
            // A withdrawal is the applicant's own.
            closing.by.org.as_ref()?;
            Some((closing.at, Some(closing.by.name.clone())))
        }
        SlipKind::Apology => {
            let extension = matters.extension.as_ref()?;
            Some((extension.at, Some(extension.by.name.clone())))
        }
    }
}

/// What the blanks of a slip stand for.
struct Values {
    single: BTreeMap<&'static str, Text>,
    lists: BTreeMap<&'static str, Vec<Text>>,
}

impl Values {
    fn of(edition: &Edition, service: &Service, dossier: &Dossier) -> Self {
        let matters = &dossier.matters;
        let (supplement, closing, extension) = (
            matters.supplement.as_ref(),
            matters.closing.as_ref(),
            matters.extension.as_ref(),
        );
        let clock = service.clock(TOTAL);
        let appointment = dossier.due_at.or(matters.stopped_due_at);
        let ground = closing.and_then(|closing| closing.reason_code.as_deref());
        let known = [
            ("number", Some(same(&dossier.number))),
            ("organisation", Some(edition.organisation(&dossier.org_id))),
            ("applicant", Some(same(&dossier.applicant.name))),
            ("title", Some(service.title.clone())),
            ("about", dossier.about.as_deref().map(same)),
            (
                "limit",
                clock.and_then(|clock| limit(&edition.words.clocks, clock)),
            ),
            ("submitted_at", Some(at(dossier.submitted_at))),
            ("received_at", matters.received_at.map(at)),
            ("appointment", appointment.map(at)),
            (
                "supplement_reason",
                supplement.map(|asked| same(&asked.reason)),
            ),
            ("supplement_at", supplement.map(|asked| at(asked.asked_at))),
            (
                "refusal_ground",
                ground.map(|code| edition.label(REASONS, code)),
            ),
            (
                "refusal_reason",
                closing.map(|closing| same(&closing.reason)),
            ),
            ("refusal_at", closing.map(|closing| at(closing.at))),
            ("former_appointment", extension.map(|e| at(e.former_due_at))),
            ("extension_reason", extension.map(|e| same(&e.reason))),
        ];
        let items = supplement.map(|asked| asked.items.iter().map(|item| same(item)).collect());
        let components = service.components.iter().map(|part| part.title.clone());
        Self {
            single: known
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            lists: BTreeMap::from([
                ("items", items.unwrap_or_default()),
                ("components", components.collect()),
            ]),
        }
    }

    /// The text with all its blanks filled; nothing if the dossier lacks what one stands for.
    fn fill(&self, text: &Text, item: Option<(usize, &Text)>) -> Option<Text> {
        let value = |name: &str| match (name, item) {
            ("n", Some((n, _))) => Some(same(&n.to_string())),
            ("item", Some((_, item))) => Some(item.clone()),
            _ => self.single.get(name).cloned(),
        };
        Some(Text::new(
            render(&text.vi, |name| Some(value(name)?.vi))?,
            render(&text.en, |name| Some(value(name)?.en))?,
        ))
    }
}

/// The text with a value for every `{name}` in it; nothing if one has none. What stands in a value
/// is never taken for a name.
fn render(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        rendered.push_str(before);
        rendered.push_str(&value(name)?);
        rest = after;
    }
    rendered.push_str(rest);
    Some(rendered)
}

fn lines(rule: &SlipRule, values: &Values) -> Vec<SlipLine> {
    let mut lines = Vec::new();
    for line in &rule.lines {
        let texts: Vec<Option<Text>> = match &line.each {
            None => vec![values.fill(&line.value, None)],
            Some(list) => {
                let items = values.lists.get(list.as_str()).into_iter().flatten();
                let numbered = items.enumerate();
                numbered
                    .map(|(index, item)| values.fill(&line.value, Some((index + 1, item))))
                    .collect()
            }
        };
        lines.extend(texts.into_iter().flatten().map(|value| SlipLine {
            label: Some(line.label.clone()),
            value: Some(value),
        }));
    }
    lines
}

fn at(micros: i64) -> Text {
    same(&moment(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> Option<String> {
        render(text, |name| {
            (name == "name").then(|| "{number} A".to_owned())
        })
    }

    #[test]
    fn every_blank_is_filled_or_the_line_is_left_out() {
        assert_eq!(rendered("Của {name}.").as_deref(), Some("Của {number} A."));
        assert_eq!(
            rendered("không có chỗ trống").as_deref(),
            Some("không có chỗ trống")
        );
        assert_eq!(rendered("{name} {unknown}"), None);
        assert_eq!(rendered("{name"), None);
    }
}
