//! From the members of a household to what the register holds of them.

use std::fmt::Write as _;
use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonName, Sex};

use super::Generator;
use super::family::{Draft, Late, Member};
use super::identity::Identity;
use super::relations::{Household, Role, relation_code};
use super::setting::Setting;
use crate::inputs::NameSpec;
use crate::numbers::Book;
use crate::{
    BookEntry, Code, Digits, Kin, Life, Place, ResidenceKind, SyntheticAbsence, SyntheticBirth,
    SyntheticHousehold, SyntheticPerson,
};

/// Where somebody is registered and where somebody is.
struct Residence {
    permanent: Option<Place>,
    temporary: Option<Place>,
    current: Option<Place>,
    absence: Option<SyntheticAbsence>,
}

/// Older than this a member is only sometimes the head.
const HEAD_TO: i32 = 82;

impl Generator {
    pub(super) fn finish(&mut self, setting: &Setting, mut draft: Draft) -> SyntheticHousehold {
        let head = self.head(&draft);
        if head > 0 {
            draft.members[..=head].rotate_right(1);
        }
        let births = self.births(&draft);
        let file = self.numbers.residence_file();
        let household = self.known(&draft);
        let head = draft
            .members
            .first()
            .map(|member| (member.role, member.identity.sex, member.identity.age));
        let Draft {
            members,
            late,
            marriages,
            ..
        } = draft;
        let deceased = late
            .into_iter()
            .map(|late| self.late_person(late, &household))
            .collect();
        let members = members
            .into_iter()
            .enumerate()
            .map(|(index, member)| {
                let head = head.filter(|_| index > 0);
                self.member(setting, member, head, file, &household)
            })
            .collect();
        SyntheticHousehold {
            id: self.ids.uuid(&mut self.draw),
            commune: self.inputs.places.code(setting.home, self.today),
            address_line: Arc::clone(&setting.address),
            residence: setting.residence,
            residence_file_number: file,
            members,
            deceased,
            marriages,
            births,
        }
    }

    /// Which member is the head.
    fn head(&mut self, draft: &Draft) -> usize {
        let chance = self.draw.below(100);
        let preference = |member: &Member| {
            let identity = &member.identity;
            let citizen = identity.group.is_some();
            let man = identity.sex == Sex::Male;
            match member.role {
                Role::Elder if identity.age > HEAD_TO => 30 + u32::from(man),
                Role::Elder if chance < 55 => 90 + u32::from(man),
                Role::Elder => 40 + u32::from(man),
                Role::Line | Role::Partner if man == (chance % 20 < 15) => {
                    60 + 20 * u32::from(citizen)
                }
                Role::Line | Role::Partner => 50 + 20 * u32::from(citizen),
                Role::Other => 20,
                Role::Child => 0,
            }
        };
        let members = draft.members.iter().enumerate();
        members
            .max_by_key(|(index, member)| (preference(member), usize::MAX - index))
            .map_or(0, |(index, _)| index)
    }

    /// Births of members that stand in the electronic books.
    fn births(&mut self, draft: &Draft) -> Vec<SyntheticBirth> {
        let inputs = Arc::clone(&self.inputs);
        let from = inputs.parameters.births.electronic_from;
        let mut births = Vec::new();
        for member in &draft.members {
            let identity = &member.identity;
            let Some((at, day)) = identity.registered.filter(|(_, day)| day.year() >= from) else {
                continue;
            };
            if identity.born.year() < from {
                continue;
            }
            let year = day.year();
            births.push(SyntheticBirth {
                child: identity.id,
                mother: identity.mother.clone(),
                father: identity.father.clone(),
                birth_order: member.birth_order,
                registration_commune: inputs.places.code(at, day),
                registration_commune_now: inputs.places.code(at, self.today),
                registered_on: day.date(),
                book: BookEntry {
                    number: self.numbers.line((Book::Births, at.now, year)),
                    year,
                },
            });
        }
        births
    }

    /// A member; `head` is the head of the household, unless this is the head.
    fn member(
        &mut self,
        setting: &Setting,
        member: Member,
        head: Option<(Role, Sex, i32)>,
        file: Option<Digits<9>>,
        household: &Household,
    ) -> SyntheticPerson {
        let inputs = Arc::clone(&self.inputs);
        let parameters = &inputs.parameters;
        let codes = &parameters.codes;
        let own = (member.role, member.identity.sex, member.identity.age);
        let relation = match head {
            Some(head) => relation_code(parameters, head, own, member.spouse.is_some()),
            None => &codes.head,
        };
        let marital = match (&member.spouse, member.was_married) {
            (Some(_), _) => &codes.marital_married,
            (None, true) => &codes.marital_ended,
            (None, false) => &codes.marital_never,
        };
        let residence = self.residence(setting, &member);
        let foreign = member.identity.group.is_none();
        let card = if foreign || member.identity.number.is_none() {
            None
        } else {
            inputs
                .cards
                .draw(member.identity.born, self.today, &mut self.draw)
        };
        let contact = &parameters.contact;
        let age = member.identity.age;
        let phone = self.draw.per_mille(contact.phone.at(age));
        let phone = phone
            .then(|| self.numbers.phone(&inputs.phone_prefixes))
            .flatten();
        let email = self.draw.per_mille(contact.email.at(age));
        let email = email.then(|| self.email(&member.identity));
        let missing = age >= parameters.family.represented_below
            && member.spouse.is_none()
            && self.draw.below(1_000_000) < parameters.family.missing_per_million;
        let life = if missing {
            let since = self.today.plus(-self.draw.between(200..=3_600));
            Life::Missing(PartialDate::from(since.date()))
        } else {
            Life::Alive
        };
        SyntheticPerson {
            marital_status: Code::clone(marital),
            relation_to_head: Some(Code::clone(relation)),
            identity_card: card,
            permanent_residence: residence.permanent,
            temporary_residence: residence.temporary,
            current_residence: residence.current,
            temporary_absence: residence.absence,
            residence_file_number: file,
            life,
            phone,
            email,
            ..self.person_of(
                member.identity,
                member.spouse,
                member.grown_children,
                household,
            )
        }
    }

