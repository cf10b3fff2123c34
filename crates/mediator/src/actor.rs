use dean06_kernel::{OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// What kind of actor uses data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// Nobody signed in.
    Anonymous,
    /// A citizen in own affairs.
    Citizen,
    /// An officer for an organisation.
    Officer,
    /// A program of an organisation, with the organisation's key.
    Organisation,
    /// A room of this program, by itself or on behalf of somebody.
    System,
}

impl ActorKind {
    /// The word that policies, ledger entries and answers use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Organisation => "organisation",
            Self::System => "system",
        }
    }
}

/// An actor as it is written down: who did something, to be shown or acted for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRef {
    /// Kind.
    pub kind: ActorKind,
    /// Account id, the id of an organisation's key, or the room's name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The person behind the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The organisation acted for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
}

/// Who acts, for which organisation, on whose behalf, at which assurance level.
///
/// Only an [`ActorMint`] makes one that is more than anonymous, and the binary hands the mint to
/// `identity` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    reference: ActorRef,
    roles: Vec<String>,
    assurance: u8,
    on_behalf_of: Option<ActorRef>,
}

impl Actor {
    /// Somebody of whom nothing is known.
    pub fn anonymous() -> Self {
        let reference = ActorRef {
            kind: ActorKind::Anonymous,
            id: "-".to_owned(),
            name: "-".to_owned(),
            person: None,
            org: None,
        };
        Self {
            reference,
            roles: Vec::new(),
            assurance: 0,
            on_behalf_of: None,
        }
    }

    /// What is written down of this actor.
    pub fn reference(&self) -> &ActorRef {
        &self.reference
    }

    /// Kind.
    pub fn kind(&self) -> ActorKind {
        self.reference.kind
    }

    /// Account id, the id of an organisation's key, or the room's name.
    pub fn id(&self) -> &str {
        &self.reference.id
    }

    /// Name for people.
    pub fn name(&self) -> &str {
        &self.reference.name
    }

    /// The person behind the account.
    pub fn person(&self) -> Option<PersonId> {
        self.reference.person
    }

    /// The organisation acted for.
    pub fn org(&self) -> Option<&OrgId> {
        self.reference.org.as_ref()
    }

    /// Roles of an officer in the organisation, or of an organisation's key.
    pub fn roles(&self) -> &[String] {
        &self.roles
    }

    /// The officer or the organisation has one of these roles.
    pub fn has_any_role(&self, wanted: &[String]) -> bool {
        self.roles.iter().any(|role| wanted.contains(role))
    }

    /// Level of electronic identity: 0 unknown, 1 or 2.
    pub fn assurance(&self) -> u8 {
        self.assurance
    }

    /// For whom a room acts.
    pub fn on_behalf_of(&self) -> Option<&ActorRef> {
        self.on_behalf_of.as_ref()
    }

    /// The one who answers for the act: whom a room acts for, else the actor.
    pub fn principal(&self) -> &ActorRef {
        self.on_behalf_of.as_ref().unwrap_or(&self.reference)
    }
}

/// The capability to say who somebody is. There is one; it cannot be copied.
#[derive(Debug)]
pub struct ActorMint(pub(crate) ());

impl ActorMint {
    /// A citizen who signed in.
    pub fn citizen(&self, account: &str, name: &str, person: PersonId, assurance: u8) -> Actor {
        let reference = ActorRef {
            kind: ActorKind::Citizen,
            id: account.to_owned(),
            name: name.to_owned(),
            person: Some(person),
            org: None,
        };
        Actor {
            reference,
            roles: Vec::new(),
            assurance,
            on_behalf_of: None,
        }
    }

    /// An officer who signed in for an organisation.
    pub fn officer(
        &self,
        account: &str,
        name: &str,
        person: Option<PersonId>,
        org: OrgId,
        roles: Vec<String>,
        assurance: u8,
    ) -> Actor {
        let reference = ActorRef {
            kind: ActorKind::Officer,
            id: account.to_owned(),
            name: name.to_owned(),
            person,
            org: Some(org),
        };
        Actor {
            reference,
            roles,
            assurance,
            on_behalf_of: None,
        }
    }

    /// A program of an organisation that signed in with the organisation's key.
    pub fn organisation(&self, key_id: &str, name: &str, org: OrgId, roles: Vec<String>) -> Actor {
        let reference = ActorRef {
            kind: ActorKind::Organisation,
            id: key_id.to_owned(),
            name: name.to_owned(),
            person: None,
            org: Some(org),
        };
        Actor {
            reference,
            roles,
            assurance: 0,
            on_behalf_of: None,
        }
    }

    /// The capability of a room to act under its own name.
    pub fn room(&self, name: &'static str) -> RoomSeal {
        RoomSeal { name }
    }
}

/// The capability of one room to act under its own name, by itself or for somebody.
#[derive(Clone, Debug)]
pub struct RoomSeal {
    name: &'static str,
}

impl RoomSeal {
    /// The room acting by itself.
    pub fn alone(&self) -> Actor {
        let reference = ActorRef {
            kind: ActorKind::System,
            id: self.name.to_owned(),
            name: self.name.to_owned(),
            person: None,
            org: None,
        };
        Actor {
            reference,
            roles: Vec::new(),
            assurance: 0,
            on_behalf_of: None,
        }
    }

    /// The room acting for somebody: a step that this person's act set off.
    pub fn on_behalf_of(&self, principal: &ActorRef) -> Actor {
        let mut actor = self.alone();
        actor.reference.org.clone_from(&principal.org);
        actor.on_behalf_of = Some(principal.clone());
        actor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_acts_for_an_officer_names_both() {
        let mint = ActorMint(());
        let org = OrgId::new("committee-00004").expect("an id");
        let officer = mint.officer(
            "a1",
            "Trần Thị B",
            None,
            org.clone(),
            vec!["registrar".into()],
            2,
        );
        let actor = mint.room("casework").on_behalf_of(officer.reference());
        assert_eq!(actor.kind(), ActorKind::System);
        assert_eq!(actor.id(), "casework");
        assert_eq!(actor.principal().name, "Trần Thị B");
        assert_eq!(actor.org(), Some(&org));
        assert!(
            actor.roles().is_empty(),
            "a room does not inherit an officer's roles"
        );
    }

    #[test]
    fn an_organisation_acts_for_itself_and_for_no_person() {
        let org = OrgId::new("hospital-1").expect("an id");
        let roles = vec!["birth_notice_sender".to_owned()];
        let actor =
            ActorMint(()).organisation("key-1", "Bệnh viện Mẫu", org.clone(), roles.clone());
        assert_eq!(actor.kind().as_str(), "organisation");
        assert_eq!((actor.id(), actor.name()), ("key-1", "Bệnh viện Mẫu"));
        assert_eq!((actor.org(), actor.person()), (Some(&org), None));
        assert!(actor.has_any_role(&roles));
        assert_eq!(actor.assurance(), 0, "a level of identity is a person's");
    }
}
