use dean06_content::{Context, Service};
use dean06_contracts::casework::{ResultSigned, ResultSigner, SignedField};
use dean06_kernel::{PersonId, Sources, Text, VIETNAM};
use serde_json::{Map, Value, json};

use super::place::place_and_date;
use crate::clocks::{day, timestamp};
use crate::edition::{ChainWords, Edition};
use crate::rows::{Approval, Dossier, Paper, PaperLine, Stored};
use crate::signing::{ResultCode, Signer, SigningError, jws, qr};

/// Who issues: the issuer in the signed data.
const ISSUER: &str = "urn:dean06:casework";

/// A result to be signed.
pub(crate) struct Issue<'i> {
    pub edition: &'i Edition,
    /// Words of today.
    pub words: &'i ChainWords,
    pub service: &'i Service,
    pub dossier: &'i Dossier,
    /// The decision.
    pub approval: &'i Approval,
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

/// A signed result, and what others are told of it.
pub(crate) struct Issued {
    /// As it is kept.
    pub stored: Stored,
    /// As it is told; nothing if it is nobody's paper.
    pub event: Option<ResultSigned>,
}

/// Signs the result that the service promises; nothing if it promises none.
pub(crate) fn issue(
    wish: &Issue<'_>,
    signer: &dyn Signer,
    sources: &Sources,
) -> Result<Option<Issued>, IssueError> {
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
            value: Text::new(printed(&line.value), printed(&line.english)),
        })
        .collect();
    let text = qr::Qr {
        key: qr::short(signer.key_id()),
        code: code.clone(),
        kind: rule.kind.clone(),
        issued_on: day(now).to_string(),
        values: values_of(&rule.qr, &fields),
    };
    let paper = Paper {
        kind: rule.kind.clone(),
        title: rule.title.clone(),
        number: dossier.number.clone(),
        issuer: wish.edition.organisation(&dossier.org_id),
        signer: wish.approval.officer.name.clone(),
        fields,
        office: Some(office(wish)),
        place_and_date: Some(place_and_date(wish.edition, dossier, now)),
        qr: Some(qr::sign(signer, &text)?),
        valid_to: wish.service.result_valid_to(wish.context)?,
    };
    let stored = Stored {
        party_id: dossier.party_id.clone(),
        dossier_id: dossier.dossier_id.clone(),
        jws: jws::sign(signer, &payload(dossier, &paper, &code, now))?,
        code,
        paper,
        subjects: wish.subjects.clone(),
        issued_at: now,
        revoked_at: None,
        revocation: None,
    };
    let event = event(wish, &stored)?;
    Ok(Some(Issued { stored, event }))
}

/// What is signed.
fn payload(dossier: &Dossier, paper: &Paper, code: &str, now: i64) -> Value {
    let values: Map<String, Value> = paper
        .fields
        .iter()
        .map(|line| (line.id.clone(), Value::String(line.value.vi.clone())))
        .collect();
    let vi = |text: &Option<Text>| text.as_ref().map(|text| text.vi.clone());
    json!({
        "iss": ISSUER,
        "kind": paper.kind,
        "title": paper.title.vi,
        "number": paper.number,
        "org": dossier.org_id,
        "issuer": paper.issuer.vi,
        "signer": paper.signer,
        "office": vi(&paper.office),
        "place_and_date": vi(&paper.place_and_date),
        "fields": values,
        "issued_at": local(now),
        "valid_to": paper.valid_to,
        "content_digest": dossier.content_digest,
        "code": code,
    })
}

/// What others are told: whoever keeps papers makes one of it.
fn event(wish: &Issue<'_>, stored: &Stored) -> Result<Option<ResultSigned>, IssueError> {
    let dossier = wish.dossier;
    let named = wish.service.result_person(wish.context)?;
    let person = named
        .and_then(|person| person.parse().ok())
        .or_else(|| dossier.applicant_id());
    let Some(person_id) = person else {
        return Ok(None);
    };
    let template = wish
        .service
        .template()
        .or_else(|| wish.edition.content.default_template());
    let paper = &stored.paper;
    let fields = paper.fields.iter().map(|line| SignedField {
        id: line.id.clone(),
        label: line.label.clone(),
        value: line.value.clone(),
    });
    Ok(Some(ResultSigned {
        party_id: dossier.party_id.clone(),
        dossier_id: dossier.dossier_id.clone(),
        bundle_id: dossier.bundle_id.clone(),
        service: dossier.service.clone(),
        kind: paper.kind.clone(),
        code: stored.code.clone(),
        number: paper.number.clone(),
        title: paper.title.clone(),
        issuer: paper.issuer.clone(),
        org_id: dossier.org_id.clone(),
        signer: ResultSigner {
            id: wish.approval.officer.id.clone(),
            name: paper.signer.clone(),
            office: paper.office.clone().unwrap_or_default(),
            automatic: wish.approval.automatic,
        },
        place_and_date: paper.place_and_date.clone().unwrap_or_default(),
        fields: fields.collect(),
        subjects: stored.subjects.clone(),
        person_id,
        template: template.unwrap_or_default().to_owned(),
        qr: paper.qr.clone().unwrap_or_default(),
        jws: stored.jws.clone(),
        issued_at: stored.issued_at,
        valid_to: paper.valid_to,
        content_digest: dossier.content_digest.clone(),
    }))
}

/// The office in which somebody decided: that of the role, else the organisation itself.
fn office(wish: &Issue<'_>) -> Text {
    let approval = wish.approval;
    if approval.automatic {
        return wish.words.automatic_office.clone();
    }
    let role = approval.role.as_deref();
    role.and_then(|role| wish.edition.words.office(role))
        .cloned()
        .unwrap_or_else(|| wish.edition.organisation(&wish.dossier.org_id))
}

/// The values of these lines, in this order.
fn values_of(ids: &[String], fields: &[PaperLine]) -> Vec<String> {
    let value = |id: &String| {
        let line = fields.iter().find(|line| line.id == *id);
        line.map_or_else(String::new, |line| line.value.vi.clone())
    };
    ids.iter().map(value).collect()
}

/// A value as it is printed.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The moment with Vietnam's offset, to the second: `2026-11-22T14:05:00+07:00`.
fn local(micros: i64) -> String {
    timestamp(micros)
        .map(|at| at.display_with_offset(VIETNAM).to_string())
        .unwrap_or_default()
}
