//! The steps of a registered birth, as a parent and officers take them over the public API.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{Reply, User};

/// The service.
pub const SERVICE: &str = "birth-registration";
/// The purpose of an applicant.
pub const APPLICATION: &str = "application";
/// The purpose of an officer at the desk.
pub const DESK: &str = "case-handling";
/// A morning on which offices are open, to start a server at: 20 November 2026 is a Friday.
pub const MORNING: &str = "2026-11-20T09:00:00+07:00";
/// A day of birth two days before [`MORNING`].
pub const BORN: &str = "2026-11-18";
/// The commune in which the demo families live.
pub const COMMUNE: &str = "00004";

/// The sections in the order of the form.
const ORDER: [&str; 15] = [
    "who",
    "father",
    "father_details",
    "mother",
    "mother_details",
    "child",
    "birth",
    "birth_order",
    "birth_place",
    "birth_address",
    "origin",
    "hometown",
    "place",
    "delivery",
    "statement",
];

/// How often the result is looked for, and the pause in between.
const LOOKS: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// What a parent types, by section.
#[derive(Clone, Debug)]
pub struct Form(Value);

impl Form {
    /// A married mother's, of a girl born on [`BORN`] in a hospital.
    pub fn of_mother(child: &str) -> Self {
        Self(json!({
            "who": { "role": "mother" },
            "father": { "stated": "spouse" },
            "child": { "name": child, "sex": "female" },
            "birth": { "date": BORN, "count": "1" },
            "birth_place": { "where": "health-facility" },
            "birth_address": {
                "facility": "Bệnh viện Phụ sản (giả lập)", "commune": COMMUNE, "notice_number": "CS-0001",
            },
            "origin": { "nationality": "VN", "ethnicity": "01", "hometown_of": "own" },
            "place": { "of": "own-permanent" },
            "delivery": { "copies": 0 },
            "statement": { "truthful": true },
        }))
    }

    /// A married father's, of a girl born on [`BORN`] in a hospital.
    pub fn of_father(child: &str) -> Self {
        Self::of_mother(child)
            .without("father")
            .with("who", json!({ "role": "father" }))
            .with("mother", json!({ "stated": "spouse" }))
    }

    /// With this section as it is given here.
    #[must_use]
    pub fn with(mut self, section: &str, data: Value) -> Self {
        self.0[section] = data;
        self
    }

    /// With this one answer as it is given here.
    #[must_use]
    pub fn with_answer(mut self, section: &str, field: &str, value: Value) -> Self {
        self.0[section][field] = value;
        self
    }

    /// Without this section: it is left as the register or the service fills it.
    #[must_use]
    pub fn without(mut self, section: &str) -> Self {
        if let Value::Object(sections) = &mut self.0 {
            sections.shift_remove(section);
        }
        self
    }

    /// The sections in the order of the form.
    pub fn sections(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        ORDER
            .into_iter()
            .filter_map(|section| Some((section, self.0.get(section)?)))
    }
}

/// A submitted application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its key.
    pub id: String,
    /// Mã số hồ sơ.
    pub number: String,
    /// When the result is due, UTC microseconds.
    pub due_at: Option<i64>,
}

impl Dossier {
    /// From the answer to a submission.
    ///
    /// # Errors
    /// When it names no dossier.
    pub fn from_answer(answer: &Value) -> Result<Self> {
        let text = |field: &str| {
            let text = answer[field].as_str().map(str::to_owned);
            text.with_context(|| format!("no {field} in {answer}"))
        };
        Ok(Self {
            id: text("dossier_id")?,
            number: text("number")?,
            due_at: answer["due_at"].as_i64(),
        })
    }
}

/// Begins an application, if wanted from an earlier one.
///
/// # Errors
/// When the answer is no.
pub async fn begin(user: &User, copy_from: Option<&Dossier>) -> Result<String> {
    let mut body = json!({ "service": SERVICE });
    if let Some(dossier) = copy_from {
        body["copy_from_dossier"] = json!(dossier.id);
    }
    let answer = user
        .ask(APPLICATION, "casework.start-draft/1", &body)
        .await?;
    text(&answer, "draft_id")
}

