//! Between JSON and the values of CEL.

use std::collections::HashMap;
use std::sync::Arc;

use cel::Value as Cel;
use cel::objects::{Key, Map};
use serde_json::Value;

use super::{MAX_INPUT_DEPTH, RuleError};
use crate::Context;

/// The value at `path`, if everything on the way is there.
pub(super) fn lookup<P: AsRef<str>>(
    context: &Context,
    path: impl IntoIterator<Item = P>,
) -> Option<&Value> {
    let mut path = path.into_iter();
    let mut value = context.get(path.next()?.as_ref())?;
    for part in path {
        value = value.get(part.as_ref())?;
    }
    Some(value)
}

/// Whole numbers stay whole. `None` for a value that is nested too deeply.
pub(super) fn to_cel(value: &Value) -> Option<Cel> {
    descend(value, 0)
}

fn descend(value: &Value, depth: usize) -> Option<Cel> {
    if depth > MAX_INPUT_DEPTH {
        return None;
    }
    Some(match value {
        Value::Null => Cel::Null,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Cel::Int(value),
            (None, Some(value)) => Cel::UInt(value),
            (None, None) => Cel::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Cel::String(Arc::new(text.clone())),
        Value::Array(items) => Cel::List(Arc::new(
            items
                .iter()
                .map(|item| descend(item, depth + 1))
                .collect::<Option<_>>()?,
        )),
        Value::Object(fields) => Cel::Map(Map {
            map: Arc::new(
                fields
                    .iter()
                    .map(|(key, value)| {
                        Some((
                            Key::String(Arc::new(key.clone())),
                            descend(value, depth + 1)?,
                        ))
                    })
                    .collect::<Option<HashMap<_, _>>>()?,
            ),
        }),
    })
}

/// Keys of objects are sorted, so that the same input always gives the same text.
pub(super) fn to_json(value: &Cel) -> Result<Value, RuleError> {
    Ok(match value {
        Cel::Null => Value::Null,
        Cel::Bool(value) => Value::Bool(*value),
        Cel::Int(value) => Value::from(*value),
        Cel::UInt(value) => Value::from(*value),
        Cel::Float(value) => Value::from(*value),
        Cel::String(text) => Value::String(text.as_ref().clone()),
        Cel::List(items) => Value::Array(items.iter().map(to_json).collect::<Result<_, _>>()?),
        Cel::Map(map) => {
            let mut entries: Vec<(String, &Cel)> = map
                .map
                .iter()
                .map(|(key, value)| (key.to_string(), value))
                .collect();
            entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| Ok((key, to_json(value)?)))
                    .collect::<Result<_, RuleError>>()?,
            )
        }
        _ => {
            return Err(RuleError::Value(
                "the result is not a JSON value".to_owned(),
            ));
        }
    })
}
