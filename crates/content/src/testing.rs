//! Shared by the tests of this crate.

use proptest::prelude::*;
use serde_json::Value;

use crate::Context;

/// Any JSON value, a few levels deep, with keys that forms and registers use.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                "(child|mother|name|siblings|birth_date|[a-z]{1,3})",
                inner,
                0..4
            )
            .prop_map(|map| map.into_iter().collect::<Context>().into()),
        ]
    })
}
