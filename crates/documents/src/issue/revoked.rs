use dean06_contracts::casework::ResultRevoked;
use dean06_store::{Event, HandlerError, NoRefusal, Sql, Tx, WriteError};
use sea_orm::DbErr;

use super::lanes::INBOX;
use super::signed::message;
use crate::room::Documents;
use crate::rows::{Key, Paper, Revocation};

/// A result is not in force any more, and so is its paper.
pub(super) async fn handle(room: &Documents, event: &Event) -> Result<(), HandlerError> {
    let revoked: ResultRevoked = match serde_json::from_value(event.body.clone()) {
        Ok(revoked) => revoked,
        Err(error) => {
            // It will not read tomorrow either, and must not keep others from their papers.
            tracing::error!(event = %event.id, %error, "a revocation does not read");
            return Ok(());
        }
    };
    let key = Key::Code(revoked.code.clone());
    let papers = Paper::by_key(room.store.read(), &key).await?;
    let revocation = &Revocation {
        at: revoked.revoked_at,
        why: revoked.reason,
        replaced_by: revoked.replaced_by,
    };
    let mut told = Vec::with_capacity(papers.len());
    for paper in papers {
        let message = message(room, &revoked.party_id, &paper, "paper-revoked")?;
        told.push((paper, message));
    }
    let (told, code) = (&told, revoked.code.as_str());
    room.store
        .consume(INBOX, event, |tx| {
            Box::pin(async move {
                if told.is_empty() {
                    remember(tx, code, revocation).await?;
                }
                for (paper, message) in told {
                    let changed = paper.revoke(tx, revocation).await?;
                    if let (true, Some(message)) = (changed, message) {
                        tx.emit(message.clone()).await?;
                    }
                }
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}

/// Keeps a revocation for a paper that is not there yet.
async fn remember(tx: &Tx<'_>, code: &str, revocation: &Revocation) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO early_revocation (code, revoked_at, revoked_why, replaced_by)
         VALUES (?, ?, ?, ?) ON CONFLICT (code) DO NOTHING",
        [
            code.into(),
            revocation.at.into(),
            revocation.why.clone().into(),
            revocation.replaced_by.clone().into(),
        ],
    )
    .await?;
    Ok(())
}
