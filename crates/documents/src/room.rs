use std::path::PathBuf;
use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::documents::{
    AttachPaper, DiscardUpload, EndShare, ExportPapers, GetPaper, GetPaperFile, GetPaperOfDossier,
    ListPapers, ListShares, ListUsable, OpenShare, RevokePaper, SharePaper, UploadPaper,
    VerifyPaper,
};
use dean06_kernel::{OrgId, Sources};
use dean06_mediator::{Mediator, Registry, RoomSeal};
use dean06_store::{MigrateError, NoRefusal, Store, WriteError};

use crate::blobs::{self, BlobError, Blobs};
use crate::issue::{self, Libraries};
use crate::notary::{Holder, Notary, Signers, SignersError};
use crate::press::Press;
use crate::schema::{MIGRATIONS, OWNER};
use crate::settings::Settings;
use crate::shares::{Tokens, TokensError};
use crate::uploads::Scanner;
use crate::{SettingsError, export, papers, reuse, shares, uploads, verify};

/// With what the room works.
#[derive(Clone)]
pub struct DocumentsOptions {
    /// Where the secret of links is kept, and the files in `blobs/`: the data folder.
    pub folder: PathBuf,
    /// What stands before the path of a link, for example `https://example.vn`.
    pub base_url: String,
    /// Sets papers.
    pub press: Arc<dyn Press>,
    /// Issues certificates and signs.
    pub notary: Arc<dyn Notary>,
    /// Looks into what people put in.
    pub scanner: Arc<dyn Scanner>,
}

/// The room that keeps papers. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    pub(crate) store: Store,
    pub(crate) content: Arc<Content>,
    pub(crate) mediator: Mediator,
    pub(crate) seal: RoomSeal,
    pub(crate) sources: Sources,
    pub(crate) settings: Arc<Settings>,
    pub(crate) blobs: Blobs,
    pub(crate) tokens: Tokens,
    pub(crate) signers: Signers,
    pub(crate) libraries: Libraries,
    pub(crate) options: Arc<DocumentsOptions>,
}

/// Why the room cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The content lacks its settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Files cannot be kept.
    #[error(transparent)]
    Files(#[from] BlobError),
    /// The secret of links cannot be had.
    #[error(transparent)]
    Tokens(#[from] TokensError),
}

/// Why the room cannot begin to work.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Its tables cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The certificate authority cannot be had.
    #[error(transparent)]
    Signers(#[from] SignersError),
    /// What it does every night cannot be written down.
    #[error("the nightly work cannot be written down")]
    Database(#[from] WriteError<NoRefusal>),
}

impl Documents {
    /// The room on its database and data folder.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        seal: RoomSeal,
        sources: Sources,
        options: DocumentsOptions,
    ) -> Result<Self, SetupError> {
        let settings = Settings::read(&content)?;
        let signers = Signers::new(
            store.clone(),
            sources.clone(),
            Arc::clone(&options.notary),
            settings.certificates,
        );
        Ok(Self {
            store,
            content,
            mediator,
            seal,
            signers,
            settings: Arc::new(settings),
            libraries: Libraries::default(),
            blobs: Blobs::folder(&options.folder.join("blobs"))?,
            tokens: Tokens::in_folder(&options.folder, &sources)?,
            sources,
            options: Arc::new(options),
        })
    }

    /// The same room with its files elsewhere, for example in an object store of the network.
    #[must_use]
    pub fn with_files(mut self, blobs: Blobs) -> Self {
        self.blobs = blobs;
        self
    }

    /// Brings the tables up to date, founds the certificate authority if there is none, and sees
    /// that what nobody needs will be cleared away.
    pub async fn prepare(&self) -> Result<(), PrepareError> {
        self.store.migrate(OWNER, MIGRATIONS).await?;
        self.signers.prepare().await?;
        blobs::plan(self).await?;
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
            ListPapers => papers::list_papers,
            GetPaper => papers::get_paper,
            GetPaperFile => papers::get_paper_file,
            GetPaperOfDossier => papers::get_paper_of_dossier,
            RevokePaper => papers::revoke_paper,
            UploadPaper => uploads::upload_paper,
            DiscardUpload => uploads::discard_upload,
            SharePaper => shares::share_paper,
            ListShares => shares::list_shares,
            EndShare => shares::end_share,
            OpenShare => shares::open_share,
            ExportPapers => export::export_papers,
            VerifyPaper => verify::verify_paper,
            ListUsable => reuse::list_usable,
            AttachPaper => reuse::attach_paper,
        }
    }

    /// Hands the store what this room does in the background.
    pub fn subscribe(&self) {
        issue::subscribe(self);
    }

    /// The list of certificates that the latest authority revoked, in DER, made now
    /// (`application/pkix-crl`).
    pub async fn revocation_list(&self) -> Result<Vec<u8>, SignersError> {
        self.signers.revocation_list().await
    }

    /// The same of the authority whose certificate has this serial number in hexadecimal, former ones
    /// included; nothing if there is none.
    pub async fn revocation_list_of(&self, serial: &str) -> Result<Option<Vec<u8>>, SignersError> {
        self.signers.revocation_list_of(serial).await
    }

    /// The certificates to trust, in PEM, former ones included (`application/x-pem-file`).
    pub async fn anchors_pem(&self) -> Result<String, SignersError> {
        self.signers.anchors_pem().await
    }

    /// The certificate of the authority that issues now, in PEM.
    pub async fn authority_pem(&self) -> Result<String, SignersError> {
        self.signers.authority_pem().await
    }

    /// Revokes the certificates of an officer who left or lost a key; whether there were any. The
    /// next paper that the officer signs gets a new one.
    pub async fn revoke_officer(
        &self,
        org: &OrgId,
        account: &str,
        why: &str,
    ) -> Result<bool, SignersError> {
        let holder = Holder::Officer {
            org,
            account,
            name: "",
        };
        self.signers.revoke(&holder.key(), why).await
    }

    /// Revokes the certificates of an organisation's seal; whether there were any.
    pub async fn revoke_seal(&self, org: &OrgId, why: &str) -> Result<bool, SignersError> {
        self.signers.revoke(&Holder::Seal(org).key(), why).await
    }

    /// Founds another certificate authority, which issues from now on. What the former one issued
    /// stays valid.
    pub async fn renew_authority(&self) -> Result<(), SignersError> {
        self.signers.renew_authority().await
    }
}
