use dean06_contracts::Contract;
use dean06_contracts::casework::{
    ResultRevoked, RevokeResult, RevokeResultRequest, RevokeResultResponse,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use crate::change::{Change, Unwritten, make};
use crate::command::Key;
use crate::desk::{self, invalid, reason, supervises};
use crate::edition::Edition;
use crate::error::database;
use crate::following::Following;
use crate::room::Casework;
use crate::rows::{Revocation, Stored};
use crate::signing::ResultCode;

/// A revocation to be written.
struct Revoking<'r> {
    stored: &'r Stored,
    revocation: Revocation,
    following: Following,
    at: i64,
}

/// Takes a signed result out of force, in writing. Its applicant is told, and whoever verifies it.
pub(crate) async fn revoke_result(
    room: Casework,
    context: Context,
    request: RevokeResultRequest,
) -> Result<Reply<RevokeResultResponse>, ServiceError> {
    let (dossier, edition) = desk::find(&room, &context, &request.dossier_id).await?;
    if !supervises(edition.service_of(&dossier)?, context.actor.roles()) {
        return Err(ServiceError::forbidden("dossier-role"));
    }
    let stored = Stored::of_dossier(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?
        .ok_or_else(|| ServiceError::not_found("no-result-yet"))?;
    let key = Key::new(
        RevokeResult::NAME,
        &dossier.dossier_id,
        context.actor.id(),
        context.command_key()?,
    );
    let planned = plan(&room, &context, &edition, &stored, &request).await;
    let made = make(&room, &key, planned).await?;
    let body = made.or_conflict("result-revoked")?;
    Ok(Reply::about_all(stored.subjects, body))
}

async fn plan<'r>(
    room: &Casework,
    context: &Context,
    edition: &Edition,
    stored: &'r Stored,
    request: &RevokeResultRequest,
) -> Result<Revoking<'r>, ServiceError> {
    if stored.revoked_at.is_some() {
        return Err(ServiceError::conflict("result-revoked"));
    }
    let at = room.sources.now_micros();
    let revocation = Revocation {
        reason: reason(edition, &request.reason)?,
        by: context.actor.reference().clone(),
        replaced_by: successor(room, stored, request.replaced_by.as_deref()).await?,
    };
    let event = ResultRevoked {
        party_id: stored.party_id.clone(),
        dossier_id: stored.dossier_id.clone(),
        code: stored.code.clone(),
        reason: revocation.reason.clone(),
        replaced_by: revocation.replaced_by.clone(),
        revoked_at: at,
    };
    let mut following = Following::default();
    following
        .emit(room, ResultRevoked::TOPIC, &stored.party_id, &event)
        .map_err(ServiceError::internal)?;
    Ok(Revoking {
        stored,
        revocation,
        following,
        at,
    })
}

/// The code of the result that takes its place: one that is in force, and another one.
async fn successor(
    room: &Casework,
    stored: &Stored,
    code: Option<&str>,
) -> Result<Option<String>, ServiceError> {
    let Some(code) = code else { return Ok(None) };
    let unknown = || {
        let words = &room.editions.current().words.mend;
        invalid("/replaced_by", words.unknown_code.clone())
    };
    let code: ResultCode = code.parse().map_err(|_| unknown())?;
    let code = code.to_string();
    let found = Stored::by_code(room.store.read(), &code)
        .await
        .map_err(database)?;
    found
        .filter(|found| found.revoked_at.is_none() && found.code != stored.code)
        .map(|found| Some(found.code))
        .ok_or_else(unknown)
}

#[async_trait::async_trait]
impl Change for Revoking<'_> {
    type Answer = RevokeResultResponse;

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<Option<RevokeResultResponse>, WriteError<Unwritten>> {
        if !self.stored.revoke(tx, &self.revocation, self.at).await? {
            return Ok(None);
        }
        self.following.write(tx).await?;
        Ok(Some(RevokeResultResponse {
            dossier_id: Some(self.stored.dossier_id.clone()),
            revoked_at: Some(self.at),
        }))
    }
}
