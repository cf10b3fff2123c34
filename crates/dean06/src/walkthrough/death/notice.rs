use anyhow::Context;
use dean06_contracts::{
    civil_status::{ReceiveDeathNotice, ReceiveDeathNoticeRequest},
    population::PersonRecord,
};
use dean06_kernel::Sources;
use serde_json::{Value, json};

use super::super::{
    api::{Api, Steps},
    chain::record,
    hospital,
};
use crate::hospital::{DEATH_NOTICE, DEMO_HOSPITAL, Hospital};

/// For what a notice is sent.
const PURPOSE: &str = "death-notice.send";

/// The notice that somebody died today, given to a relative.
pub async fn send(
    url: &str,
    deceased: &PersonRecord,
    relative: &Api,
    number: &str,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    let notice = notice(deceased, &record(relative).await?, number)?;
    let request = ReceiveDeathNoticeRequest {
        notice: Hospital::demo()?.sign(DEATH_NOTICE, &notice)?,
    };
    hospital::send::<ReceiveDeathNotice>(url, PURPOSE, &request, steps).await
}

fn notice(deceased: &PersonRecord, relative: &PersonRecord, number: &str) -> anyhow::Result<Value> {
    let home = deceased.permanent_residence.as_ref();
    let home = home.or(relative.permanent_residence.as_ref());
    let commune = home.and_then(|home| home.commune.as_deref());
    let today = Sources::system().today();
    Ok(json!({
        "notice_number": number,
        "revision": 1,
        "issued_on": today,
        "facility": DEMO_HOSPITAL,
        "deceased": {
            "name": deceased.name,
            "birth_date": deceased.birth_date,
            "sex": deceased.sex,
            "personal_number": deceased.personal_number,
        },
        "death": { "date": today, "time": "00:10", "cause": "Tuổi già" },
        "place": {
            "facility": "Bệnh viện Mẫu 01 (giả lập)",
            "commune": commune.context("neither has a permanent residence")?,
            "line": "Số 1, phố Mẫu",
        },
        "relative": {
            "name": relative.name,
            "birth_date": relative.birth_date,
            "personal_number": relative.personal_number,
        },
        "signed_by": "Lê Thị Lan",
    }))
}
