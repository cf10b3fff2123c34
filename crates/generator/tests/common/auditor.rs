//! Reads a population as a suspicious registrar would.

use std::collections::{HashMap, HashSet};

use dean06_generator::{
    BookEntry, Generator, Kin, Life, MarriageEndKind, Place, Relation, ResidenceKind,
    SyntheticBirth, SyntheticHousehold, SyntheticMarriage, SyntheticPerson,
};
use dean06_kernel::{AdminUnits, PartialDate, PersonId, ProvinceCodes, Sex};
use jiff::ToSpan;
use jiff::civil::Date;

/// Years between parents and children, at least.
const PARENT_FROM: i16 = 12;

/// Everything seen so far.
pub struct Auditor<'a> {
    units: &'a AdminUnits,
    codes: &'a ProvinceCodes,
    today: Date,
    people: HashMap<PersonId, SyntheticPerson>,
    numbers: HashSet<String>,
    lines: HashSet<(&'static str, String, BookEntry)>,
    marriages: HashMap<PersonId, Vec<(PartialDate, Option<PartialDate>)>>,
    references: Vec<(PersonId, Relation, Kin)>,
}

impl<'a> Auditor<'a> {
    pub fn new(units: &'a AdminUnits, codes: &'a ProvinceCodes, today: Date) -> Self {
        Self {
            units,
            codes,
            today,
            people: HashMap::new(),
            numbers: HashSet::new(),
            lines: HashSet::new(),
            marriages: HashMap::new(),
            references: Vec::new(),
        }
    }

    /// Looks at a whole population.
    pub fn audit(mut self, generator: Generator) {
        for household in generator {
            self.household(&household);
        }
        self.references();
        self.one_marriage_at_a_time();
    }

    fn household(&mut self, household: &SyntheticHousehold) {
        self.commune(&household.commune, self.today);
        assert!(!household.address_line.trim().is_empty());
        assert!(!household.address_line.contains(['{', '}']));
        let heads = household.members.iter().enumerate();
        let heads: Vec<usize> = heads
            .filter(|(_, member)| member.relation_to_head.as_deref() == Some("01"))
            .map(|(index, _)| index)
            .collect();
        assert_eq!(heads, [0], "household {}", household.id);
        for member in &household.members {
            self.person(member);
            assert!(!matches!(member.life, Life::Dead(_)));
            let elsewhere = member.permanent_residence != member.current_residence;
            if household.residence == ResidenceKind::Temporary {
                assert!(elsewhere && member.temporary_residence.is_some());
            }
            let here = Some(&household.commune);
            let registered = member
                .permanent_residence
                .iter()
                .chain(&member.temporary_residence);
            let mut communes = registered.map(|place| place.commune.as_ref());
            assert!(communes.any(|commune| commune == here), "{}", who(member));
        }
        for person in &household.deceased {
            self.person(person);
            assert!(person.relation_to_head.is_none() && person.identity_card.is_none());
            assert!(matches!(person.life, Life::Dead(on) if on.latest() <= self.today));
        }
        for marriage in &household.marriages {
            self.marriage(marriage);
        }
        for birth in &household.births {
            self.birth(household, birth);
        }
    }

    fn person(&mut self, person: &SyntheticPerson) {
        let born = person.birth_date;
        assert!(born.earliest() <= self.today, "{}", who(person));
        assert!(self.people.insert(person.id, person.clone()).is_none());
        self.number(person);
        let unique = [
            person.old_id_number.map(|number| number.to_string()),
            person.phone.map(|phone| phone.to_string()),
            person.email.clone(),
        ];
        for text in unique.into_iter().flatten() {
            assert!(self.numbers.insert(text.clone()), "{text} twice");
        }
        if let Some(phone) = person.phone {
            // Prefixes that no operator holds.
            let prefix = &phone.as_str()[..3];
            assert!(["053", "054", "057"].contains(&prefix), "{phone}");
        }
        if let Some(email) = &person.email {
            let (local, domain) = email.split_once('@').unwrap();
            assert!(local.is_ascii() && !local.is_empty() && domain == "example.com");
        }
        self.event(&person.birth_place, born);
        for place in person
            .permanent_residence
            .iter()
            .chain(&person.current_residence)
        {
            self.commune(place.commune.as_ref().unwrap(), self.today);
        }
        if let Some(card) = &person.identity_card {
            assert!(person.personal_number.is_some());
            assert!(card.issued_on <= self.today && card.issued_on >= born.earliest());
            assert!(card.expires_on.is_none_or(|end| end > card.issued_on));
        }
        if let Some(absence) = &person.temporary_absence {
            assert!(absence.from <= self.today && self.today <= absence.to);
        }
        for relative in &person.relatives {
            self.references
                .push((person.id, relative.relation, relative.kin.clone()));
        }
        let married = person.relatives_of(Relation::Spouse).count();
        assert_eq!(
            married > 0,
            is_married(person) && !is_dead(person),
            "{}",
            who(person)
        );
    }

    fn number(&mut self, person: &SyntheticPerson) {
        let Some(number) = person.personal_number else {
            let foreign = person.nationality.iter().all(|code| **code != *"VN");
            assert!(foreign || is_dead(person), "{}", who(person));
            return;
        };
        assert!(self.numbers.insert(number.to_string()), "{number} twice");
        let mismatches = number.check(self.codes, person.sex, person.birth_date, None);
        assert!(mismatches.is_empty(), "{}: {mismatches:?}", who(person));
    }

    /// A place whose code was valid on a day that is known in part only.
    fn event(&self, place: &Place, on: PartialDate) {
        assert!(
            place.country.is_some() != place.commune.is_some(),
            "{place:?}"
        );
        if let Some(code) = &place.commune {
            let valid = |day| self.units.get(code, day).is_some();
            assert!(valid(on.earliest()) || valid(on.latest()), "{code} on {on}");
        }
    }

