use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::population::{
    CorrectPerson, EndPermanentResidence, GetHousehold, GetPerson, IssueIdentityCard,
    RegisterChild, RegisterDeath, RegisterPermanentResidence, RegisterTemporaryResidence,
    ReplacePersonalNumber, SearchPersons, VerifyPerson,
};
use dean06_kernel::Sources;
use dean06_mediator::{Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, Sql, Store};
use sea_orm::DbErr;

use crate::{
    correct_person::correct_person,
    end_permanent_residence::end_permanent_residence,
    get_household::get_household,
    get_person::get_person,
    issue_identity_card::issue_identity_card,
    number::Serials,
    place::Places,
    refresh::{Refresh, TIMER},
    register_child::register_child,
    register_death::register_death,
    register_permanent_residence::register_permanent_residence,
    register_temporary_residence::register_temporary_residence,
    replace_personal_number::replace_personal_number,
    rules::{Rules, RulesError},
    schema::{MIGRATIONS, OWNER},
    search_persons::search_persons,
    verify_person::verify_person,
};

/// The population register. Cheap to clone.
#[derive(Clone)]
pub struct Population {
    pub(crate) store: Store,
    pub(crate) content: Arc<Content>,
    pub(crate) mediator: Mediator,
    pub(crate) sources: Sources,
    pub(crate) serials: Arc<dyn Serials>,
    pub(crate) rules: Arc<Rules>,
}

impl Population {
    /// The room, with the rules that the content has for it.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        _seal: RoomSeal,
        sources: Sources,
    ) -> Result<Self, RulesError> {
        let rules = Arc::new(Rules::of(&content)?);
        Ok(Self {
            store,
            content,
            mediator,
            serials: Arc::new(sources.clone()),
            sources,
            rules,
        })
    }

    /// Brings the tables up to date.
    pub async fn prepare(&self) -> Result<(), MigrateError> {
        self.store.migrate(OWNER, MIGRATIONS).await
    }

    /// Answers the data services of the population register.
    pub fn serve(&self, registry: &mut Registry) {
        macro_rules! serve {
            ($($contract:ty => $handler:ident),* $(,)?) => {$({
                let room = self.clone();
                registry.serve::<$contract, _, _>(move |context, request| {
                    $handler(room.clone(), context, request)
                });
            })*};
        }
        serve! {
            CorrectPerson => correct_person,
            EndPermanentResidence => end_permanent_residence,
            GetHousehold => get_household,
            GetPerson => get_person,
            IssueIdentityCard => issue_identity_card,
            RegisterChild => register_child,
            RegisterDeath => register_death,
            RegisterPermanentResidence => register_permanent_residence,
            RegisterTemporaryResidence => register_temporary_residence,
            ReplacePersonalNumber => replace_personal_number,
            SearchPersons => search_persons,
            VerifyPerson => verify_person,
        }
    }

    /// Has the store wake this room on the day of a fact that was known beforehand.
    pub fn subscribe(&self) {
        self.store.on_timer(TIMER, Arc::new(Refresh(self.clone())));
    }

    /// How many persons are registered.
    pub async fn count(&self) -> Result<u64, DbErr> {
        let row = self
            .store
            .read()
            .row("SELECT count(*) AS persons FROM population_current", [])
            .await?;
        let persons: i64 = row.map_or(Ok(0), |row| row.try_get("", "persons"))?;
        Ok(persons.unsigned_abs())
    }

    /// Names places for somebody who reads today.
    pub(crate) fn places(&self) -> Places<'_> {
        Places {
            content: &self.content,
            today: self.sources.today(),
        }
    }
}
