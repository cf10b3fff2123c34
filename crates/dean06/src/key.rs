//! Keys and certificates in the hands of whoever runs this.

mod organisation;

use anyhow::{Context, bail};
use dean06_identity::{AccountKind, IdentityOptions};

use crate::{
    cli::{KeyAction, KeyOptions},
    house::House,
};

/// Does to the keys what the options say.
pub async fn run(options: KeyOptions) -> anyhow::Result<()> {
    let house = House::open(&options.data, IdentityOptions::default()).await?;
    let done = act(&house, options.action).await;
    house.close().await?;
    done
}

async fn act(house: &House, action: KeyAction) -> anyhow::Result<()> {
    let rooms = &house.rooms;
    match action {
        KeyAction::Organisation(action) => organisation::act(house, action).await,
        KeyAction::Rotate => {
            let id = rooms.casework.rotate_keys().await?;
            println!("key: {id}");
            Ok(())
        }
        KeyAction::RenewAuthority => {
            rooms.documents.renew_authority().await?;
            print!("{}", rooms.documents.authority_pem().await?);
            Ok(())
        }
        KeyAction::RevokeOfficer { login, why } => {
            let account = house.identity.find_account(&login).await?;
            let account = account.with_context(|| format!("nobody signs in as {login}"))?;
            let AccountKind::Officer { org, .. } = &account.kind else {
                bail!("{login} is no officer");
            };
            let documents = &rooms.documents;
            let revoked = documents.revoke_officer(org, &account.id, &why).await?;
            told(revoked, &login)
        }
        KeyAction::RevokeSeal { org, why } => {
            let revoked = rooms.documents.revoke_seal(&org, &why).await?;
            told(revoked, org.as_str())
        }
    }
}

fn told(revoked: bool, whose: &str) -> anyhow::Result<()> {
    if !revoked {
        bail!("{whose} has no certificate in force");
    }
    println!("revoked: {whose}");
    Ok(())
}