    fn commune(&self, code: &str, on: Date) {
        let unit = self.units.get(code, on);
        assert_eq!(unit.map(|unit| unit.code.len()), Some(5), "{code} on {on}");
    }

    fn marriage(&mut self, marriage: &SyntheticMarriage) {
        self.event(
            &Place {
                commune: Some(marriage.registration_commune.clone()),
                ..Place::default()
            },
            marriage.date,
        );
        let now = marriage.registration_commune_now.to_string();
        self.commune(&now, self.today);
        assert!(self.lines.insert(("marriage", now, marriage.book)));
        assert_eq!(marriage.book.year, marriage.date.year());
        assert!(marriage.date.earliest() <= self.today);
        for (kin, age) in [(&marriage.husband, 20), (&marriage.wife, 18)] {
            if let Some(born) = kin.birth_date {
                assert!(born.age_on(marriage.date.latest()).1 >= age, "{marriage:?}");
            }
            if let Some(id) = kin.person_id {
                let end = marriage.end.map(|end| end.on);
                let of = self.marriages.entry(id).or_default();
                of.push((marriage.date, end));
            }
        }
        if let Some(end) = marriage.end {
            assert!(end.on.latest() >= marriage.date.earliest() && end.on.earliest() <= self.today);
            let both = marriage.husband.person_id.is_some() && marriage.wife.person_id.is_some();
            assert!(!both || end.by == MarriageEndKind::Death);
        }
    }

    fn birth(&mut self, household: &SyntheticHousehold, birth: &SyntheticBirth) {
        let mut members = household.members.iter();
        let child = members.find(|member| member.id == birth.child).unwrap();
        assert!(birth.registered_on >= child.birth_date.earliest());
        assert!(birth.registered_on <= self.today);
        self.commune(&birth.registration_commune, birth.registered_on);
        let now = birth.registration_commune_now.to_string();
        self.commune(&now, self.today);
        assert!(self.lines.insert(("birth", now, birth.book)));
        let place = child.birth_registration_place.as_ref().unwrap();
        assert_eq!(place.commune.as_ref(), Some(&birth.registration_commune));
        assert_eq!(
            child.relatives_of(Relation::Father).next(),
            birth.father.as_ref()
        );
        assert_eq!(
            child.relatives_of(Relation::Mother).next(),
            birth.mother.as_ref()
        );
    }

    /// Whoever is named by key is there, is who is named, and names the other in turn.
    fn references(&self) {
        for (id, relation, kin) in &self.references {
            let person = &self.people[id];
            self.ages(person, *relation, kin);
            let Some(other) = kin.person_id else { continue };
            let other = self.people.get(&other);
            let other = other.unwrap_or_else(|| panic!("{kin:?} is nowhere"));
            assert_eq!(other.name, kin.name);
            assert_eq!(other.personal_number, kin.personal_number);
            assert_eq!(Some(other.birth_date), kin.birth_date);
            let back = match relation {
                Relation::Father | Relation::Mother => Relation::Child,
                Relation::Spouse => Relation::Spouse,
                Relation::Representative => Relation::Represented,
                Relation::Represented => Relation::Representative,
                Relation::Child if person.sex == Sex::Male => Relation::Father,
                Relation::Child => Relation::Mother,
            };
            let mut names = other.relatives_of(back);
            assert!(
                names.any(|name| name.person_id == Some(*id)),
                "{relation:?}: {} {}",
                who(person),
                who(other)
            );
            let sex = match relation {
                Relation::Father => Some(Sex::Male),
                Relation::Mother => Some(Sex::Female),
                Relation::Spouse => Some(opposite(person.sex)),
                _ => None,
            };
            assert!(sex.is_none_or(|sex| sex == other.sex), "{}", who(other));
        }
    }

    fn ages(&self, person: &SyntheticPerson, relation: Relation, kin: &Kin) {
        let Some(born) = kin.birth_date else { return };
        let (parent, child) = match relation {
            Relation::Father | Relation::Mother => (born, person.birth_date),
            Relation::Child => (person.birth_date, born),
            _ => return,
        };
        let age = parent.age_on(child.earliest()).1;
        assert!(age >= PARENT_FROM, "{} {kin:?}", who(person));
        // A dead father died at most some months before the birth.
        if let Life::Dead(on) = person.life {
            let latest = child.earliest().saturating_sub(1.year());
            assert!(on.latest() >= latest, "{} {kin:?}", who(person));
        }
        assert!(child.earliest() <= self.today);
    }

    fn one_marriage_at_a_time(mut self) {
        for marriages in self.marriages.values_mut() {
            marriages.sort_by_key(|(start, _)| start.latest());
            for pair in marriages.windows(2) {
                let end = pair[0].1.map(PartialDate::earliest);
                let next = pair[1].0.latest();
                assert!(end.is_some_and(|end| end <= next), "{marriages:?}");
            }
        }
    }
}

fn opposite(sex: Sex) -> Sex {
    match sex {
        Sex::Female => Sex::Male,
        _ => Sex::Female,
    }
}

fn is_dead(person: &SyntheticPerson) -> bool {
    matches!(person.life, Life::Dead(_))
}

fn is_married(person: &SyntheticPerson) -> bool {
    *person.marital_status == *"2"
}

fn who(person: &SyntheticPerson) -> String {
    let SyntheticPerson {
        id,
        name,
        sex,
        birth_date,
        life,
        ..
    } = person;
    format!("{name}, {sex}, {birth_date}, {life:?}, {id}")
}
