use dean06_contracts::{FieldProblem, civil_status::RegisterDeathRequest};
use dean06_kernel::{PersonName, is_unseen};
use dean06_mediator::ServiceError;

use crate::CivilStatus;

/// What is wrong with a death, told field by field.
pub(super) fn check(
    room: &CivilStatus,
    request: &RegisterDeathRequest,
) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, code: &str| {
        problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            text: room.mediator.problems().tell(422, code).detail,
        });
    };
    if PersonName::new(&request.deceased.name).is_err() {
        wrong("/deceased/name", "name-not-usable");
    }
    if PersonName::new(&request.declarant.name).is_err() {
        wrong("/declarant/name", "name-not-usable");
    }
    if request.registered_on > room.sources.today() {
        wrong("/registered_on", "date-in-future");
    }
    if request.died_on > request.registered_on {
        wrong("/died_on", "date-in-future");
    }
    if let Some(time) = &request.died_at
        && !is_time(time)
    {
        wrong("/died_at", "value-not-usable");
    }
    let hidden = |c: char| is_unseen(c) && c != '\n';
    if let Some(cause) = &request.cause
        && cause.chars().any(hidden)
    {
        wrong("/cause", "text-not-usable");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}

/// `HH:MM` of a day.
fn is_time(text: &str) -> bool {
    let part = |range, limit| {
        let digits: Option<&str> = text.get(range);
        let number = digits.and_then(|digits| digits.parse::<u8>().ok());
        number.is_some_and(|number| number < limit)
    };
    let well_formed = text.len() == 5
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 2 {
                byte == b':'
            } else {
                byte.is_ascii_digit()
            }
        });
    well_formed && part(0..2, 24) && part(3..5, 60)
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn a_time_is_hours_and_minutes() {
        for right in ["00:00", "06:40", "23:59"] {
            assert!(is_time(right), "{right}");
        }
        for wrong in [
            "24:00", "12:60", "6:40", "+6:40", "0640", "06-40", "", "06:4ộ",
        ] {
            assert!(!is_time(wrong), "{wrong}");
        }
    }
}
