use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{OpenShareRequest, ShareState, SharedPaper};
use dean06_contracts::messages::MessageWanted;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, OutboxEvent, WriteError};

use super::{Tokens, no_share};
use crate::error::{database, write_failed};
use crate::papers::bytes_of;
use crate::room::Documents;
use crate::rows::{Opening, Paper, Share};

/// The paper behind a link. The opening is written down before anything is shown; of who opened it,
/// only the kind of program is kept. The owner is told of the first opening.
pub(crate) async fn open_share(
    room: Documents,
    _context: Context,
    request: OpenShareRequest,
) -> Result<Reply<SharedPaper>, ServiceError> {
    let hash = Tokens::hash(&request.token);
    let share = Share::by_token(room.store.read(), &hash)
        .await
        .map_err(database)?
        .ok_or_else(no_share)?;
    let now = room.sources.now_micros();
    if share.state(now) != ShareState::Open {
        return Err(no_share());
    }
    let paper = Paper::find(room.store.read(), share.person, &share.paper_id)
        .await
        .map_err(database)?
        .ok_or_else(no_share)?;
    let bytes = if request.with_file {
        Some(bytes_of(&room, &paper).await?)
    } else {
        None
    };
    let opening = Opening {
        opening_id: room.sources.uuid().to_string(),
        at: now,
        client: request.client,
        with_file: request.with_file,
    };
    record(&room, &share, &opening).await?;
    let subjects = paper.subjects();
    let body = shown(&room, &share, paper, bytes);
    Ok(Reply::about_all(subjects, body))
}

async fn record(room: &Documents, share: &Share, opening: &Opening) -> Result<(), ServiceError> {
    let told = &told(room, share).map_err(ServiceError::internal)?;
    let opened = room
        .store
        .write(|tx| {
            Box::pin(async move {
                let opened = opening.record(tx, share).await?;
                if opened && share.opened == 0 {
                    tx.emit(told.clone()).await?;
                }
                Ok::<bool, WriteError<NoRefusal>>(opened)
            })
        })
        .await
        .map_err(write_failed)?;
    if opened { Ok(()) } else { Err(no_share()) }
}

/// The word to the owner. Its id is the share's: of several first openings at once, one is told.
fn told(room: &Documents, share: &Share) -> Result<OutboxEvent, serde_json::Error> {
    let wanted = MessageWanted {
        id: share.share_id.clone(),
        person_id: share.owner,
        kind: "share-opened".to_owned(),
        values: [].into(),
        link: "/papers/shares".to_owned(),
    };
    Ok(OutboxEvent {
        id: room.sources.uuid(),
        topic: MessageWanted::TOPIC.to_owned(),
        key: share.owner.to_string(),
        body: serde_json::to_value(wanted)?,
    })
}

fn shown(room: &Documents, share: &Share, paper: Paper, bytes: Option<Vec<u8>>) -> SharedPaper {
    let state = paper.state(room.sources.today());
    let (number, issuer) = match paper.issue {
        Some(issue) => (Some(issue.number), Some(issue.issuer)),
        None => (None, None),
    };
    SharedPaper {
        kind: Some(paper.kind),
        title: Some(paper.title),
        number,
        issuer,
        issued_at: Some(paper.issued_at),
        valid_to: paper.valid_to,
        state: Some(state),
        until: Some(share.until),
        file_name: Some(paper.file_name),
        media_type: Some(paper.media_type),
        size: Some(paper.size),
        sha256: Some(paper.sha256),
        bytes: bytes.map(|bytes| STANDARD.encode(bytes)),
    }
}
