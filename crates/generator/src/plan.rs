//! Who a household consists of: ages and sexes that fit each other as parents, couples and
//! children, and that the pyramid still wants.

use dean06_kernel::Sex;

use crate::draw::Draw;
use crate::inputs::{Composition, Inputs, MAX_AGE};
use crate::steering::Steering;

/// Children of a household are at most this old.
const CHILD_TO: i32 = 40;
/// Years between grandparents and grandchildren who live without the generation between.
const GRANDPARENT_FROM: i32 = 40;
const GRANDPARENT_TO: i32 = 75;
/// Grandchildren without their parents are at most this old.
const GRANDCHILD_TO: i32 = 17;
/// Brothers and sisters who share a house are at least this old.
const SIBLING_FROM: i32 = 18;
/// Years between a parent and a child.
const MOTHER_FROM: i32 = 15;
const FATHER_FROM: i32 = 16;
/// How far brothers and sisters are apart at most.
const SIBLINGS_APART: i32 = 10;

/// The ages of a household, in completed years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub elder_man: Option<i32>,
    pub elder_woman: Option<i32>,
    /// The age of the elder woman, or what it would be.
    pub elders_age: i32,
    pub man: Option<i32>,
    pub woman: Option<i32>,
    /// Which of the core the elders and others belong to.
    pub line: Sex,
    pub others: Vec<(Sex, i32)>,
    /// The eldest first.
    pub children: Vec<PlannedChild>,
}

/// A child of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlannedChild {
    pub sex: Sex,
    pub age: i32,
    /// Born together with the child before.
    pub twin: bool,
}

/// What a plan must respect.
pub(crate) struct Brief {
    pub composition: Composition,
    /// The core must be, or contain, somebody of this sex and age.
    pub somebody: Option<(Sex, i32)>,
    /// How old the spouse of that person is, if that is given too.
    pub partner: Option<i32>,
    /// Which side's parents would live with a couple.
    pub line: Sex,
}

/// Draws plans.
pub(crate) struct Planner<'a> {
    pub scales: Scales<'a>,
    pub draw: &'a mut Draw,
}

/// How likely ages are beside each other, and how much they are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Scales<'a> {
    pub inputs: &'a Inputs,
    pub steering: &'a Steering,
}

impl Scales<'_> {
    fn want(self, sex: Sex, age: i32) -> u64 {
        self.steering.want(&self.inputs.people.pyramid, sex, age)
    }

    fn want_any(self, age: i32) -> u64 {
        self.want(Sex::Male, age) + self.want(Sex::Female, age)
    }

    fn mother_at_birth(self, years: i32) -> u64 {
        self.inputs.people.ages.mother_at_birth.at(years)
    }

    fn older_husband(self, years: i32) -> u64 {
        self.inputs.people.ages.husband_older_by.at(years)
    }

    fn child_at_home(self, age: i32) -> u64 {
        self.inputs.people.ages.child_at_home.at(age)
    }
}

