//! The people whom the demonstration signs in, as the content describes them: the same keys, names
//! and places in every population.

use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonName, PersonalNumber};

use super::{DemoPerson, Generator};
use crate::day::Day;
use crate::inputs::{
    DemoRelation, HouseholdRow, Inputs, Locality, MarriageRow, MemberRow, month_day,
};
use crate::numbers::Book;
use crate::{
    BookEntry, Code, Digits, Kin, Life, Place, Relation, ResidenceKind, SyntheticBirth,
    SyntheticHousehold, SyntheticMarriage, SyntheticPerson, SyntheticRelative,
};

/// Days from a birth to its registration.
const REGISTERED_AFTER: i32 = 10;

impl Generator {
    /// Makes the households of the demonstration, which come first.
    pub(super) fn prepare_demo(&mut self) {
        let inputs = Arc::clone(&self.inputs);
        for row in &inputs.demo.household {
            let maker = Maker {
                inputs: &inputs,
                today: self.today,
                household: row,
            };
            let Some(household) = maker.household() else {
                continue;
            };
            for (member, person) in row.member.iter().zip(&household.members) {
                self.steering.made(member.sex, member.age);
                self.made += 1;
                self.demo_people.push(DemoPerson {
                    role: member.role.clone(),
                    id: person.id,
                });
            }
            for (book, at, line) in maker.lines(&household) {
                self.numbers
                    .keep_lines((book, at.now, line.year), line.number);
            }
            self.demo.push_back(household);
        }
    }
}

/// Makes one household.
struct Maker<'a> {
    inputs: &'a Inputs,
    today: Day,
    household: &'a HouseholdRow,
}

