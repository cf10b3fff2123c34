//! Handling of dossiers (giải quyết hồ sơ): catalogue, forms, drafts, dossiers, the officer's desk.

mod answer_supplement;
mod approve;
mod decline_intake;
mod discard_draft;
mod dossier_state;
mod extend;
mod form_view;
mod get_dossier;
mod get_draft;
mod get_result;
mod get_service;
mod get_slip;
mod list_dossiers;
mod list_drafts;
mod list_queue;
mod list_services;
mod open_dossier;
mod receive;
mod refuse;
mod request_supplement;
mod return_result;
mod save_draft;
mod start_draft;
mod submit;
mod take_dossier;
mod verify_result;
mod withdraw;

pub use answer_supplement::{AnswerSupplement, AnswerSupplementRequest};
pub use approve::{Approve, ApproveRequest};
pub use decline_intake::{DeclineIntake, DeclineIntakeRequest};
pub use discard_draft::{DiscardDraft, DiscardDraftRequest, DiscardDraftResponse};
pub use dossier_state::DossierState;
pub use extend::{Extend, ExtendRequest};
pub use form_view::{FieldView, OptionView, PageView, SourceView, Widget};
pub use get_dossier::{
    ClockView, DossierView, Flag, GetDossier, GetDossierRequest, SupplementView, TimelineEntry,
};
pub use get_draft::{DraftView, GetDraft, GetDraftRequest};
pub use get_result::{GetResult, GetResultRequest, ResultField, ResultView};
pub use get_service::{
    ClockOfService, ComponentView, GetService, GetServiceRequest, RelatedView, ServiceView,
};
pub use get_slip::{GetSlip, GetSlipRequest, SlipKind, SlipLine, SlipView};
pub use list_dossiers::{DossierRow, ListDossiers, ListDossiersRequest, ListDossiersResponse};
pub use list_drafts::{DraftRow, ListDrafts, ListDraftsRequest, ListDraftsResponse};
pub use list_queue::{
    ListQueue, ListQueueRequest, ListQueueResponse, QueueCounts, QueueFilter, QueueRow,
};
pub use list_services::{ListServices, ListServicesRequest, ListServicesResponse, ServiceRow};
pub use open_dossier::{
    ComparedField, DeskAction, DeskDossier, Holder, OpenDossier, OpenDossierRequest,
};
pub use receive::{Receive, ReceiveRequest};
pub use refuse::{Refuse, RefuseRequest};
pub use request_supplement::{RequestSupplement, RequestSupplementRequest};
pub use return_result::{ReturnResult, ReturnResultRequest};
pub use save_draft::{SaveDraft, SaveDraftRequest, SaveDraftResponse};
pub use start_draft::{StartDraft, StartDraftRequest, StartDraftResponse};
pub use submit::{Submit, SubmitRequest, SubmitResponse};
pub use take_dossier::{TakeDossier, TakeDossierRequest};
pub use verify_result::{Verdict, VerifyResult, VerifyResultRequest, VerifyResultResponse};
pub use withdraw::{Withdraw, WithdrawRequest};

/// The rules for handling dossiers at one-stop units.
const ONE_STOP: &str = "one-stop-decree";
