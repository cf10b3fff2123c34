use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::civil_status::{
    FindBirths, FindMarriage, GetBirth, GetBirthNotice, GetDeath, GetDeathNotice,
    ReceiveBirthNotice, ReceiveDeathNotice, RegisterBirth, RegisterDeath,
};
use dean06_kernel::Sources;
use dean06_mediator::{Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, Store};

use crate::{
    books::{Books, BooksError},
    find_births::find_births,
    find_marriage::find_marriage,
    get_birth::get_birth,
    get_birth_notice::get_birth_notice,
    get_death::get_death,
    get_death_notice::get_death_notice,
    receive_birth_notice::receive_birth_notice,
    receive_death_notice::receive_death_notice,
    register_birth::register_birth,
    register_death::register_death,
    schema::migrations,
};

/// Whose tables these are.
const OWNER: &str = "civil-status";

/// The room. Cheap to clone.
#[derive(Clone)]
pub struct CivilStatus {
    pub(crate) store: Store,
    pub(crate) content: Arc<Content>,
    pub(crate) mediator: Mediator,
    pub(crate) seal: RoomSeal,
    pub(crate) sources: Sources,
    pub(crate) books: Arc<Books>,
}

impl CivilStatus {
    /// The room; `seal` is its capability to act under its own name.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        seal: RoomSeal,
        sources: Sources,
    ) -> Result<Self, BooksError> {
        let books = Arc::new(Books::of(&content)?);
        Ok(Self {
            store,
            content,
            mediator,
            seal,
            sources,
            books,
        })
    }

    /// Brings the tables up to date.
    pub async fn prepare(&self) -> Result<(), MigrateError> {
        self.store.migrate(OWNER, &migrations()).await
    }

    /// Registers the data services of this room.
    pub fn serve(&self, registry: &mut Registry) {
        let room = self.clone();
        registry.serve::<RegisterBirth, _, _>(move |c, r| register_birth(room.clone(), c, r));
        let room = self.clone();
        registry.serve::<ReceiveBirthNotice, _, _>(move |c, r| {
            receive_birth_notice(room.clone(), c, r)
        });
        let room = self.clone();
        registry.serve::<GetBirthNotice, _, _>(move |_, r| get_birth_notice(room.clone(), r));
        let room = self.clone();
        registry.serve::<GetBirth, _, _>(move |_, r| get_birth(room.clone(), r));
        let room = self.clone();
        registry.serve::<RegisterDeath, _, _>(move |c, r| register_death(room.clone(), c, r));
        let room = self.clone();
        registry.serve::<ReceiveDeathNotice, _, _>(move |c, r| {
            receive_death_notice(room.clone(), c, r)
        });
        let room = self.clone();
        registry.serve::<GetDeathNotice, _, _>(move |_, r| get_death_notice(room.clone(), r));
        let room = self.clone();
        registry.serve::<GetDeath, _, _>(move |_, r| get_death(room.clone(), r));
        let room = self.clone();
        registry.serve::<FindBirths, _, _>(move |_, r| find_births(room.clone(), r));
        let room = self.clone();
        registry.serve::<FindMarriage, _, _>(move |_, r| find_marriage(room.clone(), r));
    }
}