/// Saves one section. Whatever comes back.
///
/// # Errors
/// When nothing comes back.
pub async fn try_save(user: &User, draft: &str, section: &str, data: &Value) -> Result<Reply> {
    let body = json!({ "draft_id": draft, "section": section, "data": data });
    user.try_ask(APPLICATION, "casework.save-draft/1", &body)
        .await
}

/// Saves one section and returns what is wrong with it, by the JSON Pointer of each field.
///
/// # Errors
/// When it is not saved.
pub async fn save(user: &User, draft: &str, section: &str, data: &Value) -> Result<Vec<String>> {
    let reply = try_save(user, draft, section, data).await?.expect(200)?;
    let answer: Value = reply.json()?;
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    Ok(errors
        .iter()
        .filter_map(|error| error["pointer"].as_str().map(str::to_owned))
        .collect())
}

/// Saves every section of a form; nothing may be wrong with any.
///
/// # Errors
/// When one is not saved or not right.
pub async fn fill(user: &User, draft: &str, form: &Form) -> Result<()> {
    for (section, data) in form.sections() {
        let wrong = save(user, draft, section, data).await?;
        ensure!(wrong.is_empty(), "{section}: {wrong:?} are not right");
    }
    Ok(())
}

/// The draft as its owner sees it.
///
/// # Errors
/// When the answer is no.
pub async fn look(user: &User, draft: &str) -> Result<Value> {
    let body = json!({ "draft_id": draft });
    user.ask(APPLICATION, "casework.get-draft/1", &body).await
}

/// Submits a draft as it stands. Whatever comes back.
///
/// # Errors
/// When the draft cannot be seen or nothing comes back.
pub async fn try_submit(user: &User, draft: &str) -> Result<Reply> {
    let version = &look(user, draft).await?["version"];
    let body = json!({ "draft_id": draft, "version": version });
    user.try_command(APPLICATION, "casework.submit/1", draft, &body)
        .await
}

/// Submits a draft as it stands.
///
/// # Errors
/// When the answer is no.
pub async fn submit(user: &User, draft: &str) -> Result<Dossier> {
    let reply = try_submit(user, draft).await?.expect(200)?;
    Dossier::from_answer(&reply.json()?)
}

/// Begins, fills and submits.
///
/// # Errors
/// When one of the answers is no.
pub async fn apply(user: &User, form: &Form) -> Result<Dossier> {
    let draft = begin(user, None).await?;
    fill(user, &draft, form).await?;
    submit(user, &draft).await
}

/// The dossier as an officer sees it.
///
/// # Errors
/// When the answer is no.
pub async fn open(officer: &User, dossier: &Dossier) -> Result<Value> {
    let body = json!({ "dossier_id": dossier.id });
    officer.ask(DESK, "casework.open-dossier/1", &body).await
}

/// Takes a step at the desk, such as `receive` or `approve`, from the version that the officer sees now, with what
/// `more` adds to the request. Whatever comes back.
///
/// # Errors
/// When the dossier cannot be seen or nothing comes back.
pub async fn try_step(officer: &User, dossier: &Dossier, step: &str, more: Value) -> Result<Reply> {
    let version = open(officer, dossier).await?["version"].clone();
    let mut body = json!({ "dossier_id": dossier.id, "version": version });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    officer
        .try_ask(DESK, &format!("casework.{step}/1"), &body)
        .await
}

/// Takes a step at the desk that needs no words.
///
/// # Errors
/// When the answer is no.
pub async fn step(officer: &User, dossier: &Dossier, step: &str) -> Result<Value> {
    try_step(officer, dossier, step, Value::Null)
        .await?
        .expect(200)?
        .json()
}

/// Receives a dossier and decides in favour.
///
/// # Errors
/// When one of the answers is no.
pub async fn decide(registrar: &User, dossier: &Dossier) -> Result<()> {
    step(registrar, dossier, "receive").await?;
    step(registrar, dossier, "approve").await?;
    Ok(())
}

