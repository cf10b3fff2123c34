//! A person's record, put together from facts, and facts taken from a record.

use std::collections::BTreeMap;

use dean06_contracts::{
    Place,
    population::{LifeStatus, PersonRecord, Provenance, Relative},
};
use dean06_kernel::PersonId;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    fact::{Fact, Moment, State, texts_until},
    field,
    place::Places,
};

/// Fields of a record that do not stand in facts: they follow from other things.
pub(crate) const DERIVED: [&str; 4] = [
    "person_id",
    "former_personal_numbers",
    "household",
    "provenance",
];

/// The record of a person as `state` says it; the household is left to the caller.
pub(crate) fn record(
    person: PersonId,
    facts: &[Fact],
    state: &State<'_>,
    moment: Moment,
    places: Places<'_>,
) -> Result<PersonRecord, serde_json::Error> {
    let mut values = Map::new();
    let mut relatives = Vec::new();
    let mut provenance: BTreeMap<String, Provenance> = BTreeMap::new();
    for (name, value, fact) in state.iter() {
        let shown = if name == field::HOUSEHOLD_ID {
            "household"
        } else if field::is_relative(name) {
            relatives.push(Relative::deserialize(value)?);
            field::RELATIVES
        } else if name.contains('/') {
            continue;
        } else {
            values.insert(name.to_owned(), value.clone());
            name
        };
        let latest = provenance.get(shown).and_then(|known| known.recorded_at);
        if latest < Some(fact.recorded_at) {
            provenance.insert(shown.to_owned(), provenance_of(fact));
        }
    }
    if has_ended(state, moment.valid_on) {
        values.remove(field::TEMPORARY_RESIDENCE);
        provenance.remove(field::TEMPORARY_RESIDENCE);
    }
    let mut record = PersonRecord::deserialize(Value::Object(values))?;
    record.person_id = Some(person);
    record.life_status = record.life_status.or(Some(LifeStatus::Alive));
    relatives.sort_by_key(|relative| relative.relation);
    record.relatives = (!relatives.is_empty()).then_some(relatives);
    record.former_personal_numbers = former_numbers(facts, state, moment);
    describe(&mut record, &provenance, places, moment.valid_on);
    record.provenance = Some(provenance);
    Ok(record)
}

fn provenance_of(fact: &Fact) -> Provenance {
    Provenance {
        source: Some(fact.source.clone()),
        valid_from: Some(fact.valid_from),
        recorded_at: Some(fact.recorded_at),
    }
}

/// Whether the last temporary residence is over.
fn has_ended(state: &State<'_>, on: Date) -> bool {
    let until = state.text(field::TEMPORARY_RESIDENCE_UNTIL);
    until
        .and_then(|day| day.parse::<Date>().ok())
        .is_some_and(|last| last < on)
}

fn former_numbers(facts: &[Fact], state: &State<'_>, moment: Moment) -> Option<Vec<String>> {
    let present = state.text(field::PERSONAL_NUMBER);
    let former: Vec<String> = texts_until(facts, field::PERSONAL_NUMBER, moment)
        .into_iter()
        .filter(|number| Some(*number) != present)
        .map(str::to_owned)
        .collect();
    (!former.is_empty()).then_some(former)
}

/// Names every place in words.
fn describe(
    record: &mut PersonRecord,
    provenance: &BTreeMap<String, Provenance>,
    places: Places<'_>,
    on: Date,
) {
    for (name, place) in placed(record) {
        let since = provenance.get(name).and_then(|known| known.valid_from);
        places.describe(place, since.unwrap_or(on));
    }
}

/// The places of a record with the fields they stand in.
pub(crate) fn placed(
    record: &mut PersonRecord,
) -> impl Iterator<Item = (&'static str, &mut Place)> {
    let absence = record.temporary_absence.as_mut();
    [
        ("birth_place", record.birth_place.as_mut()),
        (
            field::BIRTH_REGISTRATION_PLACE,
            record.birth_registration_place.as_mut(),
        ),
        ("hometown", record.hometown.as_mut()),
        ("permanent_residence", record.permanent_residence.as_mut()),
        (
            field::TEMPORARY_RESIDENCE,
            record.temporary_residence.as_mut(),
        ),
        ("current_residence", record.current_residence.as_mut()),
        (
            field::TEMPORARY_ABSENCE,
            absence.and_then(|absence| absence.place.as_mut()),
        ),
    ]
    .into_iter()
    .filter_map(|(name, place)| Some((name, place?)))
}

/// The fields that a fact states when it states this record: what has a value, each relative by
/// itself, nothing that is derived.
pub(crate) fn into_fields(
    mut record: PersonRecord,
) -> Result<Map<String, Value>, serde_json::Error> {
    for (_, place) in placed(&mut record) {
        place.text = None;
    }
    let relatives = record.relatives.take().unwrap_or_default();
    let mut fields = Map::new();
    if let Value::Object(values) = serde_json::to_value(record)? {
        fields = values;
    }
    fields.retain(|name, value| !value.is_null() && !DERIVED.contains(&name.as_str()));
    for relative in relatives {
        fields.insert(field::relative(&relative), relative_value(&relative)?);
    }
    Ok(fields)
}

