//! Marriages of a household: that of each couple, and those that have ended.

use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonId, Sex};

use super::Generator;
use super::family::{CORE, Draft, Member, Past};
use super::relations::Role;
use super::setting::Setting;
use crate::day::Day;
use crate::inputs::Locality;
use crate::numbers::Book;
use crate::{BookEntry, Kin, MarriageEnd, MarriageEndKind, SyntheticMarriage};

/// Two people who may have married.
struct Couple {
    husband: (Kin, Day),
    wife: (Kin, Day),
    first_child: Option<Day>,
    /// The last day on which they could have married.
    until: Day,
    at: Locality,
}

impl Generator {
    pub(super) fn marry(&mut self, setting: &Setting, draft: &mut Draft) {
        for (roles, children) in [
            (&CORE[..], &[Role::Child][..]),
            (&[Role::Elder][..], &[Role::Line, Role::Other][..]),
        ] {
            self.marry_couple(setting, roles, children, draft);
        }
        for past in std::mem::take(&mut draft.past) {
            self.marry_past(setting, &past, draft);
        }
    }

    /// The marriage of the couple of those roles, if they are one and registered it.
    fn marry_couple(
        &mut self,
        setting: &Setting,
        roles: &[Role],
        children: &[Role],
        draft: &mut Draft,
    ) {
        let (Some(man), Some(woman)) =
            (draft.find(roles, Sex::Male), draft.find(roles, Sex::Female))
        else {
            return;
        };
        let marriages = &self.inputs.parameters.marriages;
        let year = woman.identity.born.year();
        let registered = !self.draw.per_mille(marriages.unregistered.at(year));
        let counts = registered || year <= marriages.counts_without_entry_to;
        let couple = Couple {
            husband: (man.identity.kin(&self.inputs), man.identity.born),
            wife: (woman.identity.kin(&self.inputs), woman.identity.born),
            first_child: first_born(draft, woman.identity.id, children),
            until: self.today,
            at: setting.registered,
        };
        let ids = [man.identity.id, woman.identity.id];
        let marriage = if registered {
            self.marriage(&couple)
        } else {
            None
        };
        if !counts || registered && marriage.is_none() {
            return;
        }
        for (id, spouse) in [(ids[0], &couple.wife.0), (ids[1], &couple.husband.0)] {
            if let Some(member) = by_id(draft, id) {
                member.spouse = Some(spouse.clone());
            }
        }
        let Some((marriage, day)) = marriage else {
            return;
        };
        draft.marriages.push(marriage);
        let earlier = self.inputs.parameters.marriages.earlier_per_mille;
        for id in ids {
            if self.draw.per_mille(earlier) {
                self.marry_before(setting, id, day, draft);
            }
        }
    }

    /// A first marriage, divorced before the one that holds.
    fn marry_before(&mut self, setting: &Setting, id: PersonId, day: Day, draft: &mut Draft) {
        let Some(member) = by_id(draft, id) else {
            return;
        };
        let (sex, age) = (member.identity.sex, member.identity.age);
        let (born, at) = (member.identity.born, member.identity.birth);
        let Some(group) = member.identity.group else {
            return;
        };
        let family = self.family_name(group, at);
        let other_sex = match sex {
            Sex::Female => Sex::Male,
            _ => Sex::Female,
        };
        let past = Past {
            of: id,
            other: self.named(other_sex, age, group, family),
            other_born: born.plus(self.draw.between(-1_200..=300)),
            by_death: false,
            ended: day.plus(-self.draw.between(200..=2_500)),
        };
        self.marry_past(setting, &past, draft);
    }

