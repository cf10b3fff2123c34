use dean06_content::{Context, Service};
use dean06_kernel::{PersonId, Sources, Text, VIETNAM};
use serde_json::{Map, Value, json};

use crate::clocks::timestamp;
use crate::edition::Edition;
use crate::rows::{Dossier, Paper, PaperLine, Stored};
use crate::signing::{ResultCode, Signer, SigningError, jws};

/// Who issues: the issuer in the signed data.
const ISSUER: &str = "urn:dean06:casework";

/// A result to be signed.
pub(crate) struct Issue<'i> {
    pub edition: &'i Edition,
    pub service: &'i Service,
    pub dossier: &'i Dossier,
    /// Name of the officer who decided.
    pub signer: &'i str,
    /// The variables of the result's rules.
    pub context: &'i Context,
    /// Everybody whose data stand in it.
    pub subjects: Vec<PersonId>,
}

/// Why no result could be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    /// A rule of the content has no result.
    #[error(transparent)]
    Rule(#[from] dean06_content::ServiceError),
    /// It cannot be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// Signs the result that the service promises; nothing if it promises none.
pub(crate) fn issue(
    wish: &Issue<'_>,
    signer: &dyn Signer,
    sources: &Sources,
) -> Result<Option<Stored>, IssueError> {
    let Some(rule) = &wish.service.result else {
        return Ok(None);
    };
    let dossier = wish.dossier;
    let now = sources.now_micros();
    let code = ResultCode::new(sources).to_string();
    let fields: Vec<PaperLine> = wish
        .service
        .result_fields(wish.context)?
        .into_iter()
        .map(|line| PaperLine {
            id: line.id,
            label: line.label,
            value: printed(&line.value),
        })
        .collect();
    let paper = Paper {
        kind: rule.kind.clone(),
        title: rule.title.clone(),
        number: dossier.number.clone(),
        issuer: wish.edition.organisation(&dossier.org_id),
        signer: wish.signer.to_owned(),
        fields,
    };
    let values: Map<String, Value> = paper
        .fields
        .iter()
        .map(|line| (line.id.clone(), Value::String(line.value.vi.clone())))
        .collect();
    let payload = json!({
        "iss": ISSUER,
        "kind": paper.kind,
        "title": paper.title.vi,
        "number": paper.number,
        "org": dossier.org_id,
        "issuer": paper.issuer.vi,
        "signer": paper.signer,
        "fields": values,
        "issued_at": local(now),
        "content_digest": dossier.content_digest,
        "code": code,
    });
    Ok(Some(Stored {
        party_id: dossier.party_id.clone(),
        dossier_id: dossier.dossier_id.clone(),
        jws: jws::sign(signer, &payload)?,
        code,
        paper,
        subjects: wish.subjects.clone(),
        issued_at: now,
        revoked_at: None,
    }))
}

/// A value as it is printed. Rules give it in Vietnamese, the language of official papers.
fn printed(value: &Value) -> Text {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Text::new(text.clone(), text)
}

/// The moment with Vietnam's offset, to the second: `2026-11-22T14:05:00+07:00`.
fn local(micros: i64) -> String {
    timestamp(micros)
        .map(|at| at.display_with_offset(VIETNAM).to_string())
        .unwrap_or_default()
}
