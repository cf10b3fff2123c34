use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::allowances::{GetGrants, Grant};
use dean06_kernel::Sources;
use dean06_mediator::{Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, Store};

use crate::{
    get_grants::get_grants,
    grant::grant,
    schema::{MIGRATIONS, OWNER},
};

/// The register of allowances. Cheap to clone.
#[derive(Clone)]
pub struct Allowances {
    pub(crate) store: Store,
    pub(crate) content: Arc<Content>,
    pub(crate) mediator: Mediator,
    pub(crate) sources: Sources,
}

impl Allowances {
    /// The room.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        _seal: RoomSeal,
        sources: Sources,
    ) -> Self {
        Self {
            store,
            content,
            mediator,
            sources,
        }
    }

    /// Brings the table up to date.
    pub async fn prepare(&self) -> Result<(), MigrateError> {
        self.store.migrate(OWNER, MIGRATIONS).await
    }

    /// Answers the data services of the register.
    pub fn serve(&self, registry: &mut Registry) {
        let room = self.clone();
        registry.serve::<Grant, _, _>(move |c, r| grant(room.clone(), c, r));
        let room = self.clone();
        registry.serve::<GetGrants, _, _>(move |_, r| get_grants(room.clone(), r));
    }
}
