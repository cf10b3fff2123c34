//! A person's place in a household: taken for a write, and passed on by its head.
//!
//! Locks are taken in one order, households before persons and each by key, so that two moves do not
//! wait for each other. Which rows a move needs is only known by reading; what was read before the
//! locks were there is read again under them, and if somebody moved meanwhile the move begins anew.

use std::collections::BTreeSet;

use dean06_contracts::population::{LifeStatus, Relation, Relative};
use dean06_kernel::{PartialDate, PersonId};
use dean06_mediator::ServiceError;
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    current::{self, Current},
    error::no_person,
    fact::{Fact, Moment, as_of},
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    household::{self, HouseholdRow},
    rules::{Rules, Succession},
};

/// How often a move is begun before it is given up.
pub(crate) const ATTEMPTS: usize = 5;

/// Why a person and the household could not be taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeError {
    /// There is no such person.
    #[error("there is no such person")]
    NoPerson,
    /// Somebody moved before the rows were taken.
    #[error("the household changed meanwhile")]
    Moved,
}

impl From<HomeError> for ServiceError {
    fn from(error: HomeError) -> Self {
        match error {
            HomeError::NoPerson => no_person(),
            moved @ HomeError::Moved => Self::unavailable(moved),
        }
    }
}

/// What a move takes besides the person and the household that is left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Besides {
    pub households: BTreeSet<String>,
    pub persons: BTreeSet<PersonId>,
}

/// A person, taken for this write together with the household.
#[derive(Debug)]
pub(crate) struct Home {
    pub person: PersonId,
    /// All facts about the person.
    pub facts: Vec<Fact>,
    /// The household that the person belongs to.
    pub household: Option<HouseholdRow>,
    /// Everybody else in it; nobody unless the person is its head.
    others: Vec<PersonId>,
}

/// What a change of a household has in common.
pub(crate) struct Change<'c> {
    pub rules: &'c Rules,
    pub stamp: &'c Stamp,
    /// Names its facts: one for each person.
    pub fact_id: &'c str,
    pub today: Date,
}

/// What became of a household that its head left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassedOn {
    /// This member is the head now.
    To(PersonId),
    /// No member could take over.
    ToNobody,
    /// The head was the last member.
    Empty,
}

impl Home {
    /// Takes a person and everybody who is touched when the person leaves the household.
    pub async fn take<E: From<HomeError>>(
        tx: &Tx<'_>,
        person: PersonId,
        besides: &Besides,
    ) -> Result<Self, WriteError<E>> {
        let refused = |error: HomeError| WriteError::Refused(E::from(error));
        let left = current::household_of(tx, person).await?;
        let mut households = besides.households.clone();
        households.extend(left.clone());
        for household_id in &households {
            household::lock(tx, household_id).await?;
        }
        let household = match &left {
            Some(household_id) => household::find(tx, household_id).await?,
            None => None,
        };
        let mut others = Vec::new();
        if let Some(household) = household.as_ref().filter(|home| home.head == Some(person)) {
            others = household::members(tx, &household.household_id).await?;
            others.retain(|member| *member != person);
        }
        let mut persons = besides.persons.clone();
        persons.extend(others.iter().copied().chain([person]));
        for taken in persons {
            if !current::lock(tx, taken).await? && taken == person {
                return Err(refused(HomeError::NoPerson));
            }
        }
        if current::household_of(tx, person).await? != left {
            return Err(refused(HomeError::Moved));
        }
        Ok(Self {
            person,
            facts: fact_rows::of_person(tx, person).await?,
            household,
            others,
        })
    }

    /// Has another member take over if the person is the head; `None` if not. The person's own facts
    /// are left to the caller.
    pub async fn pass_on(
        &self,
        tx: &Tx<'_>,
        change: &Change<'_>,
    ) -> Result<Option<PassedOn>, DbErr> {
        let household = self.household.as_ref();
        let Some(household) = household.filter(|home| home.head == Some(self.person)) else {
            return Ok(None);
        };
        let mut others = Vec::with_capacity(self.others.len());
        for member in &self.others {
            let facts = fact_rows::of_person(tx, *member).await?;
            others.push(Member::of(*member, facts, change.today)?);
        }
        let day = change.stamp.valid_from;
        let head =
            successor(&change.rules.succession, &others, day).map(|head| head.current.person_id);
        household::change_head(tx, household, head, change.stamp, change.fact_id).await?;
        restate(tx, change, household, &others, head).await?;
        Ok(Some(match head {
            Some(head) => PassedOn::To(head),
            None if others.is_empty() => PassedOn::Empty,
            None => PassedOn::ToNobody,
        }))
    }
}

