use anyhow::Context;
use dean06_generator::{SyntheticHousehold, SyntheticPerson};
use dean06_identity::{AccountKind, NewAccount, RegisterAccountError};
use dean06_kernel::OrgId;

use crate::{
    house::{House, Rooms},
    seed,
};

/// The password of every demo account.
pub const PASSWORD: &str = "dean06-demo";

/// Who makes the accounts, for the record.
const BY: &str = "demo";

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
        "social-officer",
        "social_officer",
        "commune_committee",
        "Nguyễn Thị Hạnh",
    ),
    (
        "residence-officer",
        "residence_officer",
        "commune_police",
        "Hoàng Văn Lực",
    ),
    (
        "insurance-officer",
        "insurance_officer",
        "social_insurance",
        "Trịnh Thị Nga",
    ),
    (
        "identity-officer",
        "identity_officer",
        "province_police",
        "Lý Quang Hải",
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
        match house.identity.register_account(new, BY).await {
            Ok(_) | Err(RegisterAccountError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The demo people of the population, and the commune in which they live.
pub struct DemoPeople {
    /// Code of the commune.
    pub commune: String,
    people: Vec<(String, SyntheticPerson)>,
}

impl DemoPeople {
    /// The people whom every population of the demonstration holds.
    pub fn of(rooms: &Rooms, seed: u64) -> anyhow::Result<Self> {
        let mut generator = seed::generator(rooms, 0, seed)?;
        let roles = generator.demo_family().to_vec();
        let households: Vec<SyntheticHousehold> = generator.by_ref().collect();
        let commune = households.first().map(|home| home.commune.to_string());
        let people = roles.into_iter().map(|demo| {
            let mut everybody = households.iter().flat_map(SyntheticHousehold::everybody);
            let person = everybody.find(|person| person.id == demo.id).cloned();
            let person = person.with_context(|| format!("nobody is the {}", demo.role))?;
            Ok((demo.role, person))
        });
        Ok(Self {
            people: people.collect::<anyhow::Result<_>>()?,
            commune: commune.context("there is no demo household")?,
        })
    }

    /// The person with a role.
    pub fn find(&self, role: &str) -> anyhow::Result<&SyntheticPerson> {
        let found = self.people.iter().find(|(known, _)| known == role);
        found
            .map(|(_, person)| person)
            .with_context(|| format!("nobody is the {role}"))
    }
}

/// The accounts: the demo people of the population, then an officer of each role in their commune.
pub fn list(house: &House, seed: u64) -> anyhow::Result<Vec<DemoAccount>> {
    let DemoPeople { commune, people } = DemoPeople::of(&house.rooms, seed)?;
    let mut accounts = Vec::new();
    for (role, person) in people {
        if role.ends_with(CHILD) {
            continue;
        }
        accounts.push(DemoAccount {
            login: role.clone(),
            role,
            kind: AccountKind::Citizen { person: person.id },
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
