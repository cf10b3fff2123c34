//! The sequence of households.

mod absent;
mod demo;
mod family;
mod finish;
mod identity;
mod marriages;
mod relations;
mod setting;

use std::collections::VecDeque;
use std::sync::Arc;

use dean06_kernel::{PersonId, Sex};
use jiff::civil::Date;

use crate::day::Day;
use crate::draw::Draw;
use crate::ids::Ids;
use crate::inputs::{Composition, Inputs};
use crate::numbers::Numbers;
use crate::plan::{Brief, Plan, Planner, Scales};
use crate::steering::Steering;
use crate::{Kin, SyntheticHousehold};

use identity::Identity;
use setting::Setting;

/// Why there can be no such population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GeneratorError {
    /// More people than numbers suffice for.
    #[error("{people} people are more than {}", Generator::MAX_PEOPLE)]
    TooManyPeople {
        /// How many were asked for.
        people: u64,
    },
    /// A day for which the tables say nothing.
    #[error("{0} is not a day of the years 2000 to 2099")]
    Today(Date),
}

/// Somebody whom the demonstration signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// What the person is there for, for example `mother` or `foreign-husband`.
    pub role: String,
    /// The key, the same in every population.
    pub id: PersonId,
}

/// A grown child of a household already given out, who will have one of their own.
struct Descendant {
    identity: Identity,
    /// Keeps brothers and sisters from marrying each other.
    family: u64,
}

/// Makes a population, household by household: an iterator over [`SyntheticHousehold`]. The demo
/// household comes first.
pub struct Generator {
    inputs: Arc<Inputs>,
    today: Day,
    people: u64,
    /// People who stand in a household given out or wait to be in one.
    made: u64,
    /// People of the household in the making who are planned and not made yet.
    planned: u64,
    draw: Draw,
    numbers: Numbers,
    ids: Ids,
    steering: Steering,
    descendants: VecDeque<Descendant>,
    families: u64,
    emails: u64,
    demo: VecDeque<SyntheticHousehold>,
    demo_people: Vec<DemoPerson>,
}

/// Descendants who wait at the same time, at most.
const MAX_WAITING: usize = 96;
/// Compositions that are tried before somebody lives alone.
const TRIES: usize = 16;

impl Generator {
    /// The largest population.
    pub const MAX_PEOPLE: u64 = 200_000_000;

    /// Prepares a population of exactly `people` people, the dead among them included, as it is on
    /// the day `today`. The people of the demonstration always stand in it, also if that makes it
    /// larger.
    pub fn new(
        inputs: Arc<Inputs>,
        seed: u64,
        today: Date,
        people: u64,
    ) -> Result<Self, GeneratorError> {
        if people > Self::MAX_PEOPLE {
            return Err(GeneratorError::TooManyPeople { people });
        }
        if !(2000..2100).contains(&today.year()) {
            return Err(GeneratorError::Today(today));
        }
        let old_ids = inputs.parameters.old_id.numbers_to;
        let mut generator = Self {
            today: Day::of(today),
            people,
            made: 0,
            planned: 0,
            draw: Draw::new(seed),
            numbers: Numbers::new(seed, old_ids, inputs.phone_prefixes.len()),
            ids: Ids::new(today),
            steering: Steering::new(),
            descendants: VecDeque::new(),
            families: 0,
            emails: 0,
            demo: VecDeque::new(),
            demo_people: Vec::new(),
            inputs,
        };
        generator.prepare_demo();
        Ok(generator)
    }

    /// How many people all households together bring, the dead included.
    pub fn people(&self) -> u64 {
        self.people.max(self.demo_people.len() as u64)
    }

    /// The people of the demonstration by role; their households come first.
    pub fn demo_family(&self) -> &[DemoPerson] {
        &self.demo_people
    }

    /// How many more people fit in.
    const fn room(&self) -> u64 {
        self.people.saturating_sub(self.made + self.planned)
    }

    /// The next household: around a descendant who has waited, or a new one.
    fn next_household(&mut self) -> Option<SyntheticHousehold> {
        let waiting = usize::try_from(self.people / 100).unwrap_or(MAX_WAITING);
        let descendant = if self.room() == 0 || self.descendants.len() >= waiting.min(MAX_WAITING) {
            self.descendants.pop_front()
        } else {
            None
        };
        if descendant.is_none() && self.room() == 0 {
            return None;
        }
        self.ids.next_household();
        let setting = self.setting(descendant.as_ref());
        let partner = descendant
            .as_ref()
            .and_then(|descendant| self.partner_of(descendant, &setting));
        let (plan, partner) = self.plan(&setting, descendant.as_ref(), partner);
        let mut somebody = vec![];
        somebody.extend(descendant.map(|descendant| descendant.identity));
        somebody.extend(partner.map(|partner| partner.identity));
        Some(self.household(&setting, &plan, somebody))
    }

