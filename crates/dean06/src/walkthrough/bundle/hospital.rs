use anyhow::{Context, ensure};
use dean06_contracts::{
    civil_status::{ReceiveBirthNotice, ReceiveBirthNoticeRequest},
    population::{GetPerson, GetPersonRequest},
};
use dean06_kernel::{PersonId, Sources};
use serde_json::{Value, json};

use super::super::api::{Api, Steps};
use crate::hospital::{DEMO_HOSPITAL, Hospital};

/// For what a notice is sent.
const PURPOSE: &str = "birth-notice.send";

/// The notice of a girl who was born today.
pub async fn notice(mother: &Api, person: PersonId, number: &str) -> anyhow::Result<Value> {
    let request = GetPersonRequest {
        person_id: Some(person),
        ..GetPersonRequest::default()
    };
    let record = mother.ask::<GetPerson>("own-data", &request).await?;
    let home = record.permanent_residence.unwrap_or_default();
    let today = Sources::system().today();
    Ok(json!({
        "notice_number": number,
        "revision": 1,
        "issued_on": today,
        "facility": DEMO_HOSPITAL,
        "mother": {
            "name": record.name.context("the mother has no name")?,
            "birth_date": record.birth_date,
            "personal_number": record.personal_number,
        },
        "child": {
            "sex": "female",
            "birth_date": today,
            "birth_time": "00:10",
            "weight_grams": 3150,
            "count": 1,
        },
        "place": {
            "facility": "Bệnh viện Mẫu 01 (giả lập)",
            "commune": home.commune.context("the mother has no permanent residence")?,
            "line": "Số 1, phố Mẫu",
        },
        "attended_by": "Lê Thị Lan",
    }))
}

/// Sends the notice twice, as a hospital does that missed the answer: there is one notice.
pub async fn send(url: &str, notice: &Value, steps: &mut Steps) -> anyhow::Result<()> {
    let hospital = Hospital::demo()?;
    let sources = Sources::system();
    let request = ReceiveBirthNoticeRequest {
        notice: hospital.sign(notice)?,
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        // A token is good for one request.
        let api = Api::with_token(url, hospital.token(&sources)?, DEMO_HOSPITAL)?;
        let answer = api.ask::<ReceiveBirthNotice>(PURPOSE, &request).await?;
        answers.push(answer);
    }
    ensure!(
        answers[0] == answers[1] && answers[0].notice_id.is_some(),
        "the same notice got two answers: {answers:?}"
    );
    steps.done(DEMO_HOSPITAL, "sent the signed birth notice, twice");
    Ok(())
}
