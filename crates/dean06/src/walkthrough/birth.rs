use std::time::Duration;

use anyhow::{Context, bail, ensure};
use dean06_contracts::{
    casework::{
        Approve, ApproveRequest, GetDossier, GetDossierRequest, GetDraft, GetDraftRequest,
        GetResult, GetResultRequest, ListQueue, ListQueueRequest, OpenDossier, OpenDossierRequest,
        PageView, Receive, ReceiveRequest, ResultView, SaveDraft, SaveDraftRequest, StartDraft,
        StartDraftRequest, Submit, SubmitRequest, SubmitResponse, Verdict, VerifyResult,
        VerifyResultRequest,
    },
    civil_status::{FindBirths, FindBirthsRequest},
    ledger::{WhoUsedMyData, WhoUsedMyDataRequest},
    population::{GetPerson, GetPersonRequest},
};
use dean06_kernel::{PersonId, local_datetime};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde_json::{Map, Value, json};

use super::api::{Api, Steps};
use crate::accounts::PASSWORD;

const SERVICE: &str = "birth-registration";
/// How often the mother looks whether the result is there, and how long she waits in between.
const LOOKS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

const MIDDLE_NAMES: [&str; 8] = ["Minh", "Thanh", "Bảo", "Gia", "Ngọc", "Khánh", "Thảo", "An"];
const GIVEN_NAMES: [&str; 10] = [
    "Anh", "Châu", "Chi", "Giang", "Hà", "Lam", "Linh", "My", "Nhi", "Vy",
];

/// A mother registers a birth, a registrar decides; then everything that should be there is looked
/// for: the entry, the number, the certificate and its signature, the record of who looked.
pub async fn play(url: &str) -> anyhow::Result<()> {
    let mut steps = Steps::begin();
    let mother = Api::sign_in(url, "mother", PASSWORD).await?;
    let person: PersonId = mother.person.as_deref().context("no person")?.parse()?;
    steps.done(&mother.name, "signed in");

    let submitted = apply(&mother, person, &mut steps).await?;
    let dossier = submitted.dossier_id.clone().context("no dossier")?;
    let number = submitted.number.clone().context("no dossier number")?;
    decide(url, &dossier, &mut steps).await?;

    let result = await_result(&mother, &dossier).await?;
    steps.done(&mother.name, "has the signed certificate");
    check_result(&mother, &result).await?;
    steps.done(
        "anybody",
        "verified the certificate by its code and by its signature alone",
    );
    check_registers(&mother, person, &result).await?;
    steps.done(&mother.name, "found the birth in the registers, once");
    check_trail(&mother, person, &number).await?;
    steps.done(&mother.name, "found every use of her data on record");
    steps.end();
    Ok(())
}

async fn apply(
    mother: &Api,
    person: PersonId,
    steps: &mut Steps,
) -> anyhow::Result<SubmitResponse> {
    let purpose = "application";
    let request = StartDraftRequest {
        service: SERVICE.to_owned(),
        copy_from_dossier: None,
    };
    let started = mother.ask::<StartDraft>(purpose, &request).await?;
    let draft_id = started.draft_id.context("no draft")?;
    let view = GetDraftRequest {
        draft_id: draft_id.clone(),
        section: None,
    };
    let draft = mother.ask::<GetDraft>(purpose, &view).await?;
    let filled = draft.pages.iter().flatten().flat_map(|page| &page.fields);
    let filled = filled
        .filter(|field| field.source.is_some() && !field.value.is_null())
        .count();
    ensure!(filled > 0, "nothing was filled from the registers");
    steps.done(
        &mother.name,
        &format!("opened the form, {filled} fields filled from registers"),
    );

    let saved_at = draft.saved_at.context("no moment")?;
    let today = local_datetime(Timestamp::from_microsecond(saved_at)?).date();
    for (section, data) in answers(mother, person, &today.to_string()).await? {
        let request = SaveDraftRequest {
            draft_id: draft_id.clone(),
            version: None,
            section: section.to_owned(),
            data,
        };
        let saved = mother.ask::<SaveDraft>(purpose, &request).await?;
        let errors = saved.errors.unwrap_or_default();
        ensure!(errors.is_empty(), "{section}: {errors:?}");
    }
    steps.done(&mother.name, "answered what no register knows");

    let draft = mother.ask::<GetDraft>(purpose, &view).await?;
    ensure!(
        draft.ready == Some(true),
        "the form is not complete: {:?}",
        unfinished(draft.pages.as_deref().unwrap_or_default())
    );
    let request = SubmitRequest {
        draft_id: draft_id.clone(),
        version: draft.version.unwrap_or(0),
    };
    let first = mother
        .ask_with_key::<Submit>(purpose, &draft_id, &request)
        .await?;
    let again = mother
        .ask_with_key::<Submit>(purpose, &draft_id, &request)
        .await?;
    ensure!(
        first.dossier_id == again.dossier_id,
        "a second submission made a second dossier"
    );
    let number = first.number.as_deref().unwrap_or_default();
    steps.done(
        &mother.name,
        &format!("submitted twice, one dossier: {number}"),
    );
    Ok(first)
}

