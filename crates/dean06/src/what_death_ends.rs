//! What a registered death ends in the rooms together: residence, identity card and household at
//! once, the health card by the event.

use std::{sync::Arc, time::Duration};

use dean06_content::Content;
use dean06_contracts::{
    civil_status::{Deceased, DeclarantOfDeath, RegisterDeath, RegisterDeathRequest},
    health_insurance::{GetCard, GetCardRequest, HealthCard, IssueCard, IssueCardRequest},
    population::{GetPerson, GetPersonRequest, LifeStatus},
};
use dean06_kernel::{ManualClock, OrgId, Sources};
use dean06_mediator::{Actor, Ask};
use dean06_store::testing;
use jiff::civil::Date;
use tokio::task::JoinHandle;

use crate::{
    accounts::DemoPeople,
    house::{Rooms, Surroundings},
    seed,
};

const SEED: u64 = 6;
/// The four-year-old of the demonstration.
const CHILD: &str = "first-child";
const TODAY: &str = "2026-11-22";
/// How often the card is looked at, and the pause in between.
const LOOKS: u32 = 500;
const PAUSE: Duration = Duration::from_millis(20);

async fn card(rooms: &Rooms, child: &Actor) -> HealthCard {
    let person = child.person().expect("a person");
    let request = GetCardRequest { person_id: person };
    let ask = Ask::new(child, "own-data");
    let card = rooms.mediator.call::<GetCard>(ask, &request).await;
    card.expect("a card")
}

/// Delivers events until it is aborted.
fn work(rooms: &Rooms) -> JoinHandle<()> {
    let store = rooms.store.clone();
    tokio::spawn(async move { store.run(std::future::pending()).await })
}

async fn await_end(rooms: &Rooms, child: &Actor) {
    for _ in 0..LOOKS {
        if card(rooms, child).await.in_force == Some(false) {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("the card is still in force");
}

#[tokio::test]
async fn a_registered_death_ends_cards_residence_and_household() {
    testing::each_engine(async |store| {
        let clock = ManualClock::new("2026-11-22T02:00:00Z".parse().expect("a moment"));
        let sources = Sources::manual(Arc::new(clock), 5);
        let content = Arc::new(Content::embedded().expect("the content"));
        let folder = tempfile::tempdir().expect("a folder");
        let around = Surroundings {
            folder: folder.path().to_owned(),
            ..Surroundings::default()
        };
        let (rooms, mint) = Rooms::open(sources, content, store, around)
            .await
            .expect("rooms");
        seed::load(&rooms, 0, SEED).await.expect("people");
        let people = DemoPeople::of(&rooms, SEED).expect("people");
        let person = people.find(CHILD).expect("the child").clone();
        let child = mint.citizen("c1", person.name.as_str(), person.id, 2);
        let number = person.personal_number.expect("a number").to_string();
        let today: Date = TODAY.parse().expect("a date");
        let org = |id| OrgId::new(id).expect("an id");
        let officer = |id, role: &str| {
            let roles = vec![role.to_owned()];
            let officer = mint.officer("o1", "Ngô Minh Tuấn", None, org(id), roles, 2);
            mint.room("casework").on_behalf_of(officer.reference())
        };

        let first = IssueCardRequest {
            person_id: person.id,
            personal_number: number.clone(),
            name: person.name.to_string(),
            birth_date: person.birth_date,
            sex: person.sex,
            group_code: "TE".to_owned(),
            facility_code: None,
            valid_from: today,
            valid_to: None,
            dossier_number: None,
        };
        let insurer = officer("insurance-01", "insurance_officer");
        let ask = Ask::new(&insurer, "child-health-card.decide").in_case("D-1");
        let issued = rooms.mediator.command::<IssueCard>(ask, "k1", &first);
        issued.await.expect("a card");
        assert_eq!(card(&rooms, &child).await.in_force, Some(true));

        let death = RegisterDeathRequest {
            org_id: org("committee-00004"),
            deceased: Deceased {
                person_id: person.id,
                name: person.name.to_string(),
                sex: Some(person.sex),
                birth_date: Some(person.birth_date),
                personal_number: Some(number),
                ethnicity: None,
                nationality: None,
                last_residence: None,
            },
            died_on: today,
            died_at: None,
            place: None,
            cause: None,
            declarant: DeclarantOfDeath {
                name: "Nguyễn Quang Khải".to_owned(),
                ..DeclarantOfDeath::default()
            },
            notice_id: None,
            dossier_number: Some("D-2".to_owned()),
            registrar: "Ngô Minh Tuấn".to_owned(),
            registered_on: today,
        };
        let registrar = officer("committee-00004", "registrar");
        let ask = Ask::new(&registrar, "death-registration.decide").in_case("D-2");
        let entered = rooms.mediator.command::<RegisterDeath>(ask, "k2", &death);
        entered.await.expect("entered");

        let request = GetPersonRequest {
            person_id: Some(person.id),
            ..GetPersonRequest::default()
        };
        let ask = Ask::new(&child, "own-data");
        let record = rooms.mediator.call::<GetPerson>(ask, &request).await;
        let record = record.expect("a record");
        assert_eq!(record.life_status, Some(LifeStatus::Dead));
        assert_eq!(record.permanent_residence, None);
        assert_eq!(record.identity_card, None);
        assert!(record.household.is_none());

        let working = work(&rooms);
        await_end(&rooms, &child).await;
        let ended = card(&rooms, &child).await;
        assert_eq!(ended.ended_on, Some(today));
        assert_eq!(ended.end_reason.as_deref(), Some("death"));
        working.abort();
    })
    .await;
}
