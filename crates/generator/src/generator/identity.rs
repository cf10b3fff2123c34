//! What a person is born with: sex, dates, names, numbers, parents.

use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonId, PersonName, PersonalNumber, Sex};

use super::Generator;
use crate::day::Day;
use crate::inputs::{Country, Family, Inputs, Lineage, Locality, NameSpec, Precision, Word};
use crate::{Code, Digits, Kin, Place};

/// A person before anything happened in life.
pub(super) struct Identity {
    pub id: PersonId,
    pub name: PersonName,
    pub sex: Sex,
    pub age: i32,
    pub born: Day,
    pub birth_date: PartialDate,
    /// Where the family lived at birth.
    pub birth: Locality,
    pub birth_place: Place,
    /// Where and when the birth was registered here.
    pub registered: Option<(Locality, Day)>,
    pub hometown: Option<Locality>,
    /// The ethnic group; none for foreigners.
    pub group: Option<u8>,
    pub family: Option<Family>,
    pub given: Option<Arc<Word>>,
    pub number: Option<PersonalNumber>,
    pub old_id: Option<Digits<9>>,
    pub nationality: Vec<Code>,
    pub religion: Option<Code>,
    pub father: Option<Kin>,
    pub mother: Option<Kin>,
}

/// What decides an identity.
pub(super) struct Birth {
    pub sex: Sex,
    pub age: i32,
    /// The day, if it is given: the other one of twins.
    pub born: Option<Day>,
    pub at: Locality,
    pub hometown: Locality,
    pub group: u8,
    pub family: Option<Family>,
    pub mother_family: Option<Family>,
    pub religion: Option<Code>,
    pub father: Option<Kin>,
    pub mother: Option<Kin>,
    /// A second nationality.
    pub also: Option<Code>,
}

impl Identity {
    pub(super) fn kin(&self, inputs: &Inputs) -> Kin {
        let nationality = self.nationality.first();
        Kin {
            person_id: Some(self.id),
            name: self.name.clone(),
            birth_date: Some(self.birth_date),
            personal_number: self.number,
            old_id_number: self.old_id,
            nationality: Code::clone(nationality.unwrap_or(&inputs.parameters.codes.country)),
        }
    }
}

impl Generator {
    /// Makes a citizen, and counts him or her.
    pub(super) fn citizen(&mut self, birth: Birth) -> Identity {
        self.count(birth.sex, birth.age);
        self.person(birth, None)
    }

    /// Makes a person who was a citizen and is dead: not counted in the pyramid. Who died before
    /// there were numbers has none.
    pub(super) fn late_citizen(&mut self, birth: Birth, died: Day) -> Identity {
        self.person(birth, Some(died))
    }

    fn count(&mut self, sex: Sex, age: i32) {
        self.steering.made(sex, age);
        self.planned = self.planned.saturating_sub(1);
    }

    fn person(&mut self, birth: Birth, died: Option<Day>) -> Identity {
        self.made += 1;
        let inputs = Arc::clone(&self.inputs);
        let parameters = &inputs.parameters;
        let until = died.unwrap_or(self.today);
        let born = birth.born.unwrap_or_else(|| self.day_of_birth(birth.age));
        let birth_date = self.known_date(born);
        let named = inputs.names.draw(
            &NameSpec {
                style: inputs.style(birth.group),
                family: birth.family,
                mother_family: birth.mother_family,
                sex: birth.sex,
                era: parameters.era(born.year()),
                parameters,
            },
            &mut self.draw,
        );
        let abroad = self.draw.per_mille(parameters.births.abroad_per_mille);
        let country = abroad.then(|| inputs.world.birth(&mut self.draw)).flatten();
        let registered = self.registration(born, until, country.is_some());
        let code = inputs.places.number_code(birth.at, registered);
        let numbered = died.is_none_or(|day| day.year() >= parameters.number.given_from);
        let number = numbered
            .then(|| self.numbers.personal(code, birth.sex, birth_date.year()))
            .flatten();
        let old = &parameters.old_id;
        let has_old_id = born.year() <= old.born_to && self.draw.per_mille(old.per_mille);
        let mut nationality = Vec::with_capacity(2);
        nationality.push(Code::clone(&parameters.codes.country));
        nationality.extend(birth.also);
        Identity {
            id: self.ids.person(&mut self.draw),
            name: named.name,
            sex: birth.sex,
            age: birth.age,
            born,
            birth_date,
            birth: birth.at,
            birth_place: self.birth_place(birth.at, born, country),
            registered: Some((birth.at, registered)),
            hometown: Some(birth.hometown),
            group: Some(birth.group),
            family: birth.family,
            given: named.given,
            number,
            old_id: has_old_id.then(|| self.numbers.old_id()).flatten(),
            nationality,
            religion: self.own_religion(birth.religion),
            father: birth.father,
            mother: birth.mother,
        }
    }