/// The fields that keep a form from being complete.
pub fn unfinished(pages: &[PageView]) -> Vec<String> {
    pages
        .iter()
        .filter(|page| !page.complete)
        .flat_map(|page| {
            page.fields
                .iter()
                .filter(|f| f.error.is_some() || f.value.is_null())
        })
        .map(|field| field.pointer.clone())
        .collect()
}

/// The sections that she answers, in order.
const ORDER: [&str; 10] = [
    "who",
    "father",
    "child",
    "birth",
    "birth_place",
    "birth_address",
    "origin",
    "place",
    "delivery",
    "statement",
];

/// What the mother types, by section.
async fn answers(
    mother: &Api,
    person: PersonId,
    today: &str,
) -> anyhow::Result<Vec<(&'static str, Map<String, Value>)>> {
    let request = GetPersonRequest {
        person_id: Some(person),
        ..GetPersonRequest::default()
    };
    let record = mother.ask::<GetPerson>("own-data", &request).await?;
    let commune = record
        .permanent_residence
        .and_then(|place| place.commune)
        .context("the mother has no permanent residence")?;
    let notice = format!("CS-{:06}", mother.below(1_000_000));
    let name = child_name(mother);
    let all = json!({
        "who": { "role": "mother" },
        "father": { "stated": "spouse" },
        "child": { "name": name, "sex": "female" },
        "birth": { "date": today, "count": "1" },
        "birth_place": { "where": "health-facility" },
        "birth_address": {
            "facility": "Bệnh viện Phụ sản (giả lập)", "commune": commune, "notice_number": notice,
        },
        "origin": { "nationality": "VN", "ethnicity": "01", "hometown_of": "own" },
        "place": { "of": "own-permanent" },
        "delivery": { "copies": 0 },
        "statement": { "truthful": true },
    });
    Ok(ORDER
        .into_iter()
        .filter_map(|section| Some((section, all[section].as_object()?.clone())))
        .collect())
}

/// A girl's name that hardly anybody has.
pub fn child_name(mother: &Api) -> String {
    let middle = MIDDLE_NAMES[mother.below(MIDDLE_NAMES.len())];
    let given = GIVEN_NAMES[mother.below(GIVEN_NAMES.len())];
    let last = GIVEN_NAMES[mother.below(GIVEN_NAMES.len())];
    format!("Nguyễn {middle} {given} {last}")
}

async fn decide(url: &str, dossier: &str, steps: &mut Steps) -> anyhow::Result<()> {
    let purpose = "case-handling";
    let intake = Api::sign_in(url, "one-stop-officer", PASSWORD).await?;
    let queue = intake
        .ask::<ListQueue>(purpose, &ListQueueRequest::default())
        .await?;
    ensure!(
        queue.counts.and_then(|counts| counts.new) > Some(0),
        "the queue is empty"
    );
    let open = OpenDossierRequest {
        dossier_id: dossier.to_owned(),
    };
    let view = intake.ask::<OpenDossier>(purpose, &open).await?;
    let request = ReceiveRequest {
        dossier_id: dossier.to_owned(),
        version: view.version.context("no version")?,
        note: None,
    };
    intake.ask::<Receive>(purpose, &request).await?;
    steps.done(&intake.name, "received the dossier at the one-stop desk");

    let registrar = Api::sign_in(url, "registrar", PASSWORD).await?;
    let view = registrar.ask::<OpenDossier>(purpose, &open).await?;
    let fields = view.fields.unwrap_or_default();
    let compared = fields
        .iter()
        .filter(|field| field.registered.is_some())
        .count();
    ensure!(compared > 0, "nothing is compared with a register");
    let differing = fields
        .iter()
        .filter(|field| field.differs == Some(true))
        .count();
    let what = format!("compared {compared} declared values with registers, {differing} differ");
    steps.done(&registrar.name, &what);
    let request = ApproveRequest {
        dossier_id: dossier.to_owned(),
        version: view.version.context("no version")?,
        note: None,
    };
    registrar.ask::<Approve>(purpose, &request).await?;
    steps.done(&registrar.name, "decided");
    Ok(())
}

