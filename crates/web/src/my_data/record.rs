//! A record of the population register in words.

use dean06_contracts::Place;
use dean06_contracts::population::{
    IdentityCard, LifeStatus, PersonRecord, Provenance, Relation, TemporaryAbsence,
};
use dean06_kernel::{OrgId, Sex};
use jiff::civil::Date;

use crate::frame::Shell;

/// One piece of information: its name in the contract, and its value in words.
pub(super) struct Fact {
    pub field: &'static str,
    pub value: String,
}

/// Pieces of information that belong together, under the message that names them.
pub(super) struct Group {
    pub title: &'static str,
    pub facts: Vec<Fact>,
}

/// The record in the order in which people think of it; also what is not known is named.
pub(super) fn groups(shell: &Shell, record: &PersonRecord) -> Vec<Group> {
    let read = Read { shell, record };
    vec![
        Group {
            title: "data-group-name",
            facts: read.name(),
        },
        Group {
            title: "data-group-birth",
            facts: read.birth(),
        },
        Group {
            title: "data-group-belonging",
            facts: read.belonging(),
        },
        Group {
            title: "data-group-residence",
            facts: read.residence(),
        },
        Group {
            title: "data-group-family",
            facts: read.family(),
        },
        Group {
            title: "data-group-papers",
            facts: read.papers(),
        },
        Group {
            title: "data-group-contact",
            facts: read.contact(),
        },
        Group {
            title: "data-group-life",
            facts: read.life(),
        },
    ]
}

/// Who stated a fact, by its name.
pub(super) fn source_title(shell: &Shell, provenance: &Provenance) -> Option<String> {
    let stated = provenance.source.as_deref()?;
    let title = shell.content.register_title(stated).cloned();
    let title = title.or_else(|| {
        let org = OrgId::new(stated).ok()?;
        shell.content.organisation(&org).map(|org| org.name)
    });
    let title = title.as_ref().map_or(stated, |title| shell.words.of(title));
    Some(title.to_owned())
}

/// Who stated a fact, and since when it is so.
pub(super) fn source(shell: &Shell, provenance: &Provenance) -> Option<String> {
    let title = source_title(shell, provenance)?;
    let day = provenance.valid_from.map(|day| shell.words.date(day));
    Some(match day {
        Some(day) => shell.tw(
            "data-source-since",
            &[("register", title.into()), ("date", day.into())],
        ),
        None => title,
    })
}

/// A place in words: as its owner wrote it, else put together from its parts.
pub(super) fn place(shell: &Shell, place: &Place) -> String {
    if let Some(text) = &place.text {
        return text.clone();
    }
    let units = shell.content.admin_units();
    let before = units.switched_on().yesterday().unwrap_or(shell.today);
    let named = |code: &str, on: Date| shell.content.unit_name(code, on);
    let commune = place.commune.as_deref();
    let commune = commune.and_then(|code| named(code, shell.today).or_else(|| named(code, before)));
    let commune = commune.map(|text| shell.words.of(&text).to_owned());
    let country = place.country.as_deref().filter(|country| *country != "VN");
    let country = country.map(|country| shell.code("nationalities", country));
    let parts = [place.line.clone(), commune, country];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

struct Read<'r> {
    shell: &'r Shell,
    record: &'r PersonRecord,
}

