//! Facts, and what they say together on a day, as known at a moment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Map, Value};

/// Values of a person's fields that hold from a day on, until another fact says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    /// Names the fact for ever.
    pub id: String,
    /// First day on which it holds in law.
    pub valid_from: Date,
    /// When the register learnt it, UTC microseconds.
    pub recorded_at: i64,
    /// Who stated it.
    pub source: String,
    /// Field → value; null says that the field is empty.
    pub fields: Map<String, Value>,
}

/// The two times of a question: as valid in law on a day, as known at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The day whose legal state is asked for.
    pub valid_on: Date,
    /// The moment whose knowledge is asked for, UTC microseconds.
    pub known_at: i64,
}

impl Moment {
    /// What holds on a day by all that is known.
    pub fn on(valid_on: Date) -> Self {
        Self {
            valid_on,
            known_at: i64::MAX,
        }
    }

    fn sees(self, fact: &Fact) -> bool {
        fact.recorded_at <= self.known_at && fact.valid_from <= self.valid_on
    }
}

/// For each field the fact that counts.
#[derive(Debug, Default)]
pub(crate) struct State<'f> {
    winners: BTreeMap<&'f str, &'f Fact>,
}

impl<'f> State<'f> {
    /// Nothing is stated at all: at that moment, the register did not hold the person.
    pub fn is_empty(&self) -> bool {
        self.winners.is_empty()
    }

    /// Fields with a value, by name, each with the fact that it comes from.
    pub fn iter(&self) -> impl Iterator<Item = (&'f str, &'f Value, &'f Fact)> {
        self.winners.iter().filter_map(|(field, fact)| {
            let value = fact.fields.get(*field)?;
            (!value.is_null()).then_some((*field, value, *fact))
        })
    }

    /// The value of a field.
    pub fn value(&self, field: &str) -> Option<&'f Value> {
        let value = self.winners.get(field)?.fields.get(field)?;
        (!value.is_null()).then_some(value)
    }

    /// The value of a field that holds text.
    pub fn text(&self, field: &str) -> Option<&'f str> {
        self.value(field)?.as_str()
    }
}

/// What the facts of one person say at a moment: for each field, of the facts that hold and are
/// known then, the one that holds from the latest day counts; of several from the same day the one
/// recorded last. So a correction of the past does not displace a change that came later in law.
pub(crate) fn as_of(facts: &[Fact], moment: Moment) -> State<'_> {
    let mut state = State::default();
    for fact in facts.iter().filter(|fact| moment.sees(fact)) {
        for field in fact.fields.keys() {
            let winner = state.winners.entry(field).or_insert(fact);
            if rank(fact) > rank(winner) {
                *winner = fact;
            }
        }
    }
    state
}

fn rank(fact: &Fact) -> (Date, i64, &str) {
    (fact.valid_from, fact.recorded_at, &fact.id)
}

