//! Allowances on both engines, through the real mediator.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::sync::{Arc, OnceLock};

use dean06_allowances::Allowances;
use dean06_content::{Content, Files};
use dean06_contracts::allowances::{
    Beneficiary, GetGrants, GetGrantsRequest, GetGrantsResponse, Grant, GrantRequest, GrantResponse,
};
use dean06_kernel::{ManualClock, OrgId, PersonId, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{Actor, ActorMint, Ask, Mediator, MediatorError, Registry, ServiceError};
use dean06_store::{Store, testing};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 22);
const COMMITTEE: &str = "committee-00004";

/// Purposes that only tests have: what casework asks and does when a service is decided.
const PURPOSE: &str = r#"
[[purpose]]
id = "test.decide"
title = { vi = "Thử nghiệm", en = "Test" }
legal_basis = "death-bundle-decree"
allow = [
  { service = "allowances.grant/1", fields = ["*"] },
  { service = "allowances.get-grants/1", fields = ["*"] },
]
"#;

fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    let made = CONTENT.get_or_init(|| {
        let embedded = Content::embedded().expect("the content");
        let mut files: Files = embedded.files().clone();
        let purposes = files.get_mut("purposes.toml").expect("purposes");
        purposes.to_mut().extend_from_slice(PURPOSE.as_bytes());
        Arc::new(Content::from_files(files).expect("the content of tests"))
    });
    Arc::clone(made)
}

#[derive(Clone)]
struct Office {
    mediator: Mediator,
    sources: Sources,
    casework: Actor,
    mint: Arc<ActorMint>,
}

impl Office {
    async fn new(store: Store) -> Self {
        let clock = ManualClock::new("2026-11-22T02:00:00Z".parse().expect("a moment"));
        let sources = Sources::manual(Arc::new(clock), 11);
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) =
            Mediator::new(content(), ledger, sources.clone()).expect("a mediator");
        let seal = mint.room("allowances");
        let room = Allowances::new(store, content(), mediator.clone(), seal, sources.clone());
        room.prepare().await.expect("the table");
        let mut registry = Registry::default();
        room.serve(&mut registry);
        mediator.open(registry).expect("opened");
        let org = OrgId::new(COMMITTEE).expect("an id");
        let officer = mint.officer("o1", "Trần Thị Bình", None, org, Vec::new(), 2);
        Self {
            casework: mint.room("casework").on_behalf_of(officer.reference()),
            mediator,
            sources,
            mint: Arc::new(mint),
        }
    }

    async fn grant(
        &self,
        key: &str,
        request: &GrantRequest,
    ) -> Result<GrantResponse, MediatorError> {
        let ask = Ask::new(&self.casework, "test.decide").in_case("H26-1");
        self.mediator.command::<Grant>(ask, key, request).await
    }

    async fn grants(&self, person: PersonId) -> Result<GetGrantsResponse, MediatorError> {
        let ask = Ask::new(&self.casework, "test.decide").in_case("H26-1");
        let request = GetGrantsRequest { person_id: person };
        self.mediator.call::<GetGrants>(ask, &request).await
    }
}

fn funeral(person: PersonId, beneficiary: PersonId) -> GrantRequest {
    GrantRequest {
        person_id: person,
        kind: "funeral-allowance".to_owned(),
        beneficiary: Beneficiary {
            person_id: Some(beneficiary),
            name: " Trần  Thị Hoa".to_owned(),
            personal_number: Some("001190000001".to_owned()),
            relation: Some("Vợ".to_owned()),
        },
        amount: Some(1_000_000),
        org_id: OrgId::new(COMMITTEE).expect("an id"),
        dossier_number: Some("H26-1".to_owned()),
        decided_by: "Trần Thị Bình".to_owned(),
        decided_on: TODAY,
    }
}

