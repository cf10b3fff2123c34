use std::path::Path;

use anyhow::{Context, ensure};
use dean06_contracts::identity::OrganisationJwk;
use dean06_identity::{NewOrganisationKey, OrganisationKey};
use dean06_kernel::{OrgId, VIETNAM};
use jiff::Timestamp;
use serde_json::Value;

use crate::{cli::OrganisationKeyAction, house::House};

/// The longest file that is read as a key, in bytes.
const LONGEST: u64 = 10_000;

/// Does to the keys of organisations what the options say.
pub async fn act(house: &House, action: OrganisationKeyAction) -> anyhow::Result<()> {
    let identity = &house.identity;
    match action {
        OrganisationKeyAction::Add {
            org,
            public_key,
            roles,
            valid_from,
        } => {
            let new = NewOrganisationKey {
                org,
                public_key: read(&public_key)?,
                roles,
                valid_from: valid_from.map(Timestamp::as_microsecond),
            };
            let id = identity.register_organisation_key(new).await?;
            println!("key: {id}");
            Ok(())
        }
        OrganisationKeyAction::List { org } => list(house, org.as_ref()).await,
        OrganisationKeyAction::Revoke { key_id } => {
            let revoked = identity.revoke_organisation_key(&key_id).await?;
            ensure!(revoked, "there is no key {key_id} in force");
            println!("revoked: {key_id}");
            Ok(())
        }
    }
}

fn read(path: &Path) -> anyhow::Result<OrganisationJwk> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
    ensure!(size.len() <= LONGEST, "{shown} is too long for a key");
    let text = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let no_key = || format!("{shown} is no JSON Web Key on P-256");
    let key: Value = serde_json::from_slice(&text).with_context(no_key)?;
    ensure!(
        key.get("d").is_none(),
        "{shown} holds a private key, which is its organisation's alone: bring the public half"
    );
    serde_json::from_value(key).with_context(no_key)
}

/// One line a key, all of them.
async fn list(house: &House, org: Option<&OrgId>) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = house
            .identity
            .list_organisation_keys(org, after.as_deref())
            .await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        for key in &page {
            println!("{}", line(key)?);
        }
        after = Some(last.id.clone());
    }
}

fn line(key: &OrganisationKey) -> anyhow::Result<String> {
    let moment = |micros| -> anyhow::Result<String> {
        let at = Timestamp::from_microsecond(micros)?;
        Ok(at.display_with_offset(VIETNAM).to_string())
    };
    let end = match key.revoked_at {
        Some(at) => format!("revoked {}", moment(at)?),
        None => "in force".to_owned(),
    };
    let (since, roles) = (moment(key.valid_from)?, key.roles.join(","));
    Ok(format!(
        "{}  {}  {roles}  since {since}  {end}",
        key.id, key.org
    ))
}
