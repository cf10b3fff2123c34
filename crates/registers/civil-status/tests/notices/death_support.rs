//! What a death takes besides: a population register that hears of it, notices, entries.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use dean06_contracts::{
    Place,
    civil_status::{
        DeathNotice, DeathRecord, Deceased, DeclarantOfDeath, GetDeath, GetDeathNotice,
        GetDeathNoticeRequest, GetDeathRequest, ReceiveDeathNotice, ReceiveDeathNoticeRequest,
        ReceiveDeathNoticeResponse, RegisterDeath, RegisterDeathRequest, RegisterDeathResponse,
    },
    population,
};
use dean06_kernel::{OrgId, PersonId};
use dean06_mediator::{Ask, MediatorError, Registry, Reply, ServiceError};
use serde_json::{Value, json};

use crate::support::{COMMITTEE, HOSPITAL, House};

pub const BA: &str = "Lê Văn Ba";
pub const NUMBER_OF_BA: &str = "001050000456";
pub const MAI: &str = "Lê Thị Mai";
pub const NUMBER_OF_MAI: &str = "001185000789";

/// What the population register was told.
#[derive(Clone, Default)]
pub struct Graves {
    /// Keys of the commands with what they said.
    pub told: Arc<Mutex<Vec<(String, population::RegisterDeathRequest)>>>,
    /// It holds everybody as dead already.
    pub dead: Arc<AtomicBool>,
}

impl House {
    pub fn serve_deaths(&self, registry: &mut Registry) {
        let (down, graves) = (Arc::clone(&self.down), self.graves.clone());
        registry.serve::<population::RegisterDeath, _, _>(move |context, request| {
            let request: population::RegisterDeathRequest = request;
            let (down, graves) = (down.load(Ordering::SeqCst), graves.clone());
            async move {
                if down {
                    return Err(ServiceError::unavailable("the population register is down"));
                }
                if graves.dead.load(Ordering::SeqCst) {
                    return Err(ServiceError::refused("person-not-alive"));
                }
                let key = context.command_key()?.to_owned();
                let mut told = graves.told.lock().expect("a lock");
                told.push((key, request.clone()));
                let response = population::RegisterDeathResponse {
                    person_id: Some(request.person_id),
                    died_on: Some(request.died_on),
                    household_without_head: Some(true),
                    ..population::RegisterDeathResponse::default()
                };
                Ok(Reply::about(request.person_id, response))
            }
        });
    }

    /// Keys under which the population register was told of deaths.
    pub fn told(&self) -> Vec<String> {
        let told = self.graves.told.lock().expect("a lock");
        told.iter().map(|(key, _)| key.clone()).collect()
    }

    pub async fn send_death(
        &self,
        notice: &Value,
    ) -> Result<ReceiveDeathNoticeResponse, MediatorError> {
        let key = self.sources.uuid().to_string();
        let ask = Ask::new(&self.hospital, "death-notice.send");
        let request = ReceiveDeathNoticeRequest {
            notice: self.key.sign_as("death-notice+jws", notice),
        };
        self.mediator
            .command::<ReceiveDeathNotice>(ask, &key, &request)
            .await
    }

    /// What fills the form of the relative who applies.
    pub async fn death_notice(
        &self,
        deceased: PersonId,
        notice_id: Option<&str>,
    ) -> Result<DeathNotice, MediatorError> {
        let relative = self.mint.citizen("c2", MAI, self.sources.person_id(), 2);
        let casework = self.seal.on_behalf_of(relative.reference());
        let ask = Ask::new(&casework, "death-registration.prefill").in_case("draft-1");
        let request = GetDeathNoticeRequest {
            person_id: deceased,
            notice_id: notice_id.map(str::to_owned),
        };
        self.mediator.call::<GetDeathNotice>(ask, &request).await
    }

    pub async fn register_death(
        &self,
        key: &str,
        request: &RegisterDeathRequest,
    ) -> Result<RegisterDeathResponse, MediatorError> {
        let actor = self.seal.on_behalf_of(self.officer.reference());
        let ask = Ask::new(&actor, "death-registration.decide").in_case("H26-1");
        self.mediator
            .command::<RegisterDeath>(ask, key, request)
            .await
    }

    /// What the registrar sees of an entry.
    pub async fn death(&self, person: PersonId) -> Result<DeathRecord, MediatorError> {
        let ask = Ask::new(&self.officer, "case-handling").in_case("H26-1");
        let request = GetDeathRequest { person_id: person };
        self.mediator.call::<GetDeath>(ask, &request).await
    }
}

/// A notice of the death of Ba on 18 November 2026, given to Mai.
pub fn death_notice(number: &str, revision: u32) -> Value {
    json!({
        "notice_number": number,
        "revision": revision,
        "issued_on": "2026-11-19",
        "facility": HOSPITAL,
        "deceased": {
            "name": BA, "birth_date": "1950", "sex": "male", "personal_number": NUMBER_OF_BA,
        },
        "death": { "date": "2026-11-18", "time": "23:10", "cause": "Bệnh tim mạch" },
        "place": { "facility": "Bệnh viện Mẫu", "commune": "00004", "line": "Số 1, phố Mẫu" },
        "relative": { "name": MAI, "birth_date": "1985-05-01", "personal_number": NUMBER_OF_MAI },
        "signed_by": "Lê Thị Lan",
    })
}

/// That death, as a registrar accepts it.
pub fn death(person: PersonId, notice_id: Option<String>) -> RegisterDeathRequest {
    RegisterDeathRequest {
        org_id: OrgId::new(COMMITTEE).expect("an id"),
        deceased: Deceased {
            person_id: person,
            name: BA.into(),
            sex: None,
            birth_date: "1950".parse().ok(),
            personal_number: Some(NUMBER_OF_BA.into()),
            ethnicity: None,
            nationality: Some("VN".into()),
            last_residence: None,
        },
        died_on: "2026-11-18".parse().expect("a date"),
        died_at: Some("23:10".into()),
        place: Some(Place {
            commune: Some("00004".into()),
            text: Some("Bệnh viện Mẫu".into()),
            ..Place::default()
        }),
        cause: Some("Bệnh tim mạch".into()),
        declarant: DeclarantOfDeath {
            name: MAI.into(),
            relation: Some("Con".into()),
            ..DeclarantOfDeath::default()
        },
        notice_id,
        dossier_number: Some("H26-1".into()),
        registrar: "Trần Thị Bình".into(),
        registered_on: "2026-11-20".parse().expect("a date"),
    }
}
