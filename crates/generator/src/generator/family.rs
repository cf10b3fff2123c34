//! Puts a household together: people out of ages, and who they are to each other.

use std::sync::Arc;

use dean06_kernel::{PersonId, Sex};

use super::Generator;
use super::identity::{Birth, Identity};
use super::relations::Role;
use super::setting::Setting;
use crate::day::Day;
use crate::inputs::{Family, Locality};
use crate::plan::Plan;
use crate::{Code, Kin, ResidenceKind, SyntheticHousehold, SyntheticMarriage};

/// Years between the generations where nothing says more.
pub(super) const GENERATION: i32 = 26;

/// A member while the household is put together.
pub(super) struct Member {
    pub role: Role,
    pub identity: Identity,
    /// The spouse in a marriage that holds.
    pub spouse: Option<Kin>,
    /// Whether a marriage of this member has ended.
    pub was_married: bool,
    /// Children who live elsewhere.
    pub grown_children: Vec<Kin>,
    /// When the eldest of those was born, about.
    pub first_grown: Option<Day>,
    /// Place in a multiple birth, from 1.
    pub birth_order: Option<u8>,
}

/// A dead parent or spouse who stands in the register.
pub(super) struct Late {
    pub identity: Identity,
    pub died: Day,
    /// Children who live elsewhere.
    pub grown_children: Vec<Kin>,
}

/// A marriage that has ended.
pub(super) struct Past {
    pub of: PersonId,
    pub other: Kin,
    pub other_born: Day,
    pub by_death: bool,
    pub ended: Day,
}

/// A household in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub members: Vec<Member>,
    pub late: Vec<Late>,
    pub past: Vec<Past>,
    pub marriages: Vec<SyntheticMarriage>,
}

/// What somebody has from the parents.
#[derive(Clone)]
pub(super) struct Parents {
    pub father: Option<Kin>,
    pub mother: Option<Kin>,
    pub father_family: Option<Family>,
    pub mother_family: Option<Family>,
    pub hometown: Locality,
    pub group: u8,
    /// A second nationality.
    pub also: Option<Code>,
}

impl Member {
    pub(super) fn new(role: Role, identity: Identity) -> Self {
        Self {
            role,
            identity,
            spouse: None,
            was_married: false,
            grown_children: Vec::new(),
            first_grown: None,
            birth_order: None,
        }
    }
}

impl Draft {
    fn add(&mut self, role: Role, identity: Identity) {
        self.members.push(Member::new(role, identity));
    }

    /// Somebody of the core.
    pub(super) fn find_core(&self) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| CORE.contains(&member.role))
    }

    /// The member of some roles and a sex.
    pub(super) fn find(&self, roles: &[Role], sex: Sex) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| roles.contains(&member.role) && member.identity.sex == sex)
    }
}

/// The roles of the core.
pub(super) const CORE: [Role; 2] = [Role::Line, Role::Partner];

impl Generator {
    /// Makes the household of a plan. `given` are people of its core who exist already, the one
    /// around whom it was planned first.
    pub(super) fn household(
        &mut self,
        setting: &Setting,
        plan: &Plan,
        given: Vec<Identity>,
    ) -> SyntheticHousehold {
        self.families += 1;
        self.planned = (plan.size() - given.len().min(plan.size())) as u64;
        let mut draft = Draft::default();
        let line = given
            .is_empty()
            .then(|| self.elders(setting, plan, &mut draft));
        self.core(setting, plan, line.as_ref(), given, &mut draft);
        if let Some(parents) = &line {
            for (sex, age) in &plan.others {
                let other = self.child(setting, parents, (*sex, *age), None, setting.origin);
                draft.add(Role::Other, other);
            }
        }
        let parents = self.children(setting, plan, line.as_ref(), &mut draft);
        if let Some(line) = &line {
            let at_home = 1 + plan.others.len();
            self.grown_children(setting, line, plan.elders_age, at_home, &mut draft);
        }
        if let Some(parents) = &parents {
            let mother = plan.woman.or(plan.man.map(|man| man - 3)).unwrap_or(0);
            self.grown_children(setting, parents, mother, plan.children.len(), &mut draft);
        }
        self.planned = 0;
        self.marry(setting, &mut draft);
        self.finish(setting, draft)
    }

