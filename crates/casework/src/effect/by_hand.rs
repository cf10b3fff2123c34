//! An effect that an officer did in the register by hand, because the command could not reach it.
//!
//! From then on the command is not sent any more. What the register holds is looked up the way the
//! service says, and the result is signed from that: so it does not matter whether the register got
//! the entry from the officer, or from a command whose answer was lost on the way.

use dean06_mediator::Ask;
use serde_json::{Map, Value};

use super::run::{Case, NotEnded, is_refusal};
use crate::rows::ByHand;

/// What stands for the answer of the command.
pub(super) async fn look_up(case: &Case<'_>, by_hand: &ByHand) -> Result<Value, NotEnded> {
    let mut context = case.context();
    let Some(rule) = &case.service.by_hand else {
        return Ok(as_decided(&case.approval.request, by_hand));
    };
    let Some(request) = case.service.by_hand_request(&context)? else {
        return Ok(as_decided(&case.approval.request, by_hand));
    };
    let actor = case.room.seal.on_behalf_of(&by_hand.officer);
    let ask = Ask::new(&actor, &rule.purpose).in_case(&case.dossier.number);
    let mediator = &case.room.mediator;
    let record = match mediator.call_json(ask, &rule.service, request).await {
        Ok(record) => record,
        Err(error) if is_refusal(&error) => return Err(NotEnded::NotInRegister),
        Err(error) => return Err(NotEnded::Owner(error)),
    };
    context.insert("record".to_owned(), record);
    case.service
        .by_hand_effect(&context)?
        .ok_or(NotEnded::NotInRegister)
}

/// Where the service does not say how to look it up: what was decided, and how the register calls
/// the entry.
fn as_decided(request: &Value, by_hand: &ByHand) -> Value {
    let mut effect = match request {
        Value::Object(request) => request.clone(),
        _ => Map::new(),
    };
    effect.insert(
        "reference".to_owned(),
        Value::String(by_hand.reference.clone()),
    );
    Value::Object(effect)
}
