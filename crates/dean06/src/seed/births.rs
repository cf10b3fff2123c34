use dean06_civil_status::{ImportedBirth, ImportedMarriage, ImportedSpouse};
use dean06_contracts::{
    Place,
    civil_status::{ChildOfBirth, ParentOfBirth},
};
use dean06_generator::{
    Kin, SyntheticBirth, SyntheticHousehold, SyntheticMarriage, SyntheticPerson,
};

use super::people::place;
use crate::house::Rooms;

/// The kind of organisation that keeps the books of civil status.
const KEEPER: &str = "commune_committee";

/// A generated marriage as the civil-status register takes it over.
pub fn marriage(synthetic: &SyntheticMarriage) -> ImportedMarriage {
    ImportedMarriage {
        id: synthetic.id.to_string(),
        spouses: [spouse(&synthetic.husband), spouse(&synthetic.wife)],
        married_on: synthetic.date,
        ended_on: synthetic.end.map(|end| end.on.earliest()),
        place: Some(Place {
            commune: Some(synthetic.registration_commune.to_string()),
            ..Place::default()
        }),
        book: Some(format!("KH/{}", synthetic.book.year)),
        book_number: Some(synthetic.book.number),
    }
}

fn spouse(kin: &Kin) -> ImportedSpouse {
    ImportedSpouse {
        person: kin.person_id,
        name: kin.name.to_string(),
    }
}

/// The births of a generated household whose books a committee of today keeps.
pub fn births(rooms: &Rooms, household: &SyntheticHousehold) -> Vec<ImportedBirth> {
    household
        .births
        .iter()
        .filter_map(|birth| {
            let child = household
                .everybody()
                .find(|person| person.id == birth.child)?;
            let commune = &birth.registration_commune_now;
            let keeper = rooms.content.organisation_for(KEEPER, commune)?;
            Some(ImportedBirth {
                person: child.id,
                personal_number: child.personal_number.map(|number| number.to_string()),
                org_id: keeper.id,
                child: child_of_birth(birth, child),
                mother: birth.mother.as_ref().map(parent),
                father: birth.father.as_ref().map(parent),
                registered_on: birth.registered_on,
                book_number: birth.book.number,
            })
        })
        .collect()
}

fn child_of_birth(birth: &SyntheticBirth, child: &SyntheticPerson) -> ChildOfBirth {
    ChildOfBirth {
        person_id: None,
        name: child.name.to_string(),
        sex: child.sex,
        birth_date: child.birth_date,
        birth_time: None,
        birth_order: birth.birth_order,
        birth_place: place(&child.birth_place),
        hometown: child.hometown.as_ref().map(place),
        ethnicity: child.ethnicity.as_ref().map(ToString::to_string),
        nationality: child.nationality.first().map(ToString::to_string),
        birth_notice_number: None,
    }
}

fn parent(kin: &Kin) -> ParentOfBirth {
    ParentOfBirth {
        person_id: kin.person_id,
        name: kin.name.to_string(),
        birth_date: kin.birth_date,
        personal_number: kin.personal_number.map(|number| number.to_string()),
        nationality: Some(kin.nationality.to_string()),
        ..ParentOfBirth::default()
    }
}
