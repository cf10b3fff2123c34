//! Which household a person enters, and whether that can be.

use dean06_contracts::population::LifeStatus;
use dean06_kernel::PersonId;
use dean06_store::{Tx, WriteError};

use super::{Entry, RegisterPermanentResidenceError, place_in};
use crate::{
    current::{self, Current},
    fact::{Moment, as_of},
    fact_rows, field,
    home::{Besides, HomeError},
    household::{self, HouseholdRow},
    place::is_same_commune,
};

/// The household that the person enters.
pub(super) enum Target {
    /// One that is there.
    Joined(HouseholdRow),
    /// A new one, with this head.
    New(PersonId),
}

impl Target {
    /// What must be taken for it.
    pub(super) fn besides(&self) -> Besides {
        let mut besides = Besides::default();
        match self {
            Self::Joined(household) => {
                besides.households.insert(household.household_id.clone());
            }
            Self::New(head) => {
                besides.persons.insert(*head);
            }
        }
        besides
    }
}

impl Entry<'_> {
    /// The household that the request names, before it is taken.
    pub(super) async fn target(
        &self,
        tx: &Tx<'_>,
    ) -> Result<Target, WriteError<RegisterPermanentResidenceError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let head = self.request.head_person_id;
        let named = match (&self.request.household_id, head) {
            (Some(household_id), _) => Some(household_id.clone()),
            (None, Some(head)) => current::household_of(tx, head).await?,
            (None, None) => None,
        };
        let Some(household_id) = named else {
            return Ok(Target::New(head.unwrap_or(self.request.person_id)));
        };
        let Some(household) = household::find(tx, &household_id).await? else {
            return refused(RegisterPermanentResidenceError::NoHousehold);
        };
        if head.is_some() && household.head != head {
            return refused(RegisterPermanentResidenceError::NotHead);
        }
        Ok(Target::Joined(household))
    }

    /// The household again, now that it is taken.
    pub(super) async fn taken(
        &self,
        tx: &Tx<'_>,
        before: Target,
    ) -> Result<Target, WriteError<RegisterPermanentResidenceError>> {
        let now = self.target(tx).await?;
        match (&before, &now) {
            (Target::Joined(before), Target::Joined(now))
                if before.household_id == now.household_id => {}
            (Target::New(before), Target::New(now)) if before == now => {}
            _ => return Err(WriteError::Refused(HomeError::Moved.into())),
        }
        if let Target::New(head) = now
            && head != self.request.person_id
        {
            self.check_head(tx, head).await?;
        }
        Ok(now)
    }

    /// Somebody without a household becomes the head of a new one only where he or she lives.
    async fn check_head(
        &self,
        tx: &Tx<'_>,
        head: PersonId,
    ) -> Result<(), WriteError<RegisterPermanentResidenceError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let facts = fact_rows::of_person(tx, head).await?;
        let current = Current::of(head, &facts, self.today)?;
        if facts.is_empty() || current.life_status == LifeStatus::Dead {
            return refused(RegisterPermanentResidenceError::NotHead);
        }
        let state = as_of(&facts, Moment::on(self.today));
        let lives = place_in(&state, field::PERMANENT_RESIDENCE)?;
        let units = self.room.content.admin_units();
        if lives.is_some_and(|lives| is_same_commune(units, &lives, &self.request.place)) {
            Ok(())
        } else {
            refused(RegisterPermanentResidenceError::Elsewhere)
        }
    }

    /// What speaks against this household, as it is now that it is taken: that it is the person's
    /// own, that it lives elsewhere, or that it has a head, of whom there is one.
    pub(super) fn check_target(
        &self,
        target: &Target,
        current: &Current,
    ) -> Result<(), RegisterPermanentResidenceError> {
        if let Target::Joined(joined) = target {
            if current.household_id.as_ref() == Some(&joined.household_id) {
                return Err(RegisterPermanentResidenceError::Member);
            }
            let units = self.room.content.admin_units();
            if !is_same_commune(units, &joined.residence, &self.request.place) {
                return Err(RegisterPermanentResidenceError::Elsewhere);
            }
        }
        let becomes_head = self.becomes_head();
        let is_stated = self.request.relation_to_head.is_some();
        let fits = match target {
            Target::New(head) => is_stated && becomes_head == (*head == self.request.person_id),
            Target::Joined(household) => match household.head {
                Some(_) => is_stated && !becomes_head,
                None => true,
            },
        };
        if fits {
            Ok(())
        } else {
            Err(RegisterPermanentResidenceError::Relation)
        }
    }
}
