//! Births on both engines, through the real mediator; a handler stands for the population register.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use dean06_civil_status::{CivilStatus, ImportedMarriage, ImportedSpouse};
use dean06_content::Content;
use dean06_contracts::{
    Place,
    civil_status::{
        ChildOfBirth, DeclarantOfBirth, FindBirths, FindBirthsRequest, FindMarriage,
        FindMarriageRequest, GetBirth, GetBirthRequest, ParentOfBirth, RegisterBirth,
        RegisterBirthRequest, RegisterBirthResponse,
    },
    population::{RegisterChild, RegisterChildRequest, RegisterChildResponse},
};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sex, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{
    Actor, ActorMint, Ask, Mediator, MediatorError, Registry, Reply, RoomSeal, ServiceError,
};
use dean06_store::{Store, testing};

const COMMITTEE: &str = "committee-00004";

#[derive(Clone)]
struct Registrar {
    mediator: Mediator,
    room: CivilStatus,
    officer: Actor,
    seal: RoomSeal,
    mint: Arc<ActorMint>,
    sources: Sources,
    asked: Arc<Mutex<Vec<String>>>,
    down: Arc<AtomicBool>,
}

impl Registrar {
    async fn new(store: Store) -> Self {
        let clock = ManualClock::new("2026-11-20T02:00:00Z".parse().expect("a moment"));
        let sources = Sources::manual(Arc::new(clock), 11);
        let content = Arc::new(Content::embedded().expect("the content"));
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) =
            Mediator::new(Arc::clone(&content), ledger, sources.clone()).expect("a mediator");
        let room = CivilStatus::new(
            store,
            content,
            mediator.clone(),
            mint.room("civil-status"),
            sources.clone(),
        )
        .expect("the room");
        room.prepare().await.expect("tables");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let down = Arc::new(AtomicBool::new(false));
        let mut registry = Registry::default();
        room.serve(&mut registry);
        let (log, broken, next) = (Arc::clone(&asked), Arc::clone(&down), AtomicU32::new(1));
        let next = Arc::new(next);
        registry.serve::<RegisterChild, _, _>(move |context, request: RegisterChildRequest| {
            let (log, broken, next) = (Arc::clone(&log), Arc::clone(&broken), Arc::clone(&next));
            async move {
                if broken.load(Ordering::SeqCst) {
                    return Err(ServiceError::unavailable("the population register is down"));
                }
                log.lock()
                    .expect("a lock")
                    .push(context.command_key()?.to_owned());
                let serial = next.fetch_add(1, Ordering::SeqCst);
                Ok(Reply::about(
                    request.person_id,
                    RegisterChildResponse {
                        person_id: Some(request.person_id),
                        personal_number: Some(format!("001326{serial:06}")),
                    },
                ))
            }
        });
        mediator.open(registry).expect("opened");
        let org = OrgId::new(COMMITTEE).expect("an id");
        let roles = vec!["registrar".to_owned()];
        let officer = mint.officer("o1", "Trần Thị Bình", None, org, roles, 2);
        let seal = mint.room("casework");
        Self {
            mediator,
            room,
            officer,
            seal,
            mint: Arc::new(mint),
            sources,
            asked,
            down,
        }
    }

    async fn register(
        &self,
        key: &str,
        request: &RegisterBirthRequest,
    ) -> Result<RegisterBirthResponse, MediatorError> {
        let actor = self.seal.on_behalf_of(self.officer.reference());
        let ask = Ask::new(&actor, "birth-registration.decide").in_case("H26-1");
        self.mediator
            .command::<RegisterBirth>(ask, key, request)
            .await
    }
}

