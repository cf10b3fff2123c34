use dean06_contracts::population::{VerifyPerson, VerifyPersonRequest};
use dean06_kernel::{PartialDate, PersonId};
use dean06_mediator::{Ask, MediatorError};

use crate::Identity;

/// The purpose for which the population register is asked.
const PURPOSE: &str = "account.register";

/// Why nobody was found.
#[derive(Debug, thiserror::Error)]
pub enum FindPersonError {
    /// Number, name and birth date do not belong together.
    #[error("the population register has nobody with this number, name and birth date")]
    NoMatch,
    /// The dead have no accounts.
    #[error("the population register says that this person has died")]
    Dead,
    /// The register does not answer.
    #[error("the population register could not be asked")]
    Unavailable(#[from] MediatorError),
}

impl Identity {
    /// The person for whom an account is opened: the register must know number, name and birth date
    /// as they are stated. The person reads of it in "who used my data".
    pub async fn find_person(
        &self,
        personal_number: &str,
        name: &str,
        birth_date: PartialDate,
    ) -> Result<PersonId, FindPersonError> {
        let request = VerifyPersonRequest {
            personal_number: personal_number.to_owned(),
            name: name.to_owned(),
            birth_date,
        };
        let actor = self.seal.alone();
        let ask = Ask::new(&actor, PURPOSE);
        let answer = self.mediator.call::<VerifyPerson>(ask, &request).await?;
        let matched = answer.matches == Some(true);
        let person = answer.person_id.filter(|_| matched);
        let person = person.ok_or(FindPersonError::NoMatch)?;
        if answer.alive == Some(false) {
            return Err(FindPersonError::Dead);
        }
        Ok(person)
    }
}
