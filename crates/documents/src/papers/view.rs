use dean06_contracts::documents::{PaperField, PaperRow, PaperView};
use jiff::civil::Date;

use crate::notary::Judged;
use crate::rows::{Paper, Source};

/// A paper in short.
pub(crate) fn row(paper: Paper, today: Date) -> PaperRow {
    let state = paper.state(today);
    let (number, issuer, code) = match paper.issue {
        Some(issue) => (Some(issue.number), Some(issue.issuer), Some(issue.code)),
        None => (None, None, None),
    };
    PaperRow {
        paper_id: Some(paper.paper_id),
        person_id: Some(paper.person),
        kind: Some(paper.kind),
        title: Some(paper.title),
        number,
        issuer,
        issued_at: Some(paper.issued_at),
        valid_to: paper.valid_to,
        source: Some(paper.source.into()),
        state: Some(state),
        has_file: Some(true),
        code,
    }
}

/// A paper with what became of its signatures; `judged` is nothing for what its owner put in.
pub(super) fn view(
    paper: Paper,
    today: Date,
    has_file: bool,
    judged: Option<Judged>,
    replaced_by: Option<String>,
) -> PaperView {
    let state = paper.state(today);
    let mut view = PaperView {
        paper_id: Some(paper.paper_id),
        person_id: Some(paper.person),
        kind: Some(paper.kind),
        title: Some(paper.title),
        issued_at: Some(paper.issued_at),
        valid_to: paper.valid_to,
        source: Some(paper.source.into()),
        state: Some(state),
        state_reason: paper.revocation.map(|revocation| revocation.why),
        replaced_by,
        has_file: Some(has_file),
        file_name: Some(paper.file_name),
        media_type: Some(paper.media_type),
        size: Some(paper.size),
        sha256: Some(paper.sha256),
        reused: Some(paper.reused),
        can_discard: Some(paper.source == Source::Uploaded),
        ..PaperView::default()
    };
    if let Some(issue) = paper.issue {
        view.dossier_id = Some(issue.dossier_id);
        view.number = Some(issue.number);
        view.issuer = Some(issue.issuer);
        view.signer = Some(issue.signer);
        view.code = Some(issue.code);
        view.jws = Some(issue.jws);
        let fields = issue.fields.into_iter().map(|field| PaperField {
            id: Some(field.id),
            label: Some(field.label),
            value: Some(field.value),
        });
        view.fields = Some(fields.collect());
    }
    if let Some(judged) = judged {
        view.intact = Some(judged.against.is_empty());
        view.signatures = Some(judged.signatures);
    }
    view
}