/// The dossier as its applicant sees it.
///
/// # Errors
/// When the answer is no.
pub async fn follow(user: &User, dossier: &Dossier) -> Result<Value> {
    let body = json!({ "dossier_id": dossier.id });
    user.ask(APPLICATION, "casework.get-dossier/1", &body).await
}

/// Waits for the signed result.
///
/// # Errors
/// When there is none after a minute.
pub async fn certificate(user: &User, dossier: &Dossier) -> Result<Certificate> {
    for _ in 0..LOOKS {
        if follow(user, dossier).await?["has_result"] == true {
            let body = json!({ "dossier_id": dossier.id });
            let result = user.ask(APPLICATION, "casework.get-result/1", &body).await;
            return result.map(Certificate);
        }
        sleep(PAUSE).await;
    }
    bail!("{} has no result after {:?}", dossier.number, PAUSE * LOOKS)
}

/// A signed certificate.
#[derive(Clone, Debug)]
pub struct Certificate(Value);

impl Certificate {
    /// What a line says in Vietnamese; `None` when it is empty.
    pub fn line(&self, id: &str) -> Option<&str> {
        let lines = self.0["fields"].as_array()?;
        let line = lines.iter().find(|line| line["id"] == id)?;
        line["value"]["vi"].as_str()
    }

    /// What a line says in Vietnamese.
    ///
    /// # Errors
    /// When there is no such line or it is empty.
    pub fn filled(&self, id: &str) -> Result<&str> {
        let line = self.line(id);
        line.with_context(|| format!("the certificate has no {id}"))
    }

    /// The certificate as it was answered.
    pub fn answer(&self) -> &Value {
        &self.0
    }
}

/// The births in the civil-status register of which this citizen is a parent, by the child's name.
///
/// # Errors
/// When the answer is no.
pub async fn births_named(parent: &User, child: &str) -> Result<usize> {
    let body = json!({ "parent_id": parent.person()?, "limit": 50 });
    let answer = parent
        .ask("own-data", "civil-status.find-births/1", &body)
        .await?;
    Ok(rows(&answer)
        .iter()
        .filter(|row| row["name"] == child)
        .count())
}

/// The dossiers of this citizen that are about the child of this name.
///
/// # Errors
/// When the answer is no.
pub async fn dossiers_about(user: &User, child: &str) -> Result<Vec<Value>> {
    let body = json!({ "limit": 50 });
    let answer = user
        .ask(APPLICATION, "casework.list-dossiers/1", &body)
        .await?;
    let mut about = rows(&answer);
    about.retain(|row| row["about"] == child);
    Ok(about)
}

/// The rows of a page.
pub fn rows(answer: &Value) -> Vec<Value> {
    answer["rows"].as_array().cloned().unwrap_or_default()
}

/// The ids of the flags, notices or problems in a list.
pub fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|entry| entry["id"].as_str())
        .collect()
}

/// The kinds of the steps in a timeline, the latest first.
pub fn kinds(timeline: &Value) -> Vec<&str> {
    let list = timeline.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect()
}

/// A field of a draft, by its JSON Pointer.
///
/// # Errors
/// When the draft does not show it.
pub fn field<'v>(draft: &'v Value, pointer: &str) -> Result<&'v Value> {
    let pages = draft["pages"].as_array().map_or(&[][..], Vec::as_slice);
    pages
        .iter()
        .filter_map(|page| page["fields"].as_array())
        .flatten()
        .find(|field| field["pointer"] == pointer)
        .with_context(|| format!("the form does not show {pointer}"))
}

/// The kind of a problem, without its prefix.
///
/// # Errors
/// When the answer is no problem.
pub fn problem(reply: &Reply) -> Result<String> {
    let kind = text(&reply.json()?, "type")?;
    let code = kind.strip_prefix("urn:dean06:problem:");
    code.map(str::to_owned)
        .with_context(|| format!("{kind} is no problem of ours"))
}

fn text(answer: &Value, field: &str) -> Result<String> {
    let text = answer[field].as_str().map(str::to_owned);
    text.with_context(|| format!("no {field} in {answer}"))
}