fn code<T>(result: Result<T, MediatorError>) -> &'static str {
    match result {
        Err(MediatorError::Service(error)) => error.code().unwrap_or("a fault"),
        Err(_) => "another error",
        Ok(_) => "an answer",
    }
}

#[tokio::test]
async fn an_allowance_is_granted_once_for_each_of_the_dead_and_kind() {
    testing::each_engine(async |store| {
        let office = Office::new(store).await;
        let [dead, widow] = [(); 2].map(|()| office.sources.person_id());
        let none = office.grants(dead).await.expect("an answer");
        assert_eq!(none.grants, Some(Vec::new()));
        let request = funeral(dead, widow);
        let told = office.grant("k1", &request).await.expect("a grant");
        assert_eq!(told.amount, Some(1_000_000));
        let name = told.beneficiary.as_ref().map(|who| who.name.as_str());
        assert_eq!(name, Some("Trần Thị Hoa"));
        assert_eq!(office.grant("k1", &request).await.expect("again"), told);
        let twice = office.grant("k2", &request).await;
        assert_eq!(code(twice), "allowance-already-granted");
        let benefit = GrantRequest {
            kind: "survivor-benefit".to_owned(),
            amount: None,
            ..request.clone()
        };
        office.grant("k3", &benefit).await.expect("another kind");
        let other = funeral(office.sources.person_id(), widow);
        office.grant("k4", &other).await.expect("another person");
        let grants = office.grants(dead).await.expect("told").grants;
        let grants = grants.expect("grants");
        let kinds: Vec<_> = grants.iter().filter_map(|g| g.kind.as_deref()).collect();
        assert_eq!(kinds, ["funeral-allowance", "survivor-benefit"]);
        assert_eq!(grants[0].grant_id, told.grant_id);
        assert_eq!(grants[0].decided_on, Some(TODAY));
        assert_eq!(grants[1].amount, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_is_granted() {
    testing::each_engine(async |store| {
        let office = Office::new(store).await;
        let [dead, widow] = [(); 2].map(|()| office.sources.person_id());
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let office = office.clone();
                let request = funeral(dead, widow);
                tokio::spawn(async move { office.grant(&format!("k{}", n % 10), &request).await })
            })
            .collect();
        let mut told = Vec::new();
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(grant) => told.push(grant),
                error => assert_eq!(code(error), "allowance-already-granted"),
            }
        }
        assert_eq!(told.len(), 2, "both of the same key");
        assert_eq!(told[0], told[1]);
    })
    .await;
}

#[tokio::test]
async fn wrong_fields_are_told_one_by_one() {
    testing::each_engine(async |store| {
        let office = Office::new(store).await;
        let [dead, widow] = [(); 2].map(|()| office.sources.person_id());
        let mut wrong = funeral(dead, widow);
        wrong.kind = "gift".to_owned();
        wrong.beneficiary.name = "<b>".to_owned();
        wrong.beneficiary.personal_number = Some("1".to_owned());
        wrong.beneficiary.relation = Some("\u{202e}".to_owned());
        wrong.org_id = OrgId::new("nobody").expect("an id");
        wrong.decided_by = " ".to_owned();
        wrong.decided_on = date(2026, 11, 23);
        let Err(MediatorError::Service(ServiceError::Invalid(problems))) =
            office.grant("k", &wrong).await
        else {
            panic!("wrong fields are told")
        };
        let pointers: Vec<_> = problems.iter().map(|p| p.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/kind",
                "/beneficiary/name",
                "/beneficiary/personal_number",
                "/org_id",
                "/beneficiary/relation",
                "/decided_by",
                "/decided_on"
            ]
        );
        let citizen = office.mint.citizen("c", "Hoa", widow, 2);
        let ask = Ask::new(&citizen, "test.decide").in_case("H26-1");
        let request = funeral(dead, widow);
        let told = office.mediator.command::<Grant>(ask, "k", &request).await;
        assert!(matches!(told, Err(MediatorError::NotPermitted { .. })));
    })
    .await;
}
