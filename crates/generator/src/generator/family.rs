//! Puts a household together: people out of ages, and who they are to each other.

use std::sync::Arc;

use dean06_kernel::{PersonId, Sex};

use super::Generator;
use super::identity::{Birth, Identity};
use super::relations::Role;
use super::setting::Setting;
use crate::day::Day;
use crate::inputs::{Alone, Family, Locality, completed_years};
use crate::plan::Plan;
use crate::{Code, Kin, ResidenceKind, SyntheticHousehold, SyntheticMarriage};

/// Years between the generations where nothing says more.
const GENERATION: i32 = 26;

/// Grown children who live elsewhere are at least this old.
const GROWN_FROM: i32 = 20;

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
    father_family: Option<Family>,
    mother_family: Option<Family>,
    hometown: Locality,
    group: u8,
    /// A second nationality.
    also: Option<Code>,
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
        let youngest = plan.others.iter().map(|(_, age)| *age);
        let youngest = youngest.chain(line_age).min();
        let alone = match (&parents.father, &parents.mother) {
            (Some(_), None) => Some((Sex::Male, families[1])),
            (None, Some(_)) => Some((Sex::Female, families[0])),
            _ => None,
        };
        if let Some((sex, family)) = alone {
            let absent = self.past(&[Role::Elder], sex, family, youngest, draft);
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
            let groups = &inputs.places.commune(at).groups;
            groups.draw(&mut self.draw).copied().unwrap_or(0)
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
        let youngest = plan.children.iter().map(|child| child.age).min();
        match (&parents.father, &parents.mother) {
            (Some(_), None) => {
                let family = self.family_name(group, setting.origin);
                parents.mother = self.past(&CORE, Sex::Male, family, youngest, draft);
                parents.mother_family = family;
            }
            (None, Some(_)) => {
                let family = self.family_name(group, setting.origin);
                parents.father = self.past(&CORE, Sex::Female, family, youngest, draft);
                parents.father_family = parents.father.as_ref().and(family);
            }
            _ => {}
        }
        parents
    }

    /// Why the one adult of the roles is alone, and who the other was. Nothing if there never was
    /// anybody whom a register names.
    fn past(
        &mut self,
        roles: &[Role],
        sex: Sex,
        family: Option<Family>,
        youngest: Option<i32>,
        draft: &mut Draft,
    ) -> Option<Kin> {
        let inputs = Arc::clone(&self.inputs);
        let identity = &draft.find(roles, sex)?.identity;
        let (of, born, age, at) = (identity.id, identity.born, identity.age, identity.birth);
        let group = identity.group?;
        let reasons = inputs.people.why_alone(sex, age, youngest.is_some());
        let reason = *reasons?.draw(&mut self.draw)?;
        let other_sex = match sex {
            Sex::Female => Sex::Male,
            _ => Sex::Female,
        };
        let (from, to) = inputs.people.ages.husband_older_by.range();
        let older = self.draw.pick(from..=to, |years| {
            inputs.people.ages.husband_older_by.at(years)
        })?;
        let least = youngest.map_or(0, |youngest| youngest + 18);
        let other_age = match sex {
            Sex::Female => age + older,
            _ => age - older,
        }
        .max(least);
        let unknown = inputs.parameters.births.father_unknown_per_mille;
        if reason == Alone::Never {
            let nobody = youngest.is_none() || sex == Sex::Female && self.draw.per_mille(unknown);
            return (!nobody).then(|| self.named(other_sex, other_age, group, family));
        }
        // It ended when both were grown and the last child was born.
        let grown = born
            .plus_years(24)
            .max(self.today.plus_years(-other_age + 23));
        let first = youngest.map_or(grown, |youngest| {
            grown.max(self.today.plus_years(-youngest))
        });
        let span = self.today.since(first).max(0);
        let ended = first.min(self.today).plus(self.draw.between(0..=span));
        let by_death = reason == Alone::Widowed;
        let record = inputs.parameters.family.deceased_spouse_per_mille;
        let late = by_death && self.room() > 0 && self.draw.per_mille(record);
        let (other, other_born) = if late {
            let identity = self.late_citizen(
                Birth {
                    sex: other_sex,
                    age: other_age,
                    born: None,
                    at,
                    hometown: at,
                    group,
                    family,
                    mother_family: None,
                    religion: None,
                    father: None,
                    mother: None,
                    also: None,
                },
                ended,
            );
            let named = (identity.kin(&inputs), identity.born);
            draft.late.push(Late {
                identity,
                died: ended,
                grown_children: Vec::new(),
            });
            named
        } else {
            let kin = self.named(other_sex, other_age, group, family);
            (kin, self.today.plus_years(-other_age).plus(-200))
        };
        draft.past.push(Past {
            of,
            other: other.clone(),
            other_born,
            by_death,
            ended,
        });
        Some(other)
    }

    /// A child of its parents.
    fn child(
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

    /// Parents of somebody of that age who do not live there: names, and now and then a dead one
    /// who stands in the register.
    fn absent_parents(
        &mut self,
        setting: &Setting,
        age: i32,
        families: [Option<Family>; 2],
        group: u8,
        at: Locality,
        draft: &mut Draft,
    ) -> Parents {
        let mut parent = |sex, age: i32, family| {
            let share = self.inputs.parameters.family.deceased_parent_per_mille;
            if !(45..=104).contains(&age) || self.room() == 0 || !self.draw.per_mille(share) {
                return self.named(sex, age, group, family);
            }
            // Dead for at most some years, not before the child was there.
            let years = (age - 2 * GENERATION).clamp(1, 20);
            let died = self.today.plus(-self.draw.between(1..=years * 365));
            let identity = self.late_citizen(
                Birth {
                    sex,
                    age,
                    born: None,
                    at,
                    hometown: at,
                    group,
                    family,
                    mother_family: None,
                    religion: setting.religion.clone(),
                    father: None,
                    mother: None,
                    also: None,
                },
                died,
            );
            let kin = identity.kin(&self.inputs);
            draft.late.push(Late {
                identity,
                died,
                grown_children: Vec::new(),
            });
            kin
        };
        Parents {
            father: Some(parent(Sex::Male, age + GENERATION + 3, families[0])),
            mother: Some(parent(Sex::Female, age + GENERATION, families[1])),
            father_family: families[0],
            mother_family: families[1],
            hometown: at,
            group,
            also: None,
        }
    }

    /// Grown children of people there who live elsewhere: some will have a household of their own,
    /// the others are known by name.
    fn grown_children(
        &mut self,
        setting: &Setting,
        parents: &Parents,
        mother_age: i32,
        at_home: usize,
        draft: &mut Draft,
    ) {
        let inputs = Arc::clone(&self.inputs);
        let shares = &inputs.parameters.family;
        let named = |kin: &Option<Kin>| kin.as_ref().and_then(|kin| kin.person_id);
        let ids = [named(&parents.father), named(&parents.mother)];
        let is_parent = |member: &Member| ids.contains(&Some(member.identity.id));
        if !draft.members.iter().any(is_parent) {
            return;
        }
        let father_age = draft
            .members
            .iter()
            .find(|member| Some(member.identity.id) == ids[0])
            .map_or(mother_age, |father| father.identity.age);
        // None was born after the two had parted.
        let parted = draft.late.iter().map(|late| (late.identity.id, late.died));
        let parted = parted.chain(draft.past.iter().map(|past| (past.of, past.ended)));
        let parted = parted.filter(|(id, _)| ids.contains(&Some(*id)));
        let youngest = parted
            .map(|(_, day)| completed_years(day, self.today) + 1)
            .fold(GROWN_FROM, i32::max);
        let year = i32::from(self.today.year()) - mother_age;
        let era = inputs
            .parameters
            .era(i16::try_from(year).unwrap_or(i16::MIN));
        let usual = shares.children_by_era[era] + 1;
        let wanted = (self.draw.below(usual) + self.draw.below(usual)) as usize;
        for _ in at_home..wanted {
            let oldest = (mother_age - 18).min(father_age - 18).min(60);
            let age = self.draw.pick(youngest..=oldest, |age| {
                let at_birth = inputs.people.ages.mother_at_birth.at(mother_age - age);
                let wants = |sex| self.steering.want(&inputs.people.pyramid, sex, age);
                at_birth * (wants(Sex::Male) + wants(Sex::Female)).min(1 << 40)
            });
            let Some(age) = age else { return };
            let sex = if self.draw.per_mille(505) {
                Sex::Male
            } else {
                Sex::Female
            };
            let (kin, born) = if self.may_wait() && self.draw.per_mille(shares.linked_per_mille) {
                let identity = self.child(setting, parents, (sex, age), None, setting.origin);
                let born = identity.born;
                (self.wait(identity, self.families), born)
            } else {
                let families = (parents.father_family, parents.mother_family);
                let family = self.inherited(parents.group, families.0, families.1).0;
                let kin = self.named(sex, age, parents.group, family);
                (kin, self.today.plus_years(-age).plus(-180))
            };
            for late in &mut draft.late {
                if ids.contains(&Some(late.identity.id)) {
                    late.grown_children.push(kin.clone());
                }
            }
            for member in &mut draft.members {
                if ids.contains(&Some(member.identity.id)) {
                    member.grown_children.push(kin.clone());
                    member.first_grown = Some(member.first_grown.map_or(born, |day| day.min(born)));
                }
            }
        }
    }
}
