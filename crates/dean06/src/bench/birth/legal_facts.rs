use std::sync::Arc;

use dean06_contracts::{
    Place,
    civil_status::{
        ChildOfBirth, DeclarantOfBirth, ParentOfBirth, RegisterBirth, RegisterBirthRequest,
    },
};
use dean06_kernel::Sex;
use dean06_mediator::Ask;

use crate::bench::latency::{Speed, saturate};
use crate::bench::setting::{Mother, Setting};

/// Enters births: the line in the book, the number, the child's and the parents' facts, the ledger.
/// No form, no decision, no paper.
pub async fn measure(setting: &Setting, clients: usize) -> anyhow::Result<Speed> {
    let mothers = Arc::clone(&setting.mothers);
    let (mediator, seal) = (setting.rooms.mediator.clone(), setting.casework.clone());
    let (sources, count) = (setting.rooms.sources.clone(), mothers.len());
    saturate(clients, count, move |n| {
        let (mediator, seal) = (mediator.clone(), seal.clone());
        let (mothers, sources) = (Arc::clone(&mothers), sources.clone());
        async move {
            let mother = &mothers[n];
            let request = entry(mother, sources.today());
            let actor = seal.on_behalf_of(mother.registrar.reference());
            let ask = Ask::new(&actor, "birth-registration.decide").in_case("bench");
            mediator
                .command::<RegisterBirth>(ask, &format!("bench:{n}"), &request)
                .await?;
            Ok(())
        }
    })
    .await
}

/// What the registrar enters of a boy who was born today.
pub fn entry(mother: &Mother, today: jiff::civil::Date) -> RegisterBirthRequest {
    let place = Place {
        commune: Some(mother.commune.clone()),
        ..Place::default()
    };
    RegisterBirthRequest {
        org_id: mother.office.clone(),
        child: ChildOfBirth {
            person_id: None,
            name: "Nguyễn Bé Sổ".to_owned(),
            sex: Sex::Male,
            birth_date: today.into(),
            birth_time: None,
            birth_order: None,
            birth_place: place.clone(),
            hometown: Some(place),
            ethnicity: Some("01".to_owned()),
            nationality: Some("VN".to_owned()),
            birth_notice_number: None,
        },
        mother: Some(ParentOfBirth {
            person_id: mother.actor.person(),
            name: mother.actor.name().to_owned(),
            ..ParentOfBirth::default()
        }),
        father: None,
        declarant: DeclarantOfBirth {
            person_id: mother.actor.person(),
            name: mother.actor.name().to_owned(),
            ..DeclarantOfBirth::default()
        },
        dossier_number: None,
        registrar: mother.registrar.name().to_owned(),
        registered_on: today,
    }
}
