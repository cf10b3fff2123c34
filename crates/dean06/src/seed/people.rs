use dean06_contracts::{
    Place,
    population::{IdentityCard, LifeStatus, PersonRecord, Relation, Relative, TemporaryAbsence},
};
use dean06_generator::{
    Kin, Life, Relation as Stands, SyntheticAbsence, SyntheticCard, SyntheticHousehold,
    SyntheticPerson, SyntheticRelative,
};
use dean06_population::{ImportedHousehold, ImportedPerson};
use jiff::civil::Date;

/// A generated household as the population register takes it over. Dead relatives who belong to no
/// household come along without one. What is known beside birth holds from `since`, the first day of
/// the communes in which the households live.
pub fn household(synthetic: SyntheticHousehold, since: Date) -> Option<ImportedHousehold> {
    let SyntheticHousehold {
        id,
        commune,
        address_line,
        members,
        deceased,
        ..
    } = synthetic;
    let residence = Place {
        commune: Some(commune.to_string()),
        line: Some(address_line.to_string()),
        ..Place::default()
    };
    Some(ImportedHousehold {
        household_id: id.to_string(),
        head: members.first()?.id,
        residence,
        members: members
            .into_iter()
            .map(|member| person(member, since))
            .collect(),
        others: deceased
            .into_iter()
            .map(|other| person(other, since))
            .collect(),
    })
}

fn person(synthetic: SyntheticPerson, since: Date) -> ImportedPerson {
    let born = synthetic.birth_date.earliest();
    ImportedPerson {
        person_id: synthetic.id,
        valid_from: born,
        state_from: born.max(since),
        relation_to_head: synthetic.relation_to_head.as_ref().map(ToString::to_string),
        record: record(synthetic),
    }
}

fn record(synthetic: SyntheticPerson) -> PersonRecord {
    let (life_status, death_or_missing_date) = match synthetic.life {
        Life::Alive => (LifeStatus::Alive, None),
        Life::Dead(on) => (LifeStatus::Dead, Some(on)),
        Life::Missing(since) => (LifeStatus::Missing, Some(since)),
    };
    let card = synthetic.identity_card.as_ref().map(|card| {
        self::card(
            card,
            synthetic.personal_number.map(|number| number.to_string()),
        )
    });
    let other_names: Vec<String> = synthetic
        .other_names
        .iter()
        .map(ToString::to_string)
        .collect();
    PersonRecord {
        person_id: Some(synthetic.id),
        name: Some(synthetic.name.to_string()),
        other_names: (!other_names.is_empty()).then_some(other_names),
        personal_number: synthetic.personal_number.map(|number| number.to_string()),
        birth_date: Some(synthetic.birth_date),
        sex: Some(synthetic.sex),
        birth_place: Some(place(&synthetic.birth_place)),
        birth_registration_place: synthetic.birth_registration_place.as_ref().map(place),
        hometown: synthetic.hometown.as_ref().map(place),
        ethnicity: synthetic.ethnicity.map(|code| code.to_string()),
        religion: synthetic.religion.map(|code| code.to_string()),
        nationality: Some(
            synthetic
                .nationality
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        blood_group: synthetic.blood_group.map(|code| code.to_string()),
        old_id_number: synthetic.old_id_number.map(|number| number.to_string()),
        identity_card: card,
        relatives: Some(synthetic.relatives.into_iter().map(relative).collect()),
        permanent_residence: synthetic.permanent_residence.as_ref().map(place),
        temporary_residence: synthetic.temporary_residence.as_ref().map(place),
        current_residence: synthetic.current_residence.as_ref().map(place),
        temporary_absence: synthetic.temporary_absence.as_ref().map(absence),
        residence_file_number: synthetic
            .residence_file_number
            .map(|number| number.to_string()),
        marital_status: Some(synthetic.marital_status.to_string()),
        relation_to_head: synthetic.relation_to_head.map(|code| code.to_string()),
        life_status: Some(life_status),
        death_or_missing_date,
        phone: synthetic.phone.map(|number| number.to_string()),
        email: synthetic.email,
        ..PersonRecord::default()
    }
}

/// A generated place as contracts write one.
pub fn place(synthetic: &dean06_generator::Place) -> Place {
    Place {
        country: synthetic.country.as_ref().map(ToString::to_string),
        commune: synthetic.commune.as_ref().map(ToString::to_string),
        line: synthetic.line.as_ref().map(ToString::to_string),
        text: None,
    }
}

fn card(synthetic: &SyntheticCard, number: Option<String>) -> IdentityCard {
    IdentityCard {
        number,
        kind: Some(synthetic.kind.to_string()),
        issued_on: Some(synthetic.issued_on),
        issued_by: Some(synthetic.issued_by.to_string()),
        expires_on: synthetic.expires_on,
    }
}

fn absence(synthetic: &SyntheticAbsence) -> TemporaryAbsence {
    TemporaryAbsence {
        from: Some(synthetic.from),
        to: Some(synthetic.to),
        place: Some(place(&synthetic.place)),
    }
}

fn relative(synthetic: SyntheticRelative) -> Relative {
    let Kin {
        person_id,
        name,
        personal_number,
        old_id_number,
        nationality,
        ..
    } = synthetic.kin;
    Relative {
        relation: match synthetic.relation {
            Stands::Father => Relation::Father,
            Stands::Mother => Relation::Mother,
            Stands::Spouse => Relation::Spouse,
            Stands::Child => Relation::Child,
            Stands::Representative => Relation::Representative,
            Stands::Represented => Relation::Represented,
        },
        person_id,
        name: name.to_string(),
        personal_number: personal_number.map(|number| number.to_string()),
        old_id_number: old_id_number.map(|number| number.to_string()),
        nationality: Some(nationality.to_string()),
    }
}
