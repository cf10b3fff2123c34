//! People of a family who do not live in the household: spouses who left or died, parents, grown
//! children.

use std::sync::Arc;

use dean06_kernel::Sex;

use super::Generator;
use super::family::{Draft, GENERATION, Late, Member, Parents, Past};
use super::identity::Birth;
use super::relations::Role;
use super::setting::Setting;
use crate::Kin;
use crate::inputs::{Alone, Family, Locality, completed_years};

/// Years between a parent who does not live there and a child, at least.
const PARENT_FROM: i32 = 17;
/// Grown children who live elsewhere are at least this old.
const GROWN_FROM: i32 = 20;

impl Generator {
    /// Why the one adult of the roles is alone, and who the other was. Nothing if there never was
    /// anybody whom a register names.
    pub(super) fn past(
        &mut self,
        roles: &[Role],
        sex: Sex,
        family: Option<Family>,
        children: &[i32],
        draft: &mut Draft,
    ) -> Option<Kin> {
        let inputs = Arc::clone(&self.inputs);
        let identity = &draft.find(roles, sex)?.identity;
        let (of, born, age, at) = (identity.id, identity.born, identity.age, identity.birth);
        let group = identity.group?;
        let (youngest, eldest) = (children.iter().min(), children.iter().max());
        let reasons = inputs.people.why_alone(sex, age, !children.is_empty());
        let reason = *reasons?.draw(&mut self.draw)?;
        let other_sex = match sex {
            Sex::Female => Sex::Male,
            _ => Sex::Female,
        };
        let (from, to) = inputs.people.ages.husband_older_by.range();
        let older = self.draw.pick(from..=to, |years| {
            inputs.people.ages.husband_older_by.at(years)
        })?;
        let least = eldest.map_or(0, |eldest| eldest + PARENT_FROM);
        let other_age = match sex {
            Sex::Female => age + older,
            _ => age - older,
        }
        .max(least);
        let unknown = inputs.parameters.births.father_unknown_per_mille;
        if reason == Alone::Never {
            let nobody = children.is_empty() || sex == Sex::Female && self.draw.per_mille(unknown);
            return (!nobody).then(|| self.named(other_sex, other_age, group, family));
        }
        // It ended when both were grown and the last child was born.
        let grown = born
            .plus_years(24)
            .max(self.today.plus_years(-other_age + 23));
        let first = youngest.map_or(grown, |youngest| {
            grown.max(self.today.plus_years(-*youngest))
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

    /// Parents of somebody of that age who do not live there: names, and now and then a dead one
    /// who stands in the register.
    pub(super) fn absent_parents(
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
    pub(super) fn grown_children(
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
        let members = draft.members.iter().map(|member| &member.identity);
        let people = members.chain(draft.late.iter().map(|late| &late.identity));
        let age_of = |id| {
            let mut people = people.clone();
            people.find(|one| Some(one.id) == id).map(|one| one.age)
        };
        let mother_age = age_of(ids[1]).unwrap_or(mother_age);
        let father_age = age_of(ids[0]).unwrap_or(mother_age);
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
            let oldest = (mother_age.min(father_age) - PARENT_FROM).min(60);
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
                let identity = self.child(setting, parents, (sex, age), None, setting.registered);
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