    /// A dead spouse or parent: nothing of the present.
    fn late_person(&mut self, late: Late, household: &Household) -> SyntheticPerson {
        let married = Code::clone(&self.inputs.parameters.codes.marital_married);
        SyntheticPerson {
            marital_status: married,
            life: Life::Dead(PartialDate::from(late.died.date())),
            ..self.person_of(late.identity, None, late.grown_children, household)
        }
    }

    /// What is known of a person without the present.
    fn person_of(
        &mut self,
        identity: Identity,
        spouse: Option<Kin>,
        grown_children: Vec<Kin>,
        household: &Household,
    ) -> SyntheticPerson {
        let inputs = Arc::clone(&self.inputs);
        let parameters = &inputs.parameters;
        let other_names = self.other_names(&identity);
        let registration = identity.registered.map(|(at, day)| Place {
            country: None,
            commune: Some(inputs.places.code(at, day)),
            line: None,
        });
        let hometown = identity.hometown.map(|at| Place {
            country: None,
            commune: Some(inputs.places.code(at, identity.born)),
            line: None,
        });
        let blood = self.draw.per_mille(parameters.blood.known_per_mille);
        let blood = blood.then(|| inputs.blood.draw(&mut self.draw)).flatten();
        let group = identity.group;
        let relatives = self.relatives(&identity, spouse, grown_children, household);
        SyntheticPerson {
            id: identity.id,
            name: identity.name,
            other_names,
            personal_number: identity.number,
            birth_date: identity.birth_date,
            sex: identity.sex,
            birth_place: identity.birth_place,
            birth_registration_place: registration,
            hometown,
            ethnicity: group
                .map(|group| Code::clone(&inputs.places.ethnicities[usize::from(group)])),
            religion: identity.religion,
            nationality: identity.nationality,
            blood_group: blood.map(Code::clone),
            old_id_number: identity.old_id,
            identity_card: None,
            relatives,
            permanent_residence: None,
            temporary_residence: None,
            current_residence: None,
            temporary_absence: None,
            residence_file_number: None,
            marital_status: Code::clone(&parameters.codes.marital_never),
            relation_to_head: None,
            life: Life::Alive,
            phone: None,
            email: None,
        }
    }

    fn residence(&mut self, setting: &Setting, member: &Member) -> Residence {
        let home = self.address_place(setting.home, &setting.address);
        let foreign = member.identity.group.is_none();
        if foreign || setting.residence == ResidenceKind::Temporary {
            let permanent = (!foreign)
                .then(|| self.address_place(setting.registered, &setting.registered_address));
            return Residence {
                permanent,
                temporary: Some(home.clone()),
                current: Some(home),
                absence: None,
            };
        }
        let shares = &self.inputs.parameters.places;
        let free = matches!(member.role, Role::Child | Role::Other) && member.spouse.is_none();
        if !free || !self.draw.per_mille(shares.away.at(member.identity.age)) {
            return Residence {
                permanent: Some(home.clone()),
                temporary: None,
                current: Some(home),
                absence: None,
            };
        }
        let inputs = Arc::clone(&self.inputs);
        let at = inputs.places.anywhere(&mut self.draw);
        let address = self.address(at);
        let away = self.address_place(at, &address);
        let declared = self
            .draw
            .per_mille(inputs.parameters.places.absence_declared_per_mille);
        let absence = declared.then(|| {
            let from = self.today.plus(-self.draw.between(5..=300));
            SyntheticAbsence {
                from: from.date(),
                to: from.plus(self.draw.between(310..=720)).date(),
                place: away.clone(),
            }
        });
        Residence {
            permanent: Some(home),
            temporary: Some(away.clone()),
            current: Some(away),
            absence,
        }
    }

    fn other_names(&mut self, identity: &Identity) -> Vec<PersonName> {
        let inputs = Arc::clone(&self.inputs);
        let parameters = &inputs.parameters;
        let era = parameters.era(identity.born.year());
        let share = parameters.names.other_name_per_mille[era];
        let Some(group) = identity.group.filter(|_| self.draw.per_mille(share)) else {
            return Vec::new();
        };
        let spec = NameSpec {
            style: inputs.style(group),
            family: identity.family,
            mother_family: None,
            sex: identity.sex,
            era,
            parameters,
        };
        vec![inputs.names.draw(&spec, &mut self.draw).name]
    }

    fn email(&mut self, identity: &Identity) -> String {
        let inputs = Arc::clone(&self.inputs);
        let given = identity.given.as_ref().map_or("", |word| word.plain());
        let family = inputs.names.plain_family(identity.family);
        self.emails += 1;
        let domain = &inputs.parameters.contact.email_domain;
        let mut email = String::with_capacity(40);
        for word in [given, family] {
            if !word.is_empty() {
                email.push_str(word);
                email.push('.');
            }
        }
        // Writing to a string cannot fail.
        let _ = write!(email, "{}@{domain}", self.emails);
        email
    }
}