fn birth(name: &str, mother: PersonId) -> RegisterBirthRequest {
    RegisterBirthRequest {
        org_id: OrgId::new(COMMITTEE).expect("an id"),
        child: ChildOfBirth {
            person_id: None,
            name: name.to_owned(),
            sex: Sex::Female,
            birth_date: "2026-11-18".parse().expect("a date"),
            birth_time: None,
            birth_order: None,
            birth_place: Place {
                commune: Some("00004".into()),
                ..Place::default()
            },
            hometown: None,
            ethnicity: Some("01".into()),
            nationality: Some("VN".into()),
            birth_notice_number: None,
        },
        mother: Some(ParentOfBirth {
            person_id: Some(mother),
            name: "Nguyễn Thị Hoa".into(),
            ..ParentOfBirth::default()
        }),
        father: None,
        declarant: DeclarantOfBirth {
            person_id: Some(mother),
            name: "Nguyễn Thị Hoa".into(),
            ..DeclarantOfBirth::default()
        },
        dossier_number: Some("H26-1".into()),
        registrar: "Trần Thị Bình".into(),
        registered_on: "2026-11-20".parse().expect("a date"),
    }
}

fn code(error: &MediatorError) -> Option<&'static str> {
    match error {
        MediatorError::Service(error) => error.code(),
        _ => None,
    }
}

#[tokio::test]
async fn a_birth_gets_a_number_and_a_line_in_the_book() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let mother = registrar.sources.person_id();
        let entered = registrar
            .register("k1", &birth("Lê Thu An", mother))
            .await
            .expect("entered");
        let book = entered.book.expect("a book");
        assert_eq!(
            (book.number, book.book.as_deref()),
            (Some(1), Some("KS/2026"))
        );
        assert_eq!(entered.personal_number.as_deref(), Some("001326000001"));

        let child = entered.person_id.expect("a child");
        let citizen = registrar.mint.citizen("c1", "An", child, 1);
        let ask = Ask::new(&citizen, "own-data");
        let request = GetBirthRequest { person_id: child };
        let record = registrar
            .mediator
            .call::<GetBirth>(ask, &request)
            .await
            .expect("told");
        assert_eq!(record.child.expect("a child").name, "Lê Thu An");
        assert_eq!(record.mother.expect("a mother").person_id, Some(mother));
    })
    .await;
}

#[tokio::test]
async fn the_same_key_enters_once_also_at_the_same_moment() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let request = birth("Lê Thu An", registrar.sources.person_id());
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (registrar, request) = (registrar.clone(), request.clone());
                tokio::spawn(async move { registrar.register("k1", &request).await })
            })
            .collect();
        let mut people = Vec::new();
        for task in tasks {
            let entered = task.await.expect("no panic").expect("entered");
            assert_eq!(entered.book.as_ref().and_then(|book| book.number), Some(1));
            people.push(entered.person_id.expect("a child"));
        }
        people.dedup();
        assert_eq!(people.len(), 1);
        let keys = registrar.asked.lock().expect("a lock").clone();
        assert!(
            keys.iter().all(|key| *key == keys[0]),
            "one child, one key: {keys:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_birth_that_is_registered_is_refused_and_named_to_an_officer_only() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let mother = registrar.sources.person_id();
        registrar
            .register("k1", &birth("Lê Thu An", mother))
            .await
            .expect("entered");
        let again = registrar
            .register("k2", &birth("LÊ  THU  AN", mother))
            .await;
        let error = again.expect_err("refused");
        assert_eq!(code(&error), Some("birth-already-registered-named"));
        let problem = registrar.mediator.problems().describe(&error);
        assert!(problem.detail.vi.contains("LÊ  THU  AN"), "{problem:?}");
    })
    .await;
}

#[tokio::test]
async fn twins_are_two_births() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let mother = registrar.sources.person_id();
        for (order, (key, name)) in [("k1", "Lê Thu An"), ("k2", "Lê Thu Bình")]
            .iter()
            .enumerate()
        {
            let mut request = birth(name, mother);
            request.child.birth_order = u8::try_from(order + 1).ok();
            let entered = registrar.register(key, &request).await.expect("entered");
            assert_eq!(
                entered.book.and_then(|b| b.number),
                u32::try_from(order + 1).ok()
            );
        }
        let citizen = registrar.mint.citizen("c1", "Hoa", mother, 2);
        let request = FindBirthsRequest {
            parent_id: mother,
            birth_date: None,
            limit: Some(1),
            cursor: None,
        };
        let ask = Ask::new(&citizen, "own-data");
        let first = registrar
            .mediator
            .call::<FindBirths>(ask, &request)
            .await
            .expect("told");
        assert_eq!(
            first.rows.expect("rows")[0].name.as_deref(),
            Some("Lê Thu An")
        );
        let request = FindBirthsRequest {
            cursor: first.next_cursor,
            ..request
        };
        let second = registrar
            .mediator
            .call::<FindBirths>(ask, &request)
            .await
            .expect("told");
        assert_eq!(
            second.rows.expect("rows")[0].name.as_deref(),
            Some("Lê Thu Bình")
        );
        assert_eq!(second.next_cursor, None);
    })
    .await;
}