/// A relative as the value of a field, without what is not known.
pub(crate) fn relative_value(relative: &Relative) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(relative)?;
    if let Value::Object(parts) = &mut value {
        parts.retain(|_, part| !part.is_null());
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use dean06_contracts::population::{IdentityCard, Relation};
    use jiff::civil::date;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{fact::as_of, testing::content};

    fn person() -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(1))
    }

    fn fact(id: &str, valid_from: Date, recorded_at: i64, fields: Value) -> Fact {
        let Value::Object(fields) = fields else {
            panic!("fields are an object")
        };
        Fact {
            id: id.to_owned(),
            valid_from,
            recorded_at,
            source: "civil-status".to_owned(),
            fields,
        }
    }

    fn on(facts: &[Fact], day: Date) -> PersonRecord {
        let content = content();
        let moment = Moment::on(day);
        let places = Places {
            content: &content,
            today: date(2026, 11, 22),
        };
        record(person(), facts, &as_of(facts, moment), moment, places).expect("a record")
    }

    #[test]
    fn a_record_leads_to_fields_and_back() {
        let given = PersonRecord {
            name: Some("Lê An".to_owned()),
            birth_date: Some("1950".parse().expect("a date")),
            nationality: Some(vec!["VN".to_owned()]),
            hometown: Some(Place {
                commune: Some("00004".to_owned()),
                text: Some("written by somebody".to_owned()),
                ..Place::default()
            }),
            identity_card: Some(IdentityCard {
                number: Some("001050000001".to_owned()),
                ..IdentityCard::default()
            }),
            relatives: Some(vec![Relative {
                relation: Relation::Mother,
                person_id: None,
                name: "Trần Thị Hoa".to_owned(),
                personal_number: None,
                old_id_number: None,
                nationality: None,
            }]),
            household: Some(dean06_contracts::population::HouseholdOfPerson::default()),
            ..PersonRecord::default()
        };
        let fields = into_fields(given.clone()).expect("fields");
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "name",
                "birth_date",
                "hometown",
                "nationality",
                "identity_card",
                "relatives/mother-tran thi hoa"
            ]
        );
        assert_eq!(fields["hometown"], json!({"commune": "00004"}));
        let told = on(
            &[fact("a", date(2020, 1, 1), 5, Value::Object(fields))],
            date(2026, 1, 1),
        );
        assert_eq!(told.name, given.name);
        assert_eq!(told.relatives, given.relatives);
        assert_eq!(told.identity_card, given.identity_card);
        assert_eq!(told.life_status, Some(LifeStatus::Alive));
        assert_eq!(
            told.hometown.and_then(|place| place.text).as_deref(),
            Some("Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),
            "the code belongs to the day from which it is stated"
        );
        let provenance = told.provenance.expect("sources");
        assert_eq!(provenance["relatives"].valid_from, Some(date(2020, 1, 1)));
        assert!(!provenance.contains_key("life_status"));
    }

    #[test]
    fn a_temporary_residence_ends_with_its_last_day() {
        let stay = |commune: &str, until: Value| {
            json!({
                "temporary_residence": { "commune": commune },
                "temporary_residence/until": until,
            })
        };
        let facts = [
            fact("a", date(2026, 1, 1), 1, stay("00004", json!("2026-06-30"))),
            fact("b", date(2026, 6, 1), 2, stay("00008", Value::Null)),
            fact("c", date(2026, 9, 1), 3, stay("00025", json!("2026-09-30"))),
        ];
        let commune = |day| on(&facts, day).temporary_residence?.commune;
        assert_eq!(commune(date(2026, 2, 1)).as_deref(), Some("00004"));
        assert_eq!(commune(date(2026, 7, 1)).as_deref(), Some("00008"));
        assert_eq!(commune(date(2026, 9, 30)).as_deref(), Some("00025"));
        assert_eq!(commune(date(2026, 10, 1)), None);
        assert_eq!(commune(date(2025, 12, 31)), None);
    }

    #[test]
    fn old_numbers_are_told_beside_the_present_one() {
        let facts = [
            fact(
                "a",
                date(2000, 1, 1),
                1,
                json!({"personal_number": "001200000001"}),
            ),
            fact(
                "b",
                date(2026, 5, 1),
                2,
                json!({"personal_number": "001300000002"}),
            ),
        ];
        let told = on(&facts, date(2026, 6, 1));
        assert_eq!(told.personal_number.as_deref(), Some("001300000002"));
        assert_eq!(
            told.former_personal_numbers,
            Some(vec!["001200000001".to_owned()])
        );
        let before = on(&facts, date(2026, 4, 30));
        assert_eq!(before.personal_number.as_deref(), Some("001200000001"));
        assert_eq!(before.former_personal_numbers, None);
    }
}
