//! A slip of the one-stop rules, to be read and printed.

use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::casework::{GetSlip, GetSlipRequest, SlipKind, SlipLine, SlipView};
use dean06_ui::{
    Button, Buttons, Link, Markup, PageResponse, Paper, Seal, SummaryList, SummaryRow,
};

use super::papers::named;
use crate::frame::{APPLICATION, Answer, Citizen, Shell, written};

pub(super) async fn show(citizen: Citizen, Path((id, kind)): Path<(String, String)>) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let kind = slip_kind(&kind).ok_or_else(|| citizen.missing())?;
    let request = GetSlipRequest {
        dossier_id: dossier_id.clone(),
        kind,
    };
    let slip = citizen
        .call_in::<GetSlip>(APPLICATION, &dossier_id, &request)
        .await?;
    let back = format!("/dossiers/{dossier_id}");
    Ok(slip_page(&citizen.shell, &slip, &back).into_response())
}

/// The slip with this name in addresses.
pub(crate) fn slip_kind(name: &str) -> Option<SlipKind> {
    named(name).map(|paper| paper.kind)
}

/// Lines of one label as one.
fn line(shell: &Shell, same: &[SlipLine]) -> SummaryRow {
    let label = same.first().and_then(|line| line.label.as_ref());
    let values = same
        .iter()
        .map(|line| written(shell.say(line.value.as_ref())));
    SummaryRow::new(shell.say(label), Markup::join(values))
}

/// A slip in the layout of official documents.
pub(crate) fn slip_page(shell: &Shell, slip: &SlipView, back: &str) -> PageResponse {
    let number = slip.number.as_deref().unwrap_or_default();
    let lines = slip.lines.as_deref().unwrap_or_default();
    let rows = lines
        .chunk_by(|one, other| one.label == other.label)
        .map(|same| line(shell, same));
    let title = shell.say(slip.title.as_ref());
    let paper = Paper::new(&shell.words, shell.say(slip.organisation.as_ref()), title)
        .place_and_date(shell.say(slip.place_and_date.as_ref()))
        .body(SummaryList::new(&shell.words, rows.collect()));
    let paper = match slip.signer.as_deref() {
        Some(signer) => paper.seal(Seal::new(shell.t("portal-slip-signer"), signer)),
        None => paper,
    };
    let buttons = Buttons::new([
        Button::print(&shell.words),
        Button::secondary(shell.t("portal-dossier-open")).href(back),
    ]);
    shell
        .page(title)
        .own_heading()
        .crumbs(vec![Link::new(
            shell.tw("portal-dossier-number", &[("number", number.into())]),
            back,
        )])
        .markup(Markup::join([paper.into(), buttons.into()]))
}
