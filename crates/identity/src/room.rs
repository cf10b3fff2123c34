use std::sync::Arc;

use axum::Router;
use dean06_kernel::Sources;
use dean06_mediator::{ActorMint, Mediator, RoomSeal};
use dean06_store::{MigrateError, Store, WriteError};
use dean06_ui::Ui;

use crate::{
    pages,
    password::{Cost, Passwords},
    schema::migrations,
    sign_in_api, sweep,
};

/// How `identity` runs here.
#[derive(Clone, Debug, Default)]
pub struct IdentityOptions {
    /// Cookies travel over HTTPS only. Off for a laptop's plain `http://127.0.0.1`.
    pub secure_cookies: bool,
    /// Accounts of synthetic people: hashes are cheap, and the sign-in page names the accounts.
    pub demo: bool,
}

/// Why the room cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Its tables cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// What it does every night cannot be written down.
    #[error("the nightly work cannot be written down")]
    Database(#[from] WriteError),
}

/// The room. Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    pub(crate) store: Store,
    pub(crate) sources: Sources,
    pub(crate) mediator: Mediator,
    pub(crate) ui: Ui,
    pub(crate) mint: Arc<ActorMint>,
    pub(crate) seal: RoomSeal,
    pub(crate) passwords: Passwords,
    pub(crate) options: IdentityOptions,
}

impl Identity {
    /// The room with its capability to say who somebody is.
    pub fn new(
        store: Store,
        mediator: Mediator,
        mint: ActorMint,
        ui: Ui,
        sources: Sources,
        options: IdentityOptions,
    ) -> Self {
        let cost = if options.demo { Cost::Demo } else { Cost::Full };
        Self {
            store,
            sources,
            mediator,
            ui,
            seal: mint.room("identity"),
            mint: Arc::new(mint),
            passwords: Passwords::new(cost),
            options,
        }
    }

    /// Brings the tables up to date and sees that what is over will be cleared away.
    pub async fn prepare(&self) -> Result<(), PrepareError> {
        self.store.migrate("identity", &migrations()).await?;
        sweep::plan(self).await?;
        Ok(())
    }

    /// The sign-in pages and API.
    pub fn router(&self) -> Router {
        pages::router(self.clone()).merge(sign_in_api::router(self.clone()))
    }
}
