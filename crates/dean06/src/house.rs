use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use dean06_casework::Casework;
use dean06_civil_status::CivilStatus;
use dean06_content::Content;
use dean06_identity::{Identity, IdentityOptions};
use dean06_kernel::Sources;
use dean06_ledger::Ledger;
use dean06_mediator::{ActorMint, Mediator, Registry};
use dean06_population::Population;
use dean06_store::Store;
use dean06_ui::Ui;

use crate::cli::DataOptions;

/// How long closing may take.
const CLOSING_LIMIT: Duration = Duration::from_secs(10);

/// Everything that runs in this process.
#[derive(Clone)]
pub struct House {
    pub rooms: Rooms,
    pub ui: Ui,
    pub identity: Identity,
}

/// The ground, the hallway and the rooms that answer through it.
#[derive(Clone)]
pub struct Rooms {
    pub sources: Sources,
    pub content: Arc<Content>,
    pub store: Store,
    pub ledger: Ledger,
    pub mediator: Mediator,
    pub population: Population,
    pub civil_status: CivilStatus,
    pub casework: Casework,
}

impl House {
    /// Opens the database, brings every table up to date and plugs the rooms into the hallway.
    pub async fn open(options: &DataOptions, identity: IdentityOptions) -> anyhow::Result<Self> {
        let sources = options.at.map_or_else(Sources::system, Sources::at);
        make_data_folder(&options.data)?;
        let content = Arc::new(load_content(options)?);
        let store = Store::open(&database_url(options), sources.clone()).await?;
        let (rooms, mint) = Rooms::open(sources, content, store).await?;
        let ui = Ui::load()?.demo(identity.demo);
        let identity = Identity::new(
            rooms.store.clone(),
            rooms.mediator.clone(),
            mint,
            ui.clone(),
            rooms.sources.clone(),
            identity,
        );
        identity.prepare().await?;
        Ok(Self {
            rooms,
            ui,
            identity,
        })
    }

    /// Waits for what runs and lets the data go.
    pub async fn close(self) -> anyhow::Result<()> {
        let closing = tokio::time::timeout(CLOSING_LIMIT, self.rooms.store.close());
        closing
            .await
            .context("the database did not close in time")??;
        Ok(())
    }
}

impl Rooms {
    /// Plugs the rooms into the hallway; returns the capability to say who somebody is.
    pub async fn open(
        sources: Sources,
        content: Arc<Content>,
        store: Store,
    ) -> anyhow::Result<(Self, ActorMint)> {
        let ledger = Ledger::open(store.clone(), sources.clone()).await?;
        let (mediator, mint) =
            Mediator::new(Arc::clone(&content), ledger.clone(), sources.clone())?;
        let population = Population::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("population"),
            sources.clone(),
        );
        let civil_status = CivilStatus::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("civil-status"),
            sources.clone(),
        )?;
        let casework = Casework::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("casework"),
            sources.clone(),
        )?;
        population.prepare().await?;
        civil_status.prepare().await?;
        casework.prepare().await?;
        let mut registry = Registry::default();
        population.serve(&mut registry);
        civil_status.serve(&mut registry);
        casework.serve(&mut registry);
        mediator.open(registry)?;
        population.subscribe();
        casework.subscribe();
        let rooms = Self {
            sources,
            content,
            store,
            ledger,
            mediator,
            population,
            civil_status,
            casework,
        };
        Ok((rooms, mint))
    }
}

/// Makes the data folder, readable by its owner alone: keys and personal data lie in it.
pub fn make_data_folder(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))
}

/// The content that the options name.
pub fn load_content(options: &DataOptions) -> anyhow::Result<Content> {
    match &options.content {
        Some(folder) => Content::from_dir(folder)
            .with_context(|| format!("the content in {} cannot be used", folder.display())),
        None => Content::embedded().context("the embedded content cannot be used"),
    }
}

/// The database that the options name.
pub fn database_url(options: &DataOptions) -> String {
    options
        .database_url
        .clone()
        .unwrap_or_else(|| format!("sqlite:{}", options.data.join("dean06.db").display()))
}
