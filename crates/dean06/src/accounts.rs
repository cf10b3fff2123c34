use anyhow::Context;
use dean06_identity::{AccountKind, NewAccount, RegisterAccountError};
use dean06_kernel::{OrgId, PersonId};

use crate::{house::House, seed};

/// The password of every demo account.
pub const PASSWORD: &str = "dean06-demo";

/// The level of electronic identity that every demo account has.
const ASSURANCE: u8 = 2;

/// Demo people whose role ends so have no account of their own: they are children.
const CHILD: &str = "-child";

/// A commune's offices, and who sits in them: (account, role in the organisation, kind of
/// organisation, name).
const OFFICERS: &[(&str, &str, &str, &str)] = &[
    (
        "one-stop-officer",
        "one_stop_officer",
        "commune_committee",
        "Phạm Thu Hà",
    ),
    (
        "registrar",
        "registrar",
        "commune_committee",
        "Ngô Minh Tuấn",
    ),
    (
        "registrar-2",
        "registrar",
        "commune_committee",
        "Bùi Thanh Mai",
    ),
    ("leader", "leader", "commune_committee", "Đỗ Quốc Bảo"),
    (
        "residence-officer",
        "residence_officer",
        "commune_police",
        "Hoàng Văn Lực",
    ),
    (
        "register-keeper",
        "register_keeper",
        "commune_police",
        "Vũ Thị Hiền",
    ),
];

/// A demo account as it is printed.
pub struct DemoAccount {
    /// What it is there for.
    pub role: String,
    /// What is typed to sign in.
    pub login: String,
    kind: AccountKind,
    name: String,
}

/// Whether the accounts were made at an earlier start: they are the last thing that a first start
/// makes.
pub async fn are_there(house: &House) -> anyhow::Result<bool> {
    Ok(house
        .identity
        .has_login(OFFICERS[OFFICERS.len() - 1].0)
        .await?)
}

/// Makes every account. One that is there already is left as it is.
pub async fn make(house: &House, seed: u64) -> anyhow::Result<()> {
    for account in list(house, seed)? {
        let new = NewAccount {
            login: account.login,
            password: PASSWORD.to_owned(),
            name: account.name,
            kind: account.kind,
            assurance: ASSURANCE,
        };
        match house.identity.register_account(new).await {
            Ok(_) | Err(RegisterAccountError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The accounts: the demo people of the population, then an officer of each role in their commune.
pub fn list(house: &House, seed: u64) -> anyhow::Result<Vec<DemoAccount>> {
    let mut generator = seed::generator(&house.rooms, 0, seed)?;
    let people: Vec<(String, PersonId)> = generator
        .demo_family()
        .iter()
        .map(|person| (person.role.clone(), person.id))
        .collect();
    let households: Vec<_> = generator.by_ref().collect();
    let commune = households
        .first()
        .map(|h| h.commune.clone())
        .context("there is no demo household")?;
    let mut accounts = Vec::new();
    for (role, id) in people {
        if role.ends_with(CHILD) {
            continue;
        }
        let person = households
            .iter()
            .flat_map(dean06_generator::SyntheticHousehold::everybody)
            .find(|person| person.id == id)
            .with_context(|| format!("there is no demo person {role}"))?;
        accounts.push(DemoAccount {
            login: role.clone(),
            role,
            kind: AccountKind::Citizen { person: id },
            name: person.name.to_string(),
        });
    }
    for &(login, role, kind, name) in OFFICERS {
        accounts.push(DemoAccount {
            role: login.to_owned(),
            login: login.to_owned(),
            kind: AccountKind::Officer {
                person: None,
                org: office(house, kind, &commune)?,
                roles: vec![role.to_owned()],
            },
            name: name.to_owned(),
        });
    }
    Ok(accounts)
}

fn office(house: &House, kind: &str, commune: &str) -> anyhow::Result<OrgId> {
    let office = house.rooms.content.organisation_for(kind, commune);
    Ok(office
        .with_context(|| format!("commune {commune} has no {kind}"))?
        .id)
}
