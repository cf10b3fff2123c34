use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use dean06_allowances::Allowances;
use dean06_casework::Casework;
use dean06_civil_status::CivilStatus;
use dean06_content::{Content, Keep};
use dean06_documents::{
    AcceptAll, Documents, DocumentsOptions, Pades, PadesOptions, Scanner, TypstPress,
};
use dean06_health_insurance::HealthInsurance;
use dean06_identity::{Identity, IdentityOptions};
use dean06_kernel::Sources;
use dean06_ledger::Ledger;
use dean06_mediator::{ActorMint, Mediator, Registry};
use dean06_messages::{FileCourier, Messages, MessagesOptions};
use dean06_population::Population;
use dean06_signature::{Certificate, HttpTimestamp, TimestampClient};
use dean06_store::{Retention, Store};
use dean06_ui::Ui;

use crate::{cli::DataOptions, well_known::REVOCATION_LISTS};

/// Name of the certificate authority that is founded where an installation brings none.
const AUTHORITY: &str = "dean06 certificate authority";
/// How long closing may take.
const CLOSING_LIMIT: Duration = Duration::from_secs(10);

/// What rooms need to know of the world around them.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// Where files are kept.
    pub folder: PathBuf,
    /// What stands before the path of a link.
    pub base_url: String,
    /// Who stamps the time on signatures.
    pub timestamp: Option<Arc<dyn TimestampClient>>,
    /// Roots of the authorities that may stamp it.
    pub timestamp_anchors: Vec<Certificate>,
    /// Who looks into uploads.
    pub scanner: Option<Arc<dyn Scanner>>,
}

impl Surroundings {
    /// As the options say.
    async fn of(options: &DataOptions) -> anyhow::Result<Self> {
        let timestamp: Option<Arc<dyn TimestampClient>> = match options.timestamp_url.clone() {
            None => None,
            // The client waits for answers itself and may not be made where others wait for it.
            Some(url) => {
                let client = tokio::task::spawn_blocking(move || HttpTimestamp::new(url.as_str()));
                Some(Arc::new(client.await??))
            }
        };
        let timestamp_anchors = match &options.timestamp_anchors {
            Some(path) => read_certificates(path)?,
            None => Vec::new(),
        };
        let scanner = options.scanner.clone();
        Ok(Self {
            timestamp_anchors,
            folder: options.data.clone(),
            base_url: options.base_url.trim_end_matches('/').to_owned(),
            timestamp,
            scanner: scanner.map(|scanner| Arc::new(scanner) as Arc<dyn Scanner>),
        })
    }
}

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
    pub documents: Documents,
}

impl House {
    /// Opens the database, brings every table up to date and plugs the rooms into the hallway.
    pub async fn open(options: &DataOptions, identity: IdentityOptions) -> anyhow::Result<Self> {
        let sources = options.at.map_or_else(Sources::system, Sources::at);
        make_data_folder(&options.data)?;
        let content = Arc::new(load_content(options)?);
        let store = Store::open(&database_url(options), sources.clone()).await?;
        let (rooms, mint) =
            Rooms::open(sources, content, store, Surroundings::of(options).await?).await?;
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
        around: Surroundings,
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
        )?;
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
        let health_insurance = HealthInsurance::new(
            store.clone(),
            &content,
            mediator.clone(),
            mint.room("health-insurance"),
            sources.clone(),
        )?;
        let allowances = Allowances::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("allowances"),
            sources.clone(),
        );
        let messages = Messages::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("messages"),
            sources.clone(),
            MessagesOptions {
                courier: Some(Arc::new(FileCourier::new(&around.folder.join("outgoing")))),
                base_url: around.base_url.clone(),
            },
        )?;
        let documents = Documents::new(
            store.clone(),
            Arc::clone(&content),
            mediator.clone(),
            mint.room("documents"),
            sources.clone(),
            documents_options(&sources, around)?,
        )?;
        population.prepare().await?;
        civil_status.prepare().await?;
        health_insurance.prepare().await?;
        allowances.prepare().await?;
        casework.prepare().await?;
        documents.prepare().await?;
        messages.prepare().await?;
        let mut registry = Registry::default();
        population.serve(&mut registry);
        civil_status.serve(&mut registry);
        health_insurance.serve(&mut registry);
        allowances.serve(&mut registry);
        casework.serve(&mut registry);
        documents.serve(&mut registry);
        messages.serve(&mut registry);
        dean06_identity::serve(&mut registry, store.clone());
        mediator.open(registry)?;
        population.subscribe();
        health_insurance.subscribe();
        casework.subscribe();
        documents.subscribe();
        messages.subscribe();
        store.keep(retention(&content)).await?;
        let rooms = Self {
            sources,
            content,
            store,
            ledger,
            mediator,
            population,
            civil_status,
            casework,
            documents,
        };
        Ok((rooms, mint))
    }
}

/// For how long the store keeps what it no longer needs, as the content says.
fn retention(content: &Content) -> Retention {
    let rules = content.retention();
    let days = |rule: &Option<Keep>| rule.as_ref().map(|rule| rule.days);
    Retention {
        events: days(&rules.events),
        inbox: days(&rules.handled_events),
        command_results: days(&rules.command_results),
    }
}

fn documents_options(sources: &Sources, around: Surroundings) -> anyhow::Result<DocumentsOptions> {
    let pades = PadesOptions {
        authority: AUTHORITY.to_owned(),
        crl_urls: Some(format!("{}{REVOCATION_LISTS}", around.base_url)),
        timestamp: around.timestamp,
        timestamp_anchors: around.timestamp_anchors,
    };
    Ok(DocumentsOptions {
        folder: around.folder,
        base_url: around.base_url,
        press: Arc::new(TypstPress::new()?),
        notary: Arc::new(Pades::new(pades, sources.clone())),
        scanner: around.scanner.unwrap_or_else(|| Arc::new(AcceptAll)),
    })
}

fn read_certificates(path: &Path) -> anyhow::Result<Vec<Certificate>> {
    let shown = path.display();
    let pem = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let certificates = Certificate::all_from_pem(&pem);
    certificates.with_context(|| format!("{shown} does not hold certificates in PEM"))
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
