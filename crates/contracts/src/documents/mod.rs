//! The store of papers (kho quản lý dữ liệu điện tử của tổ chức, cá nhân): what agencies issued and
//! what people keep beside it, how one is shown to somebody else, and whether one is genuine.

mod attach_paper;
mod discard_upload;
mod end_share;
mod export_papers;
mod get_paper;
mod get_paper_file;
mod get_paper_of_dossier;
mod list_papers;
mod list_shares;
mod list_usable;
mod open_share;
mod paper_ready;
mod revoke_paper;
mod share_paper;
mod upload_paper;
mod verify_paper;

pub use attach_paper::{AttachPaper, AttachPaperRequest, AttachPaperResponse};
pub use discard_upload::{DiscardUpload, DiscardUploadRequest, DiscardUploadResponse};
pub use end_share::{EndShare, EndShareRequest, EndShareResponse};
pub use export_papers::{ExportPapers, ExportPapersRequest, ExportPapersResponse};
pub use get_paper::{
    GetPaper, GetPaperRequest, PaperField, PaperView, SignatureRole, SignatureState, SignatureView,
};
pub use get_paper_file::{GetPaperFile, GetPaperFileRequest, PaperFile};
pub use get_paper_of_dossier::{GetPaperOfDossier, GetPaperOfDossierRequest};
pub use list_papers::{
    ListPapers, ListPapersRequest, ListPapersResponse, PaperRow, PaperSource, PaperState,
};
pub use list_shares::{
    ClientKind, ListShares, ListSharesRequest, ListSharesResponse, OpeningView, ShareRow,
    ShareState,
};
pub use list_usable::{ListUsable, ListUsableRequest, ListUsableResponse};
pub use open_share::{OpenShare, OpenShareRequest, SharedPaper};
pub use paper_ready::PaperReady;
pub use revoke_paper::{RevokePaper, RevokePaperRequest, RevokePaperResponse};
pub use share_paper::{SharePaper, SharePaperRequest, SharePaperResponse};
pub use upload_paper::{UploadPaper, UploadPaperRequest, UploadPaperResponse};
pub use verify_paper::{
    PaperVerdict, VerdictReason, VerifyPaper, VerifyPaperRequest, VerifyPaperResponse,
};

/// The circular on the stores of organisations and persons.
const STORE: &str = "document-store-circular";
