use std::sync::Arc;

use anyhow::Context;
use dean06_contracts::{
    Contract, Place,
    civil_status::RegisterBirth,
    health_insurance::{IssueCard, IssueCardRequest},
    population::{
        IssueIdentityCard, IssueIdentityCardRequest, RegisterPermanentResidence,
        RegisterPermanentResidenceRequest,
    },
};
use dean06_kernel::{PartialDate, Sex};
use dean06_mediator::{Actor, Ask, Mediator, RoomSeal};
use jiff::{ToSpan as _, civil::Date};

use crate::bench::{
    birth::entry,
    latency::{Speed, saturate},
    setting::{Mother, Setting},
};

/// The tables that the legal facts of a bundle are written to.
pub const TABLES: [&str; 18] = [
    "civil_birth",
    "civil_birth_of_parent",
    "population_fact",
    "population_current",
    "population_number",
    "population_household",
    "population_household_head",
    "population_household_member",
    "health_insured",
    "health_card",
    "health_card_number",
    "ledger_entry",
    "ledger_detail",
    "ledger_person_key",
    "outbox",
    "inbox",
    "timer",
    "command_result",
];
/// Bytes of one of these rows, about.
pub const ROW_BYTES: usize = 300;
/// Bundles whose facts a client that is alone enters.
const ALONE: usize = 100;

/// Enters the facts of birth bundles: the line in the book, the number, the child's and the parents'
/// facts, the residence and the household, the health card, the identity card, the ledger. No form,
/// no decision, no paper.
pub async fn measure(setting: &Setting, clients: usize) -> anyhow::Result<Speed> {
    let count = setting.mothers.len();
    saturate(clients, count, of_bundle(setting, "Nguyễn Bé Sổ")?).await
}

/// The same by one client.
pub async fn alone(setting: &Setting) -> anyhow::Result<Speed> {
    let count = setting.mothers.len().min(ALONE);
    saturate(1, count, of_bundle(setting, "Nguyễn Bé Một")?).await
}

type Work = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

fn of_bundle(
    setting: &Setting,
    name: &'static str,
) -> anyhow::Result<impl Fn(usize) -> Work + Send + Sync + use<>> {
    let mothers = Arc::clone(&setting.mothers);
    let book = Book {
        mediator: setting.rooms.mediator.clone(),
        seal: setting.casework.clone(),
        today: setting.rooms.sources.today(),
        child_until: setting
            .rooms
            .sources
            .today()
            .checked_add(6.years())
            .context("a date beyond the calendar")?,
    };
    Ok(move |n| -> Work {
        let (mothers, book) = (Arc::clone(&mothers), book.clone());
        Box::pin(async move { book.enter(&mothers[n], name, n).await })
    })
}

/// Where the facts go.
#[derive(Clone)]
struct Book {
    mediator: Mediator,
    seal: RoomSeal,
    today: Date,
    child_until: Date,
}

impl Book {
    async fn enter(&self, mother: &Mother, name: &str, n: usize) -> anyhow::Result<()> {
        let actor = self.seal.on_behalf_of(mother.registrar.reference());
        let key = |leg: &str| format!("bench:{leg}:{name}:{n}");
        let mut birth = entry(mother, self.today);
        name.clone_into(&mut birth.child.name);
        let born = self
            .command::<RegisterBirth>(&actor, "birth-registration", &key("birth"), &birth)
            .await?;
        let child = born.person_id.context("no child")?;
        let number = born.personal_number.context("no number")?;
        let residence = RegisterPermanentResidenceRequest {
            person_id: child,
            place: Place {
                commune: Some(mother.commune.clone()),
                ..Place::default()
            },
            household_id: None,
            head_person_id: Some(mother.head),
            relation_to_head: Some("09".to_owned()),
            valid_from: self.today,
        };
        self.command::<RegisterPermanentResidence>(
            &actor,
            "child-permanent-residence",
            &key("residence"),
            &residence,
        )
        .await?;
        let health_card = IssueCardRequest {
            person_id: child,
            personal_number: number,
            name: name.to_owned(),
            birth_date: PartialDate::from(self.today),
            sex: Sex::Male,
            group_code: "TE".to_owned(),
            facility_code: None,
            valid_from: self.today,
            valid_to: Some(self.child_until),
            dossier_number: None,
        };
        self.command::<IssueCard>(
            &actor,
            "child-health-card",
            &key("health-card"),
            &health_card,
        )
        .await?;
        let identity_card = IssueIdentityCardRequest {
            person_id: child,
            kind: "identity-card".to_owned(),
            issued_by: "Bộ Công an".to_owned(),
            issued_on: self.today,
            expires_on: Some(self.child_until),
        };
        self.command::<IssueIdentityCard>(
            &actor,
            "child-identity-card",
            &key("identity-card"),
            &identity_card,
        )
        .await?;
        Ok(())
    }

    /// What an officer's decision has done, as casework does it.
    async fn command<C: Contract>(
        &self,
        actor: &Actor,
        service: &str,
        key: &str,
        request: &C::Request,
    ) -> anyhow::Result<C::Response> {
        let purpose = format!("{service}.decide");
        let ask = Ask::new(actor, &purpose).in_case("bench");
        let answer = self.mediator.command::<C>(ask, key, request).await;
        answer.with_context(|| format!("{} by {key}", C::NAME))
    }
}
