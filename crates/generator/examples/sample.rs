//! Prints made-up households in Vietnamese, to judge by eye whether they read as real.
//!
//! `cargo run -p dean06-generator --example sample -- [seed] [how many] [households to skip]
//! [code of an ethnic group]`

use std::error::Error;
use std::sync::Arc;

use dean06_content::Content;
use dean06_generator::{
    Generator, Inputs, Life, Place, Relation, ResidenceKind, SyntheticHousehold, SyntheticPerson,
};
use dean06_kernel::{Language, Sex};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 22);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse());
    let (seed, how_many, skip) = (number(6)?, number(5)?, number(0)?);
    let group = arguments.next();
    let content = Content::embedded()?;
    let inputs = Arc::new(Inputs::from_content(&content)?);
    let printer = Printer { content };
    let households = Generator::new(inputs, seed, TODAY, 20_000)?
        .skip(usize::try_from(skip)?)
        .filter(|household| group.is_none() || has_group(household, group.as_deref()))
        .take(usize::try_from(how_many)?);
    for household in households {
        printer.household(&household);
    }
    Ok(())
}

fn has_group(household: &SyntheticHousehold, group: Option<&str>) -> bool {
    let mut members = household.members.iter();
    members.any(|member| member.ethnicity.as_deref() == group)
}

/// Knows the words of the code lists.
struct Printer {
    content: Content,
}

impl Printer {
    fn household(&self, household: &SyntheticHousehold) {
        let place = Place {
            country: None,
            commune: Some(household.commune.clone()),
            line: Some(household.address_line.clone()),
        };
        let place = self.place(&place, TODAY);
        let kind = match household.residence {
            ResidenceKind::Permanent => "thường trú",
            ResidenceKind::Temporary => "tạm trú",
        };
        println!("\n══ Hộ {kind} tại {place}");
        for person in household.everybody() {
            self.person(person);
        }
        for marriage in &household.marriages {
            let end = marriage.end.map_or(String::new(), |end| {
                format!("; chấm dứt {} ({:?})", end.on.display(Language::Vi), end.by)
            });
            println!(
                "   Kết hôn: {} và {}, {}, số {}/{}{end}",
                marriage.husband.name,
                marriage.wife.name,
                marriage.date.display(Language::Vi),
                marriage.book.number,
                marriage.book.year,
            );
        }
        for birth in &household.births {
            println!(
                "   Khai sinh: {} đăng ký {} tại {}, số {}/{}",
                birth.child,
                birth.registered_on,
                birth.registration_commune,
                birth.book.number,
                birth.book.year
            );
        }
    }

    fn person(&self, person: &SyntheticPerson) {
        let relation = person
            .relation_to_head
            .as_deref()
            .map_or("(đã mất)".to_owned(), |code| {
                self.word("relations-to-head", code)
            });
        let sex = match person.sex {
            Sex::Male => "nam",
            Sex::Female => "nữ",
            Sex::Unknown => "?",
        };
        let number = person
            .personal_number
            .map_or("không có số định danh".to_owned(), |number| {
                number.to_string()
            });
        println!(
            " • {relation}: {}, {sex}, sinh {}, {number}",
            person.name,
            person.birth_date.display(Language::Vi)
        );
        let born = person.birth_date.earliest();
        let mut facts = Vec::new();
        facts.push(format!(
            "nơi sinh {}",
            self.place(&person.birth_place, born)
        ));
        if let Some(place) = &person.hometown {
            facts.push(format!("quê {}", self.place(place, born)));
        }
        if let Some(code) = &person.ethnicity {
            facts.push(format!("dân tộc {}", self.word("ethnicities", code)));
        }
        if let Some(code) = &person.religion {
            facts.push(format!("tôn giáo {}", self.word("religions", code)));
        }
        facts.push(format!("quốc tịch {}", person.nationality.join(", ")));
        facts.push(self.word("marital-statuses", &person.marital_status));
        if !person.other_names.is_empty() {
            facts.push(format!("tên khác {:?}", person.other_names));
        }
        if let Some(old) = &person.old_id_number {
            facts.push(format!("CMND {old}"));
        }
        if let Some(card) = &person.identity_card {
            let until = card
                .expires_on
                .map_or("không thời hạn".to_owned(), |day| day.to_string());
            facts.push(format!("thẻ {} {} → {until}", card.kind, card.issued_on));
        }
        if let Some(place) = &person.temporary_residence {
            facts.push(format!("tạm trú {}", self.place(place, TODAY)));
        }
        if let Some(absence) = &person.temporary_absence {
            facts.push(format!("tạm vắng {}–{}", absence.from, absence.to));
        }
        if let Some(phone) = &person.phone {
            facts.push(phone.to_string());
        }
        facts.extend(person.email.clone());
        match person.life {
            Life::Alive => {}
            Life::Dead(on) => facts.push(format!("chết {}", on.display(Language::Vi))),
            Life::Missing(on) => facts.push(format!("mất tích {}", on.display(Language::Vi))),
        }
        println!("     {}", facts.join("; "));
        let relatives: Vec<String> = person
            .relatives
            .iter()
            .map(|relative| {
                let word = match relative.relation {
                    Relation::Father => "cha",
                    Relation::Mother => "mẹ",
                    Relation::Spouse => "vợ/chồng",
                    Relation::Child => "con",
                    Relation::Representative => "người đại diện",
                    Relation::Represented => "đại diện cho",
                };
                let known = if relative.kin.person_id.is_some() {
                    "*"
                } else {
                    ""
                };
                format!("{word} {}{known}", relative.kin.name)
            })
            .collect();
        println!("     {}", relatives.join("; "));
    }

    fn word(&self, list: &str, code: &str) -> String {
        let entry = self.content.code_list(list).and_then(|list| list.get(code));
        entry.map_or_else(|| format!("{list} {code}"), |entry| entry.label.vi.clone())
    }

    /// A place as it was called on that day.
    fn place(&self, place: &Place, on: Date) -> String {
        let units = self.content.admin_units();
        let mut parts = Vec::new();
        parts.extend(place.line.as_deref().map(str::to_owned));
        if let Some(code) = &place.commune {
            parts.push(
                units
                    .full_name(code, on)
                    .unwrap_or_else(|| code.to_string()),
            );
        }
        parts.extend(place.country.as_deref().map(str::to_owned));
        parts.join(", ")
    }
}
