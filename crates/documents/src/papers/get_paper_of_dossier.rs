use dean06_contracts::documents::{GetPaperOfDossierRequest, PaperView};
use dean06_mediator::{Context, Reply, ServiceError};

use super::get_paper::shown;
use crate::error::{database, no_paper};
use crate::rights::sees;
use crate::room::Documents;
use crate::rows::{Key, Paper};

/// The paper that a dossier ended with.
pub(crate) async fn get_paper_of_dossier(
    room: Documents,
    context: Context,
    request: GetPaperOfDossierRequest,
) -> Result<Reply<PaperView>, ServiceError> {
    let found = Paper::by_key(room.store.read(), &Key::Dossier(request.dossier_id))
        .await
        .map_err(database)?;
    for paper in found {
        if sees(&room, &context, &paper).await? {
            return shown(&room, &context, paper).await;
        }
    }
    Err(no_paper())
}