    /// The elders, and what their children have from them. Without elders the parents of the core
    /// are known by name, or dead.
    fn elders(&mut self, setting: &Setting, plan: &Plan, draft: &mut Draft) -> Parents {
        let (group, at) = (setting.group, setting.origin);
        let line_age = match plan.line {
            Sex::Female => plan.woman,
            _ => plan.man,
        };
        let families = [self.family_name(group, at), self.family_name(group, at)];
        if plan.elder_man.is_none() && plan.elder_woman.is_none() {
            let age = line_age.unwrap_or(GENERATION);
            return self.absent_parents(setting, age, families, group, at, draft);
        }
        let elders = [
            (Sex::Male, plan.elder_man, families[0]),
            (Sex::Female, plan.elder_woman, families[1]),
        ];
        for (sex, age, family) in elders {
            let Some(age) = age else { continue };
            let own = self.giving(group, at, family);
            let parents = self.absent_parents(setting, age, own, group, at, draft);
            let elder = self.child(setting, &parents, (sex, age), None, at);
            draft.add(Role::Elder, elder);
        }
        let kin = |sex| {
            let elder = draft.find(&[Role::Elder], sex)?;
            Some(elder.identity.kin(&self.inputs))
        };
        let (father, mother) = (kin(Sex::Male), kin(Sex::Female));
        let mut parents = Parents {
            father,
            mother,
            father_family: families[0],
            mother_family: families[1],
            hometown: at,
            group,
            also: None,
        };
        let children = plan.others.iter().map(|(_, age)| *age);
        let children: Vec<i32> = children.chain(line_age).collect();
        let alone = match (&parents.father, &parents.mother) {
            (Some(_), None) => Some((Sex::Male, families[1])),
            (None, Some(_)) => Some((Sex::Female, families[0])),
            _ => None,
        };
        if let Some((sex, family)) = alone {
            let absent = self.past(&[Role::Elder], sex, family, &children, draft);
            match sex {
                Sex::Male => parents.mother = absent,
                _ => parents.father = absent,
            }
        }
        parents
    }

    /// The core of the household: one adult or a couple.
    fn core(
        &mut self,
        setting: &Setting,
        plan: &Plan,
        line: Option<&Parents>,
        given: Vec<Identity>,
        draft: &mut Draft,
    ) {
        let mut given = given.into_iter();
        let first = given.next();
        let line_sex = first.as_ref().map_or(plan.line, |identity| identity.sex);
        let partner_sex = match line_sex {
            Sex::Female => Sex::Male,
            _ => Sex::Female,
        };
        let age_of = |sex| match sex {
            Sex::Female => plan.woman,
            _ => plan.man,
        };
        let foreign = setting.foreign && plan.is_childless_core();
        if let Some(identity) = first {
            draft.add(Role::Line, identity);
        } else if let (Some(age), Some(parents)) = (age_of(line_sex), line) {
            let stranger = foreign
                .then(|| self.foreigner(line_sex, age, setting.home))
                .flatten();
            let identity = match stranger {
                Some(stranger) => stranger,
                None => self.child(setting, parents, (line_sex, age), None, setting.origin),
            };
            draft.add(Role::Line, identity);
        }
        let Some(age) = age_of(partner_sex) else {
            return;
        };
        let identity = match given.next() {
            Some(identity) => identity,
            None => self.partner(setting, (partner_sex, age), foreign, draft),
        };
        draft.add(Role::Partner, identity);
    }

    /// Somebody from elsewhere, mostly nearby and of the same group, or a foreigner.
    fn partner(
        &mut self,
        setting: &Setting,
        (sex, age): (Sex, i32),
        foreign: bool,
        draft: &mut Draft,
    ) -> Identity {
        let inputs = Arc::clone(&self.inputs);
        let shares = &inputs.parameters;
        if (foreign
            || self
                .draw
                .per_mille(shares.marriages.foreign_spouse_per_mille))
            && let Some(stranger) = self.foreigner(sex, age, setting.home)
        {
            return stranger;
        }
        let at = match self.draw.below(100) {
            0..45 => setting.origin,
            45..85 => inputs.places.nearby(setting.origin, &mut self.draw),
            _ => inputs.places.anywhere(&mut self.draw),
        };
        let group = if self.draw.per_mille(shares.ethnicity.same_group_per_mille) {
            setting.group
        } else {
            self.group_at(at)
        };
        let families = [self.family_name(group, at), self.family_name(group, at)];
        let parents = self.absent_parents(setting, age, families, group, at, draft);
        self.child(setting, &parents, (sex, age), None, at)
    }