impl Planner<'_> {
    /// Draws a plan; nothing if the composition cannot be had with that person, or at all.
    pub(crate) fn plan(&mut self, brief: &Brief) -> Option<Plan> {
        let composition = &brief.composition;
        let mut plan = Plan {
            elder_man: None,
            elder_woman: None,
            elders_age: 0,
            man: None,
            woman: None,
            line: brief.line,
            others: Vec::new(),
            children: Vec::new(),
        };
        match composition.core {
            0 => self.grandparents(composition, &mut plan)?,
            1 => self.one_adult(brief, &mut plan)?,
            _ => self.couple(brief, &mut plan)?,
        }
        if composition.core > 0 {
            self.children(composition, &mut plan)?;
            self.elders(composition, &mut plan)?;
            self.others(composition, &mut plan);
        }
        plan.children.sort_by_key(|child| -child.age);
        Some(plan)
    }

    /// Grandparents with grandchildren, the generation between lives elsewhere.
    fn grandparents(&mut self, composition: &Composition, plan: &mut Plan) -> Option<()> {
        let scales = self.scales;
        for _ in 0..composition.children {
            let age = self.pick(0, GRANDCHILD_TO, |age| scales.want_any(age))?;
            plan.children.push(self.child(age));
        }
        let eldest = plan.children.iter().map(|child| child.age).max()?;
        let woman = self.pick(eldest + GRANDPARENT_FROM, eldest + GRANDPARENT_TO, |age| {
            scales.want(Sex::Female, age)
        })?;
        self.elder_couple(composition, woman, eldest, plan)
    }

    fn one_adult(&mut self, brief: &Brief, plan: &mut Plan) -> Option<()> {
        let composition = &brief.composition;
        let (from, to) = (composition.age_from, composition.age_to);
        let (sex, age) = match brief.somebody {
            Some((sex, age)) => ((from..=to).contains(&age).then_some(sex)?, age),
            None => self.lone_adult(composition)?,
        };
        plan.line = sex;
        *plan.core_mut(sex) = Some(age);
        Some(())
    }

    /// Somebody who lives without a spouse.
    fn lone_adult(&mut self, composition: &Composition) -> Option<(Sex, i32)> {
        let scales = self.scales;
        let (from, to) = (composition.age_from, composition.age_to);
        // Children without the other parent mostly live with their mother.
        let sex = match composition.children {
            0 => None,
            _ if self.draw.per_mille(820) => Some(Sex::Female),
            _ => Some(Sex::Male),
        };
        if composition.elders > 0 && self.draw.per_mille(500) {
            let elder = self.pick(from + 20, MAX_AGE, |age| scales.want(Sex::Female, age))?;
            let age = self.pick(from, to, |age| {
                scales.mother_at_birth(elder - age) * scales.want_any(age)
            })?;
            return Some((sex.unwrap_or_else(|| self.sex(age)), age));
        }
        let single = |age: i32| {
            // Between thirty and sixty few live alone.
            let share = if (32..58).contains(&age) { 1 } else { 3 };
            share
                * match sex {
                    Some(sex) => scales.want(sex, age),
                    None => scales.want_any(age),
                }
        };
        let age = self.pick(from, to, single)?;
        Some((sex.unwrap_or_else(|| self.sex(age)), age))
    }

    fn couple(&mut self, brief: &Brief, plan: &mut Plan) -> Option<()> {
        let scales = self.scales;
        let composition = &brief.composition;
        let (from, to) = (composition.age_from, composition.age_to);
        let woman_of = |planner: &mut Self, man: i32| {
            planner.pick(from, to, |age| {
                scales.older_husband(man - age) * scales.want(Sex::Female, age)
            })
        };
        let (man, woman) = match brief.somebody {
            Some((Sex::Female, woman)) => (
                brief.partner,
                (from..=to).contains(&woman).then_some(woman)?,
            ),
            Some((_, man)) => {
                let woman = match brief.partner {
                    Some(woman) => (from..=to).contains(&woman).then_some(woman)?,
                    None => woman_of(self, man)?,
                };
                (Some(man), woman)
            }
            None => {
                // Whose age is chosen first is chosen among all, so that each is steered.
                let size = u32::from(composition.size());
                let slot = self.draw.below(size);
                let children = u32::from(composition.children);
                if slot < children {
                    (None, self.mother_of_a_child(composition, plan)?)
                } else if slot < children + u32::from(composition.elders) {
                    self.child_of_elders(brief)?
                } else if slot == children + u32::from(composition.elders) {
                    let man = self.pick(from, to + 4, |age| scales.want(Sex::Male, age))?;
                    (Some(man), woman_of(self, man)?)
                } else {
                    let woman = self.pick(from, to, |age| scales.want(Sex::Female, age))?;
                    (None, woman)
                }
            }
        };
        plan.woman = Some(woman);
        let eldest = plan.children.iter().map(|child| child.age).max();
        plan.man = man.or_else(|| self.husband_of(woman, eldest));
        plan.man.is_some().then_some(())
    }

    /// A child first, then the mother; the child is put into the plan.
    fn mother_of_a_child(&mut self, composition: &Composition, plan: &mut Plan) -> Option<i32> {
        let scales = self.scales;
        let child = self.pick(0, CHILD_TO, |age| {
            scales.child_at_home(age) * scales.want_any(age)
        })?;
        let (from, to) = (composition.age_from, composition.age_to);
        let woman = self.pick(from, to, |age| {
            scales.mother_at_birth(age - child) * scales.want(Sex::Female, age)
        })?;
        plan.children.push(self.child(child));
        Some(woman)
    }

    /// An elder first, then the son or daughter in whose house the elder lives.
    fn child_of_elders(&mut self, brief: &Brief) -> Option<(Option<i32>, i32)> {
        let scales = self.scales;
        let (from, to) = (brief.composition.age_from, brief.composition.age_to);
        let elder = self.pick(from + 16, MAX_AGE, |age| scales.want(Sex::Female, age))?;
        let age = self.pick(from, to, |age| {
            scales.mother_at_birth(elder - age) * scales.want(brief.line, age)
        })?;
        if brief.line == Sex::Female {
            return Some((None, age));
        }
        let woman = self.pick(from, to, |woman| {
            scales.older_husband(age - woman) * scales.want(Sex::Female, woman)
        })?;
        Some((Some(age), woman))
    }

    /// Fills the children up to the number of the composition.
    fn children(&mut self, composition: &Composition, plan: &mut Plan) -> Option<()> {
        let scales = self.scales;
        // A father alone: as if the mother were a little younger.
        let mother = plan.woman.or_else(|| plan.man.map(|man| man - 3))?;
        let to = plan
            .man
            .map_or(CHILD_TO, |man| CHILD_TO.min(man - FATHER_FROM))
            .min(mother - MOTHER_FROM);
        let wanted = usize::from(composition.children);
        while plan.children.len() < wanted {
            let twins = scales.inputs.parameters.births.twins_per_mille;
            if let Some(last) = plan.children.last().copied()
                && !last.twin
                && self.draw.per_mille(twins)
            {
                plan.children.push(PlannedChild {
                    sex: self.sex(last.age),
                    age: last.age,
                    twin: true,
                });
                continue;
            }
            let ages: Vec<i32> = plan.children.iter().map(|child| child.age).collect();
            let age = self.pick(0, to, |age| {
                let apart = ages.iter().map(|other| (other - age).abs()).min();
                if apart.is_some_and(|years| years < 2) {
                    return 0;
                }
                // Brothers and sisters follow each other within some years.
                let near = if apart.is_some_and(|years| years > 7) {
                    1
                } else {
                    6
                };
                near * scales.mother_at_birth(mother - age)
                    * scales.child_at_home(age)
                    * scales.want_any(age).min(1 << 40)
            });
            match age {
                Some(age) => plan.children.push(self.child(age)),
                // No room for one more: a smaller household.
                None => break,
            }
        }
        (wanted == 0 || !plan.children.is_empty()).then_some(())
    }

    fn elders(&mut self, composition: &Composition, plan: &mut Plan) -> Option<()> {
        if composition.elders == 0 {
            return Some(());
        }
        let scales = self.scales;
        let of = plan.core(plan.line)?;
        let woman = self.pick(of + MOTHER_FROM, MAX_AGE, |age| {
            scales.mother_at_birth(age - of) * scales.want(Sex::Female, age)
        })?;
        self.elder_couple(composition, woman, of, plan)
    }

    /// The elder woman and her husband, or one of the two.
    fn elder_couple(
        &mut self,
        composition: &Composition,
        woman: i32,
        eldest: i32,
        plan: &mut Plan,
    ) -> Option<()> {
        let scales = self.scales;
        plan.elders_age = woman;
        let man = self.husband_of(woman, Some(eldest))?;
        if composition.elders > 1 {
            plan.elder_woman = Some(woman);
            plan.elder_man = Some(man);
            return Some(());
        }
        let of_woman = scales.want(Sex::Female, woman);
        let of_man = scales.want(Sex::Male, man) / 2;
        if self.draw.below_u64(of_woman + of_man) < of_woman {
            plan.elder_woman = Some(woman);
        } else {
            plan.elder_man = Some(man);
        }
        Some(())
    }

    /// Grown unmarried brothers and sisters of the core.
    fn others(&mut self, composition: &Composition, plan: &mut Plan) {
        let scales = self.scales;
        let Some(of) = plan.core(plan.line) else {
            return;
        };
        let father = plan.elder_man.unwrap_or(MAX_AGE);
        let mother = (composition.elders > 0).then_some(plan.elders_age);
        for _ in 0..composition.others {
            let from = SIBLING_FROM.max(of - SIBLINGS_APART);
            let age = self.pick(
                from,
                (of + SIBLINGS_APART).min(father - FATHER_FROM),
                |age| {
                    let fits = mother.is_none_or(|mother| scales.mother_at_birth(mother - age) > 0);
                    let apart = (age - of).abs() > 1;
                    u64::from(fits && apart) * scales.child_at_home(age) * scales.want_any(age)
                },
            );
            if let Some(age) = age {
                plan.others.push((self.sex(age), age));
            }
        }
    }

    /// A husband, old enough to be the father of somebody.
    fn husband_of(&mut self, woman: i32, eldest: Option<i32>) -> Option<i32> {
        let scales = self.scales;
        let (from, to) = scales.inputs.people.ages.husband_older_by.range();
        let youngest = scales.inputs.parameters.marriages.husband_age_from;
        let youngest = eldest.map_or(youngest, |eldest| youngest.max(eldest + FATHER_FROM));
        self.pick((woman + from).max(youngest), woman + to, |age| {
            scales.older_husband(age - woman) * scales.want(Sex::Male, age)
        })
    }

    fn child(&mut self, age: i32) -> PlannedChild {
        PlannedChild {
            sex: self.sex(age),
            age,
            twin: false,
        }
    }

    /// The sex of which an age wants more.
    fn sex(&mut self, age: i32) -> Sex {
        let men = self.scales.want(Sex::Male, age);
        let all = self.scales.want_any(age);
        if self.draw.below_u64(all) < men {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    fn pick(&mut self, from: i32, to: i32, weight: impl Fn(i32) -> u64) -> Option<i32> {
        self.draw.pick(from.max(0)..=to.min(MAX_AGE), weight)
    }
}

impl Plan {
    /// One adult.
    pub(crate) fn alone((sex, age): (Sex, i32)) -> Self {
        let mut plan = Self {
            elder_man: None,
            elder_woman: None,
            elders_age: 0,
            man: None,
            woman: None,
            line: sex,
            others: Vec::new(),
            children: Vec::new(),
        };
        *plan.core_mut(sex) = Some(age);
        plan
    }

    /// The age of the man or woman of the core.
    fn core(&self, sex: Sex) -> Option<i32> {
        match sex {
            Sex::Female => self.woman,
            _ => self.man,
        }
    }

    fn core_mut(&mut self, sex: Sex) -> &mut Option<i32> {
        match sex {
            Sex::Female => &mut self.woman,
            _ => &mut self.man,
        }
    }

    /// Whether there is nobody but the core.
    pub(crate) fn is_childless_core(&self) -> bool {
        let elders = self.elder_man.or(self.elder_woman);
        elders.is_none() && self.others.is_empty() && self.children.is_empty()
    }

    /// How many people it has.
    pub(crate) fn size(&self) -> usize {
        let adults = [self.elder_man, self.elder_woman, self.man, self.woman];
        adults.into_iter().flatten().count() + self.others.len() + self.children.len()
    }
}