async fn await_result(mother: &Api, dossier: &str) -> anyhow::Result<ResultView> {
    let request = GetDossierRequest {
        dossier_id: dossier.to_owned(),
    };
    for _ in 0..LOOKS {
        let view = mother.ask::<GetDossier>("application", &request).await?;
        if view.has_result == Some(true) {
            let request = GetResultRequest {
                dossier_id: dossier.to_owned(),
            };
            return mother.ask::<GetResult>("application", &request).await;
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("there is no result after {:?}", PAUSE * LOOKS)
}

async fn check_result(mother: &Api, result: &ResultView) -> anyhow::Result<()> {
    let jws = result.jws.as_deref().context("no signed result")?;
    let anybody = &mother;
    let by_code = VerifyResultRequest {
        code: result.code.clone(),
        ..VerifyResultRequest::default()
    };
    let by_jws = VerifyResultRequest {
        jws: Some(jws.to_owned()),
        ..VerifyResultRequest::default()
    };
    let changed = VerifyResultRequest {
        jws: Some(tampered(jws)),
        ..VerifyResultRequest::default()
    };
    for (request, expected) in [
        (by_code, Verdict::Valid),
        (by_jws, Verdict::Valid),
        (changed, Verdict::Invalid),
    ] {
        let verdict = anybody
            .ask::<VerifyResult>("public-information", &request)
            .await?
            .verdict;
        ensure!(
            verdict == Some(expected),
            "the verdict is {verdict:?}, not {expected:?}"
        );
    }

    let keys: JwkSet = serde_json::from_value(mother.get("/.well-known/jwks.json").await?)?;
    let id = decode_header(jws)?
        .kid
        .context("the signature names no key")?;
    let key = keys.find(&id).context("the key is not published")?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    let payload = decode::<Value>(jws, &DecodingKey::from_jwk(key)?, &validation)?.claims;
    let shown = result.fields.iter().flatten().count();
    let signed = payload["fields"].as_object().map_or(0, Map::len);
    ensure!(
        shown > 0 && signed == shown,
        "{signed} fields are signed, {shown} are shown"
    );
    Ok(())
}

/// The same token with one letter of its content changed.
fn tampered(jws: &str) -> String {
    let at = jws.find('.').map_or(0, |dot| dot + 20);
    let letter = if jws.as_bytes().get(at) == Some(&b'A') {
        "B"
    } else {
        "A"
    };
    let mut changed = jws.to_owned();
    changed.replace_range(at..=at, letter);
    changed
}

async fn check_registers(
    mother: &Api,
    person: PersonId,
    result: &ResultView,
) -> anyhow::Result<()> {
    let field = |id: &str| {
        let fields = result.fields.as_ref()?;
        let found = fields
            .iter()
            .find(|field| field.id.as_deref() == Some(id))?;
        Some(found.value.as_ref()?.vi.clone())
    };
    let name = field("child_name").context("the certificate has no name")?;
    let number = field("child_personal_number").context("the certificate has no number")?;
    ensure!(number.len() == 12, "{number} is no personal number");
    let request = FindBirthsRequest {
        parent_id: person,
        birth_date: None,
        limit: Some(50),
        cursor: None,
    };
    let births = mother
        .ask::<FindBirths>("own-data", &request)
        .await?
        .rows
        .unwrap_or_default();
    let same = births
        .iter()
        .filter(|birth| birth.name.as_deref() == Some(&name))
        .count();
    ensure!(
        same == 1,
        "the birth of {name} stands {same} times in the register"
    );
    println!("             {name}, số định danh cá nhân {number}");
    Ok(())
}

async fn check_trail(mother: &Api, person: PersonId, number: &str) -> anyhow::Result<()> {
    let request = WhoUsedMyDataRequest {
        person_id: person,
        limit: Some(50),
        cursor: None,
    };
    let trail = mother.ask::<WhoUsedMyData>("own-data", &request).await?;
    let rows = trail.rows.unwrap_or_default();
    let by_officers = rows
        .iter()
        .filter(|row| row.actor_kind.as_deref() == Some("officer"));
    let in_case = by_officers
        .filter(|row| row.case.as_deref() == Some(number))
        .count();
    ensure!(
        in_case > 0,
        "no use of her data in the case {number} is on record"
    );
    let by_herself = rows
        .iter()
        .filter(|row| row.by_myself == Some(true))
        .count();
    ensure!(by_herself > 0, "her own look at her data is not on record");
    let mut indexes: Vec<u64> = rows.iter().filter_map(|row| row.index).collect();
    let count = indexes.len();
    indexes.dedup();
    ensure!(
        count == indexes.len() && indexes.is_sorted_by(|a, b| a > b),
        "the trail is not in order"
    );
    Ok(())
}