impl Maker<'_> {
    /// The household; nothing if it lies in a commune that does not exist.
    fn household(&self) -> Option<SyntheticHousehold> {
        let home = self.locality(None)?;
        let members: Vec<SyntheticPerson> = self
            .household
            .member
            .iter()
            .map(|row| self.member(row, home))
            .collect();
        let births = self.births(&members);
        Some(SyntheticHousehold {
            id: self.household.id,
            commune: self.inputs.places.code(home, self.today),
            address_line: self.household.address.as_str().into(),
            residence: ResidenceKind::Permanent,
            residence_file_number: Digits::read(&self.household.file_number),
            marriages: self
                .household
                .marriage
                .iter()
                .filter_map(|row| self.marriage(row, home))
                .collect(),
            births,
            members,
            deceased: Vec::new(),
        })
    }

    fn locality(&self, older: Option<&str>) -> Option<Locality> {
        match older {
            Some(older) => self.inputs.places.find_older(older),
            None => self.inputs.places.find(&self.household.commune),
        }
    }

    fn row(&self, role: &str) -> Option<&MemberRow> {
        self.household.member.iter().find(|row| row.role == role)
    }

    /// The day of birth; in the middle of the year if only that is known.
    fn born(&self, row: &MemberRow) -> Day {
        let (month, day) = row.born.as_deref().and_then(month_day).unwrap_or((7, 1));
        last(self.today, month, day).plus_years(-row.age)
    }

    fn birth_date(&self, row: &MemberRow) -> PartialDate {
        let exact = PartialDate::from(self.born(row).date());
        if row.born.is_some() {
            return exact;
        }
        PartialDate::new(exact.year(), None, None).unwrap_or(exact)
    }

    /// Where and when the birth was registered.
    fn registered(&self, row: &MemberRow) -> Option<(Locality, Day)> {
        let at = self.locality(row.older_commune.as_deref())?;
        let foreign = row.nationality.is_some();
        (!foreign).then(|| (at, self.born(row).plus(REGISTERED_AFTER)))
    }

    fn number(&self, row: &MemberRow) -> Option<PersonalNumber> {
        let (at, day) = self.registered(row)?;
        let code = self.inputs.places.number_code(at, day);
        let year = self.birth_date(row).year();
        PersonalNumber::compose(code, row.sex, year, row.serial?).ok()
    }

    fn nationality(&self, row: &MemberRow) -> Code {
        match &row.nationality {
            Some(code) => code.as_str().into(),
            None => Code::clone(&self.inputs.parameters.codes.country),
        }
    }

    fn kin(&self, row: &MemberRow) -> Kin {
        Kin {
            person_id: Some(row.id),
            name: row.name.clone(),
            birth_date: Some(self.birth_date(row)),
            personal_number: self.number(row),
            old_id_number: None,
            nationality: self.nationality(row),
        }
    }

    fn named(&self, name: &PersonName) -> Kin {
        Kin {
            person_id: None,
            name: name.clone(),
            birth_date: None,
            personal_number: None,
            old_id_number: None,
            nationality: Code::clone(&self.inputs.parameters.codes.country),
        }
    }

    /// The father and the mother, as far as they are stated.
    fn parents(&self, row: &MemberRow) -> [Option<Kin>; 2] {
        let mut parents = match (&row.children_of, &row.parents) {
            (Some(roles), _) => roles
                .each_ref()
                .map(|role| self.row(role).map(|row| self.kin(row))),
            (None, Some(names)) => names.each_ref().map(|name| Some(self.named(name))),
            (None, None) => [None, None],
        };
        let members = self.household.member.iter();
        let mother = members
            .filter(|mother| mother.mother_of.contains(&row.role))
            .map(|mother| self.kin(mother))
            .next();
        parents[1] = mother.or(parents[1].take());
        parents
    }

    fn relatives(&self, row: &MemberRow) -> Vec<SyntheticRelative> {
        let [father, mother] = self.parents(row);
        let spouse = self.household.marriage.iter().find_map(|marriage| {
            if marriage.husband == row.role {
                self.row(&marriage.wife)
            } else if marriage.wife == row.role {
                self.row(&marriage.husband)
            } else {
                None
            }
        });
        let is_child = |child: &&MemberRow| {
            let mut parents = child.children_of.iter().flatten();
            parents.any(|role| *role == row.role) || row.mother_of.contains(&child.role)
        };
        let children = self.household.member.iter().filter(is_child);
        let relative = |relation| move |kin| SyntheticRelative { relation, kin };
        let mut relatives = Vec::new();
        relatives.extend(father.map(relative(Relation::Father)));
        relatives.extend(mother.map(relative(Relation::Mother)));
        relatives.extend(
            spouse
                .map(|row| self.kin(row))
                .map(relative(Relation::Spouse)),
        );
        relatives.extend(
            children
                .map(|row| self.kin(row))
                .map(relative(Relation::Child)),
        );
        relatives
    }

    fn member(&self, row: &MemberRow, home: Locality) -> SyntheticPerson {
        let (inputs, codes) = (self.inputs, &self.inputs.parameters.codes);
        let born = self.born(row);
        let foreign = row.nationality.is_some();
        let registered = self.registered(row);
        let relatives = self.relatives(row);
        let married = relatives
            .iter()
            .any(|relative| relative.relation == Relation::Spouse);
        let marital_status = match (married, row.widowed) {
            (true, _) => &codes.marital_married,
            (false, true) => &codes.marital_ended,
            (false, false) => &codes.marital_never,
        };
        let relation = match row.relation {
            DemoRelation::Head => &codes.head,
            DemoRelation::Wife => &codes.wife,
            DemoRelation::Husband => &codes.husband,
            DemoRelation::Child => &codes.child,
            DemoRelation::Mother => &codes.mother,
        };
        let place = |at: Locality, on: Day| Place {
            commune: Some(inputs.places.code(at, on)),
            ..Place::default()
        };
        let address = Place {
            line: Some(self.household.address.as_str().into()),
            ..place(home, self.today)
        };
        let birth_place = match (&row.born_in, registered) {
            (Some(city), _) => Place {
                country: row.nationality.as_deref().map(Code::from),
                commune: None,
                line: Some(city.as_str().into()),
            },
            (None, Some((at, _))) => place(at, born),
            (None, None) => Place::default(),
        };
        SyntheticPerson {
            id: row.id,
            name: row.name.clone(),
            other_names: Vec::new(),
            personal_number: self.number(row),
            birth_date: self.birth_date(row),
            sex: row.sex,
            birth_place,
            birth_registration_place: registered.map(|(at, day)| place(at, day)),
            hometown: registered.map(|(at, _)| place(at, born)),
            ethnicity: (!foreign)
                .then(|| inputs.places.ethnicities.first().map(Code::clone))
                .flatten(),
            religion: (!foreign).then(|| Code::clone(&inputs.parameters.religion.none)),
            nationality: vec![self.nationality(row)],
            blood_group: None,
            old_id_number: None,
            identity_card: if foreign {
                None
            } else {
                inputs.cards.first(born, self.today)
            },
            relatives,
            permanent_residence: (!foreign).then(|| address.clone()),
            temporary_residence: foreign.then(|| address.clone()),
            current_residence: Some(address),
            temporary_absence: None,
            residence_file_number: Digits::read(&self.household.file_number),
            marital_status: Code::clone(marital_status),
            relation_to_head: Some(Code::clone(relation)),
            life: Life::Alive,
            phone: row.phone.as_deref().and_then(Digits::read),
            email: None,
        }
    }

    fn marriage(&self, row: &MarriageRow, home: Locality) -> Option<SyntheticMarriage> {
        let (month, day) = month_day(&row.on)?;
        let day = last(self.today, month, day).plus_years(-row.years_ago);
        Some(SyntheticMarriage {
            id: row.id,
            date: PartialDate::from(day.date()),
            husband: self.kin(self.row(&row.husband)?),
            wife: self.kin(self.row(&row.wife)?),
            registration_commune: self.inputs.places.code(home, day),
            registration_commune_now: self.inputs.places.code(home, self.today),
            book: BookEntry {
                number: row.number,
                year: day.year(),
            },
            end: None,
        })
    }

    /// The lines of register books that the household takes.
    fn lines(&self, household: &SyntheticHousehold) -> Vec<(Book, Locality, BookEntry)> {
        let place = |code: &str| self.inputs.places.find(code);
        let births = household.births.iter().filter_map(|birth| {
            let at = place(&birth.registration_commune_now)?;
            Some((Book::Births, at, birth.book))
        });
        let marriages = household.marriages.iter().filter_map(|marriage| {
            let at = place(&marriage.registration_commune_now)?;
            Some((Book::Marriages, at, marriage.book))
        });
        births.chain(marriages).collect()
    }

    /// Births that stand in the electronic books: lines from 1, in the order of the members.
    fn births(&self, members: &[SyntheticPerson]) -> Vec<SyntheticBirth> {
        let from = self.inputs.parameters.births.electronic_from;
        let rows = (1..).zip(self.household.member.iter().zip(members));
        rows.filter_map(|(number, (row, person))| {
            let (at, day) = self.registered(row)?;
            let [father, mother] = self.parents(row);
            (self.born(row).year() >= from).then(|| SyntheticBirth {
                child: person.id,
                mother,
                father,
                birth_order: None,
                registration_commune: self.inputs.places.code(at, day),
                registration_commune_now: self.inputs.places.code(at, self.today),
                registered_on: day.date(),
                book: BookEntry {
                    number,
                    year: day.year(),
                },
            })
        })
        .collect()
    }
}

/// The last such day of a year until today.
fn last(today: Day, month: i8, day: i8) -> Day {
    let this_year = jiff::civil::Date::new(today.year(), month, day).map(Day::of);
    match this_year {
        Ok(this_year) if this_year <= today => this_year,
        Ok(this_year) => this_year.plus_years(-1),
        Err(_) => today,
    }
}