/// A member of a household whose head goes.
#[derive(Debug)]
struct Member {
    current: Current,
    /// To the head who goes.
    relation: Option<String>,
    facts: Vec<Fact>,
}

impl Member {
    fn of(person: PersonId, facts: Vec<Fact>, today: Date) -> Result<Self, DbErr> {
        let state = as_of(&facts, Moment::on(today));
        let relation = state.text(field::RELATION_TO_HEAD).map(str::to_owned);
        Ok(Self {
            current: Current::of(person, &facts, today)?,
            relation,
            facts,
        })
    }
}

/// Who takes over: of those alive and of full age, the first by relation, then the eldest.
fn successor<'m>(rule: &Succession, members: &'m [Member], on: Date) -> Option<&'m Member> {
    let of_age = members.iter().filter(|member| {
        let born = member.current.birth_date;
        let years = born.map(|born| born.age_on(on).0);
        member.current.life_status == LifeStatus::Alive
            && years.is_some_and(|years| years >= rule.adult_years)
    });
    of_age.min_by_key(|member| {
        let relation = member.relation.as_deref();
        let place = rule
            .first
            .iter()
            .position(|code| Some(code.as_str()) == relation)
            .unwrap_or(rule.first.len());
        let born = member.current.birth_date.map(PartialDate::earliest);
        (place, born, member.current.person_id)
    })
}

/// States what each member is to the new head.
async fn restate(
    tx: &Tx<'_>,
    change: &Change<'_>,
    household: &HouseholdRow,
    members: &[Member],
    head: Option<PersonId>,
) -> Result<(), DbErr> {
    let relations = &change.rules.household;
    let family = match members
        .iter()
        .find(|member| Some(member.current.person_id) == head)
    {
        Some(head) => relatives(&head.facts, change.today)?,
        None => Vec::new(),
    };
    for member in members {
        let person = member.current.person_id;
        let former = member.relation.as_deref();
        let code = if Some(person) == head {
            Some(relations.head.as_str())
        } else if let Some(lasting) = former.filter(|code| relations.stays(code)) {
            Some(lasting)
        } else {
            let mut known = family.iter().filter(|(relative, _)| *relative == person);
            known.find_map(|(_, relation)| relations.of_relative(*relation, member.current.sex))
        };
        if code == former {
            continue;
        }
        let fields = Map::from_iter([(field::RELATION_TO_HEAD.to_owned(), code.into())]);
        let fact = NewFact {
            person,
            fact_id: change.fact_id.to_owned(),
            fields,
        };
        let lives_here = |day: Date| {
            let state = as_of(&member.facts, Moment::on(day));
            state.text(field::HOUSEHOLD_ID) == Some(&household.household_id)
        };
        fact_rows::insert_for_good(tx, change.stamp, fact, &member.facts, lives_here).await?;
        current::refresh(tx, person, change.today).await?;
    }
    Ok(())
}

/// The relatives of a person who have a key, each with what the relative is to the person.
pub(crate) fn relatives(facts: &[Fact], on: Date) -> Result<Vec<(PersonId, Relation)>, DbErr> {
    let state = as_of(facts, Moment::on(on));
    let stated = state.iter().filter(|(name, ..)| field::is_relative(name));
    let mut known = Vec::new();
    for (_, value, _) in stated {
        let relative = Relative::deserialize(value).map_err(unreadable)?;
        known.extend(relative.person_id.map(|person| (person, relative.relation)));
    }
    Ok(known)
}

/// A field that is emptied.
pub(crate) fn emptied(name: &str) -> (String, Value) {
    (name.to_owned(), Value::Null)
}
