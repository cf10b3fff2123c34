use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::health_insurance::{EndCard, GetCard, IssueCard};
use dean06_kernel::Sources;
use dean06_mediator::{Context, Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, Store};

use crate::{
    end_card::end_card,
    get_card::get_card,
    issue_card::issue_card,
    person_died,
    rules::{Rules, RulesError},
    schema::{MIGRATIONS, OWNER},
};

/// The health insurance register. Cheap to clone.
#[derive(Clone)]
pub struct HealthInsurance {
    pub(crate) store: Store,
    pub(crate) mediator: Mediator,
    pub(crate) sources: Sources,
    pub(crate) rules: Arc<Rules>,
}

impl HealthInsurance {
    /// The room, with the rules that the content has for it.
    pub fn new(
        store: Store,
        content: &Content,
        mediator: Mediator,
        _seal: RoomSeal,
        sources: Sources,
    ) -> Result<Self, RulesError> {
        let rules = Arc::new(Rules::of(content)?);
        Ok(Self {
            store,
            mediator,
            sources,
            rules,
        })
    }

    /// Brings the tables up to date.
    pub async fn prepare(&self) -> Result<(), MigrateError> {
        self.store.migrate(OWNER, MIGRATIONS).await
    }

    /// Answers the data services of the health insurance register.
    pub fn serve(&self, registry: &mut Registry) {
        let room = self.clone();
        registry.serve::<IssueCard, _, _>(move |c, r| issue_card(room.clone(), c, r));
        let room = self.clone();
        registry.serve::<GetCard, _, _>(move |c, r| get_card(room.clone(), c, r));
        let room = self.clone();
        registry.serve::<EndCard, _, _>(move |c, r| end_card(room.clone(), c, r));
    }

    /// Has the store tell this room of deaths.
    pub fn subscribe(&self) {
        self.store
            .subscribe(person_died::subscription(self.clone()));
    }
}

/// Who states what is recorded: the organisation that is acted for, or the actor itself.
pub(crate) fn source(context: &Context) -> String {
    let org = context.actor.org().map(ToString::to_string);
    org.unwrap_or_else(|| context.actor.id().to_owned())
}
