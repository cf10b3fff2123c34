use std::sync::Arc;

use dean06_content::Content;
use dean06_contracts::casework::{
    AnswerAgreement, AnswerSupplement, AppealLeg, Approve, BeginVerification, CheckAttached,
    ChooseLeg, DeclineIntake, DiscardDraft, Extend, FinishByHand, GetAgreement, GetBundleInfo,
    GetDossier, GetDraft, GetOwnBundle, GetPaperLibrary, GetResult, GetService, GetSlip,
    ListAgreements, ListBundles, ListDossiers, ListDrafts, ListOwnBundles, ListQueue, ListServices,
    MoveBundle, OpenChain, OpenDossier, PublicKeys, Receive, Refuse, RequestSupplement, RetryLeg,
    ReturnResult, RevokeResult, SaveDraft, StartBundle, StartDraft, Submit, SubmitBundle,
    TakeDossier, VerifyResult, Withdraw, WithdrawBundle, WithdrawLeg,
};
use dean06_kernel::Sources;
use dean06_mediator::{Mediator, Registry, RoomSeal, ServiceError};
use dean06_store::{MigrateError, Store, WriteError};
use serde_json::Value;

use crate::edition::{Edition, Editions};
use crate::effect;
use crate::schema::{MIGRATIONS, OWNER};
use crate::signing::{KeyError, Keys, SigningError, keys};
use crate::{EditionError, agreement, bundle, catalogue, desk, drafts, own, papers};

/// The room that handles dossiers. Cheap to clone.
#[derive(Clone)]
pub struct Casework {
    pub(crate) store: Store,
    pub(crate) editions: Arc<Editions>,
    pub(crate) mediator: Mediator,
    pub(crate) seal: RoomSeal,
    pub(crate) sources: Sources,
    pub(crate) keys: Keys,
}

/// Why the room cannot begin to work.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Its tables cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The content cannot be stored.
    #[error(transparent)]
    Edition(#[from] EditionError),
    /// The signing keys cannot be had.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// What it does every night cannot be written down.
    #[error("the nightly work cannot be written down")]
    Database(#[from] WriteError),
}

impl Casework {
    /// The room on its database, under the content in force. Fails when the content lacks the words
    /// that this room needs.
    pub fn new(
        store: Store,
        content: Arc<Content>,
        mediator: Mediator,
        seal: RoomSeal,
        sources: Sources,
    ) -> Result<Self, EditionError> {
        Ok(Self {
            store,
            editions: Arc::new(Editions::new(content)?),
            mediator,
            seal,
            sources,
            keys: Keys::default(),
        })
    }

    /// Whether a version of the content has the words that this room needs.
    pub fn check_content(content: Arc<Content>) -> Result<(), EditionError> {
        Edition::in_force(content).map(|_| ())
    }

    /// Brings the tables up to date, stores the content in force for dossiers to come, and makes
    /// the signing key if there is none.
    pub async fn prepare(&self) -> Result<(), PrepareError> {
        self.store.migrate(OWNER, MIGRATIONS).await?;
        self.editions.pin(&self.store).await?;
        self.keys.prepare(&self.store, &self.sources).await?;
        drafts::keep(self).await?;
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
            ListServices => catalogue::list_services,
            GetService => catalogue::get_service,
            ListBundles => catalogue::list_bundles,
            GetBundleInfo => catalogue::get_bundle_info,
            StartDraft => drafts::start_draft,
            GetDraft => drafts::get_draft,
            SaveDraft => drafts::save_draft,
            DiscardDraft => drafts::discard_draft,
            ListDrafts => drafts::list_drafts,
            Submit => drafts::submit,
            StartBundle => bundle::start_bundle,
            ListOwnBundles => bundle::list_own_bundles,
            GetOwnBundle => bundle::get_own_bundle,
            ChooseLeg => bundle::choose_leg,
            MoveBundle => bundle::move_bundle,
            SubmitBundle => bundle::submit_bundle,
            WithdrawBundle => bundle::withdraw_bundle,
            WithdrawLeg => bundle::withdraw_leg,
            AppealLeg => bundle::appeal_leg,
            ListAgreements => agreement::list_agreements,
            GetAgreement => agreement::get_agreement,
            AnswerAgreement => agreement::answer_agreement,
            ListDossiers => own::list_dossiers,
            GetDossier => own::get_dossier,
            Withdraw => own::withdraw,
            AnswerSupplement => own::answer_supplement,
            ListQueue => desk::list_queue,
            OpenDossier => desk::open_dossier,
            TakeDossier => desk::take_dossier,
            Receive => desk::receive,
            DeclineIntake => desk::decline_intake,
            RequestSupplement => desk::request_supplement,
            Approve => desk::approve,
            Refuse => desk::refuse,
            BeginVerification => desk::begin_verification,
            Extend => desk::extend,
            ReturnResult => desk::return_result,
            CheckAttached => desk::check_attached,
            OpenChain => desk::open_chain,
            RetryLeg => desk::retry_leg,
            FinishByHand => desk::finish_by_hand,
            GetResult => papers::get_result,
            GetSlip => papers::get_slip,
            GetPaperLibrary => papers::get_paper_library,
            PublicKeys => papers::public_keys,
            VerifyResult => papers::verify_result,
            RevokeResult => papers::revoke_result,
        }
    }

    /// Hands the store what this room does in the background.
    pub fn subscribe(&self) {
        effect::subscribe(self);
        bundle::subscribe(self);
        agreement::subscribe(self);
    }

    /// Makes a new signing key, which signs results from now on, and returns its id. Other processes
    /// take it up within a minute. What former keys signed stays verifiable.
    pub async fn rotate_keys(&self) -> Result<String, KeyError> {
        self.keys.rotate(&self.store, &self.sources).await
    }

    /// The public keys of all signatures on results, as a JWK set (RFC 7517).
    pub async fn jwks(&self) -> Result<Value, KeyError> {
        let keys = keys::public(&self.store).await?;
        Ok(serde_json::to_value(keys).map_err(SigningError::Json)?)
    }

    /// The version of the content under which a dossier lives.
    pub(crate) async fn edition(&self, digest: &str) -> Result<Arc<Edition>, ServiceError> {
        self.editions
            .of(&self.store, digest)
            .await
            .map_err(|error| match error {
                EditionError::Database(_) => ServiceError::unavailable(error),
                error => ServiceError::internal(error),
            })
    }
}