    /// Takes a spouse for a descendant out of those who wait, if one fits.
    fn partner_of(&mut self, descendant: &Descendant, setting: &Setting) -> Option<Descendant> {
        let older = &self.inputs.people.ages.husband_older_by;
        let fits = |other: &Descendant| {
            let (one, two) = (&descendant.identity, &other.identity);
            let years = match one.sex {
                Sex::Female => two.age - one.age,
                _ => one.age - two.age,
            };
            one.sex != two.sex
                && descendant.family != other.family
                && two.group == Some(setting.group)
                && older.at(years) > 4
        };
        let at = self.descendants.iter().position(fits)?;
        self.descendants.remove(at)
    }

    /// Who lives in the household. A partner who does not fit waits on.
    fn plan(
        &mut self,
        setting: &Setting,
        descendant: Option<&Descendant>,
        mut partner: Option<Descendant>,
    ) -> (Plan, Option<Descendant>) {
        let somebody = descendant.map(|one| (one.identity.sex, one.identity.age));
        let given = u64::from(somebody.is_some());
        for attempt in 0..TRIES {
            if attempt == TRIES / 2
                && let Some(waiting) = partner.take()
            {
                self.descendants.push_front(waiting);
            }
            let given = given + u64::from(partner.is_some());
            let Some(composition) =
                self.composition(given, descendant.is_some(), partner.is_some())
            else {
                continue;
            };
            let brief = Brief {
                composition,
                somebody,
                partner: partner.as_ref().map(|partner| partner.identity.age),
                line: setting.line,
            };
            let plan = self.planner().plan(&brief);
            if let Some(plan) = plan.filter(|plan| plan.size() as u64 <= self.room() + given) {
                return (plan, partner);
            }
        }
        if let Some(waiting) = partner.take() {
            self.descendants.push_front(waiting);
        }
        (self.alone(setting, somebody), None)
    }

    /// A composition for so many people at most.
    fn composition(&mut self, given: u64, descendant: bool, partner: bool) -> Option<Composition> {
        let room = self.room() + given;
        let people = &self.inputs.people;
        let composition = *people.by_weight.draw(&mut self.draw)?;
        // The parents of a descendant live elsewhere.
        let fits = u64::from(composition.size()) <= room
            && (!descendant || composition.elders == 0 && composition.others == 0)
            && (!partner || composition.core == 2);
        fits.then_some(composition)
    }

    /// Somebody alone: what is always possible.
    fn alone(&mut self, setting: &Setting, somebody: Option<(Sex, i32)>) -> Plan {
        let lone = |row: &&Composition| row.size() == 1 && row.core == 1;
        let composition = self.inputs.people.compositions.iter().find(lone).copied();
        let brief = composition.map(|composition| Brief {
            composition,
            somebody,
            partner: None,
            line: setting.line,
        });
        let plan = brief.and_then(|brief| self.planner().plan(&brief));
        plan.unwrap_or_else(|| Plan::alone(somebody.unwrap_or((Sex::Female, 40))))
    }

    fn planner(&mut self) -> Planner<'_> {
        Planner {
            scales: Scales {
                inputs: &self.inputs,
                steering: &self.steering,
            },
            draw: &mut self.draw,
        }
    }

    /// Whether one more grown child may wait.
    fn may_wait(&self) -> bool {
        self.room() > 0 && self.descendants.len() < MAX_WAITING + 8
    }

    /// Lets a grown child of a household wait for one of their own.
    fn wait(&mut self, identity: Identity, family: u64) -> Kin {
        let kin = identity.kin(&self.inputs);
        self.descendants.push_back(Descendant { identity, family });
        kin
    }
}

impl Iterator for Generator {
    type Item = SyntheticHousehold;

    fn next(&mut self) -> Option<SyntheticHousehold> {
        match self.demo.pop_front() {
            Some(household) => Some(household),
            None => self.next_household(),
        }
    }
}

impl std::fmt::Debug for Generator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generator")
            .field("people", &self.people)
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}
