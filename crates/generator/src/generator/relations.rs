//! How the people of a household stand to its head and to each other.

use dean06_kernel::{PersonId, Sex};

use super::Generator;
use super::family::{Draft, Member};
use super::identity::Identity;
use crate::inputs::Parameters;
use crate::{Code, Kin, Relation, SyntheticRelative};

/// The place of a member in the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Elder,
    /// The one of the core whose parents the elders are.
    Line,
    /// The spouse of that one.
    Partner,
    /// Brother or sister of that one.
    Other,
    /// Child of the core; grandchild of the elders where there is no core.
    Child,
}

/// The code of the list `relations-to-head` for a member, who is married or not.
pub(super) fn relation_code(
    parameters: &Parameters,
    head: (Role, Sex, i32),
    member: (Role, Sex, i32),
    married: bool,
) -> &Code {
    use Role::{Child, Elder, Line, Other, Partner};
    let codes = &parameters.codes;
    let (head_role, _, head_age) = head;
    let (role, sex, age) = member;
    let by_sex = |female, male| if sex == Sex::Female { female } else { male };
    match (head_role, role) {
        (Elder, Elder) | (Line, Partner) | (Partner, Line) if married => {
            by_sex(&codes.wife, &codes.husband)
        }
        (Elder, Line | Other) | (Line | Partner, Child) => &codes.child,
        (Elder, Child) => &codes.grandchild,
        (Line, Elder) => by_sex(&codes.mother, &codes.father),
        (Line, Other) if age < head_age => &codes.younger_sibling,
        (Line, Other) => by_sex(&codes.elder_sister, &codes.elder_brother),
        // Relations by marriage have no codes of their own.
        _ => &codes.other,
    }
}

/// The members of a household who are children of somebody, or stand for somebody.
pub(super) struct Household {
    /// Grandparents live there with grandchildren, without the generation between.
    no_core: bool,
    known: Vec<Known>,
}

struct Known {
    kin: Kin,
    age: i32,
    role: Role,
    parents: [Option<PersonId>; 2],
}

impl Generator {
    /// The members of a household by whose child they are.
    pub(super) fn known(&self, draft: &Draft) -> Household {
        let id = |kin: &Option<Kin>| kin.as_ref().and_then(|kin| kin.person_id);
        let no_core = draft.find_core().is_none();
        let known = |member: &Member| {
            let identity = &member.identity;
            let parents = [id(&identity.father), id(&identity.mother)];
            (no_core || parents.iter().any(Option::is_some)).then(|| Known {
                kin: identity.kin(&self.inputs),
                age: identity.age,
                role: member.role,
                parents,
            })
        };
        Household {
            no_core,
            known: draft.members.iter().filter_map(known).collect(),
        }
    }

    /// The relatives of somebody: parents, spouse, children, and grandparents who stand for
    /// children without parents there.
    pub(super) fn relatives(
        &self,
        identity: &Identity,
        spouse: Option<Kin>,
        grown_children: Vec<Kin>,
        household: &Household,
    ) -> Vec<SyntheticRelative> {
        let relative = |relation| move |kin| SyntheticRelative { relation, kin };
        let mut relatives = Vec::with_capacity(4 + grown_children.len());
        relatives.extend(identity.father.clone().map(relative(Relation::Father)));
        relatives.extend(identity.mother.clone().map(relative(Relation::Mother)));
        relatives.extend(spouse.map(relative(Relation::Spouse)));
        let known = household.known.iter();
        let children = known
            .clone()
            .filter(|known| known.parents.contains(&Some(identity.id)))
            .map(|known| known.kin.clone());
        relatives.extend(
            children
                .chain(grown_children)
                .map(relative(Relation::Child)),
        );
        let own = known
            .clone()
            .find(|known| household.no_core && known.kin.person_id == Some(identity.id));
        let below = self.inputs.parameters.family.represented_below;
        let (of, relation) = match own.map(|own| (own.role, own.age)) {
            Some((Role::Child, age)) if age < below => (Role::Elder, Relation::Representative),
            Some((Role::Elder, _)) => (Role::Child, Relation::Represented),
            _ => return relatives,
        };
        let others = known
            .filter(|known| known.role == of && (of == Role::Elder || known.age < below))
            .map(|known| known.kin.clone());
        relatives.extend(others.map(relative(relation)));
        relatives
    }
}
