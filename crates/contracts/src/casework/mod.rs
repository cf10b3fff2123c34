//! Handling of dossiers (giải quyết hồ sơ): catalogue, forms, drafts, dossiers, the officer's desk.

mod answer_agreement;
mod answer_supplement;
mod appeal_leg;
mod approve;
mod begin_verification;
mod bundle_state;
mod check_attached;
mod choose_leg;
mod decline_intake;
mod discard_draft;
mod dossier_state;
mod extend;
mod finish_by_hand;
mod form_view;
mod get_agreement;
mod get_bundle_info;
mod get_dossier;
mod get_draft;
mod get_own_bundle;
mod get_paper_library;
mod get_result;
mod get_service;
mod get_slip;
mod list_agreements;
mod list_bundles;
mod list_dossiers;
mod list_drafts;
mod list_own_bundles;
mod list_queue;
mod list_services;
mod move_bundle;
mod open_chain;
mod open_dossier;
mod public_keys;
mod receive;
mod refuse;
mod request_supplement;
mod result_events;
mod retry_leg;
mod return_result;
mod revoke_result;
mod save_draft;
mod start_bundle;
mod start_draft;
mod submit;
mod submit_bundle;
mod take_dossier;
mod verify_result;
mod withdraw;
mod withdraw_bundle;
mod withdraw_leg;

pub use answer_agreement::{AnswerAgreement, AnswerAgreementRequest, AnswerAgreementResponse};
pub use answer_supplement::{AnswerSupplement, AnswerSupplementRequest};
pub use appeal_leg::{AppealLeg, AppealLegRequest, AppealLegResponse};
pub use approve::{Approve, ApproveRequest};
pub use begin_verification::{BeginVerification, BeginVerificationRequest};
pub use bundle_state::{BundleStanding, BundleState, LegState};
pub use check_attached::{CheckAttached, CheckAttachedRequest, CheckAttachedResponse};
pub use choose_leg::{ChooseLeg, ChooseLegRequest};
pub use decline_intake::{DeclineIntake, DeclineIntakeRequest};
pub use discard_draft::{DiscardDraft, DiscardDraftRequest, DiscardDraftResponse};
pub use dossier_state::DossierState;
pub use extend::{Extend, ExtendRequest};
pub use finish_by_hand::{FinishByHand, FinishByHandRequest};
pub use form_view::{FieldView, OptionView, PageView, SourceView, Widget};
pub use get_agreement::{AgreementView, GetAgreement, GetAgreementRequest};
pub use get_bundle_info::{BundleInfo, GetBundleInfo, GetBundleInfoRequest};
pub use get_dossier::{
    AttachedView, ClockView, DossierView, Flag, GetDossier, GetDossierRequest, SupplementView,
    TimelineEntry,
};
pub use get_draft::{DraftView, GetDraft, GetDraftRequest};
pub use get_own_bundle::{
    AgreementOfLeg, BundleView, GetOwnBundle, GetOwnBundleRequest, LegView, ObstacleView,
};
pub use get_paper_library::{GetPaperLibrary, GetPaperLibraryRequest, GetPaperLibraryResponse};
pub use get_result::{GetResult, GetResultRequest, ResultField, ResultView};
pub use get_service::{
    BundleOfService, ClockOfService, ComponentView, GetService, GetServiceRequest, RelatedView,
    ServiceView,
};
pub use get_slip::{GetSlip, GetSlipRequest, SlipKind, SlipLine, SlipView};
pub use list_agreements::{
    AgreementRow, ListAgreements, ListAgreementsRequest, ListAgreementsResponse,
};
pub use list_bundles::{
    BundleRow, LegOfBundle, ListBundles, ListBundlesRequest, ListBundlesResponse,
};
pub use list_dossiers::{DossierRow, ListDossiers, ListDossiersRequest, ListDossiersResponse};
pub use list_drafts::{DraftRow, ListDrafts, ListDraftsRequest, ListDraftsResponse};
pub use list_own_bundles::{
    ListOwnBundles, ListOwnBundlesRequest, ListOwnBundlesResponse, OwnBundleRow,
};
pub use list_queue::{
    ListQueue, ListQueueRequest, ListQueueResponse, QueueCounts, QueueFilter, QueueRow,
};
pub use list_services::{ListServices, ListServicesRequest, ListServicesResponse, ServiceRow};
pub use move_bundle::{MoveBundle, MoveBundleRequest};
pub use open_chain::{ChainLeg, ChainView, OpenChain, OpenChainRequest};
pub use open_dossier::{
    AppealView, ComparedField, DeskAction, DeskDossier, Holder, OpenDossier, OpenDossierRequest,
};
pub use public_keys::{PublicKeys, PublicKeysRequest, PublicKeysResponse};
pub use receive::{Receive, ReceiveRequest};
pub use refuse::{Refuse, RefuseRequest};
pub use request_supplement::{RequestSupplement, RequestSupplementRequest};
pub use result_events::{ResultRevoked, ResultSigned, ResultSigner, SignedField};
pub use retry_leg::{RetryLeg, RetryLegRequest, RetryLegResponse};
pub use return_result::{ReturnResult, ReturnResultRequest};
pub use revoke_result::{RevokeResult, RevokeResultRequest, RevokeResultResponse};
pub use save_draft::{SaveDraft, SaveDraftRequest, SaveDraftResponse};
pub use start_bundle::{StartBundle, StartBundleRequest, StartBundleResponse};
pub use start_draft::{StartDraft, StartDraftRequest, StartDraftResponse};
pub use submit::{Submit, SubmitRequest, SubmitResponse};
pub use submit_bundle::{SubmitBundle, SubmitBundleRequest, SubmitBundleResponse};
pub use take_dossier::{TakeDossier, TakeDossierRequest};
pub use verify_result::{
    Replacement, Verdict, VerifyResult, VerifyResultRequest, VerifyResultResponse,
};
pub use withdraw::{Withdraw, WithdrawRequest};
pub use withdraw_bundle::{WithdrawBundle, WithdrawBundleRequest};
pub use withdraw_leg::{WithdrawLeg, WithdrawLegRequest};

/// The rules for handling dossiers at one-stop units.
const ONE_STOP: &str = "one-stop-decree";