    /// Makes a foreigner; nothing if no country sends any.
    pub(super) fn foreigner(&mut self, sex: Sex, age: i32, home: Locality) -> Option<Identity> {
        let inputs = Arc::clone(&self.inputs);
        let country = inputs.world.foreign(&mut self.draw)?;
        let name = country.name(sex, &mut self.draw)?;
        let born = self.day_of_birth(age);
        let born_here = inputs.parameters.marriages.foreigner_born_here_per_mille;
        let here = self.draw.per_mille(born_here);
        let registered = here.then(|| (home, self.registration(born, self.today, false)));
        let number = registered.and_then(|(at, day)| {
            let code = inputs.places.number_code(at, day);
            self.numbers.personal(code, sex, born.year())
        });
        let birth_place = self.birth_place(home, born, (!here).then_some(country));
        self.made += 1;
        self.count(sex, age);
        Some(Identity {
            id: self.ids.person(&mut self.draw),
            name,
            sex,
            age,
            born,
            birth_date: PartialDate::from(born.date()),
            birth: home,
            birth_place,
            registered,
            hometown: None,
            group: None,
            family: None,
            given: None,
            number,
            old_id: None,
            nationality: vec![Code::clone(&country.code)],
            religion: None,
            father: None,
            mother: None,
        })
    }

    /// Somebody who is named but does not stand in the population.
    pub(super) fn named(&mut self, sex: Sex, age: i32, group: u8, family: Option<Family>) -> Kin {
        let inputs = Arc::clone(&self.inputs);
        let parameters = &inputs.parameters;
        let year = i32::from(self.today.year()) - age;
        let named = inputs.names.draw(
            &NameSpec {
                style: inputs.style(group),
                family,
                mother_family: None,
                sex,
                era: parameters.era(i16::try_from(year).unwrap_or(i16::MIN)),
                parameters,
            },
            &mut self.draw,
        );
        Kin {
            person_id: None,
            name: named.name,
            birth_date: None,
            personal_number: None,
            old_id_number: None,
            nationality: Code::clone(&parameters.codes.country),
        }
    }

    /// A family name of the group as it is borne there.
    pub(super) fn family_name(&mut self, group: u8, at: Locality) -> Option<Family> {
        let region = self.inputs.places.province(at).region;
        let style = self.inputs.style(group);
        self.inputs.names.family(style, region, &mut self.draw)
    }

    /// The family name of a child by its parents', and the other one.
    pub(super) fn inherited(
        &self,
        group: u8,
        father: Option<Family>,
        mother: Option<Family>,
    ) -> (Option<Family>, Option<Family>) {
        match self.inputs.names.lineage(self.inputs.style(group)) {
            Lineage::None => (None, None),
            Lineage::Mother => (mother.or(father), None),
            Lineage::Father => (father.or(mother), mother),
        }
    }

    fn day_of_birth(&mut self, age: i32) -> Day {
        let first = self.today.plus_years(-age - 1).plus(1);
        let last = self.today.plus_years(-age);
        first.plus(self.draw.between(0..=last.since(first)))
    }

    /// The date of birth as far as it is known.
    fn known_date(&mut self, born: Day) -> PartialDate {
        let exact = PartialDate::from(born.date());
        let month = match self
            .inputs
            .parameters
            .precision(exact.year(), &mut self.draw)
        {
            Precision::Day => return exact,
            Precision::Month => exact.month(),
            Precision::Year => None,
        };
        PartialDate::new(exact.year(), month, None).unwrap_or(exact)
    }

    /// The day on which a birth was registered here.
    fn registration(&mut self, born: Day, until: Day, abroad: bool) -> Day {
        let births = &self.inputs.parameters.births;
        let late = abroad || self.draw.per_mille(births.late_per_mille);
        let days = if late {
            births.late_days
        } else {
            births.within_days
        };
        born.plus(self.draw.between(0..=days)).min(until)
    }

    fn birth_place(&mut self, at: Locality, born: Day, abroad: Option<&Country>) -> Place {
        if let Some(country) = abroad {
            return Place {
                country: Some(Code::clone(&country.code)),
                commune: None,
                line: Some(Arc::clone(&country.city)),
            };
        }
        let era = self.inputs.parameters.era(born.year());
        Place {
            country: None,
            commune: Some(self.inputs.places.code(at, born)),
            line: self.inputs.addresses.birth_place(era, &mut self.draw),
        }
    }

    fn own_religion(&mut self, household: Option<Code>) -> Option<Code> {
        let religion = &self.inputs.parameters.religion;
        if self.draw.per_mille(religion.shared_per_mille) {
            household
        } else {
            Some(Code::clone(&religion.none))
        }
    }
}
