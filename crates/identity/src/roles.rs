//! Which roles an officer may have.

use dean06_kernel::OrgId;

use crate::{Account, AccountKind, ChangeAccountError, Identity, account_change::Record};

/// Why somebody does not get a role.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// The content does not name the organisation.
    #[error("there is no organisation {0}")]
    Organisation(OrgId),
    /// An officer without a role could do nothing.
    #[error("an officer has at least one role")]
    None,
    /// The content does not name the role, or not for this kind of organisation.
    #[error("{org} has no role {role}; its roles: {known}")]
    Unknown {
        /// The organisation.
        org: OrgId,
        /// What was asked for.
        role: String,
        /// What there is, in words for people.
        known: String,
    },
}

/// Whether officers of an organisation may have these roles, as the content says.
pub(crate) fn check(room: &Identity, org: &OrgId, roles: &[String]) -> Result<(), RoleError> {
    let content = room.mediator.content();
    let organisation = content.organisation(org);
    let kind = organisation
        .ok_or_else(|| RoleError::Organisation(org.clone()))?
        .kind;
    if roles.is_empty() {
        return Err(RoleError::None);
    }
    let there = content.roles().filter(|role| role.kinds.contains(&kind));
    let known: Vec<&str> = there.map(|role| role.id.as_str()).collect();
    let unknown = |role: &&String| !known.contains(&role.as_str());
    match roles.iter().find(unknown) {
        None => Ok(()),
        Some(role) => Err(RoleError::Unknown {
            org: org.clone(),
            role: role.clone(),
            known: known.join(", "),
        }),
    }
}

/// The organisation and the roles of an officer.
pub(crate) fn of(account: &Account) -> Result<(&OrgId, &[String]), ChangeAccountError> {
    match &account.kind {
        AccountKind::Officer { org, roles, .. } => Ok((org, roles)),
        AccountKind::Citizen { .. } => Err(ChangeAccountError::Citizen(account.login.clone())),
    }
}

/// Writes the roles down, if they still are what they were `before`.
pub(crate) async fn replace(
    room: &Identity,
    account: &Account,
    record: Record<'_>,
    before: &[String],
    after: &[String],
) -> Result<(), ChangeAccountError> {
    if before == after {
        return Ok(());
    }
    let replace = (
        "UPDATE identity_account SET roles = ? WHERE account_id = ? AND roles = ?",
        vec![
            after.join(" ").into(),
            account.id.clone().into(),
            before.join(" ").into(),
        ],
    );
    if room.change_account(account, record, &[replace]).await? {
        Ok(())
    } else {
        let message = "somebody else changed its roles at the same moment";
        Err(ChangeAccountError::Write(message.to_owned()))
    }
}
