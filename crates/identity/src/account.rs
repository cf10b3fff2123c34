use dean06_kernel::{OrgId, PersonId};
use dean06_mediator::{Actor, ActorMint};
use dean06_store::{Read, Sql};
use sea_orm::{DbErr, QueryResult};

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A citizen in own affairs.
    Citizen {
        /// The person.
        person: PersonId,
    },
    /// An officer of an organisation.
    Officer {
        /// The person, when known.
        person: Option<PersonId>,
        /// The organisation.
        org: OrgId,
        /// Roles in the organisation.
        roles: Vec<String>,
    },
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Opaque and immutable.
    pub id: String,
    /// What is typed to sign in.
    pub login: String,
    /// Name for people.
    pub name: String,
    /// Whose it is.
    pub kind: AccountKind,
    /// Level of electronic identity, 1 or 2.
    pub assurance: u8,
    /// Since when nobody signs in with it, UTC microseconds; absent while it can be used.
    pub disabled_at: Option<i64>,
}

impl Account {
    /// The actor that this account acts as.
    pub(crate) fn actor(&self, mint: &ActorMint) -> Actor {
        match &self.kind {
            AccountKind::Citizen { person } => {
                mint.citizen(&self.id, &self.name, *person, self.assurance)
            }
            AccountKind::Officer { person, org, roles } => mint.officer(
                &self.id,
                &self.name,
                *person,
                org.clone(),
                roles.clone(),
                self.assurance,
            ),
        }
    }

    /// Where this account's work begins.
    pub fn home(&self) -> &'static str {
        match self.kind {
            AccountKind::Citizen { .. } => "/",
            AccountKind::Officer { .. } => "/desk",
        }
    }
}

/// The columns that [`from_row`] reads.
pub(crate) const COLUMNS: &str = "a.account_id, a.kind, a.login, a.name, a.person_id, a.org_id, a.roles, a.assurance, a.disabled_at";

/// Reads [`COLUMNS`].
pub(crate) fn from_row(row: &QueryResult) -> Result<Account, DbErr> {
    let person: Option<String> = row.try_get("", "person_id")?;
    let person = person
        .map(|text| text.parse::<PersonId>())
        .transpose()
        .map_err(unreadable)?;
    let kind = if row.try_get::<String>("", "kind")? == "citizen" {
        let person = person.ok_or_else(|| DbErr::Custom("a citizen without a person".into()))?;
        AccountKind::Citizen { person }
    } else {
        let org: String = row.try_get("", "org_id")?;
        let roles: String = row.try_get("", "roles")?;
        AccountKind::Officer {
            person,
            org: OrgId::new(org).map_err(unreadable)?,
            roles: roles.split_whitespace().map(str::to_owned).collect(),
        }
    };
    Ok(Account {
        id: row.try_get("", "account_id")?,
        login: row.try_get("", "login")?,
        name: row.try_get("", "name")?,
        kind,
        assurance: u8::try_from(row.try_get::<i64>("", "assurance")?).map_err(unreadable)?,
        disabled_at: row.try_get("", "disabled_at")?,
    })
}

/// The account of a login, with its password hash.
pub(crate) async fn find_by_login(
    read: &Read,
    login: &str,
) -> Result<Option<(Account, String)>, DbErr> {
    let query = format!(
        "SELECT {COLUMNS}, a.password_hash FROM identity_login l
         JOIN identity_account a ON a.account_id = l.account_id WHERE l.login = ?"
    );
    let row = read.row(&query, [login.into()]).await?;
    row.map(|row| Ok((from_row(&row)?, row.try_get("", "password_hash")?)))
        .transpose()
}

fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("an account cannot be read: {error}"))
}

impl crate::Identity {
    /// Whether an account has this login.
    pub async fn has_login(&self, login: &str) -> Result<bool, DbErr> {
        Ok(self.find_account(login).await?.is_some())
    }

    /// The account of a login.
    pub async fn find_account(&self, login: &str) -> Result<Option<Account>, DbErr> {
        let found = find_by_login(self.store.read(), login).await?;
        Ok(found.map(|(account, _)| account))
    }
}