    /// A marriage that has ended; left out if the two were too young or never registered it.
    fn marry_past(&mut self, setting: &Setting, past: &Past, draft: &mut Draft) {
        let Some(member) = by_id(draft, past.of) else {
            return;
        };
        let own = (member.identity.kin(&self.inputs), member.identity.born);
        let (sex, role) = (member.identity.sex, member.role);
        let other = (past.other.clone(), past.other_born);
        let (husband, wife) = match sex {
            Sex::Female => (other, own),
            _ => (own, other),
        };
        let marriages = &self.inputs.parameters.marriages;
        let never = marriages.unregistered.at(wife.1.year());
        if past.by_death && self.draw.per_mille(never) {
            return;
        }
        let children = match role {
            Role::Elder => &[Role::Line, Role::Other][..],
            _ => &[Role::Child][..],
        };
        let first_child = first_born(draft, past.of, children).filter(|born| *born < past.ended);
        let couple = Couple {
            husband,
            wife,
            first_child,
            until: past.ended.plus(-120),
            at: setting.registered,
        };
        let Some((mut marriage, _)) = self.marriage(&couple) else {
            return;
        };
        marriage.end = Some(MarriageEnd {
            on: PartialDate::from(past.ended.date()),
            by: if past.by_death {
                MarriageEndKind::Death
            } else {
                MarriageEndKind::Divorce
            },
        });
        if let Some(member) = by_id(draft, past.of) {
            member.was_married = true;
        }
        draft.marriages.push(marriage);
    }

    /// The registered marriage of a couple and its day; nothing if they were never old enough.
    fn marriage(&mut self, couple: &Couple) -> Option<(SyntheticMarriage, Day)> {
        let day = self.wedding_day(couple)?;
        let inputs = Arc::clone(&self.inputs);
        let exact = PartialDate::from(day.date());
        let year_only = inputs.parameters.marriages.year_only.at(exact.year());
        let date = if self.draw.per_mille(year_only) {
            PartialDate::new(exact.year(), None, None).unwrap_or(exact)
        } else {
            exact
        };
        let key = (Book::Marriages, couple.at.now, exact.year());
        let marriage = SyntheticMarriage {
            id: self.ids.uuid(&mut self.draw),
            date,
            husband: couple.husband.0.clone(),
            wife: couple.wife.0.clone(),
            registration_commune: inputs.places.code(couple.at, day),
            registration_commune_now: inputs.places.code(couple.at, self.today),
            book: BookEntry {
                number: self.numbers.line(key),
                year: exact.year(),
            },
            end: None,
        };
        Some((marriage, day))
    }

    fn wedding_day(&mut self, couple: &Couple) -> Option<Day> {
        let inputs = Arc::clone(&self.inputs);
        let marriages = &inputs.parameters.marriages;
        let grown_man = couple.husband.1.plus_years(marriages.husband_age_from);
        let grown_woman = couple.wife.1.plus_years(marriages.wife_age_from);
        let first = grown_man.max(grown_woman);
        if first > couple.until {
            return None;
        }
        // Most marry before the first child, not long before.
        let before_child = couple
            .first_child
            .map(|born| born.plus(-self.draw.between(40..=1_100)))
            .filter(|day| (first..=couple.until).contains(day));
        if let Some(day) = before_child
            && self.draw.per_mille(880)
        {
            return Some(day);
        }
        let curve = &inputs.people.ages.wife_at_marriage;
        let (from, to) = curve.range();
        let age = self.draw.pick(from..=to, |age| curve.at(age))?;
        let drawn = couple
            .wife
            .1
            .plus_years(age)
            .plus(self.draw.between(0..=364));
        if (first..=couple.until).contains(&drawn) {
            return Some(drawn);
        }
        let span = couple.until.since(first).min(1_500);
        Some(first.plus(self.draw.between(0..=span)))
    }
}

/// When the first child of a parent was born, the children at home in those roles.
fn first_born(draft: &Draft, parent: PersonId, roles: &[Role]) -> Option<Day> {
    let members = draft.members.iter();
    let at_home = members
        .clone()
        .filter(|member| roles.contains(&member.role))
        .map(|member| member.identity.born);
    let elsewhere = members
        .filter(|member| member.identity.id == parent)
        .filter_map(|member| member.first_grown);
    at_home.chain(elsewhere).min()
}

fn by_id(draft: &mut Draft, id: PersonId) -> Option<&mut Member> {
    draft
        .members
        .iter_mut()
        .find(|member| member.identity.id == id)
}