#[tokio::test]
async fn a_register_that_is_down_loses_nothing() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let request = birth("Lê Thu An", registrar.sources.person_id());
        registrar.down.store(true, Ordering::SeqCst);
        let error = registrar.register("k1", &request).await.expect_err("down");
        assert!(
            matches!(error, MediatorError::Service(ServiceError::Unavailable(_))),
            "{error}"
        );
        let other = registrar.register("k2", &request).await.expect_err("held");
        assert_eq!(code(&other), Some("birth-already-registered-named"));
        registrar.down.store(false, Ordering::SeqCst);
        let entered = registrar.register("k1", &request).await.expect("entered");
        assert_eq!(
            entered.book.and_then(|book| book.number),
            Some(1),
            "no number was lost"
        );
    })
    .await;
}

#[tokio::test]
async fn wrong_births_are_told_field_by_field() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let mother = registrar.sources.person_id();
        let mut request = birth("<script>", mother);
        request.child.sex = Sex::Unknown;
        request.child.birth_date = "2026-11-21".parse().expect("a date");
        let error = registrar.register("k1", &request).await.expect_err("wrong");
        let MediatorError::Service(ServiceError::Invalid(problems)) = error else {
            panic!("{error}")
        };
        let pointers: Vec<_> = problems.iter().map(|p| p.pointer.as_str()).collect();
        assert_eq!(pointers, ["/child/name", "/child/sex", "/child/birth_date"]);

        let mut request = birth("Lê Thu An", mother);
        request.mother = None;
        let error = registrar
            .register("k2", &request)
            .await
            .expect_err("no parent");
        assert_eq!(code(&error), Some("birth-without-parent"));
        let mut request = birth("Lê Thu An", mother);
        request.org_id = OrgId::new("committee-99999").expect("an id");
        let error = registrar
            .register("k3", &request)
            .await
            .expect_err("no body");
        assert_eq!(code(&error), Some("body-unknown"));
    })
    .await;
}

#[tokio::test]
async fn a_marriage_is_found_from_both_sides_while_it_lasts() {
    testing::each_engine(async |store| {
        let registrar = Registrar::new(store).await;
        let (wife, husband) = (registrar.sources.person_id(), registrar.sources.person_id());
        let spouse = |person, name: &str| ImportedSpouse {
            person: Some(person),
            name: name.into(),
        };
        let marriage = ImportedMarriage {
            id: "m1".into(),
            spouses: [
                spouse(wife, "Nguyễn Thị Hoa"),
                spouse(husband, "Lê Văn Nam"),
            ],
            married_on: "2020-05".parse().expect("a date"),
            ended_on: Some("2026-01-01".parse().expect("a date")),
            place: None,
            book: Some("KH/2020".into()),
            book_number: Some(7),
        };
        for _ in 0..2 {
            registrar
                .room
                .import_marriages(std::slice::from_ref(&marriage))
                .await
                .expect("taken");
        }
        for (person, other) in [(wife, husband), (husband, wife)] {
            let citizen = registrar.mint.citizen("c1", "A", person, 2);
            for (on, found) in [
                ("2020-04-30", None),
                ("2020-05-01", Some(other)),
                ("2026-01-01", None),
            ] {
                let on = Some(on.parse().expect("a date"));
                let request = FindMarriageRequest {
                    person_id: person,
                    on,
                };
                let ask = Ask::new(&citizen, "own-data");
                let told = registrar.mediator.call::<FindMarriage>(ask, &request).await;
                assert_eq!(told.expect("told").spouse_id, found, "{on:?}");
            }
        }
    })
    .await;
}