impl Read<'_> {
    fn name(&self) -> Vec<Fact> {
        let record = self.record;
        vec![
            fact("name", record.name.clone()),
            fact("other_names", joined(record.other_names.as_ref())),
            fact("personal_number", record.personal_number.clone()),
            fact(
                "former_personal_numbers",
                joined(record.former_personal_numbers.as_ref()),
            ),
            fact("sex", record.sex.map(|sex| self.sex(sex))),
        ]
    }

    fn birth(&self) -> Vec<Fact> {
        let record = self.record;
        let date = record.birth_date.map(|date| self.shell.words.date(date));
        vec![
            fact("birth_date", date),
            fact("birth_place", self.place(record.birth_place.as_ref())),
            fact(
                "birth_registration_place",
                self.place(record.birth_registration_place.as_ref()),
            ),
            fact("hometown", self.place(record.hometown.as_ref())),
        ]
    }

    fn belonging(&self) -> Vec<Fact> {
        let record = self.record;
        let nationality = record.nationality.as_ref().map(|codes| {
            let names = codes
                .iter()
                .map(|code| self.shell.code("nationalities", code));
            names.collect::<Vec<_>>().join(", ")
        });
        vec![
            fact("nationality", nationality),
            fact(
                "ethnicity",
                self.code("ethnicities", record.ethnicity.as_deref()),
            ),
            fact(
                "religion",
                self.code("religions", record.religion.as_deref()),
            ),
            fact(
                "blood_group",
                self.code("blood-groups", record.blood_group.as_deref()),
            ),
        ]
    }

    fn residence(&self) -> Vec<Fact> {
        let record = self.record;
        let absence = record.temporary_absence.as_ref();
        vec![
            fact(
                "permanent_residence",
                self.place(record.permanent_residence.as_ref()),
            ),
            fact(
                "temporary_residence",
                self.place(record.temporary_residence.as_ref()),
            ),
            fact(
                "current_residence",
                self.place(record.current_residence.as_ref()),
            ),
            fact(
                "temporary_absence",
                absence.map(|absence| self.absence(absence)),
            ),
            fact(
                "residence_file_number",
                record.residence_file_number.clone(),
            ),
        ]
    }

    fn family(&self) -> Vec<Fact> {
        let record = self.record;
        let household = record.household.as_ref();
        let head = household.and_then(|household| household.head_name.clone());
        vec![
            fact(
                "marital_status",
                self.code("marital-statuses", record.marital_status.as_deref()),
            ),
            fact(
                "relation_to_head",
                self.code("relations-to-head", record.relation_to_head.as_deref()),
            ),
            fact("household", head),
            fact("relatives", self.relatives()),
        ]
    }

    fn papers(&self) -> Vec<Fact> {
        let record = self.record;
        let card = record.identity_card.as_ref();
        vec![
            fact("identity_card", card.map(|card| self.card(card))),
            fact("old_id_number", record.old_id_number.clone()),
        ]
    }

    fn contact(&self) -> Vec<Fact> {
        vec![
            fact("phone", self.record.phone.clone()),
            fact("email", self.record.email.clone()),
        ]
    }

    fn life(&self) -> Vec<Fact> {
        let record = self.record;
        let status = record.life_status.map(|status| {
            self.shell.t(match status {
                LifeStatus::Alive => "data-alive",
                LifeStatus::Dead => "data-dead",
                LifeStatus::Missing => "data-missing",
            })
        });
        let mut facts = vec![fact("life_status", status)];
        if let Some(date) = record.death_or_missing_date {
            let date = self.shell.words.date(date);
            facts.push(fact("death_or_missing_date", Some(date)));
        }
        if let Some(other) = record.other.as_ref().filter(|other| !other.is_empty()) {
            let lines = other.iter().map(|(name, value)| format!("{name}: {value}"));
            facts.push(fact("other", Some(lines.collect::<Vec<_>>().join("; "))));
        }
        facts
    }

    fn sex(&self, sex: Sex) -> String {
        self.shell.t(match sex {
            Sex::Male => "data-male",
            Sex::Female => "data-female",
            Sex::Unknown => "data-sex-unknown",
        })
    }

    fn place(&self, at: Option<&Place>) -> Option<String> {
        at.map(|at| place(self.shell, at))
    }

    fn code(&self, list: &str, code: Option<&str>) -> Option<String> {
        code.map(|code| self.shell.code(list, code))
    }

    fn absence(&self, absence: &TemporaryAbsence) -> String {
        let day =
            |day: Option<Date>| day.map_or_else(String::new, |day| self.shell.words.date(day));
        let to = absence.place.as_ref().map(|at| place(self.shell, at));
        self.shell.tw(
            "data-absence",
            &[
                ("from", day(absence.from).into()),
                ("to", day(absence.to).into()),
                ("place", to.unwrap_or_default().into()),
            ],
        )
    }

    fn card(&self, card: &IdentityCard) -> String {
        let kind = card.kind.as_deref().unwrap_or_default();
        let day = |day: Option<Date>| day.map(|day| self.shell.words.date(day));
        let expires = day(card.expires_on).unwrap_or_else(|| self.shell.t("data-card-no-end"));
        self.shell.tw(
            "data-card",
            &[
                ("kind", self.shell.code("identity-card-kinds", kind).into()),
                ("number", card.number.clone().unwrap_or_default().into()),
                ("issued", day(card.issued_on).unwrap_or_default().into()),
                ("by", card.issued_by.clone().unwrap_or_default().into()),
                ("expires", expires.into()),
            ],
        )
    }

    fn relatives(&self) -> Option<String> {
        let relatives = self.record.relatives.as_deref()?;
        let told = relatives.iter().map(|relative| {
            let relation = self.shell.t(match relative.relation {
                Relation::Father => "data-father",
                Relation::Mother => "data-mother",
                Relation::Spouse => "data-spouse",
                Relation::Child => "data-child",
                Relation::Representative => "data-representative",
                Relation::Represented => "data-represented",
            });
            format!("{relation}: {}", relative.name)
        });
        Some(told.collect::<Vec<_>>().join("; "))
    }
}

fn fact(field: &'static str, value: Option<String>) -> Fact {
    Fact {
        field,
        value: value.unwrap_or_default(),
    }
}

fn joined(texts: Option<&Vec<String>>) -> Option<String> {
    texts.map(|texts| texts.join(", "))
}