    /// The children of the core, or the grandchildren of the elders. Returns what they have from
    /// their parents, if those live there.
    fn children(
        &mut self,
        setting: &Setting,
        plan: &Plan,
        line: Option<&Parents>,
        draft: &mut Draft,
    ) -> Option<Parents> {
        let parents = if plan.man.is_some() || plan.woman.is_some() {
            Some(self.core_as_parents(setting, plan, draft))
        } else {
            None
        };
        let absent = match (&parents, line, plan.children.first()) {
            (None, Some(line), Some(eldest)) => {
                let families = [line.father_family, line.mother_family];
                let age = eldest.age;
                Some(self.absent_parents(
                    setting,
                    age,
                    families,
                    setting.group,
                    setting.origin,
                    draft,
                ))
            }
            _ => None,
        };
        let from = parents.as_ref().or(absent.as_ref())?;
        let mut twin_of: Option<Day> = None;
        for child in &plan.children {
            let at = match setting.residence {
                ResidenceKind::Temporary if self.draw.per_mille(500) => setting.registered,
                _ => setting.home,
            };
            let born = twin_of.filter(|_| child.twin);
            let identity = self.child(setting, from, (child.sex, child.age), born, at);
            twin_of = Some(identity.born);
            if child.twin
                && let Some(before) = draft.members.last_mut()
            {
                before.birth_order = Some(1);
            }
            draft.add(Role::Child, identity);
            if child.twin
                && let Some(twin) = draft.members.last_mut()
            {
                twin.birth_order = Some(2);
            }
        }
        parents
    }

    /// What children have from the core. One who is alone had a spouse, or the father is not known.
    fn core_as_parents(&mut self, setting: &Setting, plan: &Plan, draft: &mut Draft) -> Parents {
        let find = |sex| draft.find(&CORE, sex).map(|member| &member.identity);
        let (man, woman) = (find(Sex::Male), find(Sex::Female));
        let kin = |identity: &Identity| identity.kin(&self.inputs);
        let (father, mother) = (man.map(kin), woman.map(kin));
        let (father_family, mother_family) = (
            man.and_then(|man| man.family),
            woman.and_then(|woman| woman.family),
        );
        // The group of the father, unless he is a foreigner or not there.
        let group = man
            .and_then(|man| man.group)
            .or(woman.and_then(|woman| woman.group))
            .unwrap_or(setting.group);
        let foreign = |identity: &&Identity| identity.group.is_none();
        let stranger = man.filter(foreign).or(woman.filter(foreign));
        let second = stranger.and_then(|stranger| stranger.nationality.first().cloned());
        let mut parents = Parents {
            hometown: man
                .and_then(|man| man.hometown)
                .or(woman.and_then(|woman| woman.hometown))
                .unwrap_or(setting.origin),
            group,
            father_family,
            mother_family,
            also: None,
            father,
            mother,
        };
        if self
            .draw
            .per_mille(self.inputs.parameters.marriages.dual_per_mille)
        {
            parents.also = second;
        }
        let children: Vec<i32> = plan.children.iter().map(|child| child.age).collect();
        match (&parents.father, &parents.mother) {
            (Some(_), None) => {
                let family = self.family_name(group, setting.origin);
                parents.mother = self.past(&CORE, Sex::Male, family, &children, draft);
                parents.mother_family = family;
            }
            (None, Some(_)) => {
                let family = self.family_name(group, setting.origin);
                parents.father = self.past(&CORE, Sex::Female, family, &children, draft);
                parents.father_family = parents.father.as_ref().and(family);
            }
            _ => {}
        }
        parents
    }

    /// A child of its parents.
    pub(super) fn child(
        &mut self,
        setting: &Setting,
        parents: &Parents,
        (sex, age): (Sex, i32),
        born: Option<Day>,
        at: Locality,
    ) -> Identity {
        let group = parents.group;
        let (family, other) = self.inherited(group, parents.father_family, parents.mother_family);
        self.citizen(Birth {
            sex,
            age,
            born,
            at,
            hometown: parents.hometown,
            group,
            family,
            mother_family: other,
            religion: setting.religion.clone(),
            father: parents.father.clone(),
            mother: parents.mother.clone(),
            also: parents.also.clone(),
        })
    }

    /// Families of parents from whom a child has that family.
    fn giving(&mut self, group: u8, at: Locality, family: Option<Family>) -> [Option<Family>; 2] {
        let other = self.family_name(group, at);
        match self.inherited(group, Some(0), Some(1)).0 {
            Some(1) => [other, family],
            _ => [family, other],
        }
    }
}
