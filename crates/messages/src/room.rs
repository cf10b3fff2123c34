use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::messages::{CountUnread, ListMessages, ReadMessage};
use dean06_kernel::Sources;
use dean06_mediator::{Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, Store, WriteError};

use crate::schema::{MIGRATIONS, OWNER};
use crate::settings::Settings;
use crate::{
    Channel, Courier, SettingsError, count_unread, letters, list_messages, read_message, sweep,
    wanted,
};

/// How letters leave the house.
#[derive(Clone, Default)]
pub struct MessagesOptions {
    /// Who carries letters; without one there is only the inbox.
    pub courier: Option<Arc<dyn Courier>>,
    /// What stands before the path of a link, for example `https://example.vn`.
    pub base_url: String,
}

/// The room that tells people. Cheap to clone.
#[derive(Clone)]
pub struct Messages {
    pub(crate) store: Store,
    pub(crate) content: Arc<Content>,
    pub(crate) mediator: Mediator,
    pub(crate) seal: RoomSeal,
    pub(crate) sources: Sources,
    pub(crate) settings: Arc<Settings>,
    pub(crate) options: Arc<MessagesOptions>,
}

/// Why the room cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The content lacks its settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The content lacks the words for what it has no words for.
    #[error("messages.toml has no message of the kind {0}")]
    NoPlainWords(&'static str),
}

/// Why the room cannot begin to work.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Its tables cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// What it does every night cannot be written down.
    #[error("the nightly work cannot be written down")]
    Database(#[from] WriteError),
}

impl Messages {
    /// The room on its database, with the words of the content in force.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        seal: RoomSeal,
        sources: Sources,
        options: MessagesOptions,
    ) -> Result<Self, SetupError> {
        let settings = Settings::read(&content)?;
        if content.messages().get(wanted::PLAIN).is_none() {
            return Err(SetupError::NoPlainWords(wanted::PLAIN));
        }
        Ok(Self {
            store,
            content,
            mediator,
            seal,
            sources,
            settings: Arc::new(settings),
            options: Arc::new(options),
        })
    }

    /// Brings the tables up to date and sees that old messages will be cleared away.
    pub async fn prepare(&self) -> Result<(), PrepareError> {
        self.store.migrate(OWNER, MIGRATIONS).await?;
        sweep::plan(self).await?;
        Ok(())
    }

    /// Registers a handler for each data service of this room.
    pub fn serve(&self, registry: &mut Registry) {
        macro_rules! serve {
            ($($contract:ty => $handler:path),* $(,)?) => {
                $(registry.serve::<$contract, _, _>({
                    let room = self.clone();
                    move |context, request| $handler(room.clone(), context, request)
                });)*
            };
        }
        serve! {
            ListMessages => list_messages::list_messages,
            CountUnread => count_unread::count_unread,
            ReadMessage => read_message::read_message,
        }
    }

    /// Hands the store what this room does in the background.
    pub fn subscribe(&self) {
        wanted::subscribe(self);
        letters::subscribe(self);
    }

    /// The ways that letters take.
    pub(crate) fn channels(&self) -> &[Channel] {
        let courier = self.options.courier.as_ref();
        courier.map_or(&[], |courier| courier.channels())
    }
}