/// Every text that a field ever had up to a moment, the latest first.
pub(crate) fn texts_until<'f>(facts: &'f [Fact], field: &str, moment: Moment) -> Vec<&'f str> {
    let mut stated: Vec<(&Fact, &str)> = facts
        .iter()
        .filter(|fact| moment.sees(fact))
        .filter_map(|fact| Some((fact, fact.fields.get(field)?.as_str()?)))
        .collect();
    stated.sort_by(|(a, _), (b, _)| rank(b).cmp(&rank(a)));
    let mut texts = Vec::new();
    for (_, text) in stated {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Whether a field is stated for a day after `day`: what is stated for `day` would be displaced then.
pub(crate) fn is_stated_after(facts: &[Fact], field: &str, day: Date) -> bool {
    facts
        .iter()
        .any(|fact| fact.valid_from > day && fact.fields.contains_key(field))
}

/// The days on which something must be stated so that it holds from `from` on for good: that day,
/// and every later one for which one of `fields` is stated already.
pub(crate) fn days_from(facts: &[Fact], fields: &Map<String, Value>, from: Date) -> BTreeSet<Date> {
    let later = facts.iter().filter(|fact| {
        fact.valid_from > from && fact.fields.keys().any(|field| fields.contains_key(field))
    });
    later.map(|fact| fact.valid_from).chain([from]).collect()
}

/// The first day after `today` on which a fact begins to hold.
pub(crate) fn next_change(facts: &[Fact], today: Date) -> Option<Date> {
    facts
        .iter()
        .map(|fact| fact.valid_from)
        .filter(|day| *day > today)
        .min()
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn fact(id: &str, valid_from: Date, recorded_at: i64, fields: Value) -> Fact {
        let Value::Object(fields) = fields else {
            panic!("fields are an object")
        };
        Fact {
            id: id.to_owned(),
            valid_from,
            recorded_at,
            source: "test".to_owned(),
            fields,
        }
    }

    fn at(valid_on: Date, known_at: i64) -> Moment {
        Moment { valid_on, known_at }
    }

    #[test]
    fn a_correction_of_the_past_does_not_displace_a_later_change() {
        let facts = [
            fact("a", date(2000, 1, 1), 10, json!({"name": "Lê Am"})),
            fact("b", date(2020, 5, 1), 20, json!({"name": "Lê Bình"})),
            fact("c", date(2000, 1, 1), 30, json!({"name": "Lê An"})),
        ];
        let name = |day, known| as_of(&facts, at(day, known)).text("name");
        assert_eq!(name(date(2026, 1, 1), 40), Some("Lê Bình"));
        assert_eq!(name(date(2010, 1, 1), 40), Some("Lê An"));
        assert_eq!(name(date(2010, 1, 1), 29), Some("Lê Am"));
        assert_eq!(name(date(2026, 1, 1), 19), Some("Lê Am"));
        assert_eq!(name(date(1999, 12, 31), 40), None);
        assert_eq!(name(date(2026, 1, 1), 9), None);
        assert!(as_of(&facts, at(date(2026, 1, 1), 9)).is_empty());
    }

    #[test]
    fn null_empties_a_field_from_its_day_on() {
        let facts = [
            fact(
                "a",
                date(2000, 1, 1),
                1,
                json!({"phone": "0900", "sex": "male"}),
            ),
            fact("b", date(2020, 1, 1), 2, json!({ "phone": null })),
        ];
        let state = as_of(&facts, Moment::on(date(2021, 1, 1)));
        assert_eq!(state.text("phone"), None);
        let fields: Vec<&str> = state.iter().map(|(field, ..)| field).collect();
        assert_eq!(fields, ["sex"]);
        let before = as_of(&facts, Moment::on(date(2019, 12, 31)));
        assert_eq!(before.text("phone"), Some("0900"));
    }

    #[test]
    fn what_is_to_hold_for_good_is_stated_for_every_later_day_too() {
        let facts = [
            fact("a", date(2000, 1, 1), 1, json!({"n": "1"})),
            fact("b", date(2026, 5, 1), 2, json!({"n": "2", "m": "1"})),
            fact("c", date(2026, 7, 1), 3, json!({"m": "2"})),
            fact("d", date(2027, 1, 1), 4, json!({"n": null})),
        ];
        let Value::Object(fields) = json!({"n": null, "k": null}) else {
            panic!("fields are an object")
        };
        let days: Vec<Date> = days_from(&facts, &fields, date(2026, 1, 1))
            .into_iter()
            .collect();
        assert_eq!(days, [date(2026, 1, 1), date(2026, 5, 1), date(2027, 1, 1)]);
        assert!(is_stated_after(&facts, "m", date(2026, 6, 30)));
        assert!(!is_stated_after(&facts, "m", date(2026, 7, 1)));
    }

    #[test]
    fn former_texts_and_the_next_change_are_found() {
        let facts = [
            fact("a", date(2000, 1, 1), 1, json!({"n": "1"})),
            fact("b", date(2010, 1, 1), 2, json!({"n": "2"})),
            fact("c", date(2000, 1, 1), 3, json!({"n": "3"})),
            fact("d", date(2027, 1, 1), 4, json!({"n": "1"})),
        ];
        let today = date(2026, 11, 22);
        assert_eq!(texts_until(&facts, "n", Moment::on(today)), ["2", "3", "1"]);
        assert_eq!(texts_until(&facts, "n", at(today, 2)), ["2", "1"]);
        assert_eq!(next_change(&facts, today), Some(date(2027, 1, 1)));
        assert_eq!(next_change(&facts, date(2027, 1, 1)), None);
    }

    /// Plays the facts one after the other, the way a clerk would fill in a card.
    fn naive(facts: &[Fact], moment: Moment) -> Map<String, Value> {
        let mut played: Vec<Fact> = facts.to_vec();
        played.retain(|fact| fact.valid_from <= moment.valid_on);
        played.retain(|fact| fact.recorded_at <= moment.known_at);
        played.sort_by_key(|fact| fact.id.clone());
        played.sort_by_key(|fact| fact.recorded_at);
        played.sort_by_key(|fact| fact.valid_from);
        let mut card = Map::new();
        for fact in played {
            for (field, value) in fact.fields {
                card.insert(field, value);
            }
        }
        card.retain(|_, value| !value.is_null());
        card
    }

    fn any_fact() -> impl Strategy<Value = (i64, i64, Map<String, Value>)> {
        let value = prop_oneof![Just(Value::Null), (0..4).prop_map(Value::from)];
        let fields = prop::collection::btree_map("[a-d]", value, 0..4);
        (
            0_i64..6,
            0_i64..6,
            fields.prop_map(|map| map.into_iter().collect()),
        )
    }

    proptest! {
        #[test]
        fn it_agrees_with_playing_the_facts_in_order(
            drawn in prop::collection::vec(any_fact(), 0..12),
            day in -1_i64..7,
            known_at in -1_i64..7,
        ) {
            let start = date(2020, 1, 1);
            let day_of = |n: i64| start.saturating_add(n.days());
            let facts: Vec<Fact> = drawn
                .into_iter()
                .enumerate()
                .map(|(n, (valid, recorded_at, fields))| Fact {
                    id: format!("{n:02}"),
                    valid_from: day_of(valid),
                    recorded_at,
                    source: String::new(),
                    fields,
                })
                .collect();
            let moment = at(day_of(day), known_at);
            let state: Map<String, Value> = as_of(&facts, moment)
                .iter()
                .map(|(field, value, _)| (field.to_owned(), value.clone()))
                .collect();
            prop_assert_eq!(state, naive(&facts, moment));
        }

        #[test]
        fn the_order_of_the_rows_does_not_matter(drawn in prop::collection::vec(any_fact(), 0..8), turn in 0_usize..8) {
            let facts: Vec<Fact> = drawn
                .into_iter()
                .enumerate()
                .map(|(n, (valid, recorded_at, fields))| Fact {
                    id: n.to_string(),
                    valid_from: date(2020, 1, 1).saturating_add(valid.days()),
                    recorded_at,
                    source: String::new(),
                    fields,
                })
                .collect();
            let mut turned = facts.clone();
            turned.rotate_left(turn.min(facts.len()));
            let moment = Moment::on(date(2020, 1, 4));
            let ids = |facts: &[Fact]| -> Vec<(String, String)> {
                as_of(facts, moment)
                    .iter()
                    .map(|(field, _, fact)| (field.to_owned(), fact.id.clone()))
                    .collect()
            };
            prop_assert_eq!(ids(&facts), ids(&turned));
        }
    }
}
