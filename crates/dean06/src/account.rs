mod password;

use anyhow::{Context, ensure};
use dean06_identity::{Account, AccountKind, Identity, IdentityOptions, NewAccount};
use dean06_kernel::{OrgId, local_datetime};
use jiff::Timestamp;

use crate::{
    cli::{AccountCommand, AccountOptions, NewAccountOptions},
    house::House,
};

/// Makes, lists and changes accounts, and ends.
pub async fn run(options: AccountOptions) -> anyhow::Result<()> {
    let house = House::open(&options.data, IdentityOptions::default()).await?;
    let done = perform(&house.identity, options.what, &options.by).await;
    house.close().await?;
    done
}

async fn perform(identity: &Identity, what: AccountCommand, by: &str) -> anyhow::Result<()> {
    match what {
        AccountCommand::Add(new) => add(identity, new, by).await,
        AccountCommand::List { org } => list(identity, org.as_ref()).await,
        AccountCommand::History { login } => history(identity, &login).await,
        AccountCommand::Disable { login } => {
            let now = identity.disable_account(&login, by).await?;
            println!("{login} {}", if now { "disabled" } else { "was disabled" });
            Ok(())
        }
        AccountCommand::Enable { login } => {
            let now = identity.enable_account(&login, by).await?;
            println!("{login} {}", if now { "enabled" } else { "was enabled" });
            Ok(())
        }
        AccountCommand::SetPassword { login } => {
            // Nobody types a password for an account that is not there.
            identity.account(&login).await?;
            identity.set_password(&login, password::read()?, by).await?;
            println!("{login} has another password; its sessions are over");
            Ok(())
        }
        AccountCommand::Grant(roles) => {
            let account = identity.grant_roles(&roles.login, &roles.role, by).await?;
            println!("{}", line(&account));
            Ok(())
        }
        AccountCommand::Revoke(roles) => {
            let account = identity.revoke_roles(&roles.login, &roles.role, by).await?;
            println!("{}", line(&account));
            Ok(())
        }
    }
}

async fn add(identity: &Identity, new: NewAccountOptions, by: &str) -> anyhow::Result<()> {
    ensure!(
        !identity.has_login(&new.login.to_ascii_lowercase()).await?,
        "the login {} is taken",
        new.login
    );
    let kind = match (new.org, new.person) {
        (Some(org), _) => AccountKind::Officer {
            person: None,
            org,
            roles: new.role,
        },
        (None, number) => {
            let number = number.context("whose account it is: --org or --person")?;
            let birth_date = new.birth_date.context("--birth-date is missing")?;
            let found = identity.find_person(&number, &new.name, birth_date);
            AccountKind::Citizen {
                person: found.await?,
            }
        }
    };
    let account = NewAccount {
        login: new.login,
        password: password::read()?,
        name: new.name,
        kind,
        assurance: new.level,
    };
    let account = identity.register_account(account, by).await?;
    println!("{}", line(&account));
    Ok(())
}

async fn list(identity: &Identity, org: Option<&OrgId>) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = identity.list_accounts(&after).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after.clone_from(&last.login);
        let wanted = |account: &&Account| org.is_none_or(|org| belongs(account, org));
        for account in page.iter().filter(wanted) {
            println!("{}", line(account));
        }
    }
}

fn belongs(account: &Account, wanted: &OrgId) -> bool {
    matches!(&account.kind, AccountKind::Officer { org, .. } if org == wanted)
}

async fn history(identity: &Identity, login: &str) -> anyhow::Result<()> {
    let changes = identity
        .account_changes(&login.to_ascii_lowercase())
        .await?
        .with_context(|| format!("there is no account {login}"))?;
    for change in changes {
        let at = local_datetime(Timestamp::from_microsecond(change.at)?);
        let at = at.strftime("%Y-%m-%d %H:%M:%S");
        println!("{at}\t{}\tby {}\t{}", change.what, change.by, change.detail);
    }
    Ok(())
}

/// An account in one line: login, state, whose it is, level, name.
fn line(account: &Account) -> String {
    let whose = match &account.kind {
        AccountKind::Citizen { .. } => "citizen".to_owned(),
        AccountKind::Officer { org, roles, .. } => format!("{org} {}", roles.join(",")),
    };
    let state = match account.disabled_at {
        Some(_) => "disabled",
        None => "active",
    };
    format!(
        "{}\t{state}\t{whose}\tlevel {}\t{}",
        account.login, account.assurance, account.name
    )
}
