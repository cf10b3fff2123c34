use anyhow::Context;
use dean06_contracts::civil_status::{ReceiveBirthNotice, ReceiveBirthNoticeRequest};
use dean06_kernel::Sources;
use serde_json::{Value, json};

use super::super::{
    api::{Api, Steps},
    chain::record,
    hospital,
};
use crate::hospital::{BIRTH_NOTICE, DEMO_HOSPITAL, Hospital};

/// For what a notice is sent.
const PURPOSE: &str = "birth-notice.send";

/// The notice of a girl who was born today.
pub async fn send(url: &str, mother: &Api, number: &str, steps: &mut Steps) -> anyhow::Result<()> {
    let notice = of_girl(mother, number).await?;
    let request = ReceiveBirthNoticeRequest {
        notice: Hospital::demo()?.sign(BIRTH_NOTICE, &notice)?,
    };
    hospital::send::<ReceiveBirthNotice>(url, PURPOSE, &request, steps).await
}

async fn of_girl(mother: &Api, number: &str) -> anyhow::Result<Value> {
    let record = record(mother).await?;
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
